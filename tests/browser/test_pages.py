"""The page of each notebook to read, in a browser: nothing that keeps a reader out, and what is wide scrolls."""
import pytest

from tests.browser.accessibility import THEMES, violations
from tests.test_notebooks_hygiene import NOTEBOOKS
from tests.test_static_page import page_of

NARROW = {"a phone": 390, "a laptop at 400 %": 341}  # px of width
# A prediction may stand above the first section, and each term of the glossary is a heading of the third level.
EXCEPTED = {"heading-order"}
PLACES = """
() => [...document.querySelectorAll("pre, .output_area")]
    .filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => getComputedStyle(each).overflowX)"""
SHRUNK = "() => [...document.images].map(each => each.clientWidth / each.naturalWidth)"


@pytest.fixture
def offline(page):
    """A page that may ask for nothing."""
    page.route("**/*", lambda route: route.abort())
    yield page
    page.unroute_all()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_axe_finds_nothing_against_the_page(offline, path):
    offline.set_content(page_of(path))
    offline.locator("summary").evaluate_all("folds => folds.forEach(fold => { fold.parentElement.open = true; })")
    for theme in THEMES:
        offline.emulate_media(color_scheme=theme)
        found = violations(offline, "main")
        assert [each for each in found if each.partition(":")[0] not in EXCEPTED] == []


@pytest.mark.parametrize("width", NARROW.values(), ids=NARROW)
def test_on_a_narrow_page_code_and_pictures_scroll_by_themselves(offline, width):
    offline.set_viewport_size({"width": width, "height": 800})
    offline.set_content(page_of(NOTEBOOKS[0]))
    assert offline.evaluate("document.documentElement.scrollWidth") == width
    places = offline.evaluate(PLACES)
    assert len(places) > 3
    assert set(places) == {"auto"}
    assert all(0.7 < each < 1 for each in offline.evaluate(SHRUNK))
