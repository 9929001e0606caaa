"""What pictures are asked for, read once and made plain; each check has one sentence for what is wrong."""
from math import inf

from raftlib.protocol.words import checks
from raftlib.simulation.arguments import is_number, plain
from raftlib.simulation.history import History


def is_whole(value) -> bool:
    """Whether it is a whole number of some kind; 5.0 is none."""
    return checks.is_whole(plain(value), least=-inf)


def moment(name: str, time: float, history: History) -> float:
    """A time of a run (ms); ValueError for what is no number, or lies outside the run."""
    own = plain(time)
    if not is_number(own) or not 0 <= own <= history.end:
        raise ValueError(f"{name} is {time!r}: it must be a number of milliseconds from 0 to the run's end, "
                         f"{history.end:.12g}.")
    return own


def window(history: History, start: float, end: float) -> tuple[float, float]:
    """A stretch of a run (ms); ValueError for what is no time of the run, or ends before it starts."""
    start, end = moment("start", start, history), moment("end", end, history)
    if end < start:
        raise ValueError(f"end is {end:g} ms and start is {start:g} ms: a window must not end before it starts.")
    return start, end


def by_name(name: str, given, of: str) -> dict:
    """A mapping, or pairs, as a dict; ValueError for anything else, which says `of` what it must be."""
    try:
        return dict(given)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {given!r}: it must be a dict of {of}.") from None
