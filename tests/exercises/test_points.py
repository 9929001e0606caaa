"""What an answer is worth to a grader: a verdict is true if it is ✓, and an exercise knows its last one's points."""
import json
from inspect import getsource

import pytest

from raftlib.exercises import progress_file
from raftlib.exercises.exercise import DONT_KNOW, Exercise, Verdict
from raftlib.exercises.kinds import Choice, Counts, Number
from raftlib.exercises.states import OPEN, RIGHT, UNKNOWN, WRONG
from raftlib.questions.cut_the_network import links_of_five
from raftlib.questions.elect_a_leader import one_vote, who_stands
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of
from raftlib.questions.servers.elect_a_leader import AlwaysYes

EXERCISES = {f"{module_of(notebook)}.{name}": exercise
             for notebook in NOTEBOOKS for name, exercise in exercises_of(notebook).items()}
# What is no text, and can't be told by one: classes, and runs made by hand.
BY_WORDS = {name: exercise for name, exercise in EXERCISES.items()
            if not exercise.takes_code and not hasattr(exercise, "as_goal")}


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The progress file of this test, and no answer given in this process."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress_file.SETTING, str(path))
    for exercise in EXERCISES.values():
        monkeypatch.setattr(exercise, "latest", None)
    return path


def a_number(right=4):
    return Number("?", right=right, reason=".", hint=".", wrong=[])


@pytest.mark.parametrize(("state", "is_true"), [(RIGHT, True), (WRONG, False), (OPEN, False), (UNKNOWN, False)])
def test_a_verdict_is_true_if_it_is_right_and_else_false(state, is_true):
    verdict = Verdict(state, "so", share=0.5)
    assert bool(verdict) is is_true
    assert verdict.points == (1 if is_true else 0.5)


def test_points_are_those_of_the_last_answer():
    exercise = a_number()
    assert exercise.points == 0
    for answer, points in ((4, 1), (5, 0), (4, 1)):
        exercise(answer)
        assert exercise.points == points


def test_what_is_no_answer_takes_no_points_away():
    exercise = a_number()
    exercise(4)
    exercise(None), exercise("four"), exercise(4, 4)
    assert exercise.points == 1


def test_of_several_numbers_those_count_that_are_in_their_place():
    exercise = Counts("?", right=(4, 3, 5, 2, 1), reason=".", hint=".", wrong=[], most=5)
    for answer, points in (((4, 3, 5, 2, 1), 1), ((4, 1, 5, 2, 3), 0.6), ((1, 2, 3, 4, 5), 0), ((4, 3), 0)):
        exercise(answer)
        assert exercise.points == points


def test_code_counts_where_it_is_handed_over(file):
    one_vote(one_vote.right)
    assert one_vote.points == 1
    one_vote(AlwaysYes)
    assert one_vote.points == 0


def test_what_was_answered_by_a_button_is_judged_again_whatever_the_file_says_of_it(file):
    name = "cut_the_network.links_of_five"
    for state, answer, points in ((RIGHT, "8", 1), (WRONG, "8", 1), (RIGHT, "6", 0), (RIGHT, "many", 0),
                                  (RIGHT, None, 0)):
        file.write_text(json.dumps({name: [[WRONG, "5"], [state, answer]]}), encoding="utf-8")
        assert links_of_five.points == points
    assert json.loads(file.read_text(encoding="utf-8"))[name][-1] == [RIGHT, None]


def test_an_answer_of_this_kernel_counts_before_one_of_the_file(file):
    links_of_five(8)
    file.write_text(json.dumps({"cut_the_network.links_of_five": [[WRONG, "5"]]}), encoding="utf-8")
    assert links_of_five.points == 1


def test_code_that_stands_in_the_file_alone_is_never_run(file):
    code = getsource(one_vote.right.may_vote_for)
    file.write_text(json.dumps({"elect_a_leader.one_vote": [[RIGHT, code]]}), encoding="utf-8")
    assert one_vote.points == 0
    assert one_vote.again(code).state == OPEN


@pytest.mark.parametrize("name", BY_WORDS)
def test_the_words_of_an_answer_tell_it(name):
    exercise = EXERCISES[name]
    for answer in (exercise.right, *(wrong for wrong, _ in exercise.wrong)):
        read = exercise.understood(answer)
        assert exercise.understood(exercise.from_words(exercise.worded(read))) == read


def test_i_dont_know_is_one_of_a_prediction_alone():
    assert who_stands.again(DONT_KNOW).state == UNKNOWN
    assert links_of_five.again(DONT_KNOW).state == OPEN


def test_endless_words_are_no_answer():
    assert a_number().again("4" + " " * 100_000).state == OPEN
    assert EXERCISES["keep_a_service_alive.rooms"].again("(" * 1900).state == OPEN
    assert EXERCISES["keep_a_service_alive.rooms"].again("9" * 5000).state == OPEN


def test_the_words_are_judged_and_nothing_is_kept(file):
    assert links_of_five.again("8").state == RIGHT
    assert links_of_five.latest is None
    assert not file.exists()


def test_every_exercise_has_points():
    assert all(isinstance(each, Exercise) and each.points in (0, 1) for each in (a_number(), Choice(
        "?", {"a": "1"}, "a", reason=".", hint=".", wrong=[])))
