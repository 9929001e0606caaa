"""The notebooks of the series, the exercises of each, and which of them a reader has answered."""
import html
from importlib import import_module
from typing import NamedTuple

from raftlib.exercises import progress_file
from raftlib.exercises.exercise import PACKAGE, Exercise
from raftlib.exercises.progress_file import Answer
from raftlib.exercises.states import COLOURS, OPEN, RIGHT, WRONG

NOTEBOOKS = ("00-start-here", "01-keep-a-service-alive", "02-replay-the-same-log", "03-elect-a-leader",
             "04-split-the-vote", "05-replicate-the-log", "06-cut-the-network")


def module_of(notebook: str) -> str:
    """The name of the module with a notebook's exercises: elect_a_leader for 03-elect-a-leader."""
    return notebook.partition("-")[2].replace("-", "_")


def exercises_of(notebook: str) -> dict[str, Exercise]:
    """A notebook's exercises by name, in its order; raises ValueError for an unknown notebook."""
    if notebook not in NOTEBOOKS:
        raise ValueError(f"notebook is {notebook!r}: it must be one of {', '.join(NOTEBOOKS)}.")
    module = import_module(PACKAGE + module_of(notebook))
    return {name: thing for name, thing in vars(module).items() if isinstance(thing, Exercise)}


class Row(NamedTuple):
    """One line of an overview: a title, and the states of what belongs to it."""

    title: str
    states: tuple[str, ...]


class Progress(NamedTuple):
    """What a reader has answered: ○ not yet, ✓ right, ✗ not right yet; and what is the matter with the file, if so."""

    rows: tuple[Row, ...]
    note: str = ""
    at_once: int = 0  # how many were right at the first answer

    @property
    def summary(self) -> str:
        """How many are right, in words."""
        states = [state for row in self.rows for state in row.states]
        at_once = f", {self.at_once} of them at the first answer" if self.at_once else ""
        return f"{states.count(RIGHT)} of {len(states)} right{at_once}"

    def __repr__(self) -> str:
        lines = [f"{row.title:<28} {''.join(row.states)}" for row in self.rows]
        return "\n".join([*lines, self.summary, *filter(None, [self.note])])

    def _repr_html_(self) -> str:
        lines = "".join(f"<tr><td style='text-align: left'>{html.escape(row.title)}</td><td style='text-align: left'>"
                        f"{''.join(map(in_colour, row.states))}</td></tr>" for row in self.rows)
        return f"<table>{lines}</table>{self.summary}<br><i>{html.escape(self.note)}</i>"


def progress(notebook: str | None = None) -> Progress:
    """The states of one notebook's exercises and predictions, or of the whole series'.

    Raises ValueError for an unknown notebook.
    """
    kept, note = progress_file.read()
    if notebook is None:
        found = {each: answers_of(each, kept) for each in NOTEBOOKS}
        rows = [Row(title_of(each), tuple(map(state_of, answers.values()))) for each, answers in found.items()]
    else:
        found = {notebook: answers_of(notebook, kept)}
        rows = [Row(name.replace("_", " "), (state_of(answers),)) for name, answers in found[notebook].items()]
    at_once = sum(right_at_once(answers) for named in found.values() for answers in named.values())
    return Progress(tuple(rows), note, at_once)


def answers_of(notebook: str, kept: dict[str, list[Answer]]) -> dict[str, list[Answer]]:
    """The answers to each of a notebook's exercises, by name."""
    return {name: kept.get(f"{module_of(notebook)}.{name}", []) for name in exercises_of(notebook)}


def state_of(answers: list[Answer]) -> str:
    """The state of an exercise after these answers: what was right once stays right."""
    if not answers:
        return OPEN
    return RIGHT if any(answer.state == RIGHT for answer in answers) else WRONG


def right_at_once(answers: list[Answer]) -> bool:
    """Whether the first answer was right, as far as is known: an earlier version kept the best one alone."""
    return bool(answers) and answers[0].state == RIGHT and answers[0].answer is not None


def title_of(notebook: str) -> str:
    """A notebook's number and title: "03 Elect a leader"."""
    number, _, title = notebook.partition("-")
    return f"{number} {title.replace('-', ' ').capitalize()}"


def in_colour(state: str) -> str:
    """A state's sign in its colour."""
    return f"<b style='color: {COLOURS[state]}'>{state}</b> "
