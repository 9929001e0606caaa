"""The kinds of answers that a reader types: a value, a number, a choice, a set, or something that is tried out."""
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from numbers import Real
from typing import NamedTuple

from raftlib.exercises.exercise import Exercise, Verdict, name_of
from raftlib.exercises.question import Question, still
from raftlib.exercises.states import OPEN, RIGHT, WRONG


class Value(Exercise):
    """An answer that is a value; `same(answer, right)` says whether two are equal enough.

    Shown as the result of a cell it is its question with a field for the answer.
    """

    options: Mapping[str, str] = {}  # to choose one of
    sample = "S1"  # of an answer, as one types it into the field

    def __init__(self, *args, same: Callable[[object, object], bool] | None = None, **more):
        super().__init__(*args, **more)
        self.same = same or equal
        self.asked = self.question

    def judge(self, answer) -> Verdict:
        """✓ if it is the right value; ✗ with the hint of the wrong value that it is, or the general one."""
        if self.same(answer, self.right):
            return Verdict(RIGHT, self.reason)
        hint = next((hint for value, hint in self.wrong if self.same(answer, value)), self._hint)
        return Verdict(WRONG, f"{hint} In the run it is {self.worded(self.right)}." if self.is_prediction else hint)

    def typed(self, text: str) -> object:
        """The answer that a text in the field stands for; None for an empty one."""
        return text.strip() or None

    def in_python(self) -> str:
        """How to answer without the field."""
        name = name_of(self).rpartition(".")[2] or "question"
        return f"exercises.{name}({self.typed(self.sample)!r})"

    def _repr_mimebundle_(self, **kwargs):
        """The question with something to answer it with; where there are no widgets, in words."""
        data = Question(self)._repr_mimebundle_(**kwargs)
        return data | {"text/html": still(self), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"{self.question}\nTo answer in Python: {self.in_python()}"


class Number(Value):
    """An answer that is a number; anything else leaves the exercise open."""

    sample = "3"

    def judge(self, answer) -> Verdict:
        """As for a value."""
        if not is_number(answer):
            return Verdict(OPEN, "Answer with a number, without quotes.")
        return super().judge(answer)

    def typed(self, text: str) -> object:
        """The number; what is none is left to `judge`, which says so."""
        with suppress(ValueError):
            number = float(text.replace(",", "."))
            return int(number) if number.is_integer() else number
        return super().typed(text)


class Set(Value):
    """An answer that is some of the `elements` (texts or numbers), in any collection, or in a text.

    Anything else leaves the exercise open, an empty answer as well.
    """

    def __init__(self, question: str, elements: Iterable[str | int], *args, **more):
        super().__init__(question, *args, same=same_set, **more)
        self.elements = tuple(elements)
        self.sample = self.worded(self.elements[:2])

    def judge(self, answer) -> Verdict:
        """As for a value; order does not count."""
        chosen = self.chosen(answer)
        if chosen:
            return super().judge(chosen)
        return Verdict(OPEN, f'Answer with some of {self.worded(self.elements)}, as in "{self.sample}".')

    def chosen(self, answer) -> set:
        """The elements that an answer has; empty if it has anything else, or nothing."""
        if isinstance(answer, str):
            answer = re.findall(r"\w+", answer)
            if len(answer) == 1 and not self.known(answer):
                answer = list(answer[0])  # letters are often typed without blanks between
        if not isinstance(answer, set | frozenset | list | tuple):
            return set()
        return self.known(answer)

    def known(self, answer: Iterable) -> set:
        """These elements, whatever the case of their letters; empty if one of them is unknown."""
        by_name = {str(element).lower(): element for element in self.elements}
        names = [str(each).strip().lower() for each in answer]
        return {by_name[name] for name in names} if all(name in by_name for name in names) else set()

    def worded(self, answer) -> str:
        """The elements in their order."""
        return ", ".join(str(element) for element in self.elements if element in answer)


class Letters(Set):
    """An answer that is some of several statements, each with a letter."""

    def __init__(self, question: str, options: Mapping[str, str], *args, **more):
        super().__init__(question + listed(options), options, *args, **more)


class Choice(Value):
    """An answer that is one of several options, each with a letter; either case of the letter will do."""

    def __init__(self, question: str, options: Mapping[str, str], *args, **more):
        super().__init__(question + listed(options), *args, **more)
        self.asked, self.options = question, options
        self.sample = next(iter(options))

    def judge(self, answer) -> Verdict:
        """As for a value; what is none of the letters leaves the exercise open."""
        letter = answer.strip().lower() if isinstance(answer, str) else answer
        if not isinstance(letter, str) or letter not in self.options:
            return Verdict(OPEN, f"Answer with one of the letters {', '.join(self.options)}, in quotes.")
        return super().judge(letter)

    def worded(self, answer) -> str:
        """The letter and what it stands for."""
        return f"{answer}) {self.options[answer].rstrip('.')}"


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


def listed(options: Mapping[str, str]) -> str:
    """The options, a line each, with their letters."""
    return "".join(f"\n  {letter}) {text}" for letter, text in options.items())


def equal(answer, right) -> bool:
    """Whether two values are the same; a text may differ in case and in blanks round it."""
    if isinstance(answer, str) and isinstance(right, str):
        return answer.strip().lower() == right.lower()
    return bool(answer == right)


def same_set(answer: Iterable, right: Iterable) -> bool:
    """Whether two collections have the same elements."""
    return set(answer) == set(right)


def is_number(answer) -> bool:
    """Whether an answer is a number, of Python's or NumPy's kind; True and False are none."""
    return isinstance(answer, Real) and not isinstance(answer, bool)


def close(share: float) -> Callable[[float, float], bool]:
    """A comparison of numbers that lets them differ by a `share` of the right one."""
    return lambda answer, right: abs(answer - right) <= share * abs(right)
