"""A picture that is dimmed for a dark page: its lines and words stand out from its paper as far as before."""
import re
from itertools import combinations
from pathlib import Path

import pytest

from raftlib.pictures import style
from raftlib.pictures.style import ROLES, TERMS, WHITE, contrast
from raftlib.widgets.controls.control import stylesheet

ROOT = Path(__file__).parents[3]
LINES, WORDS = 3, 4.5
FILTER = re.compile(r"filter: brightness\(([\d.]+)\) contrast\(([\d.]+)\)")
DARKEST_PAGE = "#111111"
COLOURS = sorted({value for name, value in vars(style).items() if name.isupper() and isinstance(value, str)
                  and re.fullmatch(r"#[0-9A-F]{6}", value)})
GROUNDS = [WHITE, *TERMS, *(role.fill for role in ROLES.values())]


def dimmed(colour: str) -> str:
    """A colour "#rrggbb" as the filter shows it: each part by the formulas of CSS (Filter Effects, 6.1)."""
    brightness, contrast = map(float, FILTER.search(stylesheet()).groups())
    parts = [int(colour[place:place + 2], 16) / 255 * brightness for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 * min(1, max(0, (part - 0.5) * contrast + 0.5))):02x}" for part in parts)


@pytest.mark.parametrize("least", [LINES, WORDS])
def test_what_can_be_seen_in_the_light_can_be_in_the_dark(least):
    pairs = [(colour, ground) for ground in GROUNDS for colour in COLOURS if contrast(colour, ground) >= least]
    assert len(pairs) > 30
    assert [pair for pair in pairs if contrast(*map(dimmed, pair)) < least] == []


def test_tints_and_fills_are_told_apart_as_before():
    for one, other in combinations([role.fill for role in ROLES.values()], 2):
        assert contrast(dimmed(one), dimmed(other)) >= 0.95 * contrast(one, other)


def test_the_sheet_is_dimmer_and_the_site_s_is_the_same():
    assert contrast(dimmed(WHITE), DARKEST_PAGE) < 0.8 * contrast(WHITE, DARKEST_PAGE)
    site = (ROOT / ".ci" / "site" / "page.css").read_text(encoding="utf-8")
    assert FILTER.search(site)[0] == FILTER.search(stylesheet())[0]
