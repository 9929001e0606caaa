"""Elections by the thousand: how long a cluster is without a leader, and how many terms that takes."""
from typing import NamedTuple

import numpy as np

from raftlib.analysis import elections_at_once, elections_by_events
from raftlib.analysis.failover import Failover


class Elections(NamedTuple):
    """What came of many trials of one `failover`; `times` and `terms` are arrays of one place a trial.

    `times` (ms) run from the crash, or from the fresh timers, to the new leader; NaN is a trial that was cut off.
    `terms` counts the terms that began. `asked` is how many trials there should have been.
    """

    failover: Failover
    times: np.ndarray
    terms: np.ndarray
    asked: int

    @property
    def trials(self) -> int:
        """How many trials were held."""
        return len(self.times)

    @property
    def given_up(self) -> int:
        """How many of them found no leader before the limit."""
        return int(np.isnan(self.times).sum())

    @property
    def more_than_one_term(self) -> float:
        """The share of trials whose first term had no winner: with equal logs, that of split votes."""
        return float(np.mean(self.terms > 1)) if self.trials else 0.0

    @property
    def mean(self) -> float:
        """The mean time (ms) of the trials that found a leader, NaN if none did."""
        return float(np.nanmean(self.times)) if self.given_up < self.trials else float("nan")

    def quantile(self, share: float) -> float:
        """The time (ms) by which this share of all trials had a leader, infinite if less than that ever had one."""
        times = np.sort(np.where(np.isnan(self.times), np.inf, self.times))
        return float(times[min(int(share * len(times)), len(times) - 1)]) if len(times) else float("inf")

    def share_below(self, time: float) -> float:
        """The share of all trials that had a leader by `time` (ms)."""
        return float(np.mean(self.times <= time))

    def __repr__(self) -> str:
        held = f"{self.trials}" if self.trials == self.asked else f"{self.trials} of {self.asked}"
        half, most = self.quantile(0.5), self.quantile(0.99)
        return (f"<{held} elections: half within {half:.0f} ms, 99 % within {most:.0f} ms, mean {self.mean:.0f} ms; "
                f"{self.given_up} given up>")


def hold_elections(failover: Failover, trials: int = 1000, seed: int = 0, limit: float = 60_000,
                   candidacies: int = 5_000_000) -> Elections:
    """Hold elections, all at once where no two terms can overlap, else one after another, event by event.

    A trial is cut off after `limit` ms; once servers have stood `candidacies` times over all trials, no further ones
    are held: so no setting can run for ever. Raises ValueError unless trials, limit and candidacies are above 0.
    """
    for name, value in (("trials", trials), ("limit", limit), ("candidacies", candidacies)):
        if not value > 0:
            raise ValueError(f"{name} is {value!r}: it must be above 0.")
    if not failover.electable:
        return Elections(failover, np.full(trials, np.nan), np.zeros(trials, int), trials)
    way = elections_at_once if elections_at_once.is_faithful(failover) else elections_by_events
    times, terms = way.hold(failover, trials, seed, limit, candidacies)
    return Elections(failover, times, terms, trials)
