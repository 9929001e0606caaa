"""A prediction is judged by the very run that the notebook shows after it."""
import json
from pathlib import Path

import pytest

from raftlib import Cluster
from raftlib.exercises.series import exercises_of

FOLDER = Path(__file__).parents[2] / "notebooks"
# By notebook: a prediction, the cell with its run, and the run in terms of the names that the cells define.
SHOWN = {
    "00-start-here": [
        ("same_seed", "replay", "one, two"),
        ("four_left", "crash", "one, without"),
    ],
    "03-elect-a-leader": [
        ("who_stands", "run-1", "cluster"),
        ("who_wins_term_1", "run-2", "split"),
        ("when_noticed", "run-4", "crash"),
        ("who_leads_at_400", "run-5", "lonely"),
        ("how_many_lead", "partition", "cut"),
    ],
}


def same(one, other):
    """Whether two runs, or collections of runs, are the same to the last message."""
    if isinstance(one, Cluster):
        return one.history.digest() == other.history.digest()
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize("notebook", SHOWN)
def test_the_run_is_the_one_that_is_shown(notebook):
    predictions = exercises_of(notebook)
    runs = {cell: (name, run) for name, cell, run in SHOWN[notebook]}
    names = {}
    for cell in json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
        if cell["id"] in runs:
            name, run = runs.pop(cell["id"])
            assert same(eval(run, names), predictions[name]._right.run()), name
    assert runs == {}
