"""No reader has an answer in sight before having given one: what a run has shown is told folded away, after the run."""
import json
import re

import pytest

from raftlib.questions.series import NOTEBOOKS, exercises_of
from tests.cells import NOTEBOOKS as FOLDER

FOLD = "<details><summary><b>What happened, and why</b></summary>"


def cells_of(notebook):
    return json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def steps(cells, predictions):
    """What a reader meets, in order: ("predict", id), ("run", id), ("told", id), ("section", id)."""
    for cell in cells:
        text, id = source(cell), cell["id"]
        if cell["cell_type"] == "code":
            yield ("predict" if text.splitlines()[-1].removeprefix("exercises.") in predictions else "run"), id
        elif text.startswith(FOLD):
            yield "told", id
        elif text.startswith("## "):
            yield "section", id


def untold(steps):
    """Where the next prediction, or a section, begins although nothing has told what the last one's run has shown."""
    waiting = ran = False
    for kind, id in steps:
        if kind in ("predict", "section") and waiting and ran:
            yield id
        if kind == "predict":
            waiting, ran = True, False
        elif kind == "told":
            waiting = False
        elif kind == "run":
            ran = True


def predictions_of(notebook):
    return {name for name, exercise in exercises_of(notebook).items() if exercise.is_prediction}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_the_run_of_a_prediction_has_shown_is_folded_after_it(notebook):
    met = list(steps(cells_of(notebook), predictions_of(notebook)))
    assert [kind for kind, _ in met].count("predict") == len(predictions_of(notebook))
    assert list(untold(met)) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_fold_has_one_name_and_is_shut(notebook):
    for cell in cells_of(notebook):
        assert re.findall(r"What you should find|What happened(?!, and why(?:</b></summary>|\*))", source(cell)) == []
        assert source(cell).count("<details>") == source(cell).count("</details>")
        assert "<details open" not in source(cell)


@pytest.mark.parametrize(("kinds", "found"), [
    ("predict run told predict run told section", []), ("predict predict run told section", []),
    ("run section predict run told", []), ("predict run run section", [3]), ("predict run predict run told", [2])])
def test_an_answer_that_is_not_folded_is_found(kinds, found):
    assert list(untold(zip(kinds.split(), range(9), strict=False))) == found
