"""Checks of what a caller hands in, each with one sentence for what is wrong; milliseconds become microseconds here."""
from collections.abc import Mapping


def microseconds(name: str, value: float) -> int:
    """A time in milliseconds as whole microseconds; ValueError unless it is a number ≥ 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(f"{name} is {value!r}: it must be a number of milliseconds, 0 or more.")
    return round(value * 1000)


def microsecond_range(name: str, value: float | tuple[float, float]) -> tuple[int, int]:
    """A pair (low, high) in milliseconds, or one number for both, in microseconds; ValueError where low > high."""
    if not isinstance(value, tuple | list):
        value = (value, value)
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}: it must be one number of milliseconds or a pair (low, high).")
    low, high = (microseconds(name, end) for end in value)
    if low > high:
        raise ValueError(f"{name} is {tuple(value)!r}: the low end must not be above the high end.")
    return low, high


def probability(name: str, value: float) -> float:
    """A probability; ValueError unless it is a number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{name} is {value!r}: it must be a probability from 0 to 1.")
    return float(value)


def factors(name: str, value: Mapping[str, float] | None) -> dict[str, float]:
    """A factor for each of some servers; ValueError unless all are numbers ≥ 0."""
    value = dict(value or {})
    for factor in value.values():
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 <= factor < float("inf"):
            raise ValueError(f"{name} is {value!r}: each factor must be a number, 0 or more.")
    return value


def known(name: str, value: str, allowed) -> str:
    """An id; ValueError unless it is one of `allowed`."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}: it must be one of {', '.join(allowed)}.")
    return value
