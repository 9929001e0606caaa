"""The built site on this machine, in a real browser; make test-site builds it first."""
import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.browser.lab import find_browser, running_browser
from tests.browser.without_jupyter import Files, served

SITE = Path(__file__).parents[2] / "site"
CHARTS_NETWORK = "https://cdn.jsdelivr.net/"


class Pages(Files):
    """Serves a site as any web server would, its index as the page of a folder."""

    extensions_map = {**Files.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm",
                      ".json": "application/json", ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml"}

    def do_GET(self):
        self.path = self.path.partition("?")[0]
        if self.path == "/":
            self.path = "/index.html"
        return super().do_GET()


@pytest.fixture(scope="session")
def site():
    """Where the site is served."""
    assert (SITE / "index.html").is_file(), "make site builds it"
    with served(SITE, Pages) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window."""
    path = find_browser()
    if path is None and os.environ.get("RAFT_BROWSER") != "required":
        pytest.skip("no Chromium or Chrome is installed (on Debian: apt-get install chromium)")
    with running_browser(path) as browser:
        yield browser


@pytest.fixture
def visit(browser, site):
    """Opens pages of the site as one reader, whom a test may ask what was wished from elsewhere."""
    with visiting(browser, site) as visit:
        yield visit


@contextmanager
def visiting(browser, site):
    """A reader's browser; no request has left the site when it is closed, unless a test has taken it from the list."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(90_000)
    context.route(f"{CHARTS_NETWORK}**", lambda route: route.abort())
    visit = partial(opened, context, site)
    visit.context, visit.outside = context, []
    context.on("request", lambda request: elsewhere(request.url, site) and visit.outside.append(request.url))
    try:
        yield visit
        assert visit.outside == []
    finally:
        context.close()


def elsewhere(url, site):
    """Whether a request leaves the site."""
    return not url.startswith((site, "data:", "blob:"))


def opened(context, site, path):
    """A page of the site."""
    page = context.new_page()
    page.goto(f"{site}/{path}")
    return page
