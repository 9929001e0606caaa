"""A quiz: nothing is judged before it is handed in; then each part has its points, and each sitting is kept."""
import json
import re

import pytest

from raftlib.exercises import progress_file
from raftlib.exercises.misconception import Misconception
from raftlib.exercises.quiz import Quiz
from raftlib.exercises.quiz_parts import Part, Task, Where, statement
from raftlib.exercises.quiz_sheet import QuizSheet
from raftlib.exercises.states import OPEN, RIGHT, UNKNOWN, WRONG

HERE = Where("00-start-here", "Exercise 1: one check")
BELIEF = Misconception(1, "All < is lost.")
RIGHT_ANSWERS = {"Q1": "ac", "Q2": "3"}


def new_quiz():
    return Quiz("a.quiz", {
        "Q1": Task("Is it < so?", {"a": statement("This.", True, "For this.", 2, HERE),
                                   "b": statement("That.", False, BELIEF.hint("Not for that."), 3, HERE),
                                   "c": statement("Both.", True, "For both.", 4, HERE)}, lambda: "a run"),
        "Q2": Task("How many?", {"": Part("", {"1": "1", "2": "2", "3": "3"}, "3", "Three are there.", points=6,
                                          partly={"2": 3}, told="There are {} of them.", where=HERE,
                                          wrong=[("1", "Two more."), ("2", "One more.")])},
                   lambda: "a picture"),
    })


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The progress file of this test."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress_file.SETTING, str(path))
    return path


def kept(file):
    return json.loads(file.read_text(encoding="utf-8"))["a.quiz"]


def answered(quiz, answers):
    for question, answer in answers.items():
        quiz.answer(question, answer)
    return quiz


@pytest.mark.parametrize(("answers", "points"), [
    ({}, {"Q1": 0, "Q2": 0}),
    (RIGHT_ANSWERS, {"Q1": 9, "Q2": 6}),
    ({"Q1": "b", "Q2": "1"}, {"Q1": 0, "Q2": 0}),
    ({"Q1": "abc"}, {"Q1": 2 - 3 + 4, "Q2": 0}),
    ({"Q1": "a c b?"}, {"Q1": 2 + 4, "Q2": 0}),
    ({"Q1": "b? a?"}, {"Q1": 0, "Q2": 0}),
    ({"Q1": "none", "Q2": "2"}, {"Q1": 0, "Q2": 3}),
])
def test_a_wrong_part_costs_its_points_an_open_one_nothing_and_no_question_falls_below_none(answers, points):
    result = answered(new_quiz(), answers).hand_in()
    assert result.points == points
    assert (result.total, result.most) == (sum(points.values()), 15)


@pytest.mark.parametrize(("answer", "understood"), [
    ("ac", "a yes, b no, c yes"), ("A, C", "a yes, b no, c yes"), ("none", "a no, b no, c no"),
    ("cab", "a yes, b yes, c yes"),
    ("a? c", "a ?, b no, c yes"), ("b?,a?", "a ?, b ?, c no")])
def test_letters_say_which_parts_hold(answer, understood):
    verdict = new_quiz().answer("Q1", answer)
    assert verdict.state == OPEN
    assert verdict.text == f"Noted for Q1: {understood}. 1 answer is open (Q2)."


@pytest.mark.parametrize("answer", [3, "3", 3.0, " 3 "])
def test_a_question_of_one_part_takes_its_option(answer):
    assert new_quiz().answer("Q2", answer).text == "Noted for Q2: 3. 3 answers are open (Q1 a, Q1 b, Q1 c)."


@pytest.mark.parametrize(("question", "answer"), [
    ("Q1", "d"), ("Q1", "?"), ("Q1", "a??"), ("Q1", "a!"), ("Q1", None),
    ("Q1", ["a"]), ("Q1", 5), ("Q2", "4"), ("Q2", None), ("Q2", [3]), ("Q3", "a"), (3, "a"),
    (["Q1"], "a")])
def test_what_is_no_answer_changes_nothing_and_says_how_to_answer(question, answer):
    quiz = new_quiz()
    verdict = quiz.answer(question, answer)
    assert verdict.state == OPEN
    assert "nswer Q" in verdict.text or "must be one of Q1, Q2" in verdict.text
    assert quiz.given == {}


def test_nothing_is_judged_before_it_is_handed_in():
    quiz = new_quiz()
    said = [repr(quiz.answer("Q1", "b")), repr(quiz.answer("Q2", "1")), repr(quiz), str(quiz.show("Q1"))]
    said += [quiz._repr_mimebundle_()["text/html"], str(QuizSheet(quiz).sheet.questions)]
    for text in said:
        assert not any(word in text for word in ("For this", "Not for that", "For both", "Two more", "Three are",
                                                 "a run", RIGHT, WRONG))


def test_an_answer_may_be_changed_until_it_is_handed_in_and_not_after_that():
    quiz = answered(new_quiz(), {"Q2": "1"})
    quiz.answer("Q2", "3")
    assert quiz.hand_in().points["Q2"] == 6
    assert "handed in" in quiz.answer("Q2", "1").text
    assert quiz.hand_in().points["Q2"] == 6


def test_each_mistake_is_told_why_what_is_behind_it_and_where_to_read_on():
    result = answered(new_quiz(), {"Q1": "ab", "Q2": "2"}).hand_in()
    remarks = [each for name in result.tasks for each in result.remarks(name)]
    assert [(each.name, each.state, each.said) for each in remarks] == [
        ("Q1 b", WRONG, "The answer is no. Not for that."), ("Q1 c", WRONG, "The answer is yes. For both."),
        ("Q2", WRONG, "There are 3 of them. One more. Three are there.")]
    assert [each.asked for each in remarks] == ["“That.”", "“Both.”", ""]
    assert [each.belief for each in remarks] == ["Often believed, and wrong: “All < is lost.”", "", ""]
    page = result._repr_html_()
    assert page.count('href="00-start-here.ipynb#Exercise-1:-one-check"') == 3
    assert "All &lt; is lost." in page
    assert "“All < is lost.”" in repr(result)
    assert "See Exercise 1, notebook 00." in repr(result)
    assert all("“That.” The answer is no." in words for words in (repr(result), page))


def test_what_is_open_or_not_known_is_told_without_a_belief():
    quiz = new_quiz()
    assert [each.state for each in quiz.hand_in().remarks("Q1")] == [OPEN] * 3
    remarks = list(answered(quiz.again(), {"Q1": "a? b? c?"}).hand_in().remarks("Q1"))
    assert [each.state for each in remarks] == [UNKNOWN] * 3
    assert [each.said for each in remarks] == [
        "The answer is yes. For this.", "The answer is no. Not for that.", "The answer is yes. For both."]
    assert {each.belief for each in remarks} == {""}


def test_each_part_has_a_mark_by_a_sign_and_in_words():
    result = answered(new_quiz(), {"Q1": "ab c?"}).hand_in()
    said = {place: re.sub("<.*?>", "", mark) for place, mark in result.marks.items()}
    assert said == {("Q1", "a"): "✓ Right.", ("Q1", "b"): "✗ Wrong. The answer is no.",
                    ("Q1", "c"): "? The answer is yes.", ("Q2", ""): "○ There are 3 of them."}


def test_each_sitting_is_kept_with_its_answers_in_their_order(file):
    quiz = answered(new_quiz(), {"Q2": "2", "Q1": "a"})
    quiz.hand_in()
    first = "sitting 1, 4 of 15 points: Q1 a yes, Q1 b no, Q1 c no, Q2 2"
    assert kept(file) == [[WRONG, first]]
    quiz.hand_in()
    assert kept(file) == [[WRONG, first]]
    answered(quiz.again(), RIGHT_ANSWERS).hand_in()
    answered(quiz.again(), RIGHT_ANSWERS).hand_in()
    full = "15 of 15 points: Q1 a yes, Q1 b no, Q1 c yes, Q2 3"
    assert kept(file) == [[WRONG, first], [RIGHT, f"sitting 2, {full}"], [RIGHT, f"sitting 3, {full}"]]
    assert quiz.result.summary == "15 of 15 points. Earlier sittings: 4, 15."


def test_a_sitting_begins_empty_and_what_is_open_is_kept_as_open(file):
    quiz = answered(new_quiz(), RIGHT_ANSWERS)
    quiz.hand_in()
    quiz.again().hand_in()
    assert kept(file)[-1] == [WRONG, "sitting 2, 0 of 15 points: Q1 a –, Q1 b –, Q1 c –, Q2 –"]


def test_a_damaged_file_is_told(file):
    file.write_text("{")
    result = new_quiz().hand_in()
    assert "was damaged" in result.note
    assert result.note in repr(result)
    assert result.note in result._repr_html_()


@pytest.mark.parametrize("strange", ["", "hello", "sitting 1, many of 15 points"])
def test_what_somebody_else_has_written_into_the_file_is_no_sitting(file, strange):
    file.write_text(json.dumps({"a.quiz": [[RIGHT, strange]]}), encoding="utf-8")
    assert new_quiz().hand_in().before == ()


# ---- Another day -------------------------------------------------------------------------------------------------


def shown(quiz):
    """The quiz, once a cell has shown it."""
    quiz._repr_mimebundle_()
    return quiz


@pytest.mark.parametrize("answers", [RIGHT_ANSWERS, {}, {"Q1": "b? c", "Q2": "2"}, {"Q2": "1"}])
def test_in_a_new_kernel_it_is_shown_as_the_last_sitting_was_handed_in(file, answers):
    answered(new_quiz(), {"Q1": "ab"}).hand_in()
    last = answered(new_quiz(), answers)
    last.hand_in()
    quiz = shown(new_quiz())
    assert (quiz.given, repr(quiz.result)) == (last.given, repr(last.result))
    assert quiz.result.before == (0,)
    assert quiz.show("Q1") == "a run"
    sheet = QuizSheet(quiz)
    assert (sheet.sheet.done, sheet.sheet.button) == (True, "Take it once more")
    assert quiz.result.table == sheet.result.value
    assert len(kept(file)) == 2


def test_a_sitting_that_has_begun_is_not_forgotten_for_an_earlier_one(file):
    answered(new_quiz(), RIGHT_ANSWERS).hand_in()
    assert shown(answered(new_quiz(), {"Q2": "1"})).given == {("Q2", ""): "1"}
    assert shown(shown(new_quiz()).again()).given == {}


@pytest.mark.parametrize("strange", [
    "hello", "sitting 1, 3 of 15 points: Q1 a yes", "sitting 1, 3 of 15 points: Q1 a yes, Q1 b no, Q1 d no, Q2 2",
    "sitting 1, 3 of 15 points: Q1 a yes, Q1 b no, Q1 c no, Q2 4",
    "sitting 1, 3 of 15 points: Q1 a yes, Q1 b no, Q1 c no, Q2 2, Q3 a yes"])
def test_a_sitting_with_other_questions_is_not_shown(file, strange):
    file.write_text(json.dumps({"a.quiz": [[WRONG, strange]]}), encoding="utf-8")
    quiz = shown(new_quiz())
    assert (quiz.given, quiz.result) == ({}, None)


def test_a_file_that_is_damaged_is_told_at_once(file):
    file.write_text("{")
    assert "was damaged" in QuizSheet(shown(new_quiz())).said.value


def test_show_gives_what_answers_a_question_once_it_is_handed_in():
    quiz = new_quiz()
    assert quiz.show("Q1").state == OPEN
    quiz.hand_in()
    assert quiz.show("Q2") == "a picture"
    assert "must be one of Q1, Q2" in quiz.show("Q3").text
    assert "must be one of Q1, Q2" in quiz.show(["Q1"]).text


# ---- The sheet ---------------------------------------------------------------------------------------------------


def sent(sheet, value):
    """What the page sends when its button is pressed."""
    sheet.sheet._handle_custom_msg({"value": value}, [])


FILLED = {"Q1 a": "yes", "Q1 b": "no", "Q1 c": "yes", "Q2": "3"}


def test_the_button_hands_in_what_is_on_the_page_and_locks_it():
    quiz = new_quiz()
    sheet = QuizSheet(quiz)
    assert (sheet.sheet.button, sheet.sheet.done, sheet.said.value) == ("Hand in", False, "")
    sent(sheet, FILLED)
    assert quiz.result.total == 15
    assert (sheet.sheet.button, sheet.sheet.done) == ("Take it once more", True)
    assert "15 of 15 points" in sheet.said.value
    assert set(sheet.sheet.marks) == set(FILLED)
    assert quiz.result.table == sheet.result.value


def test_where_something_is_open_the_first_press_says_so():
    quiz = new_quiz()
    sheet = QuizSheet(quiz)
    for given in ({"Q2": "3"}, {"Q2": "3", "Q1 a": "no"}):
        sent(sheet, given)
        assert quiz.result is None
    assert "2 answers are open (Q1 b, Q1 c). Press once more" in sheet.said.value
    sent(sheet, {"Q2": "3", "Q1 a": "no"})
    assert quiz.result.total == 6  # of Q1 two parts are open, and the wrong one costs no other question's points


def test_how_much_is_open_is_said_no_more_once_that_is_another_number():
    sheet = QuizSheet(new_quiz())
    sent(sheet, {"Q2": "3"})
    assert "3 answers are open" in sheet.said.value
    sheet.sheet.value = {"Q2": "3", "Q1 b": "yes"}
    assert sheet.said.value == ""


def test_pressed_after_that_it_begins_another_sitting():
    quiz = new_quiz()
    sheet = QuizSheet(quiz)
    sent(sheet, FILLED)
    sent(sheet, FILLED)
    assert quiz.result is None
    assert sheet.sheet.value == {}
    assert (sheet.sheet.button, sheet.said.value, sheet.result.value) == ("Hand in", "", "")
    assert sheet.sheet.marks == {}


def test_shown_again_it_shows_what_was_filled_in_and_what_came_of_it():
    quiz = new_quiz()
    QuizSheet(quiz).sheet.value = {"Q1 b": "yes"}
    assert QuizSheet(quiz).sheet.value == {"Q1 b": "yes"}
    quiz.answer("Q2", 3)
    quiz.hand_in()
    again = QuizSheet(quiz)
    assert again.sheet.value == {"Q1 b": "yes", "Q2": "3"}
    assert again.sheet.done
    assert "6 of 15 points" in again.said.value


def test_without_widgets_the_questions_are_there_in_words():
    data = new_quiz()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    for text in data["text/plain"], data["text/html"]:
        assert all(words in text for words in ("Q1 (9 points)", "b) That. yes | no | don", "Q2 (6 points)", "How many?",
                                               "1 | 2 | 3", "quiz.hand_in()"))
    assert "Is it &lt; so?" in data["text/html"]
