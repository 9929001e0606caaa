"""Whether two samples can be of one kind: the largest gap between their shares (Kolmogorov and Smirnov)."""
from collections.abc import Iterable
from math import inf, sqrt

import numpy as np

from raftlib.simulation.arguments import brief, is_number, members, plain

FIVE_PERCENT = 1.358  # Smirnov 1948: what a gap · √(n·m / (n + m)) passes in one of twenty pairs of large samples


def largest_gap(one: Iterable[float], other: Iterable[float]) -> float:
    """The largest difference, over all values, between the shares of two samples that are not above the value.

    From 0 (alike) to 1 (all of one lies below all of the other). ValueError for a sample that is empty, or holds what
    is no number.
    """
    one, other = sample("one", one), sample("other", other)
    values = np.concatenate([one, other])
    return float(np.abs(shares(one, values) - shares(other, values)).max())


def gap_limit(one: int, other: float = inf) -> float:
    """The gap that two samples of such sizes pass by chance in 5 % of cases, if both are of one kind.

    1.358 · √((n + m) / (n · m)), good from about 40 on; a curve that is known exactly is a sample without end: of 160
    against it .107. Source: N. Smirnov, Table for Estimating the Goodness of Fit of Empirical Distributions, Annals of
    Mathematical Statistics 19 (1948). Raises ValueError for sizes below 1.
    """
    for name, size in (("one", one), ("other", other)):
        if not is_number(plain(size)) or not size >= 1:
            raise ValueError(f"{name} is {brief(size)}: it must be the size of a sample, 1 or more.")
    return FIVE_PERCENT * sqrt(1 / one + 1 / other)


def sample(name: str, values: Iterable[float]) -> np.ndarray:
    """A sample, sorted."""
    values = members(name, values)
    if not values or not all(is_number(each) and each == each for each in values):
        raise ValueError(f"{name} is {brief(values)}: it must hold numbers, at least one.")
    return np.sort(np.array(values, float))


def shares(ordered: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which share of a sample is not above each of some values."""
    return np.searchsorted(ordered, values, side="right") / len(ordered)
