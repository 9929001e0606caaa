"""Shift+Enter after a click inside a widget: on to the next cell of a real JupyterLab, and what was done stays."""
import re

import pytest
from playwright.sync_api import expect

from raftlib.questions.elect_a_leader import who_wins_term_1
from tests.browser.lab import complaints, opened_notebook, run_all

CELLS = ("from raftlib import Player, election_panel, stories\n\nstories.an_election(seed=7)",
         "Player(seed=7, time=250, parts='ring')",
         "from raftlib.questions import elect_a_leader as exercises\n\nexercises.who_wins_term_1",
         "exercises.who_stands",
         "election_panel()",
         "'the last one'")
STORY, PLAYER, CHOICES, FIELD, PANEL, LAST = range(len(CELLS))
STATE = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    return [content.activeCellIndex, content.mode, content.widgets[content.activeCellIndex].node
        .contains(document.activeElement), content.widgets.map(({ model }) => model.executionCount)];
}"""

# The kernel answers in turn: what it was asked to run before has run when it has answered this.
ANSWERED = """async () => {
    const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
    await session.kernel.requestExecute({ code: "", silent: true }).done;
}"""


@pytest.fixture(scope="module")
def notebook(lab, lab_window):
    """A notebook with each kind of widget, all run, open for all tests."""
    page, errors = lab_window
    page.set_viewport_size({"width": 1366, "height": 768})
    with opened_notebook(page, lab, "next-cell.ipynb", *CELLS):
        run_all(page)
        page.locator(".raft-story[data-shown]").wait_for()
        page.locator(".raft-player[aria-busy=false]").wait_for()
        yield page, errors


@pytest.fixture
def cells(notebook):
    """The outputs of its cells; whatever is done, nobody complains."""
    page, errors = notebook
    errors.clear()
    yield [page.locator(".jp-CodeCell").nth(place).locator(".jp-Cell-outputArea") for place in range(len(CELLS))]
    assert complaints(page) == []
    assert errors == []


def goes_on(page, place):
    """Press Shift+Enter within the widget of a cell: no cell runs, and the next one is active and has the focus."""
    active, _, has_focus, counts = page.evaluate(STATE)
    assert (active, has_focus) == (place, True)
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(f"place => ({STATE})()[0] === place + 1", arg=place)
    page.evaluate(ANSWERED)
    assert page.evaluate(STATE) == [place + 1, "command", True, counts]
    expect(page.locator(".jp-CodeCell").nth(place + 1).locator(".jp-InputArea")).to_be_in_viewport()


def test_a_story_stays_at_its_beat(cells):
    page = cells[STORY].page
    cells[STORY].locator(".raft-onward").click()
    cells[STORY].locator(".raft-onward").click()
    goes_on(page, STORY)
    expect(cells[STORY].locator(".raft-count")).to_contain_text("2 of")


@pytest.mark.parametrize("chosen", [".raft-server[data-server=S2]", ".raft-bar button", ".raft-scrub"])
def test_in_a_player_it_is_not_enter(cells, chosen):
    page = cells[PLAYER].page
    cells[PLAYER].locator(chosen).first.focus()
    goes_on(page, PLAYER)
    expect(cells[PLAYER].locator(".raft-menu")).to_have_count(0)


def test_after_a_crash_nothing_is_restarted(cells):
    page, player = cells[PLAYER].page, cells[PLAYER]
    player.locator(".raft-server[data-server=S2]").click()
    player.get_by_role("button", name="Crash (C)").click()
    down = player.locator(".raft-server[data-server=S2]")
    expect(down).to_have_attribute("aria-label", re.compile("down"))
    for _ in range(2):
        down.focus()
        goes_on(page, PLAYER)
    expect(player.locator(".raft-menu")).to_have_count(0)
    expect(down).to_have_attribute("aria-label", re.compile("down"))


def test_a_question_keeps_its_answer_and_its_verdict(cells):
    page, question = cells[CHOICES].page, cells[CHOICES]
    question.get_by_label(re.compile(rf"^{who_wins_term_1.right}\) ")).click()
    question.get_by_role("button", name="Compare with the run").click()
    expect(question).to_contain_text(f"✓ {who_wins_term_1.reason}")
    goes_on(page, CHOICES)
    expect(question).to_contain_text(f"✓ {who_wins_term_1.reason}")
    expect(question.get_by_label(re.compile(rf"^{who_wins_term_1.right}\) "))).to_be_checked()


def test_what_is_typed_stays(cells):
    cells[FIELD].get_by_role("textbox").fill("S1")
    goes_on(cells[FIELD].page, FIELD)
    expect(cells[FIELD].get_by_role("textbox")).to_have_value("S1")
    expect(cells[FIELD].locator(".raft-verdict")).to_have_text("")  # nothing was sent


def test_a_slider_stays_where_it_was_moved_to(cells):
    handle = cells[PANEL].locator("input[type=range]").last
    handle.press("ArrowLeft")
    value = handle.input_value()
    goes_on(cells[PANEL].page, PANEL)
    expect(handle).to_have_value(value)


# Notebook hears keys on their way down, before a widget does, but those that are hit within what bears this attribute.
HEARD_FIRST = """() => {
    window.heard = [];
    window.addEventListener("keydown", (event) => {
        if (!event.target.closest("[data-lm-suppress-shortcuts]")) window.heard.push(event.key);
    }, true);
}"""


@pytest.mark.parametrize(("cell", "within"), [
    (STORY, ".raft-onward"), (PLAYER, ".raft-server[data-server=S2]"), (CHOICES, "input"), (FIELD, "input"),
    (PANEL, "input[type=range]")])
def test_a_notebook_that_hears_keys_first_does_not_hear_it(cells, cell, within):
    page = cells[cell].page
    cells[cell].locator(within).first.focus()
    page.evaluate(HEARD_FIRST)
    page.keyboard.press("x")
    goes_on(page, cell)
    assert page.evaluate("heard") == []


def test_what_is_for_the_whole_notebook_it_hears(cells):
    page = cells[FIELD].page
    cells[FIELD].get_by_role("textbox").focus()
    page.evaluate(HEARD_FIRST)
    page.keyboard.press("Control+s")
    assert "s" in page.evaluate("heard")


def test_from_the_next_cell_it_runs_as_ever(cells):
    page = cells[PANEL].page
    cells[PANEL].locator("input[type=range]").last.focus()
    goes_on(page, PANEL)
    before = page.evaluate(STATE)[-1][LAST]
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(
        "([place, before]) => ![before, null].includes("
        "window.jupyterapp.shell.currentWidget.content.widgets[place].model.executionCount)", arg=[LAST, before])
