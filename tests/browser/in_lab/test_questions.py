"""Questions in a real JupyterLab: answered by clicking and by typing, and what was answered is kept."""

import json
import re

import pytest
from playwright.sync_api import expect

from raftlib.questions.elect_a_leader import one_vote, who_stands, who_wins_term_1
from raftlib.questions.servers.elect_a_leader import AlwaysYes
from raftlib.questions.titles import TITLES
from tests.browser.lab import complaints, opened_notebook, run_all, run_cell

NOTEBOOK = "03-elect-a-leader"
SETUP = """\
import os
from importlib import reload
os.environ.pop("RAFT_PROGRESS", None)  # the tests keep no progress; a reader does, beside the notebook

from raftlib import Server, progress
from raftlib.questions import elect_a_leader
exercises = reload(elect_a_leader)  # as in a new kernel: nothing was answered yet
exercises.who_wins_term_1"""
TYPED = "exercises.who_stands"
EXERCISE = """\
class MyServer(Server):
    def may_vote_for(self, candidate_id):
        return True

exercises.one_vote(MyServer)"""
OVERVIEW = f'progress("{NOTEBOOK}")'


@pytest.fixture(scope="module")
def notebook(lab, lab_window):
    """A notebook with two predictions, an exercise and the overview, open for all tests, which run it anew."""
    lab_window[0].set_viewport_size({"width": 1280, "height": 1800})
    with opened_notebook(lab_window[0], lab, "questions.ipynb", SETUP, TYPED, EXERCISE, OVERVIEW):
        yield lab_window


@pytest.fixture
def kept(lab):
    """The progress file of the lab's notebooks, not there yet."""
    path = lab.folder / ".raft-progress.json"
    for left in lab.folder.glob(f"{path.name}*"):
        left.unlink()
    return path


@pytest.fixture
def opened(page, kept):
    """The notebook, all run, with nothing answered yet; gives its four outputs."""
    run_all(page)
    return [page.locator(".jp-CodeCell").nth(place).locator(".jp-Cell-outputArea") for place in range(4)]


@pytest.fixture(autouse=True)
def no_complaints(page, console_errors):
    """Whatever is done, nothing is on stderr and no error on the console."""
    yield
    assert complaints(page) == []
    assert console_errors == []


def choose(question, letter):
    """Click on an option, and on the button."""
    question.get_by_label(re.compile(rf"^{letter}\) ")).click()
    question.get_by_role("button", name="Compare with the run").click()


def verdict(question):
    return question.locator(".raft-verdict")


def test_a_prediction_is_answered_wrong_and_then_right_by_clicking(opened, kept):
    question = opened[0]
    expect(verdict(question)).to_have_text("")
    question.get_by_role("button", name="Compare with the run").click()
    expect(verdict(question)).to_contain_text("○ Answer first")
    question.get_by_role("button", name="I don't know").click()
    expect(verdict(question)).to_contain_text("? Noted.")
    for letter, hint in who_wins_term_1.wrong:
        choose(question, letter)
        expect(verdict(question)).to_have_text(f"✗ {hint}")
    choose(question, who_wins_term_1.right)
    expect(verdict(question)).to_contain_text(f"✓ {who_wins_term_1.reason}")
    answers = json.loads(kept.read_text())["elect_a_leader.who_wins_term_1"]
    assert [[sign, answer[0]] for sign, answer in answers] == [
        ["?", "I"],
        *(["✗", letter] for letter, _ in who_wins_term_1.wrong), ["✓", who_wins_term_1.right]]


def test_a_prediction_is_typed_and_sent_with_enter(opened):
    field = opened[1].get_by_role("textbox")
    for answer, hint in who_stands.wrong:
        field.fill(" ".join(answer))
        field.press("Enter")
        expect(verdict(opened[1])).to_contain_text(hint)
    field.fill("s2")
    field.press("Enter")
    expect(verdict(opened[1])).to_contain_text(f"✓ {who_stands.reason}")


def test_run_again_a_question_has_the_answer_given_last(opened, page):
    (wrong, hint), *_ = who_stands.wrong
    for answer, verdict_of_it in ((" ".join(wrong), f"✗ {hint}"), ("s2", f"✓ {who_stands.reason}")):
        opened[1].get_by_role("textbox").fill(answer)
        opened[1].get_by_role("textbox").press("Enter")
        expect(verdict(opened[1])).to_contain_text(verdict_of_it)
        opened[1].evaluate("output => output.querySelector('.raft-question').classList.add('old')")
        run_cell(page, 1)
        expect(opened[1].locator(".raft-question:not(.old) input")).to_have_value(answer)
        expect(verdict(opened[1])).to_contain_text(verdict_of_it)


def test_a_failing_server_is_told_and_shown(opened):
    expect(opened[2]).to_contain_text("✗ With 3 servers, 2 moves are enough:")
    expect(opened[2]).to_contain_text(dict(one_vote.wrong)[AlwaysYes])
    expect(opened[2]).to_contain_text("To play this run: Player(exercises.one_vote.failed, time=")
    picture = opened[2].locator("img")
    expect(picture).to_have_count(1)
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 500


def test_the_overview_tells_what_was_answered(opened, page):
    titles = TITLES[NOTEBOOK]
    assert signs(opened[3]) == {title: "✗" if name == "one_vote" else "○"  # answered in its cell
                                for name, title in titles.items()}
    choose(opened[0], who_wins_term_1.right)
    expect(verdict(opened[0])).to_contain_text("✓")
    run_cell(page, 3)
    expect(opened[3]).to_contain_text(f"1 of {len(titles)} right")
    assert signs(opened[3])[titles["who_wins_term_1"]] == "✓"


def signs(overview):
    """The sign that an overview has for each exercise, as it stands now."""
    rows = [row.locator("td").all_inner_texts() for row in overview.locator("tr").all()]
    return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1}  # all but the heading


def test_a_damaged_file_is_set_aside_and_the_answer_counts(opened, kept):
    kept.write_text("{ not JSON")
    choose(opened[0], who_wins_term_1.right)
    expect(verdict(opened[0])).to_contain_text("✓")
    expect(verdict(opened[0])).to_contain_text(f"{kept.name} was damaged: it is {kept.name}.damaged now")
    assert kept.with_name(f"{kept.name}.damaged").read_text() == "{ not JSON"
    (name, ((sign, _),)), = json.loads(kept.read_text()).items()
    assert (name, sign) == ("elect_a_leader.who_wins_term_1", "✓")
    choose(opened[0], who_wins_term_1.right)
    expect(verdict(opened[0])).not_to_contain_text("damaged")
