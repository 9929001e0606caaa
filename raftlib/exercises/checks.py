"""Exercises that answer at once: ○ not answered, ✓ and why, or ✗ and a hint for that very misconception.

A check never shows a traceback and ends within two seconds, whatever it is given.
"""
import html
import traceback
from collections.abc import Callable, Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import NamedTuple

from raftlib.exercises.time_limit import TooSlow, run_for

EXERCISES = Path(__file__).parent
LIBRARY = EXERCISES.parent
SECONDS = 1.5  # for one check; with what it takes to stop it, below 2
OPEN, RIGHT, WRONG = "○", "✓", "✗"
COLOURS = {OPEN: "#767676", RIGHT: "#00795a", WRONG: "#b04a00"}


class Verdict(NamedTuple):
    """What a check says: ○, ✓ or ✗, and one or two sentences."""

    state: str
    text: str

    def __repr__(self) -> str:
        return f"{self.state} {self.text}"

    def _repr_html_(self) -> str:
        colour = COLOURS[self.state]
        return (f'<div style="border-left: 4px solid {colour}; padding-left: 0.7em; white-space: pre-wrap">'
                f'<b style="color: {colour}">{self.state}</b> {html.escape(self.text)}</div>')


class Fold(NamedTuple):
    """A text under a title, folded away until one asks for it."""

    title: str
    text: str

    def __repr__(self) -> str:
        return f"{self.title}: {self.text}"

    def _repr_html_(self) -> str:
        return (f"<details><summary>{self.title}</summary>"
                f'<div style="white-space: pre-wrap">{html.escape(self.text)}</div></details>')


class Exercise:
    """A question with its right answer and the wrong ones that have a hint of their own; called with an answer.

    `wrong` pairs each such answer with its hint; `hint` is for all others. `reason` says why the right one is right.
    """

    def __init__(self, question: str, right, reason: str, hint: str, wrong: Sequence[tuple[object, str]],
                 solution: str = ""):
        self.question = question
        self.right, self.reason = right, reason
        self.wrong = tuple(wrong)
        self._hint, self._solution = hint, solution or f"{right}. {reason}"

    def __call__(self, answer=None) -> Verdict:
        """Check an answer; without one the exercise stays open."""
        if answer is None:
            return Verdict(OPEN, self.question)
        try:
            return run_for(SECONDS, lambda: self.judge(answer))
        except TooSlow:
            return Verdict(WRONG, f"Your answer was stopped after {SECONDS} s: is there a loop in it that never ends?")
        except BaseException as error:
            return Verdict(WRONG, f"Your answer raised {in_words(error)}.")

    def judge(self, answer) -> Verdict:
        """The verdict on an answer; may raise or hang if the reader's code does."""
        raise NotImplementedError

    def hint(self) -> Fold:
        """The general hint, folded."""
        return Fold("Hint", self._hint)

    def solution(self) -> Fold:
        """The solution, folded."""
        return Fold("Solution", self._solution)

    def __repr__(self) -> str:
        return self.question


class Value(Exercise):
    """An answer that is a value; `same(answer, right)` says whether two are equal enough."""

    def __init__(self, *args, same: Callable[[object, object], bool] | None = None, **options):
        super().__init__(*args, **options)
        self.same = same or equal

    def judge(self, answer) -> Verdict:
        """✓ if it is the right value; ✗ with the hint of the wrong value that it is, or the general one."""
        if self.same(answer, self.right):
            return Verdict(RIGHT, self.reason)
        return Verdict(WRONG, next((hint for value, hint in self.wrong if self.same(answer, value)), self._hint))


class Number(Value):
    """An answer that is a number; anything else leaves the exercise open."""

    def judge(self, answer) -> Verdict:
        """As for a value."""
        if not is_number(answer):
            return Verdict(OPEN, "Answer with a number, without quotes.")
        return super().judge(answer)


class Letters(Value):
    """An answer that is some of several letters, in a set, a list or a text; anything else leaves the exercise open."""

    def judge(self, answer) -> Verdict:
        """As for a value; order and case don't matter."""
        if not isinstance(answer, str | set | frozenset | list | tuple):
            return Verdict(OPEN, 'Answer with letters, as in {"a", "d"}.')
        return super().judge("".join(sorted(letter for letter in set("".join(map(str, answer)).lower())
                                            if letter.isalpha())))


class Choice(Value):
    """An answer that is one of several options, each with a letter; either case of the letter will do."""

    def __init__(self, question: str, options: Mapping[str, str], *args, **more):
        listed = "".join(f"\n  {letter}) {text}" for letter, text in options.items())
        super().__init__(question + listed, *args, **more)
        self.options = options

    def judge(self, answer) -> Verdict:
        """As for a value; what is none of the letters leaves the exercise open."""
        letter = answer.strip().lower() if isinstance(answer, str) else answer
        if not isinstance(letter, str) or letter not in self.options:
            return Verdict(OPEN, f"Answer with one of the letters {', '.join(self.options)}, in quotes.")
        return super().judge(letter)


class Requirement(NamedTuple):
    """What an answer must meet: `is_met(answer)`, and the hint for one that does not."""

    is_met: Callable[[object], bool]
    hint: str


class Requirements(Exercise):
    """An answer that is tried out: it is right if it meets all requirements; else it gets the hint of the first unmet.

    `right` is one of many right answers.
    """

    def __init__(self, question: str, requirements: Sequence[Requirement], *args, **options):
        super().__init__(question, *args, **options)
        self.requirements = tuple(requirements)

    def judge(self, answer) -> Verdict:
        """✓ if all requirements are met, tried in their order; ✗ with the first hint."""
        for requirement in self.requirements:
            if not requirement.is_met(answer):
                return Verdict(WRONG, requirement.hint)
        return Verdict(RIGHT, self.reason)


def equal(answer, right) -> bool:
    """Whether two values are the same; a text may differ in case and in blanks round it."""
    if isinstance(answer, str) and isinstance(right, str):
        return answer.strip().lower() == right.lower()
    return bool(answer == right)


def is_number(answer) -> bool:
    """Whether an answer is a number, of Python's or NumPy's kind; True and False are none."""
    return isinstance(answer, Real) and not isinstance(answer, bool)


def close(share: float) -> Callable[[float, float], bool]:
    """A comparison of numbers that lets them differ by a `share` of the right one."""
    return lambda answer, right: abs(answer - right) <= share * abs(right)


def in_words(error: BaseException) -> str:
    """An exception in one line, with the line of the reader's that raised it."""
    said = traceback.format_exception_only(error)[-1].strip().rstrip(".")
    frames = traceback.extract_tb(error.__traceback__)
    # The reader's method is called from here; deeper down the library may be called once more.
    called = max(number for number, frame in enumerate(frames) if Path(frame.filename).parent == EXERCISES)
    # From the inside out, and no further than needed: looking up the lines of a deep recursion takes seconds.
    own = next((frame.line for frame in reversed(frames[called + 1:])
                if not Path(frame.filename).is_relative_to(LIBRARY) and frame.line), None)
    return f'{said}, in the line "{own}"' if own else said
