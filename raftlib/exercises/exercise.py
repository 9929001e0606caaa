"""Exercises that answer at once: ○ not answered, ✓ and why, or ✗ and a hint for that very misconception.

An exercise never shows a traceback, and ends soon, whatever it is given.
"""
import html
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from raftlib.exercises import progress_file
from raftlib.exercises.clock import Clock
from raftlib.exercises.errors import in_words, is_lacking
from raftlib.exercises.states import COLOURS, OPEN, RIGHT, UNKNOWN, WRONG, badge
from raftlib.exercises.time_limit import TooSlow, run_for
from raftlib.pictures.picture import Picture
from raftlib.widgets.panels.panel import image

HOMES: set[str] = set()  # packages of questions: an exercise in a module of one has a name, and its answers are kept
SECONDS = 1.5  # of computing, for one check
LONGEST = 2000  # characters of an answer that is judged by its words: nobody types more than that
DONT_KNOW = "I don't know"  # a prediction takes this for an answer: who says so has thought about it, and looks on


@dataclass(frozen=True)
class Verdict:
    """What a check says: a state, one or two sentences, perhaps a picture, and what became of the progress file.

    It is true if it is ✓, and false else, so that `assert exercises.winner("S1")` grades. `share` is how much of an
    answer that is not ✓ is right, from 0 to 1, where an exercise knows it. `question` is what was asked, if that is not
    in sight any more and to be thought about again: it folds out.
    """

    state: str
    text: str
    picture: Picture | None = None
    note: str = ""
    share: float = 0
    question: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return self.state == RIGHT

    @property
    def points(self) -> float:
        """What it is worth, of 1: all for ✓, else its share."""
        return 1 if self else self.share

    def __repr__(self) -> str:
        return "\n".join(filter(None, (f"{self.state} {self.text}", self.note)))

    def _repr_html_(self) -> str:
        said = f"{badge(self.state)} {html.escape(self.text)}"
        note = f"<br><i>{html.escape(self.note)}</i>" if self.note else ""
        shown = f"<br>{image(self.picture.svg(), self.picture.caption)}" if self.picture else ""
        asked = Fold("The question", self.question)._repr_html_() if self.question else ""
        return (f'<div style="border-left: 4px solid {COLOURS[self.state]}; padding-left: 0.7em; line-height: 1.4; '
                f'white-space: pre-wrap">{said}{note}{shown}{asked}</div>')


NOTED = Verdict(UNKNOWN, "Noted. Run the cells below and look for it; then answer here, if you like.")


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


class Computed:
    """A right answer that nobody wrote down: `make()` makes something, and `read(made)` reads the answer off it."""

    def __init__(self, make: Callable[[], object], read: Callable[[object], object]):
        self.make, self.read = make, read

    @cached_property
    def answer(self):
        """The right answer; what it is read off is made when it is first asked for."""
        return self.read(self.make())


class FromRun(Computed):
    """The same for a run, which the reader sees after the answer."""


class Exercise:
    """A question with its right answer and the wrong ones that have a hint of their own; called with an answer.

    `right` is the answer, or a `FromRun`, which makes the exercise a prediction. `wrong` pairs each foreseen wrong
    answer with its hint; `hint` is for all others. `reason` says why the right one is right. `form` says how to answer:
    what has not that form is no answer, and leaves the exercise open.
    """

    form = ""
    latest: Verdict | None = None  # on the last answer that was given here

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
    def takes_code(self) -> bool:
        """Whether an answer is a class that the reader writes."""
        return isinstance(self._right, type)

    @property
    def right(self):
        """The right answer, or one of them; a prediction's is read off its run."""
        return self._right.answer if isinstance(self._right, Computed) else self._right

    def __call__(self, *answers, **named) -> Verdict:
        """Check an answer; without one the exercise stays open, and with several: they want brackets round them."""
        answers += tuple(named.values())
        if not answers or (len(answers) == 1 and answers[0] is None):
            return Verdict(OPEN, self.question)
        verdict = self.verdict_on(answers)
        return verdict if verdict or self.question in verdict.text else replace(verdict, question=self.question)

    def verdict_on(self, answers: tuple) -> Verdict:
        """The verdict on one answer; ○ on several."""
        if len(answers) > 1:
            return Verdict(OPEN, self.without_brackets(answers))
        if self.is_prediction and says_dont_know(answers[0]):
            return self.noted(NOTED, DONT_KNOW)
        understood = self.understood(answers[0])
        if understood is None:
            return Verdict(OPEN, self.form)
        return self.noted(self.judged(understood), self.worded(understood))

    def noted(self, verdict: Verdict, answer: str) -> Verdict:
        """The verdict on an answer, once both are kept, here and in the progress file."""
        if verdict.state != OPEN:
            self.latest = verdict
        return kept(name_of(self), verdict, answer)

    @property
    def points(self) -> float:
        """What the last answer is worth, of 1: 1 for ✓, else the share of it that is right where that is known, or 0.

        An answer that was given here, in this kernel, counts before one in the progress file, which is judged again:
        of that file only the answers are believed. So code counts only where it was handed over here.
        """
        if self.latest is not None:
            return self.latest.points
        kept_answers = progress_file.read()[0].get(name_of(self))
        return self.again(kept_answers[-1].answer or "").points if kept_answers else 0

    def again(self, words: str) -> Verdict:
        """The verdict on an answer by the words that were kept of it, which keeps nothing; ○ if they don't tell it."""
        if self.is_prediction and says_dont_know(words):
            return NOTED
        answer = self.understood(self.from_words(words)) if len(words) <= LONGEST else None
        return Verdict(OPEN, "This can't be judged by its words.") if answer is None else self.judged(answer)

    def from_words(self, words: str):
        """What to read an answer from, by its words as `worded` gives them; None where words don't tell it."""
        return

    def without_brackets(self, answers: tuple) -> str:
        """How to answer, said of several values that were given where one is asked for."""
        if self.understood(answers) is None:
            return self.form
        how = f"{'both' if len(answers) == 2 else 'all'} into one pair of brackets"
        return f"Put {how}: {self.called_with(repr(answers))}."

    def called_with(self, answer: str) -> str:
        """The text that gives an answer in Python."""
        return f"exercises.{name_of(self).rpartition('.')[2] or 'question'}({answer})"

    def understood(self, answer):
        """What `read` makes of an answer, in bounded time; None also if it can't be read for whatever reason."""
        try:
            return run_for(SECONDS, lambda: self.read(answer))
        except BaseException:
            return None

    def judged(self, answer) -> Verdict:
        """The verdict on what an answer was understood as, in bounded time, whatever the reader's code does."""
        try:
            self.prepare()
        except ImportError as error:
            return not_here(error)
        try:
            return run_for(self.seconds, lambda: self.judge(answer), self.clock_for_answer())
        except TooSlow:
            return Verdict(WRONG, f"Your answer took more than {self.seconds:g} s and was stopped: is there a loop in "
                                  "it that never ends?")
        except BaseException as error:
            return not_here(error) if is_lacking(error) else Verdict(WRONG, f"Your answer {in_words(error)}.")

    @property
    def seconds(self) -> float:
        """How long an answer may take, by its clock."""
        return SECONDS

    def clock_for_answer(self) -> Clock:
        """What tells how long an answer takes: a clock for all that is done to judge it."""
        return Clock()

    def prepare(self) -> None:
        """Make what judging needs and the reader has no part in: it must not count as the answer's time."""
        _ = self.right

    def read(self, answer):
        """An answer in the one form in which it is judged; None, or an exception, if it has not the form asked for."""
        raise NotImplementedError

    def judge(self, answer) -> Verdict:
        """The verdict on an answer that was read; may raise or hang if the reader's code does."""
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


def says_dont_know(answer) -> bool:
    """Whether an answer is "I don't know", however it is typed."""
    # Of texts of a reader's own class any method may raise, or never return.
    return type(answer) is str and answer.strip(" .!\"").replace("’", "'").lower() == DONT_KNOW.lower()


def name_of(exercise: Exercise) -> str:
    """An exercise's name, such as "elect_a_leader.winner": its module and its name there; "" if it is in none."""
    for module in list(sys.modules.values()):
        package, _, last = getattr(module, "__name__", "").rpartition(".")
        if package in HOMES:
            for name, thing in vars(module).items():
                if thing is exercise:
                    return f"{last}.{name}"
    return ""


def kept(name: str, verdict: Verdict, answer: str) -> Verdict:
    """The verdict, once it is in the progress file; with a note if it could not be put there as usual."""
    if not name or verdict.state == OPEN:
        return verdict
    return replace(verdict, note=progress_file.record(name, verdict.state, answer))


def not_here(error: ImportError) -> Verdict:
    """What is said where a package is lacking: no answer is to blame."""
    return Verdict(OPEN, f"This can't be judged here. {error}")
