"""mystmd makes one book of all notebooks: no two cells have one name, terms lead to the glossary, folds stay shut."""
import json
import re
import shutil

import pytest

from tests.cells import NOTEBOOKS, cells_of
from tests.converters.installed import installed, program, run

CONVERTED = ("03-elect-a-leader", "05-replicate-the-log")
# A template of its own, lest one is fetched.
BOOK = {
    "myst.yml": "version: 1\nproject:\n  title: Raft, hands on\nsite:\n  template: plain\n",
    "plain/template.yml": "jtex: v1\ntitle: Plain\nversion: 0.0.1\nkind: site\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """What mystmd says while it makes a book of all notebooks, and what is in it, by page."""
    program("node")
    folder = tmp_path_factory.mktemp("book")
    for name, text in BOOK.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, folder)
    said = run(installed() / "bin" / "myst", "build", "--site", folder=folder)
    pages = (folder / "_build" / "site" / "content").glob("*.json")
    return said, {page.stem: json.loads(page.read_text(encoding="utf-8"))["mdast"] for page in pages}


def parts(node, kind):
    """All parts of a page of one kind, in order."""
    if node.get("type") == kind:
        yield node
    for child in node.get("children", ()):
        yield from parts(child, kind)


def test_nothing_has_two_names_or_leads_nowhere(book):
    said, pages = book
    warned = re.findall(r"^(?:⚠️|⛔).*", said, flags=re.MULTILINE)
    # It would have a label of its own kind beside each heading that is linked.
    assert [each for each in warned if "implicit" not in each] == []
    assert len(pages) == len(list(NOTEBOOKS.glob("*.ipynb")))


@pytest.mark.parametrize("notebook", CONVERTED)
def test_a_page_has_all_cells_folds_and_terms(book, notebook):
    page, sources = book[1][notebook.partition("-")[2]], cells_of(notebook).values()
    assert len(list(parts(page, "block"))) == len(sources)
    assert len(list(parts(page, "details"))) == sum(source.count("<details>") for source in sources)
    terms = {found.lower() for source in sources for found in re.findall(r"glossary\.ipynb#([\w-]+)", source)}
    assert {each["identifier"] for each in parts(page, "crossReference")} == terms
