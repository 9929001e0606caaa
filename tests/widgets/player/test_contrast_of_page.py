"""The player's own colours stand out from JupyterLab's pages, as WCAG 2.1 asks for it at level AA, in both themes."""
import re

import pytest

from raftlib.pictures.style import contrast
from raftlib.widgets.player.look import COLOURS, stylesheet

LINES, WORDS = 3, 4.5
# What JupyterLab's two themes have for the sheet, what is raised from it, and what is under the pointer; and its ink.
PAGES = {"light": {"paper": "#FFFFFF", "raised": "#FFFFFF", "hover": "#EEEEEE", "ink": "#212121"},
         "dark": {"paper": "#111111", "raised": "#212121", "hover": "#424242", "ink": "#E0E0E0"}}
WRITTEN = [("ink", "paper"), ("ink", "hover"), ("soft", "paper"), ("soft", "raised"), ("soft", "hover"),
           ("fault", "paper"), ("fault", "raised"), ("fault", "hover"), ("on-accent", "accent")]
DRAWN = [("edge", "paper"), ("edge", "raised"), ("accent", "paper"), ("accent", "raised"), ("accent", "hover"),
         ("fault", "paper"), ("vermilion", "paper"), ("soft", "paper")]


def colours_in(theme):
    """The colours of a theme by their names in the style sheet."""
    own = {}
    for selector in (r"\.raft-player", r"\.raft-player\.dark")[:1 + (theme == "dark")]:
        for block in re.findall(rf"^{selector} \{{([^}}]*)\}}", stylesheet(), re.MULTILINE):
            own |= dict(re.findall(r"--raft-([\w-]+): (#\w{6}|var\(--raft-white\))(?=;)", block))
    own = {name: COLOURS["white"] if value.startswith("var") else value for name, value in own.items()}
    return own | PAGES[theme] | COLOURS


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize(("words", "ground"), WRITTEN)
def test_words_can_be_read(theme, words, ground):
    colours = colours_in(theme)
    assert contrast(colours[words], colours[ground]) >= WORDS


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize(("line", "ground"), DRAWN)
def test_lines_can_be_seen(theme, line, ground):
    colours = colours_in(theme)
    assert contrast(colours[line], colours[ground]) >= LINES


def test_no_colour_of_a_page_is_written_down_beside_these():
    """Outside of the named ones only these stand: the two of a lamp."""
    sheet = stylesheet()
    rules = re.sub(r"--raft-[\w-]+: [^;]*;", "", sheet)
    assert set(re.findall(r"#\w{3,8}\b(?=[;\s])", rules)) <= {"#2fbf71", "#0b6b3a"}
