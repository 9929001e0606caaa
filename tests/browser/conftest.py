"""Fixtures for tests in a real JupyterLab; set RAFT_BROWSER=required to fail, not skip, without a browser."""

import os
from pathlib import Path

import pytest

import raftlib
from raftlib.stories.telling import story_page
from raftlib.widgets.player.page import player_page
from tests.browser.lab import WINDOW, close_notebooks, find_browser, fresh_page, running_browser, running_lab
from tests.browser.without_jupyter import served

RAFTLIB = Path(raftlib.__file__).parent
MISSING = "no Chromium or Chrome is installed (on Debian: apt-get install chromium)"


@pytest.fixture(scope="session")
def browser_path():
    """Where Chromium is."""
    path = find_browser()
    if path is None and os.environ.get("RAFT_BROWSER") == "required":
        pytest.fail(MISSING)
    return path or pytest.skip(MISSING)


@pytest.fixture(scope="session")
def lab(browser_path, tmp_path_factory):
    """A running JupyterLab on a copy of the notebooks."""
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


# For this folder and no longer, since Playwright keeps an event loop running in the thread, which
# nbval's kernels, compared in the same process afterwards, would trip over.
@pytest.fixture(scope="package")
def browser(browser_path):
    """Chromium without a window."""
    with running_browser(browser_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def window(browser):
    """A page for all tests of a file, and the list of errors on its console.

    A page of its own for each test would be a process of its own, which takes longer to start than most tests take.
    """
    with fresh_page(browser) as page_and_errors:
        yield page_and_errors


@pytest.fixture(scope="package")
def lab_window(browser):
    """The same for JupyterLab, for the tests of all files: to load it takes longest."""
    with fresh_page(browser) as page_and_errors:
        yield page_and_errors


def as_at_first(page, errors):
    """A page as it was when nobody had used it yet, nor complained."""
    page.set_viewport_size(WINDOW)
    page.emulate_media(color_scheme="null", forced_colors="null", reduced_motion="null")  # as the browser itself has it
    page.mouse.move(0, 0)
    errors.clear()
    return page, errors


@pytest.fixture
def same_page(window):
    """That page as it was at first."""
    return as_at_first(*window)


@pytest.fixture
def page_and_errors(same_page):
    """That page, and the list of errors on its console."""
    return same_page


@pytest.fixture
def page(page_and_errors):
    """That page."""
    return page_and_errors[0]


@pytest.fixture
def console_errors(page_and_errors):
    """The errors on the page's console so far."""
    return page_and_errors[1]


@pytest.fixture
def page_of_lab(lab_window):
    """The same for JupyterLab: whatever notebook a test has opened is closed at its end."""
    yield as_at_first(*lab_window)
    close_notebooks(lab_window[0])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where all modules are, in their folders, and beside them the texts that those of a page make together."""
    folder = tmp_path_factory.mktemp("page")
    for path in RAFTLIB.glob("**/js/*.js"):
        place = folder / path.relative_to(RAFTLIB)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    for name, page in (("joined", player_page()), ("story", story_page())):
        (folder / f"{name}.mjs").write_text(page, encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture
def blank(address, same_page):
    """An empty page, which may import the modules; nothing is said on its console."""
    page, errors = same_page
    page.goto(address)
    yield page
    assert errors == []
