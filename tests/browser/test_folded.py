"""A part of a notebook that is folded under its heading: shut at first, run with all others, opened by a click."""
import json

import pytest
from playwright.sync_api import expect

from tests.browser.lab import NOTEBOOKS, complaints, open_notebook, run_all

FOLDED = "jp-MarkdownHeadingCollapsed"


@pytest.fixture
def page_and_errors(page_of_lab):
    """JupyterLab, for all tests here."""
    return page_of_lab


def folded_headings(path):
    """The places of the cells under whose heading a notebook is folded."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [place for place, cell in enumerate(cells) if cell["metadata"].get(FOLDED)]


NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb") if folded_headings(path))


def hidden(page):
    """The places of the cells that are not in sight."""
    return page.evaluate("""() => window.jupyterapp.shell.currentWidget.content.widgets
        .flatMap((cell, place) => cell.isHidden ? [place] : [])""")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_folded_runs_and_opens(name, lab, page, console_errors):
    open_notebook(page, lab, name)
    heading, = folded_headings(NOTEBOOKS / name)
    page.wait_for_function("""place => window.jupyterapp.shell.currentWidget.content.widgets[place].isHidden""",
                           arg=heading + 1)
    shut = hidden(page)
    run_all(page)
    assert hidden(page) == shut == list(range(heading + 1, shut[-1] + 1))
    assert complaints(page) == []
    inside = page.locator(".jp-Notebook .jp-Cell").nth(shut[-1])
    expect(inside).to_be_hidden()
    page.locator(".jp-showHiddenCellsButton").click()
    expect(inside).to_be_visible()
    assert hidden(page) == []
    assert console_errors == []
