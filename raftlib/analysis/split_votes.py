"""How likely a split vote is: the closed formula (dissertation, §9.2, in the form that spacings give).

Let l be the one-way latency as a share of the width of the election timeouts' range. The first request arrives a
latency after the first timer ran out, and whoever has not stood by then votes for it. Of s servers that are up, the
first candidate gets the votes of all but the other candidates; it misses a majority of n if c = s − ⌊n/2⌋ + 1 servers
stand, that is, if the c-th timer runs out within a latency of the first. The gaps between uniform timers are
exchangeable, so that this has the probability that the (c − 1)-th of s uniform numbers from 0 to 1 is below l.
"""
from collections.abc import Iterable
from math import comb
from typing import NamedTuple

import numpy as np

from raftlib.analysis.availability import numbers
from raftlib.analysis.elections import hold_elections
from raftlib.analysis.failover import Failover
from raftlib.analysis.majorities import check_servers
from raftlib.simulation.arguments import brief, plain

WIDTH = 100.0  # ms of a range of timeouts: only its ratio to the latency matters


def split_probability(ratio, servers: int = 5, up: int | None = None):
    """P(split) of the first round at l = `ratio`, a number or an array: P(Binomial(up, l) ≥ up − ⌊servers/2⌋).

    Exact for a fixed latency, fresh uniform timeouts and equal logs; from l = 1 on all stand, and a split is certain.
    Raises ValueError for a ratio below 0, or fewer servers up than a majority.
    """
    check_servers(servers)
    up = servers if up is None else plain(up)
    if type(up) is not int or not servers // 2 < up <= servers:
        raise ValueError(f"up is {brief(up)}: of {servers} servers, a majority must be up, "
                         f"{servers // 2 + 1} to {servers}.")
    ratio = numbers("ratio", ratio)
    if not np.all(ratio >= 0):
        raise ValueError(f"ratio is {brief(ratio)}: a latency divided by a width must be 0 or more.")
    share = np.minimum(ratio, 1.0)
    if servers == 1:
        return 0.0 * share  # its own vote is a majority
    stand = range(up - servers // 2, up + 1)
    return sum(comb(up, count) * share**count * (1 - share) ** (up - count) for count in stand)


def mean_terms(probability):
    """1/(1 − P): how many terms an election needs on average if each one is split with the same probability P < 1.

    Raises ValueError unless each probability, of one or several, is at least 0 and below 1.
    """
    chance = numbers("probability", probability)
    if not np.all((chance >= 0) & (chance < 1)):
        raise ValueError(f"probability is {brief(probability)}: it must be a number from 0 on, and below 1.")
    return 1 / (1 - chance)


class SplitRates(NamedTuple):
    """Split votes among `servers`, `up` of them up, at some ratios of latency to range, simulated `trials` times each.

    `ratios`, `simulated` (the shares of splits), and `terms` (the mean numbers of terms) are arrays of one length.
    """

    servers: int
    up: int
    ratios: np.ndarray
    simulated: np.ndarray
    terms: np.ndarray
    trials: int

    @property
    def formula(self) -> np.ndarray:
        """The formula's shares at the same ratios."""
        return split_probability(self.ratios, self.servers, self.up)


def split_rates(ratios: Iterable[float], servers: int = 5, down: int = 0, trials: int = 10_000,
                seed: int = 0) -> SplitRates:
    """Formula and simulation side by side, with a fixed latency of each of the `ratios` of the range's width."""
    simulated, terms = [], []
    ratios = np.atleast_1d(numbers("ratios", ratios)).tolist()
    for ratio in ratios:
        # Far from the latency, so that only the width of the range matters.
        timeout = (4 * WIDTH, 5 * WIDTH)
        elections = hold_elections(Failover.on_network(ratio * WIDTH, servers=servers, down=down,
                                                       election_timeout=timeout), trials, seed)
        simulated.append(elections.more_than_one_term)
        terms.append(elections.terms.mean())
    return SplitRates(servers, servers - down, np.asarray(ratios, float), np.array(simulated), np.array(terms), trials)
