"""What a cell shows comes into sight when a reader runs it: in a real JupyterLab, on a laptop's screen."""
import pytest

from tests.browser.lab import open_notebook, outputs, run_cell, settled

SCREEN = {"width": 1366, "height": 768}
HIGH = 180  # where a picture has room below it
LOW = 560  # where neither a question nor a picture has room below it
MIDDLE = 380  # px from the top of the screen to the code that is run
STORY = "from raftlib import Player, scenarios, space_time, stories\n\nstories.an_election(seed=7)"
PICTURE = "space_time(scenarios.first_election().history, 140, 210)"
LONG_TEXT = "print('\\n'.join(map(str, range(100))))"
WAITING = "from pathlib import Path\n\nwhile not Path('go-on').exists(): pass\nprint('here')"
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
SCROLLED = "() => window.jupyterapp.shell.currentWidget.content.outerNode.scrollTop"
BOXES = """place => {
    const { outerNode, widgets } = window.jupyterapp.shell.currentWidget.content, cell = widgets[place];
    const box = (node) => (({ top, bottom }) => ({ top, bottom }))(node.getBoundingClientRect());
    return { window: box(outerNode), code: box(cell.inputArea.node), output: box(cell.outputArea.node) };
}"""


def prepared(middle, page, lab, code):
    """The place of a cell that stands so many px below the screen's top, with a story run before and more cells behind.
    """
    page.set_viewport_size(SCREEN)
    lab.write_notebook("in-sight.ipynb", STORY, *ABOVE, code, *ABOVE)
    open_notebook(page, lab, "in-sight.ipynb")
    run_cell(page, 0)
    page.locator(".raft-story[data-shown]").wait_for()
    place = len(ABOVE) + 1
    page.evaluate(AT_MIDDLE, [place, middle])
    settled(page, BOXES, place)
    return place


def run_from(middle, page, lab, code, shown):
    """Where such a cell and its output, which has `shown` then, stand after Shift+Enter."""
    place = prepared(middle, page, lab, code)
    before = len(outputs(page))
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-CodeCell").nth(place).locator(shown).wait_for()
    boxes = settled(page, BOXES, place)
    assert len(outputs(page)) == before + 1
    return boxes


def whole(box, window):
    """Whether a box lies within the window, but for a margin."""
    return window["top"] <= box["top"] and box["bottom"] <= window["bottom"] + 5


def test_a_picture_comes_into_sight_whole_and_its_code_above_it(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(LOW, page, lab, PICTURE, "img[alt], .jp-RenderedSVG")
    assert whole(boxes["code"], boxes["window"])
    assert whole(boxes["output"], boxes["window"])
    assert errors == []


def test_where_there_is_room_a_picture_appears_below_its_code_which_stays_where_it_was(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(HIGH, page, lab, PICTURE, "img[alt], .jp-RenderedSVG")
    assert boxes["code"]["top"] == pytest.approx(HIGH, abs=5)
    assert boxes["output"]["top"] >= boxes["code"]["bottom"]
    assert errors == []


def test_what_is_higher_than_the_window_is_seen_from_its_top_on(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(MIDDLE, page, lab, LONG_TEXT, ".jp-RenderedText pre")
    assert boxes["output"]["top"] == pytest.approx(boxes["window"]["top"], abs=10)
    assert errors == []


def test_who_has_scrolled_on_meanwhile_is_left_where_he_is(lab, page_of_lab):
    page, errors = page_of_lab
    place = prepared(MIDDLE, page, lab, WAITING)
    page.keyboard.press("Shift+Enter")
    page.mouse.move(683, 500)
    page.mouse.wheel(0, -2000)
    before = settled(page, SCROLLED)
    (lab.folder / "go-on").touch()
    page.locator(".jp-CodeCell").nth(place).locator(".jp-RenderedText").wait_for()
    assert settled(page, SCROLLED) == before == 0
    assert errors == []


def test_a_question_comes_into_sight_whole(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(LOW, page, lab, QUESTION, "input[type=radio] >> nth=0")
    assert whole(boxes["output"], boxes["window"])
    assert errors == []


def test_a_player_comes_into_sight_whole(lab, page_of_lab):
    page, errors = page_of_lab
    boxes = run_from(MIDDLE, page, lab, PLAYER, ".raft-player[aria-busy=false]")
    assert whole(boxes["output"], boxes["window"])
    assert errors == []
