"""The static page of each notebook in a browser: nothing that keeps a reader out, and what is wide scrolls."""
import nbformat
import pytest

from tests.browser.accessibility import THEMES, violations
from tests.test_notebooks_hygiene import NOTEBOOKS
from tests.test_static_page import page_of

NARROW = {"a phone": 390, "a laptop at 400 %": 341}  # px of width
PLACES = """
() => [...document.querySelectorAll(".jp-CodeMirrorEditor, .jp-OutputArea-output")]
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
def test_axe_finds_nothing_against_what_cells_have_put_out(offline, path):
    for theme in THEMES:
        offline.set_content(page_of(nbformat.read(path, as_version=4), theme))
        for fold in offline.locator(".jp-OutputArea-output summary").all():
            fold.evaluate("node => { node.parentElement.open = true; }")
        if offline.locator(".jp-OutputArea-output").count():  # the glossary has none
            assert violations(offline, ".jp-OutputArea-output") == []


@pytest.mark.parametrize("width", NARROW.values(), ids=NARROW)
def test_on_a_narrow_page_code_and_pictures_scroll_by_themselves(offline, width):
    offline.set_viewport_size({"width": width, "height": 800})
    offline.set_content(page_of(nbformat.read(NOTEBOOKS[0], as_version=4)))
    assert offline.evaluate("document.documentElement.scrollWidth") == width
    places = offline.evaluate(PLACES)
    assert len(places) > 3
    assert set(places) == {"auto"}
    assert all(0.7 < each < 1 for each in offline.evaluate(SHRUNK))
