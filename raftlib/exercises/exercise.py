"""Exercises that answer at once: ○ not answered, ✓ and why, or ✗ and a hint for that very misconception.

An exercise never shows a traceback, and ends soon, whatever it is given.
"""
import html
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from raftlib.exercises import progress_file
from raftlib.exercises.states import COLOURS, OPEN, WRONG
from raftlib.exercises.time_limit import TooSlow, run_for
from raftlib.pictures.picture import Picture
from raftlib.widgets.panel import image

EXERCISES = Path(__file__).parent
LIBRARY = EXERCISES.parent
PACKAGE = "raftlib.exercises."
SECONDS = 1.5  # of computing, for one check


@dataclass(frozen=True)
class Verdict:
    """What a check says: ○, ✓ or ✗, one or two sentences, perhaps a picture, and what became of the progress file."""

    state: str
    text: str
    picture: Picture | None = None
    note: str = ""

    def __repr__(self) -> str:
        return "\n".join(filter(None, (f"{self.state} {self.text}", self.note)))

    def _repr_html_(self) -> str:
        colour = COLOURS[self.state]
        said = f'<b style="color: {colour}">{self.state}</b> {html.escape(self.text)}'
        note = f"<br><i>{html.escape(self.note)}</i>" if self.note else ""
        shown = f"<br>{image(self.picture.svg(), self.picture.caption)}" if self.picture else ""
        return (f'<div style="border-left: 4px solid {colour}; padding-left: 0.7em; line-height: 1.4; '
                f'white-space: pre-wrap">{said}{note}{shown}</div>')


@dataclass(frozen=True)
class Fold:
    """A text under a title, folded away until one asks for it."""

    title: str
    text: str

    def __repr__(self) -> str:
        return f"{self.title}: {self.text}"

    def _repr_html_(self) -> str:
        return (f"<details><summary>{self.title}</summary>"
                f'<div style="white-space: pre-wrap">{html.escape(self.text)}</div></details>')


class FromRun:
    """A right answer that nobody wrote down: `run()` makes a run, and `read(run)` reads the answer off it."""

    def __init__(self, run: Callable[[], object], read: Callable[[object], object]):
        self.run, self.read = run, read

    @cached_property
    def answer(self):
        """The right answer; the run is made when it is first asked for."""
        return self.read(self.run())


class Exercise:
    """A question with its right answer and the wrong ones that have a hint of their own; called with an answer.

    `right` is the answer, or a `FromRun`, which makes the exercise a prediction. `wrong` pairs each foreseen wrong
    answer with its hint; `hint` is for all others. `reason` says why the right one is right.
    """

    def __init__(self, question: str, right, reason: str, hint: str, wrong: Sequence[tuple[object, str]],
                 solution: str = ""):
        self.question = question
        self.reason = reason
        self.wrong = tuple(wrong)
        self._right, self._hint, self._solution = right, hint, solution

    @property
    def is_prediction(self) -> bool:
        """Whether a run judges the answer."""
        return isinstance(self._right, FromRun)

    @property
    def right(self):
        """The right answer, or one of them; a prediction's is read off its run."""
        return self._right.answer if self.is_prediction else self._right

    def __call__(self, answer=None) -> Verdict:
        """Check an answer; without one the exercise stays open."""
        if answer is None:
            return Verdict(OPEN, self.question)
        return kept(name_of(self), self.judged(answer))

    def judged(self, answer) -> Verdict:
        """The verdict on an answer in bounded time, whatever the reader's code does."""
        self.prepare()
        try:
            return run_for(SECONDS, lambda: self.judge(answer))
        except TooSlow:
            return Verdict(WRONG, f"Your answer took more than {SECONDS} s and was stopped: is there a loop in it "
                                  "that never ends?")
        except BaseException as error:
            return Verdict(WRONG, f"Your answer raised {in_words(error)}.")

    def prepare(self) -> None:
        """Make what judging needs and the reader has no part in: it must not count as the answer's time."""
        _ = self.right

    def judge(self, answer) -> Verdict:
        """The verdict on an answer; may raise or hang if the reader's code does."""
        raise NotImplementedError

    def hint(self) -> Fold:
        """The general hint, folded."""
        return Fold("Hint", self._hint)

    def solution(self) -> Fold:
        """The solution, folded."""
        return Fold("Solution", self._solution or f"{self.worded(self.right)}. {self.reason}")

    def worded(self, answer) -> str:
        """An answer in words."""
        return str(answer)

    def __repr__(self) -> str:
        return self.question


def name_of(exercise: Exercise) -> str:
    """An exercise's name, such as "elect_a_leader.winner": its module and its name there; "" if it is in none."""
    for module in [module for name, module in sys.modules.items() if name.startswith(PACKAGE)]:
        for name, thing in vars(module).items():
            if thing is exercise:
                return f"{module.__name__.removeprefix(PACKAGE)}.{name}"
    return ""


def kept(name: str, verdict: Verdict) -> Verdict:
    """The verdict, once it is in the progress file; with a note if it could not be put there as usual."""
    if not name or verdict.state == OPEN:
        return verdict
    return Verdict(verdict.state, verdict.text, verdict.picture, progress_file.record(name, verdict.state))


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

