"""A quiz's sheet by itself in a browser, without Jupyter: by mouse, keys and ear; and links of what came of it."""
from pathlib import Path

import pytest
from playwright.sync_api import expect

from raftlib.exercises.quiz_sheet import QuizSheet
from raftlib.questions.quiz.build_your_own import quiz
from raftlib.widgets.controls import control as controls
from raftlib.widgets.controls.sheet import Sheet
from raftlib.widgets.controls.shown import Review
from tests.browser.accessibility import THEMES, dress, violations
from tests.browser.without_jupyter import served, show_control

QUESTIONS = [
    {"name": "Q1 (4 points)", "asked": "Which hold?", "parts": [
        {"key": "Q1 a", "asked": "a) This", "options": [["yes", "yes"], ["no", "no"]]},
        {"key": "Q1 b", "asked": "b) That", "options": [["yes", "yes"], ["no", "no"]]}]},
    {"name": "Q2 (3 points)", "asked": "How many?", "parts": [
        {"key": "Q2", "asked": "", "options": [["1", "1"], ["2", "2"]]}]},
]


@pytest.fixture(scope="module")
def address():
    """Where the modules are."""
    with served(Path(controls.__file__).parent / "js") as address:
        yield address


@pytest.fixture
def show(page, address, console_errors):
    """Shows a control on an empty page; gives its root. No error is on the console in the end."""
    page.goto(address)
    page.evaluate("() => { document.documentElement.lang = 'en'; document.title = 'a sheet'; }")
    yield lambda control: show_control(page, control, address)
    assert console_errors == []


def group(root, name):
    """The options of a part."""
    return root.get_by_role("radiogroup", name=name, exact=True)


def saved(page):
    """What was sent to Python last."""
    return page.evaluate("() => saved.at(-1)")


def test_each_part_is_named_by_its_question_and_itself(show):
    root = show(Sheet(QUESTIONS, {}, "Hand in"))
    expect(group(root, "Q1 (4 points) a) This")).to_have_count(1)
    expect(group(root, "Q2 (3 points) How many?")).to_have_count(1)
    expect(root.get_by_role("radio", checked=True)).to_have_count(0)


def test_options_are_chosen_by_mouse_and_keys(page, show):
    root = show(Sheet(QUESTIONS, {}, "Hand in"))
    group(root, "Q1 (4 points) a) This").get_by_role("radio", name="no").click()
    assert saved(page) == {"Q1 a": "no"}
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert saved(page) == {"Q1 a": "no", "Q1 b": "yes"}
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert saved(page) == {"Q1 a": "no", "Q1 b": "yes", "Q2": "2"}


def test_only_the_button_hands_in(page, show):
    root = show(Sheet(QUESTIONS, {"Q2": "1"}, "Hand in"))
    group(root, "Q1 (4 points) a) This").get_by_role("radio", name="yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert page.evaluate("() => wishes") == []
    root.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => wishes") == [{"value": {"Q1 a": "yes", "Q2": "1"}}]


def test_a_sheet_that_was_handed_in_is_locked_and_opens_again(page, show):
    root = show(Sheet(QUESTIONS, {"Q1 a": "yes"}, "Hand in"))
    page.evaluate("() => { tell('done', true); tell('button', 'Take it once more'); }")
    expect(root.get_by_role("radio", disabled=True)).to_have_count(6)
    expect(root.get_by_role("radio", checked=True)).to_have_count(1)
    page.evaluate("() => { tell('value', {}); tell('done', false); }")
    expect(root.get_by_role("radio", disabled=True)).to_have_count(0)
    expect(root.get_by_role("radio", checked=True)).to_have_count(0)
    expect(root.get_by_role("button", name="Take it once more")).to_be_visible()


def test_a_part_that_was_judged_has_its_mark_beside_it_and_to_be_heard(page, show):
    root = show(Sheet(QUESTIONS, {"Q1 a": "yes"}, "Hand in"))
    part = group(root, "Q1 (4 points) a) This")
    expect(part).to_have_accessible_description("")
    page.evaluate("() => tell('marks', { 'Q1 a': '<b>✗</b> Wrong.' })")
    expect(part).to_have_accessible_description("✗ Wrong.")
    expect(part.get_by_text("Wrong.")).to_be_visible()
    page.evaluate("() => tell('marks', {})")
    expect(part.get_by_text("Wrong.")).to_have_count(0)


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [1100, 360])
def test_the_quiz_itself_is_in_order(page, show, theme, width, handed_in):
    page.set_viewport_size({"width": width, "height": 700})
    quiz.again()
    if handed_in:
        quiz.answer("Q1", "ab c?")
        quiz.hand_in()
    root = show(QuizSheet(quiz).sheet)
    dress(page, theme)
    assert violations(page, ".raft-sheet") == []
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth")


LINK = '<a href="05-replicate-the-log.ipynb#Summary" target="_blank">there</a>'


def clicked(page, root, place):
    """The link's notes for JupyterLab after a click, where the page has an address."""
    page.evaluate("place => history.replaceState(null, '', place)", place)
    page.evaluate("() => document.body.addEventListener('click', event => event.preventDefault())")
    root.get_by_role("link").click()
    return root.get_by_role("link").evaluate("link => link.dataset.commandlinkerArgs ?? null")


@pytest.mark.parametrize(("place", "path"), [
    ("/lab/tree/10-build-your-own.ipynb", "05-replicate-the-log.ipynb"),
    ("/base/lab/tree/my%20notes/10-build-your-own.ipynb", "my notes/05-replicate-the-log.ipynb"),
    ("/lab/workspaces/two/tree/mine/10-build-your-own.ipynb", "mine/05-replicate-the-log.ipynb"),
    ("/lab/index.html?path=mine/10-build-your-own.ipynb", "mine/05-replicate-the-log.ipynb"),
])
def test_jupyterlab_is_asked_to_open_the_notebook_at_the_heading(page, show, place, path):
    root = show(Review(value=LINK))
    assert clicked(page, root, place) == f'{{"path":"{path}","id":"#heading=Summary"}}'


def test_elsewhere_it_is_a_link_like_any_other(page, show):
    root = show(Review(value=LINK))
    assert clicked(page, root, "/notebooks/10-build-your-own.ipynb") is None
