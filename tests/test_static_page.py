"""The page of a notebook, as one prints it, hands it on or reads it on the site: nothing in it needs a kernel."""
import importlib.util
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser

import nbformat
import pytest

from tests.test_notebooks_hygiene import NOTEBOOKS, ROOT, outputs, said_of

PLACEHOLDER = "No description"  # what nbconvert writes for an image that has none
spec = importlib.util.spec_from_file_location("reading", ROOT / ".ci" / "site" / "reading.py")
reading = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reading)
page_of = cache(reading.alone)  # several tests look at a page


def images_of(page):
    """The alternative text of each image of a page, None where there is none."""
    found = [re.search(r'\balt="([^"]*)"', tag) for tag in re.findall(r"<img\b[^>]*>", page)]
    return [alt and unescape(alt[1]) for alt in found]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_picture_of_the_page_has_its_sentence(path):
    notebook = nbformat.read(path, as_version=4)
    said = images_of(page_of(path))
    assert None not in said
    assert not [each for each in said if not each.strip() or each.startswith(PLACEHOLDER)]
    pictures = [said_of(output) for _, output in outputs(notebook) if "image/svg+xml" in output.get("data", {})]
    assert [each for each in said if each in pictures] == pictures


class Asked(HTMLParser):
    """What a page fetches by itself, and where it leads to."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.links += [told["href"]] if tag == "a" and "href" in told else []
        self.fetched += [told[name] for name in ("src", "href") if name in told and tag != "a"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_needs_no_other_file_and_leads_to_pages(path):
    asked = Asked(page_of(path))
    assert [each for each in asked.fetched if not each.startswith("data:")] == []
    assert [each for each in asked.links if ".ipynb" in each and "://" not in each] == []


def test_a_formula_is_drawn_by_the_browser_itself():
    text = "".join(map(page_of, NOTEBOOKS))
    assert "<math" in text
    assert re.findall(r"\$[^$\s][^$\n<]*\\\w+[^$\n<]*\$", text) == []
