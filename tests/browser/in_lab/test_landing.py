"""Links in the text of a real JupyterLab to a heading of another notebook: they lead there, also if it was closed."""
import pytest

from tests.browser.lab import LANDED, open_notebook, run_cell, settled, wait_until_landed

NOTEBOOK, GLOSSARY = "03-elect-a-leader.ipynb", "glossary.ipynb"
STORY = 1  # the place of its first widget, which all links wait for
SCROLLED = "() => window.jupyterapp.shell.currentWidget.content.outerNode.scrollTop"


@pytest.fixture
def notebook(lab, page_of_lab):
    """A notebook whose story was run; nobody complains."""
    page, errors = page_of_lab
    page.set_viewport_size({"width": 1366, "height": 768})
    open_notebook(page, lab, NOTEBOOK)
    run_cell(page, STORY)
    page.locator(".raft-story[data-shown]").wait_for()
    yield page
    assert errors == []


def follow(page, term):
    """Click a link to an entry of the glossary."""
    page.locator(f".jp-MarkdownCell a[href*='{GLOSSARY}'][href$='#{term}']").first.click()


def test_a_link_leads_to_its_heading_whether_the_notebook_was_open_or_not(lab, notebook):
    follow(notebook, "vote")
    wait_until_landed(notebook, GLOSSARY, "vote")
    open_notebook(notebook, lab, NOTEBOOK)
    follow(notebook, "leader")
    wait_until_landed(notebook, GLOSSARY, "leader")


def test_who_scrolls_away_from_it_is_left_alone(notebook):
    follow(notebook, "vote")
    notebook.wait_for_function(LANDED, arg=[GLOSSARY, "vote"])
    notebook.mouse.move(683, 500)
    notebook.mouse.wheel(0, -100_000)
    notebook.wait_for_function(f"() => ({SCROLLED})() < 10")
    assert settled(notebook, SCROLLED, frames=60) < 10
