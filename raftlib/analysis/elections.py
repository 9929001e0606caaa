"""Elections by the thousand: how long a cluster is without a leader that stays, and how many terms that takes.

A leader *stays* if its first heartbeat has reached all others before any server began a later term. Where logs differ
many don't: a server that refused its vote did not restart its timer (F2), and may stand before it hears of the leader.
Such a leader is deposed by the higher term (A2), and the election goes on.
"""
from typing import NamedTuple

import numpy as np

from raftlib.analysis import elections_at_once, elections_by_events
from raftlib.analysis.failover import Failover
from raftlib.simulation.arguments import LONGEST, brief, is_number, plain, probability, whole

MOST_TRIALS, MOST_CANDIDACIES = 10**7, 10**9


class Elections(NamedTuple):
    """What came of many trials of one `failover`; `times`, `terms` and `first_times` are arrays of one place a trial.

    `times` (ms) run from the crash, or from the fresh timers, to the leader that stays; NaN where there was none by
    `limit` (ms), when a trial is given up. `terms` counts the terms that began, `first_times` (ms) run to the first
    leader, whether it stayed or not. `asked` is how many trials there should have been.
    """

    failover: Failover
    times: np.ndarray
    terms: np.ndarray
    first_times: np.ndarray
    asked: int
    limit: float

    @property
    def trials(self) -> int:
        """How many trials were held, each one to its end."""
        return len(self.times)

    @property
    def given_up(self) -> int:
        """How many of them found no leader that stays before the limit."""
        return int(np.isnan(self.times).sum())

    @property
    def more_than_one_term(self) -> float:
        """The share of trials whose first term had no leader that stayed: with equal logs, that of split votes."""
        return float(np.mean(self.terms > 1))

    @property
    def deposed(self) -> float:
        """The share of first leaders that did not stay, 0 where there were none."""
        had_one = ~np.isnan(self.first_times)
        return float(np.mean((self.first_times != self.times)[had_one])) if had_one.any() else 0.0

    @property
    def mean(self) -> float:
        """The mean time (ms) of the trials that were not given up, NaN if all were."""
        return mean_of_known(self.times)

    @property
    def mean_to_first(self) -> float:
        """The mean time (ms) to the first leader of the trials that had one, whether it stayed or not."""
        return mean_of_known(self.first_times)

    def quantile(self, share: float) -> float:
        """The time (ms) by which this share of all trials had a leader that stays, infinite if fewer ever had one.

        Raises ValueError for a share outside 0–1.
        """
        return time_of(self.times, probability("share", share))

    def share_below(self, time: float) -> float:
        """The share of all trials that had a leader that stays by `time` (ms); ValueError for what is no time."""
        number = plain(time)
        if not is_number(number) or np.isnan(number):
            raise ValueError(f"time is {brief(time)}: it must be a number of milliseconds.")
        return float(np.mean(self.times <= number))

    def __repr__(self) -> str:
        held = f"{self.trials}" if self.trials == self.asked else f"{self.trials} of {self.asked}"
        if self.given_up == self.trials:
            return f"<{held} elections: all given up after {self.limit:g} ms>"
        left_out = f" of the others; {self.given_up} given up after {self.limit:g} ms" if self.given_up else ""
        half, most = (self.within(share) for share in (0.5, 0.99))
        return f"<{held} elections: half {half}, 99 % {most}, mean {self.mean:.0f} ms{left_out}>"

    def within(self, share: float) -> str:
        """By when this share of the trials had a leader that stays, in words."""
        time = self.quantile(share)
        return f"within {time:.0f} ms" if np.isfinite(time) else f"not within {self.limit:g} ms"


def mean_of_known(times: np.ndarray) -> float:
    """The mean of all that are not NaN, NaN if none is."""
    known = times[~np.isnan(times)]
    return float(known.mean()) if len(known) else float("nan")


def hold_elections(failover: Failover, trials: int = 1000, seed: int = 0, limit: float = 60_000,
                   candidacies: int = 5_000_000) -> Elections:
    """Hold elections, all at once where no two terms can overlap, else one after another, event by event.

    A trial is given up when a server would stand after `limit` ms. Once servers have stood `candidacies` times over all
    trials, no further ones are begun; those that were begun are all held to their end, and count. So no setting can run
    for ever. Raises ValueError unless trials and candidacies are whole numbers above 0, the seed is one from 0 on, and
    limit is a time above 0.
    """
    if not isinstance(failover, Failover):
        raise ValueError(f"failover is {brief(failover)}: it must be a Failover.")
    trials, seed = whole("trials", trials, 1, MOST_TRIALS), whole("seed", seed, 0)
    candidacies, limit = whole("candidacies", candidacies, 1, MOST_CANDIDACIES), plain(limit)
    if not is_number(limit) or not 0 < limit <= LONGEST:
        raise ValueError(f"limit is {brief(limit)}: it must be a number of milliseconds above 0, at most {LONGEST:g}.")
    if not failover.electable:
        never = np.full(trials, np.nan)
        return Elections(failover, never, np.zeros(trials, int), never, trials, limit)
    way = elections_at_once if elections_at_once.is_faithful(failover) else elections_by_events
    return Elections(failover, *way.hold(failover, trials, seed, limit, candidacies), trials, limit)


def time_of(times: np.ndarray, share: float) -> float:
    """The time by which a share of these times is over, infinite if it never is; NaN is one that was cut off."""
    ordered = np.sort(np.where(np.isnan(times), np.inf, times))
    return float(ordered[min(int(share * len(ordered)), len(ordered) - 1)])
