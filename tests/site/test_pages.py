"""The pages of the site that only want to be read."""
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlparse

import pytest

from tests.site.conftest import SITE

PAGES = sorted(path.relative_to(SITE).as_posix() for path in [SITE / "index.html", *SITE.glob("read/*.html")])


class Links(HTMLParser):
    """The links and pictures of a page, and the places in it that a link may name."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places, self.silent = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.links += [told[name] for name in ("href", "src") if told.get(name)]
        self.places |= {told[name] for name in ("id", "name") if told.get(name)}
        if tag == "img" and not told.get("alt"):
            self.silent.append(told.get("src"))


@pytest.fixture(scope="module")
def parsed():
    """Each page's links."""
    return {page: Links((SITE / page).read_text(encoding="utf-8")) for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(parsed, page):
    dead = []
    for link in parsed[page].links:
        address, place = urldefrag(link)
        if urlparse(link).scheme:
            continue
        target = (SITE / page).parent / unquote(address.partition("?")[0]) if address else SITE / page
        known = parsed.get(target.resolve().relative_to(SITE).as_posix())
        if not target.exists() or (place and known and unquote(place) not in known.places):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_has_words(parsed, page):
    assert parsed[page].silent == []
    text = (SITE / page).read_text(encoding="utf-8")
    assert len(re.findall(r"<svg[^>]*role=\"img\"", text)) == len(re.findall(r"<svg\b", text))


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_for_nothing_from_elsewhere_and_says_nothing_on_the_console(visit, page):
    errors = []
    visit.context.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
    opened = visit(page)
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.set_viewport_size({"width": 390, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []


def test_the_front_page_tells_a_story_at_once(visit):
    page = visit("index.html")
    story = page.frame_locator("iframe").locator(".raft-story[data-shown]")
    story.wait_for(timeout=5_000)
    story.locator(".raft-onward").click()
    story.get_by_text("2 of").wait_for(timeout=20_000)
    below = story.evaluate("story => innerHeight - story.getBoundingClientRect().bottom")
    assert 0 <= below < 20  # the frame ends where the story ends
    runs = page.get_by_role("link", name=re.compile("^Run 0"))
    assert runs.count() == len(list((SITE / "run" / "files").glob("0*.ipynb")))
