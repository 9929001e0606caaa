"""Panels and questions in a real JupyterLab for who has no mouse, or no screen."""

import re

import pytest
from playwright.sync_api import expect

from raftlib.exercises.kinds import Value
from raftlib.questions.series import exercises_of
from tests.browser.accessibility import THEMES, change_theme, violations
from tests.browser.lab import close_notebooks, complaints, open_notebook, opened_notebook, run_all

PANELS = """\
from raftlib import failover_panel, Panel, replicas_panel
from raftlib.widgets.panels.sliders import count
failover_panel()"""
BROKEN = """\
def draw(servers):
    raise ValueError("servers is 3: nobody is there.")

Panel(draw, servers=count(3))"""
CELLS = (PANELS, "replicas_panel(lost=2)", BROKEN,
         "from raftlib.questions import elect_a_leader as exercises\nexercises.who_wins_term_1", "exercises.who_stands")
KEYS = [*"xmabdd123456", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Escape", "Enter", *"xmabdd"]
MOST_TABS = 60


@pytest.fixture(scope="module")
def notebook(lab, lab_window):
    """A notebook with each kind of control, open for all tests, which run it anew."""
    with opened_notebook(lab_window[0], lab, "controls.ipynb", *CELLS):
        yield lab_window


@pytest.fixture
def opened(page):
    """That notebook, run."""
    page.set_viewport_size({"width": 1280, "height": 2400})
    run_all(page)
    return page


@pytest.fixture(autouse=True)
def no_complaints(page, console_errors):
    """Whatever is done, nothing is on stderr and no error on the console."""
    yield
    assert complaints(page) == []
    assert console_errors == []


def cells(page):
    """The kind and text of each cell."""
    return page.evaluate("""() => window.jupyterapp.shell.currentWidget.content.widgets
        .map(({ model }) => [model.type, model.sharedModel.getSource()])""")


def test_no_key_reaches_the_notebook(opened):
    before = cells(opened)
    parts = opened.locator(".raft-control").locator("input, select, button, summary").all()
    assert {part.evaluate("part => `${part.tagName} ${part.type}`") for part in parts} == {
        "INPUT range", "INPUT number", "INPUT checkbox", "INPUT radio", "INPUT text", "SELECT select-one",
        "BUTTON submit", "BUTTON button", "SUMMARY undefined"}
    for part in parts:
        part.focus()
        for key in KEYS:
            opened.keyboard.press(key)
        opened.keyboard.press("Escape")  # what lists are open
        assert cells(opened) == before
        assert opened.evaluate("() => document.activeElement.closest('.raft-control') !== null")


@pytest.fixture(params=THEMES)
def themed(opened, request):
    """It in one of JupyterLab's themes."""
    change_theme(opened, request.param)
    yield opened
    change_theme(opened, "light")


def test_axe_finds_nothing(themed):
    question = themed.locator(".raft-question").first
    for letter in "abcd":
        question.get_by_label(re.compile(f"^{letter}\\) ")).click()
        question.get_by_role("button", name="Compare with the run").click()
    expect(question.locator(".raft-verdict .raft-shown")).not_to_be_empty()
    assert violations(themed, ".raft-panel") == []
    assert violations(themed, ".raft-question") == []


PANEL = """
- slider "election timeout (ms), from": "150"
- slider "election timeout (ms), to": "300"
- spinbutton "election timeout (ms), from": "150"
- text: –
- spinbutton "election timeout (ms), to": "300"
- slider "latency (ms), from": "10"
- slider "latency (ms), to": "10"
- spinbutton "latency (ms), from": "10"
- text: –
- spinbutton "latency (ms), to": "10"
- slider "servers": "5"
- spinbutton "servers": "5"
- slider "servers down": "1"
- spinbutton "servers down": "1"
- checkbox "equal logs" [checked]
- text: /With 4 of 5 servers up/
- status
- img /With 4 of 5 servers up/
"""
QUESTION = """
- radiogroup "Who wins term 1?":
  - radio "a) S1, with three votes"
  - radio "b) S2, with three votes" [checked]
  - radio "c) both, with two votes each"
  - radio "d) neither of them"
- button "Compare with the run"
- button "I don't know"
- text: /✗ S1 can't give S2 the third vote/
- status: /✗ S1 can't give S2 the third vote/
"""


def test_a_panel_as_it_is_told(opened):
    expect(opened.locator(".raft-panel").first).to_match_aria_snapshot(PANEL)


def test_a_question_as_it_is_told_and_its_verdict_said(opened):
    question = opened.locator(".raft-question").first
    question.get_by_label(re.compile(r"^b\) ")).click()
    question.get_by_role("button", name="Compare with the run").click()
    expect(question.get_by_role("status")).to_contain_text("✗ S1 can't give S2 the third vote")
    expect(question).to_match_aria_snapshot(QUESTION)


def test_a_panel_s_sentence_is_said_after_a_key(opened):
    panel = opened.locator(".raft-panel").first
    panel.get_by_role("slider", name="servers down").press("ArrowRight")
    expect(panel.get_by_role("status")).to_contain_text("With 3 of 5 servers up")


# ---- The exercises of notebook 03, by keys alone -----------------------------------------------------------------

NOTEBOOK = "03-elect-a-leader"
PLACES = """name => window.jupyterapp.shell.currentWidget.content.widgets
    .findIndex(({ model }) => model.type === 'code' && new RegExp(`\\\\bexercises\\\\.${name}(\\\\(None\\\\))?$`)
        .test(model.sharedModel.getSource().trim()))"""
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"


def go_to_cell(page, place):
    """Move through the cells, from wherever the focus is in the notebook."""
    for _ in range(MOST_TABS):
        if page.evaluate("() => document.activeElement.matches('.jp-Cell')"):
            break
        page.keyboard.press("Shift+Tab")
    now = page.evaluate(ACTIVE)
    for _ in range(abs(place - now)):
        page.keyboard.press("ArrowDown" if place > now else "ArrowUp")
    assert page.evaluate(ACTIVE) == place


def tab_to(page, selector):
    """Press Tab until the focus is on something."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by {MOST_TABS} Tabs")


def answer(page, exercise):
    """Answer the question under the focus's cell right, and press its first button."""
    if exercise.options:
        tab_to(page, ".raft-question input[type=radio]")
        for _ in range([*exercise.options].index(exercise.right)):
            page.keyboard.press("ArrowDown")
        if exercise.right == next(iter(exercise.options)):
            page.keyboard.press("Space")
        tab_to(page, ".raft-question button")
    else:
        tab_to(page, ".raft-question input[type=text]")
        page.keyboard.type(exercise.worded(exercise.right))
    page.keyboard.press("Enter")


def answer_in_code(page, name, exercise):
    """Answer the exercise of the cell that has the focus, in Python."""
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"exercises.{name}({exercise.right!r})")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")


def test_the_exercises_of_a_notebook_by_keys_alone(lab, page):
    close_notebooks(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    open_notebook(page, lab, f"{NOTEBOOK}.ipynb")
    run_all(page)
    page.evaluate("""() => {
        const { content } = window.jupyterapp.shell.currentWidget;
        content.activeCellIndex = 0;
        content.activate();
    }""")
    left_out = []
    for name, exercise in exercises_of(NOTEBOOK).items():
        place = page.evaluate(PLACES, name)
        if place < 0 or not isinstance(exercise, Value):
            left_out.append(name)
            continue
        go_to_cell(page, place)
        output = page.locator(".jp-Notebook-cell").nth(place).locator(".jp-Cell-outputArea")
        if output.locator(".raft-question").count():
            answer(page, exercise)
        else:
            answer_in_code(page, name, exercise)
        expect(output).to_contain_text(f"✓ {exercise.reason}")
    assert left_out == ["third_leader", "one_vote"]  # answered with a player's run, and with a class


# ---- On a phone --------------------------------------------------------------------------------------------------

BEYOND = """
question => [...question.querySelectorAll("label, .raft-buttons, legend")].filter(part =>
    part.getBoundingClientRect().right > question.getBoundingClientRect().left + question.clientWidth).length"""


def test_a_chosen_answer_has_its_whole_edge_on_a_phone(opened):
    opened.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    opened.set_viewport_size({"width": 390, "height": 800})
    for question in opened.locator(".raft-question").all():
        if question.locator("input[type=radio]").count():
            question.locator("input[type=radio]").first.click()
        assert question.evaluate(BEYOND) == 0
        assert question.evaluate("question => question.scrollWidth - question.clientWidth") == 0
