"""What a quiz is made of: questions of several parts, each of which is a choice that is worth points."""
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from raftlib.exercises.kinds import Choice, bare
from raftlib.exercises.states import UNKNOWN

YES, NO = "yes", "no"
YES_OR_NO = {YES: YES, NO: NO, UNKNOWN: "don't know"}


class Where(NamedTuple):
    """Where the series treats something: a notebook, and a heading in it."""

    notebook: str
    heading: str

    @property
    def link(self) -> str:
        """The address of that heading, from a notebook beside it."""
        return f"{self.notebook}.ipynb#{self.heading.replace(' ', '-')}"

    def __str__(self) -> str:
        return f"{self.heading.partition(':')[0]}, notebook {self.notebook.partition('-')[0]}"


class Part(Choice):
    """One choice of a question: worth `points` if it is right, what `partly` says of a wrong option, and else nothing.

    `where` is where the series treats it, and `told` the sentence that tells the right option.
    """

    def __init__(self, asked: str, options: Mapping[str, str], *args, points: int, where: Where,
                 partly: Mapping[str, int] | None = None, told: str = "The answer is {}.", **more):
        super().__init__(asked, options, *args, hint="", **more)
        self.full, self.where, self.partly = points, where, dict(partly or {})
        self.told = told.format(self.options[self.right])

    def worth(self, answer: str | None) -> int:
        """How many points an option is worth; without one there are none."""
        return self.full if answer == self.right else self.partly.get(answer, 0)


def statement(text: str, holds: bool, why: str, points: int, where: Where) -> Part:
    """A part that asks whether a statement is true. `why` is a hint that may treat a misconception.

    A wrong answer takes away as many points as a right one gives: who guesses gains nothing by it.
    """
    right, wrong = (YES, NO) if holds else (NO, YES)
    return Part(text, YES_OR_NO, right, why, wrong=[(wrong, why)], points=points, partly={wrong: -points}, where=where)


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
        return sum(part.full for part in self.parts.values())

    def worth(self, given: Mapping[str, str]) -> int:
        """How many points these answers have together, by part: never less than none."""
        return max(0, sum(part.worth(given.get(letter)) for letter, part in self.parts.items()))

    def read(self, answer) -> dict[str, str] | None:
        """An answer by part: an option; or the letters of those that hold, "b?" for what is not known, all others not.

        None for what is neither.
        """
        if "" in self.parts:
            option = self.parts[""].read(bare(answer))
            return None if option is None else {"": option}
        if not isinstance(answer, str):
            return None
        letters = "" if answer.strip() == "none" else re.sub(r"[\s,;]", "", answer.lower())
        found = dict(re.findall(r"(\w)(\??)", letters))
        if re.sub(r"\w\??", "", letters) or not set(found) <= set(self.parts):
            return None
        return {each: found.get(each) or (YES if each in found else NO) for each in self.parts}

    @property
    def form(self) -> str:
        """How to answer in Python."""
        if "" in self.parts:
            return f"one of {', '.join(self.parts[''].options)}"
        return f'the letters of what is true, of {", ".join(self.parts)}, as in "ab", or "none"; "b?" leaves b open'
