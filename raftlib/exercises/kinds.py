"""The kinds of answers that a reader types: a value, a number, a choice, a set, or something that is tried out."""
import re
from ast import literal_eval
from collections.abc import Callable, Iterable, KeysView, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import inf, isfinite
from numbers import Real
from typing import NamedTuple

from raftlib.exercises.class_text import as_text
from raftlib.exercises.exercise import Exercise, Verdict
from raftlib.exercises.question import Question, still
from raftlib.exercises.states import RIGHT, WRONG

BLANKS, QUOTES = " \t\r\n", "\"'“”„‘’«»"
COLLECTIONS = set | frozenset | list | tuple | KeysView  # of which a set's elements may be given


class Value(Exercise):
    """An answer that is a value.

    Shown as the result of a cell it is its question with a field for the answer.
    """

    options: Mapping[str, str] = {}  # to choose one of
    answered: tuple[str | None, str] | None = None  # in its question: what was given last, and the verdict in HTML
    sample = "S1"  # of an answer, as one types it into the field

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.asked = self.question

    def judge(self, answer) -> Verdict:
        """✓ if it is the right value; ✗ with the hint of the wrong value that it is, or the general one."""
        if self.same(answer, self.right):
            return Verdict(RIGHT, self.reason)
        return Verdict(WRONG, next((hint for value, hint in self.wrong if self.same(answer, value)), self._hint))

    def same(self, answer, value) -> bool:
        """Whether an answer is this right or wrong value."""
        return answer == value

    def typed(self, text: str) -> object:
        """The answer that a text in the field stands for; None for an empty one."""
        return text.strip(BLANKS + QUOTES) or None

    def from_words(self, words: str):
        """As if they were typed into the field."""
        return self.typed(words)

    def in_python(self) -> str:
        """How to answer without the field."""
        return self.called_with(repr(self.typed(self.sample)))

    def _repr_mimebundle_(self, **kwargs):
        """The question with something to answer it with; where there are no widgets, in words."""
        data = Question(self)._repr_mimebundle_(**kwargs)
        return data | {"text/html": still(self), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"{self.question}\nTo answer in Python: {self.in_python()}"


class Number(Value):
    """An answer that is a number; it may differ from the right one by a share `within` of it."""

    sample = "3"
    form = "Answer with a number, in digits and without quotes."

    def __init__(self, *args, within: float = 0, **more):
        super().__init__(*args, **more)
        self.within = within

    def read(self, answer):
        """The number as one of Python's own."""
        return plain(answer) if is_number(answer) else None

    def same(self, answer, value) -> bool:
        """Whether two numbers are near enough."""
        return abs(answer - value) <= self.within * abs(value)

    def typed(self, text: str) -> object:
        """The number; what is none is left to `read`."""
        given = super().typed(text)
        with suppress(ValueError, OverflowError):
            return plain(float((given or "").replace(",", ".")))
        return given


class Count(Number):
    """An answer that says how many: a whole number from 0 to `most`; what can't be counted is no answer."""

    def __init__(self, *args, most: int, **more):
        super().__init__(*args, **more)
        self.most = most
        self.form = f"Answer with a whole number from 0 to {most}, in digits and without quotes."

    def read(self, answer):
        """The number, if there can be so many."""
        number = super().read(answer)
        return number if isinstance(number, int) and 0 <= number <= self.most else None


class Counts(Value):
    """An answer that is whole numbers from 0 to `most`, in their order: in a list, a tuple, an array or a text."""

    sample = "3, 2, 1"

    def __init__(self, *args, most: int, **more):
        super().__init__(*args, **more)
        self.most = most
        self.form = f'Answer with whole numbers from 0 to {most} in their order, as in "{self.sample}".'

    def read(self, answer):
        """The numbers, if each of them can be; a single one may stand alone."""
        if isinstance(answer, str):
            answer = [float(part) for part in re.split(r"[\s,;→]+", answer.strip(BLANKS + QUOTES + "()[].,;"))]
        elif getattr(answer, "shape", None):  # an array of numpy's
            answer = answer.tolist()
        given = answer if isinstance(answer, list | tuple) else [answer]
        return whole(given, len(given), 0, self.most) or None

    def judge(self, answer) -> Verdict:
        """As of any value; of a wrong answer with the right length, those numbers count that are in their place."""
        verdict = super().judge(answer)
        same = [given == right for given, right in zip(answer, self.right, strict=False)]
        return verdict if verdict or len(answer) != len(self.right) else replace(verdict, share=sum(same) / len(same))

    def worded(self, answer) -> str:
        """The numbers with commas between them."""
        return ", ".join(map(str, answer))


class Name(Value):
    """An answer that is one of some `names`, whatever the case of its letters."""

    def __init__(self, question: str, names: Iterable[str], *args, **more):
        super().__init__(question, *args, **more)
        self.names = tuple(names)
        self.sample = self.names[0]
        self.form = f'Answer with one of {", ".join(self.names)}, as in "{self.sample}".'

    def read(self, answer):
        """The name as it stands among the names."""
        return next((name for name in self.names if name.lower() == bare(answer)), None)


class Set(Value):
    """An answer that is some of the `elements` (texts or numbers), at least one, in any collection or in a text."""

    def __init__(self, question: str, elements: Iterable[str | int], *args, **more):
        super().__init__(question, *args, **more)
        self.elements = tuple(elements)
        self.sample = self.worded(self.elements[:2])
        self.form = f'Answer with some of {self.worded(self.elements)}, as in "{self.sample}".'

    def read(self, answer):
        """The elements that an answer has; None if it has anything else, or nothing."""
        if isinstance(answer, str):
            answer = [part for part in re.split(r"[\s,;]+", answer.strip()) if bare(part) not in ("", "and")]
            if len(answer) == 1 and not self.known(answer):
                answer = list(bare(answer[0]))  # letters are often typed without blanks between
        if getattr(answer, "shape", None):  # an array of numpy's
            answer = answer.tolist()
        return self.known(answer) or None if isinstance(answer, COLLECTIONS) else None

    def known(self, answer: Iterable) -> set:
        """These elements, whatever the case of their letters; empty if one of them is unknown."""
        by_name = {str(element).lower(): element for element in self.elements}
        names = [bare(each) for each in answer]
        return {by_name[name] for name in names} if all(name in by_name for name in names) else set()

    def same(self, answer, value) -> bool:
        """Whether both have the same elements; order does not count."""
        return set(answer) == set(value)

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
        self.form = f'Answer with one of the letters {", ".join(options)}, as in "{self.sample}".'

    def read(self, answer):
        """The letter of an option, of which the letter was given, or the text, or both."""
        given = bare(answer) if isinstance(answer, str) else None
        return next((letter for letter, text in self.options.items()
                     if given in (letter, bare(text), bare(f"{letter}) {text}"))), None)

    def worded(self, answer) -> str:
        """The letter and what it stands for."""
        return f"{answer}) {self.options[answer].rstrip('.')}"


class Requirement(NamedTuple):
    """What an answer must meet: `is_met(answer)`, and for one that does not what was `found` of it, and a hint."""

    is_met: Callable[[object], bool]
    hint: str
    found: Callable[[object], str] = lambda _: ""


class Requirements(Exercise):
    """An answer that is tried out: it is right if it meets all requirements; else it gets the hint of the first unmet.

    `right` is one of many right answers. `read(answer)` makes an answer what the requirements look at, or None, for
    which `form` says how to answer.
    """

    def __init__(self, question: str, read: Callable, form: str, requirements: Sequence[Requirement], *args, **options):
        super().__init__(question, *args, **options)
        self.read, self.form = read, form
        self.requirements = tuple(requirements)

    def from_words(self, words: str):
        """The Python value that they are the text of, as of (250, 300); None if they are none."""
        try:
            return literal_eval(words)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None

    def judge(self, answer) -> Verdict:
        """✓ if all requirements are met, tried in their order; ✗ with the first hint."""
        for requirement in self.requirements:
            if not requirement.is_met(answer):
                return Verdict(WRONG, f"{requirement.found(answer)} {requirement.hint}".lstrip())
        return Verdict(RIGHT, self.reason)

    def worded(self, answer) -> str:
        """The answer as Python writes it; of a class the text."""
        return as_text(answer) if isinstance(answer, type) else super().worded(answer)


def listed(options: Mapping[str, str]) -> str:
    """The options, a line each, with their letters."""
    return "".join(f"\n  {letter}) {text}" for letter, text in options.items())


def bare(answer) -> str:
    """A name, a letter or a number as the text that it is known by: "a" for "A)", "3" for 3.0; "" for all else."""
    if isinstance(answer, str):
        return answer.strip(BLANKS + QUOTES + "().:{}[]").lower()
    return str(plain(answer)) if is_number(answer) else ""


def is_number(answer) -> bool:
    """Whether an answer is a number, of Python's or NumPy's kind, and finite; True and False are none."""
    return isinstance(answer, Real) and not isinstance(answer, bool) and isfinite(answer)


def plain(number: Real) -> int | float:
    """A number as one of Python's own, whole where it is; raises ValueError or OverflowError if it is not finite."""
    return int(number) if number == int(number) else float(number)


def numbers(answer, count: int) -> tuple | None:
    """So many numbers in a tuple or a list, each as one of Python's own; None for anything else."""
    if not isinstance(answer, tuple | list) or len(answer) != count or not all(map(is_number, answer)):
        return None
    return tuple(map(plain, answer))


def whole(answer, count: int, least: int, most: float = inf) -> tuple | None:
    """So many whole numbers from `least` to `most` in a tuple or a list; None for anything else."""
    found = numbers(answer, count)
    return found if found and all(isinstance(each, int) and least <= each <= most for each in found) else None
