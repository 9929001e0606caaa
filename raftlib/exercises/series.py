"""The notebooks of the series, the exercises of each, and which of them a reader has answered."""
import html
from importlib import import_module
from typing import NamedTuple

from raftlib.exercises import progress_file
from raftlib.exercises.exercise import PACKAGE, Exercise
from raftlib.exercises.states import COLOURS, OPEN, RIGHT

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

    @property
    def summary(self) -> str:
        """How many are right, in words."""
        states = [state for row in self.rows for state in row.states]
        return f"{states.count(RIGHT)} of {len(states)} right"

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
    states, note = progress_file.read()
    if notebook is None:
        return Progress(tuple(Row(title_of(each), tuple(states_of(each, states).values())) for each in NOTEBOOKS), note)
    return Progress(tuple(Row(name.replace("_", " "), (state,)) for name, state in states_of(notebook, states).items()),
                    note)


def states_of(notebook: str, states: dict[str, str]) -> dict[str, str]:
    """The state of each of a notebook's exercises, by name."""
    return {name: states.get(f"{module_of(notebook)}.{name}", OPEN) for name in exercises_of(notebook)}


def title_of(notebook: str) -> str:
    """A notebook's number and title: "03 Elect a leader"."""
    number, _, title = notebook.partition("-")
    return f"{number} {title.replace('-', ' ').capitalize()}"


def in_colour(state: str) -> str:
    """A state's sign in its colour."""
    return f"<b style='color: {COLOURS[state]}'>{state}</b> "
