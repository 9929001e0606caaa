"""What a cell shows comes into sight when a reader runs it: in a real JupyterLab, on a laptop's screen."""
import pytest

from tests.browser.lab import open_notebook, outputs, run_cell, settled

SCREEN = {"width": 1366, "height": 768}
LOW = 560  # where no question has room below it
MIDDLE = 380  # px from the top of the screen to the code that is run
STORY = "from raftlib import Player, scenarios, space_time, stories\n\nstories.an_election(seed=7)"
PICTURE = "space_time(scenarios.first_election().history, 140, 210)"
QUESTION = "from raftlib.questions import elect_a_leader as exercises\n\nexercises.who_wins_term_1"
PLAYER = "Player(seed=7, time=250, parts='ring')"
ABOVE = [f"'above {number}'" for number in range(12)]

AT_MIDDLE = """([place, middle]) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = place;
    const code = notebook.widgets[place].inputArea.node;
    code.scrollIntoView({ block: "center" });
    notebook.outerNode.scrollTop += code.getBoundingClientRect().top - middle;
    code.querySelector(".cm-content").focus();
}"""
BOXES = """place => {
    const { outerNode, widgets } = window.jupyterapp.shell.currentWidget.content, cell = widgets[place];
    const box = (node) => (({ top, bottom }) => ({ top, bottom }))(node.getBoundingClientRect());
    return { window: box(outerNode), code: box(cell.inputArea.node), output: box(cell.outputArea.node) };
}"""


def run_from(middle, page, lab, code, shown):
    """Where a cell and its output, which has `shown` then, stand after Shift+Enter so many px below the screen's top,
    with a story run before and more cells behind."""
    page.set_viewport_size(SCREEN)
    lab.write_notebook("in-sight.ipynb", STORY, *ABOVE, code, *ABOVE)
    open_notebook(page, lab, "in-sight.ipynb")
    run_cell(page, 0)
    page.locator(".raft-story[data-shown]").wait_for()
    place = len(ABOVE) + 1
    page.evaluate(AT_MIDDLE, [place, middle])
    settled(page, BOXES, place)
    before = len(outputs(page))
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-CodeCell").nth(place).locator(shown).wait_for()
    boxes = settled(page, BOXES, place)
    assert len(outputs(page)) == before + 1
    return boxes


def test_a_picture_appears_below_its_code_which_stays_where_it_was(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(MIDDLE, page, lab, PICTURE, "img[alt], .jp-RenderedSVG")
    assert boxes["code"]["top"] == pytest.approx(MIDDLE, abs=5)
    assert boxes["output"]["top"] >= boxes["code"]["bottom"]
    assert errors == []


def test_a_question_comes_into_sight_whole(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(LOW, page, lab, QUESTION, "input[type=radio] >> nth=0")
    assert boxes["window"]["top"] <= boxes["output"]["top"]
    assert boxes["output"]["bottom"] <= boxes["window"]["bottom"] + 5
    assert errors == []


def test_a_player_comes_into_sight_whole(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(MIDDLE, page, lab, PLAYER, ".raft-player[aria-busy=false]")
    assert boxes["window"]["top"] <= boxes["output"]["top"]
    assert boxes["output"]["bottom"] <= boxes["window"]["bottom"] + 5
    assert errors == []
