"""Where each misconception is treated: in which questions a wrong answer to which it leads has its hint."""
from collections.abc import Iterator

from raftlib.exercises.misconception import Misconception, treated_in
from raftlib.questions.misconceptions import MISCONCEPTIONS
from raftlib.questions.quiz.build_your_own import quiz
from raftlib.questions.series import NOTEBOOKS, exercises_of
from raftlib.questions.titles import TITLES

QUIZ = "10"  # the number of the notebook that it is in


def treated() -> dict[Misconception, list[str]]:
    """By misconception, in the order of their numbers, the questions that treat it, such as "05 Exercise 4"."""
    found = {each: [] for each in MISCONCEPTIONS}
    for question, hint in hints():
        misconception = treated_in(hint)
        if misconception and question not in found[misconception]:
            found[misconception].append(question)
    return found


def hints() -> Iterator[tuple[str, str]]:
    """Each hint of the series, with the question that gives it."""
    for notebook in NOTEBOOKS:
        for name, exercise in exercises_of(notebook).items():
            title = f"{notebook[:2]} {TITLES[notebook][name].partition(':')[0]}"
            yield from ((title, hint) for _, hint in exercise.wrong)
    for name, task in quiz.tasks.items():
        for part in task.parts.values():
            yield from ((f"{QUIZ} The quiz, {name}", hint) for _, hint in part.wrong)
