"""Exercises that answer at once: ○ not answered, ✓ and why, or ✗ and a hint for that very misconception.

A check never shows a traceback and ends within two seconds, whatever it is given.
"""
import html
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from numbers import Real
from pathlib import Path
from typing import NamedTuple

from raftlib.analysis.safety import election_safety
from raftlib.exercises.time_limit import TooSlow, run_for
from raftlib.protocol.log import Log
from raftlib.protocol.server import Server

LIBRARY = Path(__file__).parents[1]
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


class Trial(NamedTuple):
    """A named run that a Server class is put through: `run(server_class)` returns its Cluster at the end."""

    name: str
    run: Callable


class ServerOverride(Exercise):
    """An answer that is a Server class with one method of its own, judged by what clusters of it do, not by its text.

    It must keep a safety property in each trial, and each must end as with the reference, `right`. Where it fails, it
    gets the hint of the class in `wrong` that behaves like it to the last message.
    """

    def __init__(self, question: str, method: str, trials: Sequence[Trial], *args,
                 safety: Callable = election_safety, outcome: Callable | None = None, **options):
        super().__init__(question, *args, **options)
        self.method = method
        self.trials = tuple(trials)
        self.safety, self.outcome = safety, outcome or who_leads

    def judge(self, answer) -> Verdict:
        """○ if the method is still empty; else ✓, or ✗ with the first trial that failed and the nearest hint."""
        if not isinstance(answer, type):
            return Verdict(WRONG, "Pass the class itself, by its name and without brackets behind it.")
        if not issubclass(answer, Server):
            return Verdict(WRONG, "Your class must be a kind of Server: begin it with class MyServer(Server).")
        if getattr(answer, self.method) is getattr(Server, self.method):
            return Verdict(OPEN, f"Write a method {self.method} into your class.")
        try:
            failure = self.first_failure(answer)
        except (NotImplementedError, NoAnswerError):
            return Verdict(OPEN, self.question)
        except BadAnswerError as error:
            return Verdict(WRONG, str(error))
        if failure is None:
            return Verdict(RIGHT, f"{self.reason} ({len(self.trials)} runs, each as with the paper's rule.)")
        return Verdict(WRONG, f"{failure}. {self.hint_for(answer)}")

    def first_failure(self, answer: type) -> str | None:
        """The first trial that breaks the property or ends otherwise than with the reference, in a sentence."""
        watched = self.watched(answer)
        for trial, expected in zip(self.trials, self.expected, strict=True):
            cluster = trial.run(watched)
            evidence = self.safety(cluster.history.states())
            if evidence:
                return f"With {trial.name}, {evidence.sentence}"
            for mine, right in zip(self.outcome(cluster), expected, strict=True):
                if mine != right:
                    return f"With {trial.name}, {mine} at the end, but by the paper's rule {right}"
        return None

    def watched(self, answer: type) -> type:
        """The reader's class, with an eye on what its method returns: None each time means that it is not written."""
        method = getattr(answer, self.method)
        answered = []

        def ask(server, *args):
            result = method(server, *args)
            if result is None and not answered:
                raise NoAnswerError
            if result is None:
                raise BadAnswerError(f"{self.method} returns nothing in some cases: say True or False there, too.")
            if not isinstance(result, bool):
                kind = type(result).__name__
                raise BadAnswerError(f"{self.method} must return True or False; yours returned this: {kind}.")
            answered.append(result)
            return result

        return type(answer.__name__, (answer,), {self.method: ask})

    @cached_property
    def expected(self) -> tuple[tuple[str, ...], ...]:
        """How each trial ends with the reference, as clauses."""
        return tuple(self.outcome(trial.run(self.right)) for trial in self.trials)

    def hint_for(self, answer: type) -> str:
        """The hint of the listed wrong class that does the same in all trials, or the general one."""
        histories = [trial.run(answer).history[:] for trial in self.trials]
        for wrong, hint in self.wrong:
            if all(trial.run(wrong).history[:] == events for trial, events in zip(self.trials, histories, strict=True)):
                return hint
        return self._hint


class ServerAction(ServerOverride):
    """The same for a method that does something and returns nothing: open until one of its trials ends otherwise
    than it began."""

    def watched(self, answer: type) -> type:
        """The reader's class, with an eye on its log; NoAnswerError if the method does nothing and is empty."""
        method = getattr(answer, self.method)

        def do(server, *args):
            method(server, *args)
            if not isinstance(server.log, Log):
                raise BadAnswerError("self.log must stay a Log, as before() and append() return it.")

        careful = type(answer.__name__, (answer,), {self.method: do})
        if self.outcome(self.trials[0].run(careful)) == self.outcome(self.trials[0].run(self.idle)):
            if method.__code__.co_names:  # something is written there, and does not help
                raise BadAnswerError("self.log never changed. before() and append() return a new log: assign it to "
                                     "self.log.")
            raise NoAnswerError
        return careful

    @cached_property
    def idle(self) -> type:
        """A server whose method does nothing."""
        return type("Idle", (Server,), {self.method: lambda server, *args: None})


class NoAnswerError(Exception):
    """The method of a ServerOverride is not written yet."""


class BadAnswerError(Exception):
    """The method of a ServerOverride gave something that is no answer; the message says what, in a sentence."""


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


def within(tolerance: float) -> Callable[[object, object], bool]:
    """A comparison of numbers that lets them differ by `tolerance`."""
    return lambda answer, right: abs(answer - right) <= tolerance


def who_leads(cluster) -> tuple[str, ...]:
    """Who leads at the end of a run, as the one clause that an outcome has here."""
    leader = cluster.leader
    return (f"{leader} leads term {cluster.servers[leader].current_term}" if leader else "nobody leads",)


def in_words(error: BaseException) -> str:
    """An exception in one line, with the line of the reader's that raised it."""
    said = traceback.format_exception_only(error)[-1].strip().rstrip(".")
    frames = traceback.extract_tb(error.__traceback__)
    # The reader's method is called from here; deeper down the library may be called once more.
    called = max(number for number, frame in enumerate(frames) if frame.filename == __file__)
    own = [frame.line for frame in frames[called + 1:]
           if frame.line and not Path(frame.filename).is_relative_to(LIBRARY)]
    return f'{said}, in the line "{own[-1]}"' if own else said
