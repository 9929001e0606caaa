"""A notebook of ours is handed out, collected and graded by nbgrader, with no cell of ours changed.

nbgrader is not among what tests need: it brings a web application and a database along. `pip install nbgrader` beside
the pinned packages has this test run.
"""
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from raftlib.exercises.progress_file import BESIDE_THE_NOTEBOOK

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="nbgrader is not installed: pip install nbgrader")

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "06-cut-the-network.ipynb"
RIGHT, WRONG = "exercises.links_of_five(8)", "exercises.links_of_five(6)"
ASKED = "exercises.links_of_five(None)"
TEST_CELLS = {"by_assert": "assert exercises.links_of_five.points == 1", "by_points": "exercises.links_of_five.points"}
BY_BUTTONS = {"cut_the_network.links_of_five": [["✗", "6"], ["✓", "8"]]}
CLAIMED = {"cut_the_network.links_of_five": [["✓", "6"]]}
# What each hands in: the answer's cell, and the progress file that their answers by buttons are in.
STUDENTS = {"right": (RIGHT, None), "wrong": (WRONG, None), "nothing": (ASKED, None),
            "by_buttons": (ASKED, BY_BUTTONS), "made_up": (ASKED, CLAIMED)}


@pytest.fixture
def course(tmp_path):
    """A teacher's folder, with an assignment: the notebook as it is, and two cells at its end that grade."""
    for folder in ("exchange", "course/source/ps1"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "exchange").chmod(0o777)
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    notebook["cells"] += [a_test(name, text) for name, text in TEST_CELLS.items()]
    (tmp_path / "course/source/ps1/06.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return tmp_path / "course"


def a_test(name, text):
    """The cell that a teacher makes with *Create Assignment*: of one point, and locked."""
    marks = {"grade": True, "grade_id": name, "locked": True, "points": 1, "schema_version": 3, "solution": False,
             "task": False}
    return {"cell_type": "code", "id": name.replace("_", "-"), "metadata": {"nbgrader": marks}, "execution_count": None,
            "outputs": [], "source": text}


def nbgrader(folder, *command):
    """Run one of nbgrader's commands in a folder."""
    settings = {"JUPYTER_CONFIG_DIR": folder / "settings", "JUPYTER_DATA_DIR": folder / "data", "IPYTHONDIR": folder,
                # It asks for the command alembic by its name.
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    surroundings = {name: value for name, value in os.environ.items() if name != "RAFT_PROGRESS"}
    run = subprocess.run([sys.executable, "-m", "nbgrader", *command, "--course=raft",
                          f"--Exchange.root={folder.parent / 'exchange'}",
                          f"--Exchange.cache={folder / 'cache'}"],
                         cwd=folder, env=surroundings | {name: str(place) for name, place in settings.items()},
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def hand_in(folder, name, cell, progress):
    """Fetch the assignment as a student, answer, and submit it."""
    home = folder / name
    home.mkdir()
    nbgrader(home, "fetch_assignment", "ps1")
    path = home / "ps1" / "06.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count(ASKED) == 1
    path.write_text(text.replace(ASKED, cell), encoding="utf-8")
    if progress:
        (home / "ps1" / BESIDE_THE_NOTEBOOK).write_text(json.dumps(progress), encoding="utf-8")
    nbgrader(home, "submit", "ps1", f"--student={name}")


def points_of(course):
    """What the grade book says of each student's cells."""
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {submission.student.id: {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
                for submission in book.assignment_submissions("ps1")}


def test_right_answers_have_all_points_and_wrong_ones_none(course):
    nbgrader(course, "generate_assignment", "ps1", "--create")
    nbgrader(course, "release_assignment", "ps1")
    for name, (cell, progress) in STUDENTS.items():
        hand_in(course.parent, name, cell, progress)
    nbgrader(course, "collect", "ps1")
    nbgrader(course, "autograde", "ps1", "--create")
    assert points_of(course) == {
        name: dict.fromkeys(TEST_CELLS, 1 if name in ("right", "by_buttons") else 0) for name in STUDENTS}
