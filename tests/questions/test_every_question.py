"""Every exercise of every notebook in its three states; the table of them is printed at the end (tests/conftest.py)."""
import json
import re
from pathlib import Path

import pytest

from raftlib import questions
from raftlib.exercises.kinds import Choice, Set
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of, title_of
from raftlib.questions.titles import TITLES

FOLDER = Path(__file__).parents[2] / "notebooks"
QUESTIONS = Path(questions.__file__).parent
EXERCISES = {f"{module_of(notebook)}.{name}": exercise
             for notebook in NOTEBOOKS for name, exercise in exercises_of(notebook).items()}
# Numbered: a set in a test's name would stand there in another order in each process.
WRONG_ANSWERS = [pytest.param(name, answer, hint, id=f"{name}-wrong{number}") for name, exercise in EXERCISES.items()
                 for number, (answer, hint) in enumerate(exercise.wrong, start=1)]
each = pytest.mark.parametrize("name", EXERCISES)


@pytest.fixture
def proven(record_property):
    """Says that an exercise was shown to answer with a state."""
    return lambda name, state: record_property("exercise", [name, state])


def code_of(notebook):
    """The text of a notebook's code cells."""
    cells = json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_the_series_has_all_notebooks():
    assert sorted(path.stem for path in FOLDER.glob("[0-9]*.ipynb")) == list(NOTEBOOKS)


def test_questions_and_what_they_need_stand_in_files_with_their_notebook_s_name():
    notebooks = set(map(module_of, NOTEBOOKS))
    assert {path.stem for path in QUESTIONS.glob("*.py")} == notebooks | {
        "__init__", "misconceptions", "series", "titles", "treated"}
    assert {path.stem for path in QUESTIONS.glob("*/*.py")} <= notebooks | {"__init__"}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_asks_all_its_exercises_in_their_order(notebook):
    asked = re.findall(r"^(?:exercises\.)?(\w+)(?:\(.*\))?$", code_of(notebook), flags=re.MULTILINE)
    known = exercises_of(notebook)
    assert [name for name in asked if name in known] == list(known)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_an_exercise_is_called_what_the_heading_above_it_says(notebook):
    assert headings_above(notebook) == TITLES[notebook]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_an_overview_calls_a_notebook_as_its_own_title_does(notebook):
    first = json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"][0]
    assert "".join(first["source"]).splitlines()[0] == f"# {title_of(notebook).partition(' ')[2]}"


def headings_above(notebook):
    """For each exercise the last heading above it where it comes first, a section's without its number."""
    heading, found = "", {}
    for cell in json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = (re.findall(r"^#+ (?:\d+\. )?(.+)$", text, flags=re.MULTILINE) or [heading])[-1]
        else:
            found |= {name: found.get(name, heading) for name in re.findall(r"\bexercises\.(\w+)", text)
                      if name in exercises_of(notebook)}
    return found


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:])
def test_a_notebook_shows_what_has_been_answered(notebook):
    assert f'progress("{notebook}")' in code_of(notebook)


@each
def test_unanswered(name, proven):
    exercise = EXERCISES[name]
    assert exercise().state == exercise(None).state == OPEN
    assert exercise().text == exercise.question
    proven(name, OPEN)


@each
def test_right(name, proven):
    exercise = EXERCISES[name]
    verdict = exercise(exercise.right)
    assert verdict.state == RIGHT
    assert verdict.text.startswith(exercise.reason)
    proven(name, RIGHT)


@each
def test_it_lists_wrong_answers(name):
    assert EXERCISES[name].wrong


@each
def test_every_wrong_option_has_its_hint(name):
    exercise = EXERCISES[name]
    if isinstance(exercise, Choice):
        assert {letter for letter, _ in exercise.wrong} | {exercise.right} == set(exercise.options)


@pytest.mark.parametrize(("name", "answer", "hint"), WRONG_ANSWERS)
def test_wrong(name, answer, hint, proven):
    verdict = EXERCISES[name](answer)
    assert verdict.state == WRONG
    assert verdict.text.partition("\nTo play this run")[0].endswith(hint)
    proven(name, WRONG)


@pytest.mark.parametrize(("name", "answer", "hint"), [
    each for each in WRONG_ANSWERS if isinstance(EXERCISES[each.values[0]], Set)])
def test_a_hint_names_nothing_that_a_set_lacks(name, answer, hint):
    exercise = EXERCISES[name]
    for element in set(exercise.right) - set(answer):
        # The letter a is a word, too.
        assert not re.search(rf"\b{element}\)" if element == "a" else rf"\b{element}\b", hint)


@each
def test_hint_and_solution_fold_out(name):
    for fold in EXERCISES[name].hint(), EXERCISES[name].solution():
        assert fold.text in repr(fold)
        assert fold._repr_html_().startswith("<details>")
