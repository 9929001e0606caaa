"""Checks of what a caller hands in, each with one sentence for what is wrong; milliseconds become microseconds here."""
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from numbers import Integral, Real

LONGEST = 1e9  # ms, eleven days: no run gets there, and sums of it are still exact in milliseconds

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


def is_collection(value) -> bool:
    """Whether a value is a list or the like: a text is none, nor is a number that numpy has wrapped in an array."""
    return isinstance(value, Iterable) and not isinstance(value, str) and getattr(value, "shape", None) != ()


def number_or_pair(value):
    """A number as it is, and what should be a range as a tuple."""
    return tuple(map(plain, value)) if is_collection(value) else plain(value)


def members(name: str, values: Iterable) -> list:
    """What any iterable but a text holds, read once; a set, which has no order of its own, sorted."""
    if not is_collection(values):
        raise ValueError(f"{name} is {values!r}: it must be a list, or any other collection.")
    found = [plain(each) for each in values]
    return sorted(found, key=repr) if isinstance(values, set | frozenset) else found


def as_code(value) -> str:
    """A value as Python text that is the same on every machine: sets sorted, classes by their name."""
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_code(key)}: {as_code(each)}' for key, each in value.items())}}}"
    if isinstance(value, set | frozenset) and value:
        text = f"{{{', '.join(sorted(map(as_code, value)))}}}"
        return f"frozenset({text})" if isinstance(value, frozenset) else text
    return f"[{', '.join(map(as_code, value))}]" if type(value) is list else repr(value)


def is_number(value) -> bool:
    """Whether a plain value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def whole(name: str, value: int, low: int | None = None) -> int:
    """A whole number, Python's or numpy's; ValueError for anything else, or one below `low`."""
    value = plain(value)
    if not is_number(value) or isinstance(value, float) or (low is not None and value < low):
        raise ValueError(f"{name} is {value!r}: it must be a whole number{'' if low is None else f' from {low} on'}.")
    return value


def microseconds(name: str, value: float) -> int:
    """A time in milliseconds as whole microseconds; ValueError unless it is a number from 0 to a thousand million."""
    value = plain(value)
    if not is_number(value) or not 0 <= value <= LONGEST:
        raise ValueError(f"{name} is {value!r}: it must be a number of milliseconds, from 0 to {LONGEST:g}.")
    return round(value * 1000)


def moment(name: str, value: float) -> int:
    """A point of time in milliseconds, before the start of a run or after its end perhaps, in whole microseconds."""
    value = plain(value)
    if not is_number(value) or not abs(value) <= LONGEST:
        raise ValueError(f"{name} is {value!r}: it must be a number of milliseconds.")
    return round(value * 1000)


def microsecond_range(name: str, value: float | Iterable[float]) -> tuple[int, int]:
    """A pair (low, high) in milliseconds, or one number for both, in microseconds; ValueError where low > high."""
    value = number_or_pair(value)
    if is_number(value):
        value = (value, value)
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} is {value!r}: it must be one number of milliseconds or a pair (low, high).")
    low, high = (microseconds(name, end) for end in value)
    if low > high:
        raise ValueError(f"{name} is {value!r}: the low end must not be above the high end.")
    return low, high


def probability(name: str, value: float) -> float:
    """A probability; ValueError unless it is a number from 0 to 1."""
    value = plain(value)
    if not is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{name} is {value!r}: it must be a probability from 0 to 1.")
    return float(value)


def factors(name: str, value: Mapping[str, float] | None) -> dict[str, float]:
    """A factor for each of some servers; ValueError unless all are numbers ≥ 0."""
    value = {} if value is None else plain(value)
    if not isinstance(value, dict) or not all(is_number(each) and 0 <= each <= LONGEST for each in value.values()):
        raise ValueError(f"{name} is {value!r}: it must give a factor, a number from 0 on, for servers by their ids.")
    return value


def known(name: str, value: str, allowed) -> str:
    """An id; ValueError unless it is one of `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} is {value!r}: it must be one of {', '.join(allowed)}.")
    return value


def groups_of(name: str, groups: Iterable[Iterable[str]]) -> list[list[str]]:
    """Groups of ids; ValueError unless there are two or more, each with a member, and nobody is in two of them."""
    groups = [members(name, group) for group in groups]
    ids = [id for group in groups for id in group]
    if len(groups) < 2 or not all(groups) or any(ids.count(id) > 1 for id in ids):
        raise ValueError(f"{name} got the groups {groups!r}: it needs two or more, none of them empty, "
                         "and no server in two of them.")
    return groups
