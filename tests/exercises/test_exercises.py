"""Every exercise of every notebook in its three states."""
import importlib
import pkgutil

import pytest

import raftlib.exercises
from raftlib.exercises.checks import OPEN, RIGHT, WRONG, Exercise

MODULES = [importlib.import_module(f"raftlib.exercises.{found.name}")
           for found in pkgutil.iter_modules(raftlib.exercises.__path__)]
EXERCISES = {f"{module.__name__.rpartition('.')[2]}.{name}": thing
             for module in MODULES for name, thing in vars(module).items() if isinstance(thing, Exercise)}
WRONG_ANSWERS = [pytest.param(exercise, answer, hint, id=f"{name}-{getattr(answer, '__name__', answer)}")
                 for name, exercise in EXERCISES.items() for answer, hint in exercise.wrong]
each = pytest.mark.parametrize("exercise", [pytest.param(found, id=name) for name, found in EXERCISES.items()])


def test_the_exercises_are_found():
    assert {"start_here.seed_three", "elect_a_leader.winner", "elect_a_leader.one_vote"} <= EXERCISES.keys()


@each
def test_unanswered(exercise):
    assert exercise().state == exercise(None).state == OPEN
    assert exercise().text == exercise.question


@each
def test_right(exercise):
    verdict = exercise(exercise.right)
    assert verdict.state == RIGHT
    assert verdict.text.startswith(exercise.reason)


@each
def test_it_lists_wrong_answers(exercise):
    assert exercise.wrong


@pytest.mark.parametrize(("exercise", "answer", "hint"), WRONG_ANSWERS)
def test_wrong(exercise, answer, hint):
    verdict = exercise(answer)
    assert verdict.state == WRONG
    assert verdict.text.endswith(hint)


@each
def test_hint_and_solution_fold_out(exercise):
    for fold in exercise.hint(), exercise.solution():
        assert fold.text in repr(fold)
        assert fold._repr_html_().startswith("<details>")
