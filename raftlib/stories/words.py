"""Values as a narrator says them."""
from collections.abc import Iterable

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
EXACT = 10_000  # µs: below that a time is told to a tenth of a millisecond


def number(count: int) -> str:
    """A small number in words, a larger one in digits."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def ms(time: int) -> str:
    """A time (µs) in milliseconds: a short one to a tenth, a longer one without."""
    return f"{round(time / 1000, 1):g} ms" if time < EXACT else f"{round(time / 1000)} ms"


def names(ids: Iterable[str]) -> str:
    """Servers as a sentence lists them: S1, S2 and S3."""
    *most, last = ids
    return f"{', '.join(most)} and {last}" if most else last


def own_and(others: Iterable[str]) -> str:
    """What is a server's own, and that of others: its own, S2's and S4's."""
    *most, last = ["its own", *(f"{id}'s" for id in sorted(others))]
    return f"{', '.join(most)} and {last}" if most else last


def terms(first: int, last: int) -> str:
    """One term, or several in a row, that end."""
    return f"Term {first} ends" if first == last else f"Terms {first} to {last} end"


def times(count: int) -> str:
    """How often: once, twice, three times."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")
