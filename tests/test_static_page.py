"""The page of a notebook, as one prints it or puts it on the web (make pages): nothing in it needs a kernel."""
import re
from html import unescape

import nbformat
import pytest
from nbconvert import HTMLExporter

from tests.test_notebooks_hygiene import NOTEBOOKS, ROOT, outputs, said_of

PLACEHOLDER = "No description"  # what nbconvert writes for an image that has none


def page_of(notebook, theme="light"):
    """The HTML that make pages writes, or the same in another theme."""
    exporter = HTMLExporter(template_name="page", extra_template_basedirs=[str(ROOT / ".ci")], theme=theme)
    return exporter.from_notebook_node(notebook)[0]


def images_of(page):
    """The alternative text of each image of a page, None where there is none."""
    found = [re.search(r'\balt="([^"]*)"', tag) for tag in re.findall(r"<img\b[^>]*>", page)]
    return [alt and unescape(alt[1]) for alt in found]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_picture_of_the_page_has_its_sentence(path):
    notebook = nbformat.read(path, as_version=4)
    said = images_of(page_of(notebook))
    assert None not in said
    assert not [each for each in said if not each.strip() or each.startswith(PLACEHOLDER)]
    pictures = [said_of(output) for _, output in outputs(notebook) if "image/svg+xml" in output.get("data", {})]
    assert [each for each in said if each in pictures] == pictures
