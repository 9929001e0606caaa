"""The question in a notebook: what is chosen or typed there gets the same verdict as in plain Python."""
from dataclasses import replace

import pytest

from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Name, Number, Set
from raftlib.exercises.question import Question
from raftlib.scenarios import first_election

who = Name("Who leads?", ["S1", "S2", "S3", "S4", "S5", "nobody"],
           FromRun(first_election, lambda cluster: cluster.leader), reason="Its timer was first.",
            hint="Look at the timers.", wrong=[("S1", "S1 came last.")])
letter = Choice("Which < one?", {"a": "this", "b": "that"}, right="b", reason="That.", hint="Think.",
                wrong=[("a", "Not this.")])
number = Number("How many?", right=3, reason="Three.", hint="Count.", wrong=[(2, "One more.")])
servers = Set("Which servers?", ["S1", "S2", "S3"], right={"S1", "S3"}, reason="These.", hint="Look again.",
              wrong=[({"S1"}, "S3 too.")])


def beside(verdict):
    """A verdict as it is shown where the question is in sight."""
    return replace(verdict, question="")._repr_html_()


def asked(exercise, answer):
    """The verdict, in HTML, after an answer was put in and the button pressed."""
    question = Question(exercise)
    question.answer.value = answer
    question.answer.press(question.answer.buttons[0])
    return question.verdict.value


@pytest.mark.parametrize(("exercise", "given", "answer"), [
    (who, "S3", "S3"), (who, " s3 ", "S3"), (who, "S1", "S1"), (letter, "b", "b"), (letter, "a", "a"),
    (number, "3", 3), (number, " 2.0 ", 2), (number, "2,5", 2.5), (number, "three", "three"),
    (servers, "S1, S3", {"S3", "S1"}), (servers, "s3 s1", {"S3", "S1"}), (servers, "S1", {"S1"}),
    (servers, "S4", {"S4"}), (who, '"S3"', "S3"), (who, "“S3”", "S3"), (number, "'3'", 3),
])
def test_the_field_gives_the_verdict_of_a_call(exercise, given, answer):
    assert asked(exercise, given) == beside(exercise(answer))


def test_in_plain_python_the_question_folds_out_below_a_verdict_after_which_it_is_asked_again():
    folded = "<details><summary>The question</summary>"
    for again in (letter("a"), letter("c"), letter("a", "b"), who("I don't know")):
        assert again._repr_html_().count(folded) == 1
        assert "The question" not in repr(again)
    assert "Which &lt; one?\n  a) this\n  b) that" in letter("a")._repr_html_()
    for once in (letter("b"), letter(None), letter()):
        assert folded not in once._repr_html_()


@pytest.mark.parametrize(("exercise", "given"), [(who, "  "), (letter, None)])
def test_without_an_answer_it_stays_open(exercise, given):
    assert "Answer first; then press the button." in asked(exercise, given)


def test_the_page_sends_the_answer_with_the_press():
    question = Question(number)
    question.answer._handle_custom_msg({"press": 0, "value": "3"}, [])
    assert question.answer.value == "3"
    assert question.verdict.value == number(3)._repr_html_()


def new_number():
    return Number("How many?", right=3, reason="Three.", hint="Count.", wrong=[(2, "One more.")])


def test_shown_again_it_shows_the_answer_given_last_and_its_verdict():
    exercise = new_number()
    for given in ("2", "three", "3"):
        asked(exercise, given)
        again = Question(exercise)
        assert again.answer.value == given
        assert again.verdict.value == beside(exercise(exercise.typed(given)))


def test_shown_again_it_shows_that_one_did_not_know():
    exercise = Choice("Which one?", {"a": "this", "b": "that"}, FromRun(first_election, lambda cluster: "b"),
                      reason="That.", hint="Think.", wrong=[("a", "Not this.")])
    Question(exercise).answer.press("I don't know")
    assert Question(exercise).answer.value is None
    assert Question(exercise).verdict.value == beside(exercise("I don't know"))


def test_shown_again_it_is_empty_where_nothing_was_answered():
    exercise = new_number()
    asked(exercise, "  ")
    exercise(None)
    again = Question(exercise)
    assert (again.answer.value, again.verdict.value) == ("", "")


def test_a_prediction_can_be_answered_with_i_dont_know():
    question = Question(who)
    question.answer.press("I don't know")
    assert question.verdict.value == beside(who("I don't know"))
    assert "? " in repr(who("I don't know"))
    assert question.answer.buttons == ["Compare with the run", "I don't know"]
    assert Question(letter).answer.buttons == ["Check"]


def test_a_prediction_is_judged_by_its_run_and_a_wrong_guess_is_not_told_the_answer():
    leader = first_election().leader
    assert who.is_prediction
    assert not number.is_prediction
    assert repr(who(leader)) == "✓ Its timer was first."
    assert repr(who("S1")) == "✗ S1 came last."
    assert leader not in repr(who("nobody"))
    assert Question(who).answer.buttons[0] == "Compare with the run"


def test_the_run_is_made_once_and_not_before_an_answer():
    runs = []
    lazy = Number("?", FromRun(lambda: runs.append(1) or runs, len), reason=".", hint=".", wrong=[])
    lazy()
    Question(lazy)
    assert runs == []
    lazy(1)
    lazy(2)
    assert runs == [1]


@pytest.mark.parametrize("answer", [{"S1", "S3"}, ["S3", "S1"], ("S1", "S3"), frozenset(["S1", "S3"]), "s1,s3",
                                    "S3 and S1", '{"S1", "S3"}', "S1, S3,"])
def test_a_set_in_any_collection(answer):
    assert servers(answer).state == "✓"


@pytest.mark.parametrize("answer", [set(), "", "S4", "S3 or S1", 3, ["S1", 5], {"S1": 1}, "none"])
def test_what_is_no_set_of_them_leaves_it_open(answer):
    assert repr(servers(answer)) == '○ Answer with some of S1, S2, S3, as in "S1, S2".'


def test_without_widgets_it_says_how_to_answer_in_python():
    data = letter._repr_mimebundle_()
    assert data["text/plain"] == "Which < one?\n  a) this\n  b) that\nTo answer in Python: exercises.question('a')"
    assert "Which &lt; one?" in data["text/html"]
    assert "exercises.question(&#x27;a&#x27;)" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
