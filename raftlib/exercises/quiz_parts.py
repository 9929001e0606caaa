"""What a quiz is made of: questions of several parts, each of which is a choice that is worth points."""
from collections.abc import Callable, Mapping
from typing import NamedTuple

from raftlib.exercises.kinds import Choice, bare

YES, NO = "yes", "no"


class Where(NamedTuple):
    """Where the series treats something: a notebook, a cell of it by its id, and what stands there, in words."""

    notebook: str
    cell: str
    words: str

    @property
    def link(self) -> str:
        """The address of that cell, from a notebook beside it."""
        return f"{self.notebook}.ipynb#cell-id={self.cell}"

    def __str__(self) -> str:
        return f"{self.words}, notebook {self.notebook.partition('-')[0]}"


class Part(Choice):
    """One choice of a question: worth `points` if it is right, and some of them for an answer in `partly`.

    `where` is where the series treats it.
    """

    def __init__(self, asked: str, options: Mapping[str, str], *args, points: int, where: Where,
                 partly: Mapping[str, int] | None = None, **more):
        super().__init__(asked, options, *args, hint="", **more)
        self.points, self.where, self.partly = points, where, dict(partly or {})

    def worth(self, answer: str | None) -> int:
        """How many points an option is worth; without one there are none."""
        return self.points if answer == self.right else self.partly.get(answer, 0)


def statement(text: str, holds: bool, why: str, points: int, where: Where) -> Part:
    """A part that asks whether a statement is true. `why` is a hint that may treat a misconception."""
    right, wrong = (YES, NO) if holds else (NO, YES)
    return Part(text, {YES: YES, NO: NO}, right, why, wrong=[(wrong, why)], points=points, where=where)


class Task(NamedTuple):
    """A question of a quiz: what is asked, its parts by letter, and what shows the answer: a picture, a table, a run.

    A question of one part has "" for its letter.
    """

    asked: str
    parts: Mapping[str, Part]
    show: Callable[[], object]

    @property
    def points(self) -> int:
        """What all its parts are worth."""
        return sum(part.points for part in self.parts.values())

    def read(self, answer) -> dict[str, str] | None:
        """An answer by part: an option, or the letters of those parts that hold, all others not; None for neither."""
        if "" in self.parts:
            option = self.parts[""].read(bare(answer))
            return None if option is None else {"": option}
        letters = "" if answer in ("none", NO) else answer
        if not isinstance(letters, str):
            return None
        letters = {each for each in letters.lower() if each not in " ,;"}
        return {each: YES if each in letters else NO for each in self.parts} if letters <= set(self.parts) else None

    @property
    def form(self) -> str:
        """How to answer in Python."""
        if "" in self.parts:
            return f"one of {', '.join(self.parts[''].options)}"
        return f'the letters of what is true, of {", ".join(self.parts)}, as in "ab", or "none"'
