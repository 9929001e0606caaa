"""The notebooks of the series, the exercises of each, and which of them a reader has answered."""
import html
from importlib import import_module
from typing import NamedTuple

from raftlib.exercises import progress_file
from raftlib.exercises.exercise import Exercise
from raftlib.exercises.progress_file import Answer
from raftlib.exercises.states import OPEN, RIGHT, UNKNOWN, WRONG, badge
from raftlib.questions.titles import TITLES

NOTEBOOKS = ("00-start-here", "01-keep-a-service-alive", "02-replay-the-same-log", "03-elect-a-leader",
             "04-split-the-vote", "05-replicate-the-log", "06-cut-the-network",
             "07-break-raft", "08-serve-clients", "09-run-a-real-cluster",
             "10-build-your-own")
SO_FAR, AT_FIRST = "so far", "first answers"


def module_of(notebook: str) -> str:
    """The name of the module with a notebook's exercises: elect_a_leader for 03-elect-a-leader."""
    return notebook.partition("-")[2].replace("-", "_")


def exercises_of(notebook: str) -> dict[str, Exercise]:
    """A notebook's exercises by name, in its order; raises ValueError for an unknown notebook."""
    if notebook not in NOTEBOOKS:
        raise ValueError(f"notebook is {notebook!r}: it must be one of {', '.join(NOTEBOOKS)}.")
    module = import_module(f"{__package__}.{module_of(notebook)}")
    return {name: thing for name, thing in vars(module).items() if isinstance(thing, Exercise)}


class Row(NamedTuple):
    """One line of an overview: a title, and of all that belongs to it the best states so far, and the first ones."""

    title: str
    states: tuple[str, ...]
    at_first: tuple[str, ...]


class Progress(NamedTuple):
    """What a reader has answered: ○ not yet, ✓ right, ✗ not right yet, ? "I don't know"; a note if the file is damaged.
    """

    rows: tuple[Row, ...]
    note: str = ""

    @property
    def summary(self) -> str:
        """How many are right, in words."""
        states = [state for row in self.rows for state in row.states]
        at_once = [state for row in self.rows for state in row.at_first].count(RIGHT)
        return f"{states.count(RIGHT)} of {len(states)} right, {at_once} of them at the first answer"

    def __repr__(self) -> str:
        width = max(len(SO_FAR), *(len(row.states) for row in self.rows))
        longest = max(len(row.title) for row in self.rows)
        lines = [f"{row.title:<{longest}}   {''.join(row.states):<{width}}   {''.join(row.at_first)}"
                 for row in self.rows]
        return "\n".join([f"{'':<{longest}}   {SO_FAR:<{width}}   {AT_FIRST}", *lines, self.summary,
                          *filter(None, [self.note])])

    def _repr_html_(self) -> str:
        lines = "".join(f"<tr>{cell(html.escape(row.title))}{cell(in_colour(row.states))}"
                        f"{cell(in_colour(row.at_first))}</tr>" for row in self.rows)
        head = "".join(f"<th scope='col' style='text-align: left'>{words}</th>" for words in (SO_FAR, AT_FIRST))
        return f"<table><tr><td></td>{head}</tr>{lines}</table>{self.summary}<br><i>{html.escape(self.note)}</i>"


def progress(notebook: str | None = None) -> Progress:
    """The states of one notebook's exercises and predictions, or of the whole series'.

    Raises ValueError for an unknown notebook.
    """
    kept, note = progress_file.read()
    if notebook is None:
        found = {title_of(each): answers_of(each, kept).values() for each in NOTEBOOKS}
    else:
        found = {TITLES[notebook][name]: [answers] for name, answers in answers_of(notebook, kept).items()}
    return Progress(tuple(Row(title, tuple(map(state_of, answers)), tuple(map(at_first, answers)))
                          for title, answers in found.items()), note)


def answers_of(notebook: str, kept: dict[str, list[Answer]]) -> dict[str, list[Answer]]:
    """The answers to each of a notebook's exercises, by name."""
    return {name: kept.get(f"{module_of(notebook)}.{name}", []) for name in exercises_of(notebook)}


def state_of(answers: list[Answer]) -> str:
    """The state of an exercise after these answers: what was right once stays right."""
    states = {answer.state for answer in answers}
    return next((state for state in (RIGHT, WRONG, UNKNOWN) if state in states), OPEN)


def at_first(answers: list[Answer]) -> str:
    """The state after the first answer; a file of an earlier version kept the best one alone, and can't tell a ✓."""
    if not answers or (answers[0].state == RIGHT and answers[0].answer is None):
        return OPEN
    return answers[0].state


def title_of(notebook: str) -> str:
    """A notebook's number and title: "03 Elect a leader"."""
    number, _, title = notebook.partition("-")
    return f"{number} {title.replace('-', ' ').capitalize().replace('raft', 'Raft')}"


def in_colour(states: tuple[str, ...]) -> str:
    """Signs of states in their colours."""
    return " ".join(map(badge, states))


def cell(text: str) -> str:
    """A cell of a table, in HTML, its text to the left."""
    return f"<td style='text-align: left'>{text}</td>"
