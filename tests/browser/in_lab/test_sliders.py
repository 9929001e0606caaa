"""Every notebook runs in JupyterLab without complaints, keeps no reader out, and each slider moves its picture."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import THEMES, change_theme, violations
from tests.browser.lab import (
    NOTEBOOKS,
    complaints,
    drag,
    label_of,
    open_notebook,
    panels,
    place,
    run_all,
    slider,
    sliders,
    switches,
    wait_for_change,
    wait_until_still,
)

NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
SECONDS_TO_CHANGE = 5
OUTPUT = ".jp-OutputArea-output"
FOLDED = "jp-MarkdownHeadingCollapsed"


@pytest.fixture
def page_and_errors(page_of_lab):
    """JupyterLab, for all tests here."""
    return page_of_lab


def folded_heading(name):
    """The place of the cell under whose heading a notebook is folded; None if there is none."""
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    headings = [place for place, cell in enumerate(cells) if cell["metadata"].get(FOLDED)]
    assert len(headings) <= 1
    return headings[0] if headings else None


def hidden(page):
    """The places of the cells that are not in sight."""
    return page.evaluate("""() => window.jupyterapp.shell.currentWidget.content.widgets
        .flatMap((cell, place) => cell.isHidden ? [place] : [])""")


def hidden_under(page, heading):
    """The places of the cells that are folded under a heading, once they are; without a heading none."""
    if heading is None:
        return []
    page.wait_for_function("""place => window.jupyterapp.shell.currentWidget.content.widgets[place].isHidden""",
                           arg=heading + 1)
    shut = hidden(page)
    assert shut == list(range(heading + 1, shut[-1] + 1))
    return shut


def unfold(page, last):
    """Open what is folded by a click: its last cell comes in sight, too."""
    inside = page.locator(".jp-Notebook .jp-Cell").nth(last)
    expect(inside).to_be_hidden()
    page.locator(".jp-showHiddenCellsButton").click()
    expect(inside).to_be_visible()


def sliders_without_effect(page, panel):
    """The labels of those sliders of a panel that change neither its picture nor its caption."""
    return [label_of(each) for each in sliders(panel).all() if not has_effect(page, panel, each)]


def has_effect(page, panel, each):
    """Whether dragging a slider far changes what the panel shows; it is put back for the next one.

    The farther end will do, or one of two other places: some seeds look alike.
    """
    before, start = wait_until_still(panel), place(each)
    far = (1, 0.85, 0.7) if start < 0.5 else (0, 0.15, 0.3)
    changed = any(has_changed(page, panel, each, to, before) for to in far)
    drag(page, each, by=start - place(each), steps=1)  # it has been all the way already
    return changed


def has_changed(page, panel, each, to, before):
    """Whether a panel shows something else than before, once a slider was dragged to a place from 0 to 1."""
    drag(page, each, by=to - place(each), steps=2)
    return wait_for_change(panel, before, SECONDS_TO_CHANGE)


def switches_without_effect(page, panel):
    """How many of a panel's boxes change nothing when they are clicked."""
    return sum(not has_switched(page, panel, each) for each in switches(panel).all())


def has_switched(page, panel, box):
    """Whether clicking a box changes what the panel shows; it is put back for the next one."""
    before = wait_until_still(panel)
    box.click()
    changed = wait_for_change(panel, before, SECONDS_TO_CHANGE)
    box.click()
    return changed


def faults(page):
    """What axe-core finds against the outputs of a notebook that has run, by theme; it ends in the light one."""
    found = {}
    for theme in reversed(THEMES):
        change_theme(page, theme)
        found[theme] = violations(page, OUTPUT) if page.locator(OUTPUT).count() else []  # the glossary has none
    return found


@pytest.mark.parametrize("name", NAMES)
def test_notebook_runs_and_its_sliders_work(name, lab, page, console_errors):
    open_notebook(page, lab, name)
    shut = hidden_under(page, folded_heading(name))
    run_all(page)
    assert complaints(page) == []
    assert hidden(page) == shut
    if shut:
        unfold(page, shut[-1])
    assert hidden(page) == []
    assert faults(page) == {theme: [] for theme in THEMES}
    for panel in panels(page).all():
        assert sliders_without_effect(page, panel) == []
        assert switches_without_effect(page, panel) == 0
    assert complaints(page) == []
    assert console_errors == []


# The test itself bites: a toy notebook with one fault of each kind.

TOY = """\
import sys
from IPython.display import Javascript, display
from ipywidgets import VBox
from raftlib.widgets.controls.shown import Said, Shown
from raftlib.widgets.panels.sliders import count, milliseconds_range, switch

live, dead = milliseconds_range((25, 75), min=0, max=100), count(5)
live.description, dead.description = "live (ms)", "dead"
picture, caption = Shown(value="<svg/>"), Said(value="at first")
picture.add_class("raft-panel-picture")
caption.add_class("raft-panel-caption")
live.observe(lambda change: setattr(caption, "value", f"{change.new}"), "value")
panel = VBox([live, dead, switch(), picture, caption])
panel.add_class("raft-panel")
display(panel)
print("oh", file=sys.stderr)
display(Javascript("console.error('ouch')"))"""


@pytest.fixture
def toy(lab):
    """The name of the toy notebook, among the lab's copies."""
    lab.write_notebook("toy.ipynb", TOY)
    return "toy.ipynb"


def test_faults_are_seen(toy, lab, page, console_errors, monkeypatch):
    monkeypatch.setitem(globals(), "SECONDS_TO_CHANGE", 2)  # what is dead is waited for in vain, four times
    open_notebook(page, lab, toy)
    run_all(page)
    assert [output["text"] for output in complaints(page)] == ["oh\n"]
    assert console_errors == ["ouch"]
    panel = panels(page).first
    assert slider(panel, "dead").count() == 1
    assert has_effect(page, panel, slider(panel, "live (ms)"))
    assert sliders_without_effect(page, panel) == ["dead"]
    assert switches_without_effect(page, panel) == 1
