"""Servers that fail and are repaired over many simulated years, and the time in which too few of them are up."""
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from raftlib.analysis.availability import DAYS_A_YEAR, checked_needed, minutes_a_year, share_down_in_racks
from raftlib.analysis.life import HOURS_A_DAY, NEVER, Life
from raftlib.analysis.majorities import majority
from raftlib.simulation.arguments import brief, is_number, plain, whole
from raftlib.simulation.start import MOST

STRETCHES = 40  # equal parts of the years: how much they differ says how far chance may have moved the whole
MOST_YEARS = 10**6


class Downtime(NamedTuple):
    """Minutes a year without service, and the standard error with which a simulation knows them."""

    minutes: float
    error: float


class Years(NamedTuple):
    """What some machines did: from one event to the next each of them is either up or down.

    `hours` (pieces,) says how long each such piece of time lasts, `up` (machines, pieces) who is up in it, and
    `stretch` (pieces,) in which of the equal parts of the whole it lies.
    """

    hours: np.ndarray
    up: np.ndarray
    stretch: np.ndarray

    @property
    def ends(self) -> np.ndarray:
        """At which hour each piece of time ends."""
        return np.cumsum(self.hours)

    def downtime(self, served: np.ndarray) -> Downtime:
        """The time without service; `served` (pieces,) says whether there is service in each piece of time."""
        lost = np.bincount(self.stretch, self.hours * ~served, STRETCHES)
        shares = lost * STRETCHES / self.hours.sum()
        return Downtime(minutes_a_year(shares.mean()), minutes_a_year(shares.std(ddof=1)) / STRETCHES**0.5)

    def first_outage(self, served: np.ndarray) -> float | None:
        """At which hour service first stops; None if it never does."""
        place = int(np.argmin(served))
        return None if served[place] else float(self.hours[:place].sum())

    def outages(self, served: np.ndarray, start: float, end: float) -> np.ndarray:
        """From when to when (outages, 2; hours) there is no service, as far as it lies between `start` and `end`.

        An outage may last through several pieces of time: what else happens meanwhile does not end it.
        """
        changes = np.flatnonzero(np.diff(~served, prepend=False, append=False))
        outages = np.append(0.0, self.ends)[changes.reshape(-1, 2)]
        seen = (outages[:, 1] > start) & (outages[:, 0] < end)
        return np.clip(outages[seen], start, end)


def live(lives: Iterable[Life], years: float = 1000, seed: int = 0) -> Years:
    """Let machines live for some years, each as its `Life` says and independently of the others.

    A machine runs for an exponentially distributed time, and a repair always takes equally long. All begin somewhere in
    their lives, so that the first year is like any other. A machine more at the end of the list changes nothing for
    those before it. Raises ValueError for no machine, no time, or more than a million years.
    """
    lives, years, seed = list(lives) if isinstance(lives, Iterable) else lives, plain(years), whole("seed", seed, 0)
    if not lives or not isinstance(lives, list) or not all(isinstance(life, Life) for life in lives):
        raise ValueError(f"lives is {brief(lives)}: it must be the Life of each of some machines.")
    if not is_number(years) or not 0 < years <= MOST_YEARS:
        raise ValueError(f"years is {brief(years)}: it must be a number above 0, at most {MOST_YEARS}.")
    hours = years * DAYS_A_YEAR * HOURS_A_DAY
    cuts = np.linspace(0, hours, STRETCHES, endpoint=False)
    events = [changes(life, hours, np.random.default_rng((seed, number))) for number, life in enumerate(lives)]
    # What cuts the whole into stretches is an event that changes nothing.
    machine = np.repeat([*range(len(lives)), 0], [*(len(times) for times, _ in events), STRETCHES])
    change = np.concatenate([*(change for _, change in events), np.zeros(STRETCHES, np.int8)])
    times = np.concatenate([*(times for times, _ in events), cuts])

    order = np.argsort(times)
    up = np.zeros((len(lives), len(times)), np.int8)
    up[machine[order], np.arange(len(times))] = change[order]
    np.cumsum(up, axis=1, out=up)
    starts = times[order]
    lasts = np.diff(starts, append=hours)
    real = lasts > 0  # at 0 much happens at once
    return Years(lasts[real], up[:, real] > 0, np.searchsorted(cuts, starts[real], "right") - 1)


def changes(life: Life, hours: float, random) -> tuple[np.ndarray, np.ndarray]:
    """When (hours) a machine comes up (+1) and fails (−1), in turn; one that is up from the start comes up at 0."""
    if life.runs == np.inf:
        return np.zeros(1), np.ones(1, np.int8)
    expected = hours / (life.runs + life.repair)
    # Eight standard deviations more than expected, so that the runs last until the end.
    runs = random.exponential(life.runs, int(expected + 8 * expected**0.5) + 20)
    first = random.random() * life.repair if random.random() < life.down else 0.0
    comes_up = first + np.concatenate([[0.0], np.cumsum(runs[:-1] + life.repair)])
    times = np.column_stack([comes_up, comes_up + runs]).ravel()
    change = np.tile(np.array([1, -1], np.int8), len(runs))
    return times[times < hours], change[times < hours]


class Downtimes(NamedTuple):
    """Minutes a year without service in clusters of 1, 2, … servers, by the formula and as simulated for `years`.

    `formula`, `simulated` and its standard `errors` are arrays of one place a cluster.
    """

    formula: np.ndarray
    simulated: np.ndarray
    errors: np.ndarray
    years: float

    @property
    def servers(self) -> np.ndarray:
        """The numbers of servers."""
        return np.arange(1, len(self.formula) + 1)


def downtimes(life: Life, years: float = 1000, needed: Callable[[int], int] = majority, shared: Life = NEVER,
              seed: int = 0) -> Downtimes:
    """Formula and simulation side by side for clusters of 1 to 9 servers, of which `needed(n)` must be up.

    What is `shared`, such as the power of the room, takes all servers away when it fails. The cluster of n servers is
    made of the first n of the same nine. Raises ValueError for what is no Life, or a number needed outside 1–n.
    """
    for name, each in (("life", life), ("shared", shared)):
        if not isinstance(each, Life):
            raise ValueError(f"{name} is {brief(each)}: it must be a Life.")
    if not callable(needed):
        raise ValueError(f"needed is {brief(needed)}: it must be a function of the servers, such as majority.")
    for servers in range(1, MOST + 1):
        checked_needed(servers, needed(servers))
    return downtimes_of(live([*MOST * [life], shared], years, seed), life, needed, shared, years)


def downtimes_of(lived: Years, life: Life, needed: Callable[[int], int], shared: Life, years: float) -> Downtimes:
    """The downtimes of clusters of the first n machines that `lived`, of which the last one is what they share."""
    clusters = range(1, MOST + 1)
    simulated = [lived.downtime(served_by(lived, servers, needed(servers))) for servers in clusters]
    formula = [share_down_in_racks([servers], life.down, shared.down, needed(servers)) for servers in clusters]
    minutes, errors = zip(*simulated, strict=True)
    return Downtimes(minutes_a_year(np.array(formula)), np.array(minutes), np.array(errors), years)


def served_by(lived: Years, servers: int, needed: int) -> np.ndarray:
    """In which pieces of time (pieces,) what is shared, the last machine, is up, and `needed` of the first servers."""
    return (lived.up[:servers].sum(axis=0, dtype=np.int8) >= needed) & lived.up[-1]
