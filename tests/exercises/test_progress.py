"""What was answered is kept in a small file, and no state of that file can spoil an exercise."""
import json
from inspect import getsource
from socket import AF_UNIX, socket

import numpy as np
import pytest

from raftlib.exercises import progress_file
from raftlib.exercises.kinds import Number
from raftlib.exercises.states import OPEN, RIGHT, UNKNOWN, WRONG
from raftlib.protocol.server import Server
from raftlib.questions.cut_the_network import links_of_five
from raftlib.questions.elect_a_leader import first_come, one_vote, who_stands, who_wins_term_1
from raftlib.questions.keep_a_service_alive import quorums, two_halves
from raftlib.questions.series import NOTEBOOKS, exercises_of, progress
from raftlib.questions.servers.elect_a_leader import OnlyOnce

NAME = "cut_the_network.links_of_five"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The progress file of this test."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress_file.SETTING, str(path))
    return path


def states(notebook):
    """The state of each of a notebook's exercises: now, and after the first answer."""
    return {title: (now, at_first) for title, (now,), (at_first,) in progress(notebook).rows}


def kept(file):
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_answer_is_kept_in_its_order_and_what_was_right_stays_right(file):
    links_of_five(6)
    assert kept(file) == {NAME: [[WRONG, "6"]]}
    links_of_five(8)
    links_of_five(8)
    links_of_five(10)
    assert kept(file) == {NAME: [[WRONG, "6"], [RIGHT, "8"], [WRONG, "10"]]}
    assert states("06-cut-the-network")["Exercise 2: how many links?"] == (RIGHT, WRONG)


def test_what_is_no_answer_and_what_is_no_exercise_of_the_series_are_not_kept(file):
    first_come(None)
    links_of_five("eight")
    Number("?", right=1, reason=".", hint=".", wrong=[])(1)
    assert not file.exists()


def test_what_is_no_file_is_never_replaced(file):
    with socket(AF_UNIX) as other:  # as /dev/null, which a user with all rights could rename
        other.bind(str(file))
        links_of_five(8)
        assert file.is_socket()
        assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_nested_too_deeply_is_set_aside(file):
    file.write_text("[" * 100_000, encoding="utf-8")
    links_of_five(8)
    assert kept(file) == {NAME: [[RIGHT, "8"]]}


def test_a_name_that_no_file_can_have_is_told(file, monkeypatch):
    monkeypatch.setenv(progress_file.SETTING, "x" * 5000)
    assert "could not be kept" in links_of_five(8).note


def test_half_a_character_in_the_file_is_kept_as_it_is(file):
    file.write_text(json.dumps({"mine": [[WRONG, "\ud800"]]}), encoding="utf-8")
    links_of_five(8)
    assert kept(file) == {"mine": [[WRONG, "\ud800"]], NAME: [[RIGHT, "8"]]}


def test_off_keeps_nothing(file, monkeypatch):
    monkeypatch.setenv(progress_file.SETTING, progress_file.OFF)
    links_of_five(8)
    assert not file.exists()


def test_outside_a_notebook_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.delenv(progress_file.SETTING)
    monkeypatch.chdir(tmp_path)
    links_of_five(8)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [
    "", "{", "[]", '{"a": 1}', '{"a": "○"}', "\x00\x01", '{"a": []}', '{"a": ["✓"]}', '{"a": [["○", "b"]]}',
    '{"a": [["✓", 5]]}', '{"a": [["✓", "b", "c"]]}'])
def test_a_damaged_file_is_set_aside_and_said_so(file, damage):
    file.write_text(damage)
    verdict = links_of_five(8)
    assert verdict.state == RIGHT
    assert verdict.note == "progress.json was damaged: it is progress.json.damaged now, and a new one is begun."
    assert verdict.note in repr(verdict)
    assert verdict.note in verdict._repr_html_()
    assert file.with_name("progress.json.damaged").read_text() == damage
    assert kept(file) == {NAME: [[RIGHT, "8"]]}
    assert links_of_five(8).note == ""


def test_a_file_that_is_no_text_is_damaged_too(file):
    file.write_bytes(b"\xff\xfe\xff")
    assert "was damaged" in progress().note


def test_nothing_that_was_set_aside_is_overwritten(file):
    for text in ("one", "two"):
        file.write_text(text)
        progress()
    names = ("progress.json.damaged", "progress.json.damaged2")
    assert [file.with_name(name).read_text() for name in names] == ["one", "two"]


def test_where_nothing_can_be_written_the_verdict_says_so(file):
    file.mkdir()
    verdict = links_of_five(8)
    assert verdict.state == RIGHT
    assert verdict.note.startswith("Your progress could not be kept in progress.json: ")


def test_the_overview_of_the_series_and_of_a_notebook(file):
    total = sum(len(exercises_of(notebook)) for notebook in NOTEBOOKS)
    assert progress().summary == f"0 of {total} right, 0 of them at the first answer"
    first_come("S4")
    first_come("S1")
    links_of_five(6)
    assert progress().summary == f"1 of {total} right, 1 of them at the first answer"
    assert states("03-elect-a-leader")["Exercise 1: count the votes"] == (RIGHT, RIGHT)
    assert set(states("03-elect-a-leader").values()) == {(RIGHT, RIGHT), (OPEN, OPEN)}
    assert states("06-cut-the-network")["Exercise 2: how many links?"] == (WRONG, WRONG)
    assert [row.title for row in progress().rows][:1] == ["00 Start here"]


def test_the_overview_has_first_answers_beside_later_ones(file):
    for answer in (6, 8):
        links_of_five(answer)
    signs = dict.fromkeys(exercises_of("06-cut-the-network"), "○")
    now, first = ("".join((signs | {"links_of_five": sign}).values()) for sign in "✓✗")
    assert f"06 Cut the network        {now}" in repr(progress())
    assert repr(progress()).splitlines()[7].endswith(f"   {first}")
    assert "1 of" in progress().summary
    assert progress().summary.endswith("right, 0 of them at the first answer")


@pytest.mark.parametrize("typed", ["I don't know", "i don’t know.", " I don't know "])
def test_i_dont_know_is_an_answer_to_a_prediction(file, typed):
    assert who_wins_term_1(typed).state == UNKNOWN
    assert kept(file) == {"elect_a_leader.who_wins_term_1": [[UNKNOWN, "I don't know"]]}
    assert states("03-elect-a-leader")["Predict 3: two at the same instant"] == (UNKNOWN, UNKNOWN)
    who_wins_term_1(who_wins_term_1.right)
    assert states("03-elect-a-leader")["Predict 3: two at the same instant"] == (RIGHT, UNKNOWN)


def test_i_dont_know_is_no_answer_to_what_no_run_shows(file):
    assert first_come("I don't know").state == OPEN
    assert not file.exists()


def test_an_unknown_notebook():
    with pytest.raises(ValueError, match=r"^notebook is '99': it must be one of 00-start-here, "):
        progress("99")


def test_a_file_of_an_earlier_version_is_read_and_gone_on_with(file):
    file.write_text(json.dumps({NAME: RIGHT, "elect_a_leader.first_come": WRONG}))
    total = sum(len(exercises_of(notebook)) for notebook in NOTEBOOKS)
    assert progress().summary == f"1 of {total} right, 0 of them at the first answer"  # at which is not known
    first_come("S4")
    assert kept(file) == {NAME: [[RIGHT, None]], "elect_a_leader.first_come": [[WRONG, None], [RIGHT, "S4"]]}
    assert progress().summary == f"2 of {total} right, 0 of them at the first answer"


@pytest.mark.parametrize(("exercise", "answer", "said"), [
    (links_of_five, np.float64(8), "8"),
    (who_wins_term_1, "D)", "d) neither of them"),
    (who_stands, ["s2", "S5"], "S2, S5"),
    (two_halves, "s1 s2 s3|s4 s5 s6", "S1 S2 S3 | S4 S5 S6"),
    (quorums, [2.0, np.int64(4)], "(2, 4)"),
    (one_vote, type("Mine", (Server,), {"may_vote_for": min}), "Mine"),
])
def test_an_answer_is_kept_in_words_or_as_code(file, exercise, answer, said):
    exercise(answer)
    (_, answers), = kept(file).items()
    assert said in answers[0][1]


def test_code_is_kept_as_it_was_written(file):
    one_vote(OnlyOnce)
    assert kept(file)["elect_a_leader.one_vote"][0][1].endswith(getsource(OnlyOnce).rstrip())


def test_of_many_long_answers_the_newest_and_the_last_right_one_keep_their_texts(file):
    long = "x" * (progress_file.LONGEST // 4)
    progress_file.record(NAME, RIGHT, f"{long}first")
    for number in range(9):
        progress_file.record(NAME, WRONG, f"{long}{number}")
    answers = kept(file)[NAME]
    assert [state for state, _ in answers] == [RIGHT] + [WRONG] * 9
    assert [text[len(long):] for _, text in answers if text] == ["first", "7", "8"]


def test_an_answer_that_is_too_long_by_itself_keeps_its_verdict_alone(file):
    for _ in range(2):
        progress_file.record(NAME, RIGHT, "x" * (progress_file.LONGEST + 1))
    assert kept(file) == {NAME: [[RIGHT, None]]}
