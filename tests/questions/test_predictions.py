"""A prediction is judged by the very run that the notebook shows after it."""
from pathlib import Path

import numpy as np
import pytest

from raftlib import Cluster, stories
from raftlib.exercises.exercise import Computed
from raftlib.exercises.question import Question
from raftlib.questions.series import exercises_of
from tests.cells import cells_of

FOLDER = Path(__file__).parents[2] / "notebooks"
# By notebook and cell: a prediction, and its run in terms of the names that this cell and those before it define;
# None for a cell that only defines such names. All other cells are left out.
SHOWN = {
    "00-start-here": {
        "replay": ("same_seed", "there, back"),
    },
    "03-elect-a-leader": {
        "make": None,
        "run-1": ("who_stands", "cluster"),
        "term-lines": None,
        "run-term": ("a_message", "late"),
        "run-2": ("who_wins_term_1", "together"),
        "run-5": ("who_leads_at_400", "lonely"),
        "partition": ("how_many_lead", "cut"),
    },
    "04-split-the-vote": {
        "seen-run": ("votes_missing", "split"),
        "parameters": None,
        "often-run": ("one_of_five_down", "needed"),
        "often-many": None,
        "failures": ("two_of_five_down",
                     "[hold_elections(one_down.but(down=n), trials=100_000) for n in (1, 2)]"),
        "formula-five": ("straight_line", "[split_rates(ratios, servers=5, down=n) for n in (0, 1, 2)]"),
        "terms": ("terms_on_average", "rates"),
        "fig-upper": ("one_millisecond", "hold_elections(figure_16(FIGURE_16_UPPER[0]))"),
        "wan-run": ("across_a_continent", "[held[0], held[2]]"),
    },
}


def same(one, other):
    """Whether two runs, or collections of runs, are the same to the last message."""
    if isinstance(one, Cluster):
        return one.history.digest() == other.history.digest()
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other)


@pytest.mark.parametrize("notebook", SHOWN)
def test_the_run_is_the_one_that_is_shown(notebook):
    cells, predictions, names = cells_of(notebook), exercises_of(notebook), {}
    for cell, shown in SHOWN[notebook].items():
        exec(cells[cell], names)
        if shown:
            name, run = shown
            assert same(eval(run, names), predictions[name]._right.make()), name


def test_the_crash_is_told_as_a_story_of_the_run_that_judges_its_prediction():
    judged = exercises_of("03-elect-a-leader")["when_noticed"]._right.make().history
    told = eval(cells_of("03-elect-a-leader")["crash-story"], {"stories": stories}).story.history
    back = next(number for number, event in enumerate(told) if event.kind == "restart")
    assert [event.kind for event in told[:back]].count("election timeout") == 2  # the second one is asked for
    assert told[:back] == judged[:back]


@pytest.mark.parametrize("notebook", ["00-start-here", "03-elect-a-leader", "05-replicate-the-log",
                                      "06-cut-the-network"])
def test_a_question_is_compared_with_a_run_only_where_something_has_run(notebook):
    for name, exercise in exercises_of(notebook).items():
        if isinstance(exercise._right, Computed) and isinstance(exercise._right.make(), Cluster):
            assert (name, exercise.is_prediction) == (name, exercise._right.make().time > 0)
            if not exercise.is_prediction:
                assert Question(exercise).answer.buttons[0] == "Check"
