"""Checks of what a caller hands in, each with one sentence for what is wrong; milliseconds become microseconds here."""
import os
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from math import isfinite
from numbers import Integral, Real
from pathlib import Path
from types import FunctionType

LONGEST = 1e9  # ms, eleven days: no run goes on beyond, and sums of it are still exact in milliseconds
MOST_DIGITS = 100  # of a whole number
WIDEST = 100  # characters of a value that a sentence shows

OWN = {str, int, float, bool, type(None)}


def plain(value):
    """A value in Python's own numbers, texts and collections, read once: a record must not change with its giver."""
    if type(value) in OWN:  # as nearly always
        return value
    if getattr(value, "shape", None) == ():  # one of numpy's numbers
        value = value.item()
    if isinstance(value, bool):
        return value
    for kind, own in ((str, str), (Integral, int), (Real, float)):
        if isinstance(value, kind):
            return own(value)
    if isinstance(value, dict):
        return {plain(name): plain(each) for name, each in value.items()}
    if type(value) in (tuple, list, set, frozenset):
        return type(value)(map(plain, value))
    return list(map(plain, value)) if isinstance(value, Iterator) else deepcopy(value)


def brief(value) -> str:
    """A value as a sentence shows it: on one line, and of a long one no more than both its ends."""
    try:
        text = " ".join(repr(value).split())
    except (ValueError, RecursionError):  # a number of thousands of digits, a list in a list in a list …
        return f"a huge {type(value).__name__}"
    return text if len(text) <= WIDEST else f"{text[:WIDEST * 2 // 3]} … {text[-WIDEST // 4:]}"


def is_collection(value) -> bool:
    """Whether a value is a list or the like: text or bytes are none, nor is a number that numpy wrapped in an array."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes) and getattr(value, "shape", None) != ()


def number_or_pair(value):
    """A number as it is, and what should be a range as a tuple: a set or a dict is none, for a range has an order."""
    is_range = is_collection(value) and not isinstance(value, set | frozenset | Mapping)
    return tuple(map(plain, value)) if is_range else plain(value)


def members(name: str, values: Iterable) -> list:
    """What any iterable but a text holds, read once; a set, which has no order of its own, sorted."""
    if not is_collection(values):
        raise ValueError(f"{name} is {brief(values)}: it must be a list, or any other collection.")
    found = [plain(each) for each in values]
    return sorted(found, key=repr) if isinstance(values, set | frozenset) else found


def as_code(value) -> str:
    """A value as Python text that is the same on every machine: sets sorted, classes and functions by their name.

    `...` stands for what no text makes again: a function without a name, a source of random numbers, an array.
    """
    if isinstance(value, type | FunctionType):
        return value.__name__ if value.__name__.isidentifier() else "..."
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_code(key)}: {as_code(each)}' for key, each in value.items())}}}"
    if isinstance(value, set | frozenset):
        text = f"{{{', '.join(sorted(map(as_code, value)))}}}" if value else "set()"
        return f"frozenset({text})" if isinstance(value, frozenset) else text
    if type(value) is list:
        return f"[{', '.join(map(as_code, value))}]"
    if type(value) is tuple:
        return f"({', '.join(map(as_code, value))}{',' * (len(value) == 1)})"
    if isinstance(value, float) and not isfinite(value):
        return f"float('{value}')"
    return repr(value) if type(value) in OWN else "..."


def is_number(value) -> bool:
    """Whether a plain value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def whole(name: str, value: int, low: int | None = None, high: int | None = None) -> int:
    """A whole number, Python's or numpy's; ValueError for anything else, one below `low`, or one above `high`."""
    number = plain(value)
    least, most = (-10**MOST_DIGITS if low is None else low), (10**MOST_DIGITS if high is None else high)
    if not is_number(number) or isinstance(number, float) or not least <= number <= most:
        allowed = f"of at most {MOST_DIGITS} digits" if low is None else f"from {low} on"
        if high is not None:
            allowed = f"from {low} to {high}"
        raise ValueError(f"{name} is {brief(value)}: it must be a whole number {allowed}.")
    return number


def truth(name: str, value: bool) -> bool:
    """True or False, Python's or numpy's; ValueError for anything else."""
    if not isinstance(plain(value), bool):
        raise ValueError(f"{name} is {brief(value)}: it must be True or False.")
    return plain(value)


def microseconds(name: str, value: float) -> int:
    """A time in milliseconds as whole microseconds; ValueError unless it is a number from 0 to a thousand million."""
    value = plain(value)
    if not is_number(value) or not 0 <= value <= LONGEST:
        raise ValueError(f"{name} is {brief(value)}: it must be a number of milliseconds, from 0 to {LONGEST:g}.")
    return round(value * 1000)


def span(name: str, value: float) -> int:
    """A time that is more than none, as whole microseconds; ValueError below one of them."""
    time = microseconds(name, value)
    if not time:
        raise ValueError(f"{name} is {brief(value)}: it must be 0.001 milliseconds or more.")
    return time


def moment(name: str, value: float) -> int:
    """A point of time in milliseconds, before the start of a run or after its end perhaps, in whole microseconds."""
    value = plain(value)
    if not is_number(value) or not abs(value) <= LONGEST:
        raise ValueError(f"{name} is {brief(value)}: it must be a number of milliseconds.")
    return round(value * 1000)


def microsecond_range(name: str, value: float | Iterable[float]) -> tuple[int, int]:
    """A pair (low, high) in milliseconds, or one number for both, in microseconds; ValueError where low > high."""
    value = number_or_pair(value)
    if is_number(value):
        value = (value, value)
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} is {brief(value)}: it must be one number of milliseconds or a pair (low, high).")
    low, high = (microseconds(name, end) for end in value)
    if low > high:
        raise ValueError(f"{name} is {brief(value)}: the low end must not be above the high end.")
    return low, high


def probability(name: str, value: float) -> float:
    """A probability; ValueError unless it is a number from 0 to 1."""
    value = plain(value)
    if not is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{name} is {brief(value)}: it must be a probability from 0 to 1.")
    return float(value)


def factors(name: str, value: Mapping[str, float] | None) -> dict[str, float]:
    """A factor for each of some servers; ValueError unless all are numbers ≥ 0."""
    value = {} if value is None else plain(value)
    if not isinstance(value, dict) or not all(is_number(each) and 0 <= each <= LONGEST for each in value.values()):
        raise ValueError(f"{name} is {brief(value)}: it must give a factor, a number from 0 on, "
                         "for servers by their ids.")
    return value


def known(name: str, value: str, allowed) -> str:
    """An id; ValueError unless it is one of `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} is {brief(value)}: it must be one of {', '.join(allowed)}.")
    return value


def all_known(name: str, values: Iterable[str], allowed) -> None:
    """ValueError unless each of some ids is one of `allowed`."""
    for value in values:
        if value not in allowed:
            raise ValueError(f"{name} has {brief(value)}: each server must be one of {', '.join(allowed)}.")


def groups_of(name: str, groups: Iterable[Iterable[str]]) -> list[list[str]]:
    """Groups of ids; ValueError unless there are two or more, each with a member, and nobody is in two of them."""
    groups = [members(name, group) for group in groups]
    ids = [id for group in groups for id in group]
    are_ids = all(isinstance(id, str) for id in ids)
    if not are_ids or len(groups) < 2 or not all(groups) or len(set(ids)) < len(ids):
        raise ValueError(f"{name} got the groups {brief(groups)}: it needs two or more groups of ids, none of them "
                         "empty, and no server in two of them.")
    return groups


def file_to_write(path: str | os.PathLike, *endings: str) -> Path:
    """Where to write a file whose name has one of some endings, in a folder that is there."""
    ends = f"end in {' or '.join(endings)}"
    if not isinstance(path, str | os.PathLike):
        raise ValueError(f"path is {brief(path)}: it must be the name of a file, and {ends}.")
    path = Path(path)
    if path.suffix not in endings:
        raise ValueError(f"path is {str(path)!r}: it must {ends}.")
    if not path.parent.is_dir():
        raise ValueError(f"path is {str(path)!r}: there is no folder {str(path.parent)!r}.")
    return path
