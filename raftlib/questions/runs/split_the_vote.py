"""The runs that judge the predictions of notebook 04, and how an answer is read off each of them."""
from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from raftlib.analysis.failover import Failover
from raftlib.analysis.late import Late
from raftlib.analysis.published import figure_16, wan
from raftlib.analysis.safety import election_safety
from raftlib.analysis.terms import terms_of
from raftlib.scenarios import two_timers
from raftlib.simulation.cluster import Cluster

if TYPE_CHECKING:
    from raftlib.analysis.elections import Elections
    from raftlib.analysis.split_votes import SplitRates

# Three of the predictions need no numpy.
by_chance, split_votes = Late("raftlib.analysis.elections"), Late("raftlib.analysis.split_votes")


def four_servers() -> Cluster:
    """Two of four servers become candidates together."""
    return two_timers(servers=4)


def missing_votes(cluster: Cluster) -> int:
    """How many votes the best candidate of term 1 was short of a majority."""
    votes = terms_of(list(cluster.history))[1].votes
    return max(len(cluster.servers) // 2 + 1 - max(map(len, votes.values())), 0)


def terms_needed() -> list[int]:
    """How many terms each of 300 elections needed, with one of five servers down, message by message."""
    return [terms_of_one_election(seed) for seed in range(300)]


def terms_of_one_election(seed: int) -> int:
    """How many terms a cluster with one of five servers down needs until it has a leader."""
    cluster = Cluster(servers=5, seed=seed, election_timeout=(150, 300), latency=20)
    cluster.crash("S5")
    cluster.run(until=lambda c: c.leader)
    return cluster.servers[cluster.leader].current_term


def splits_among_300(terms: Sequence[int]) -> str:
    """The letter of `one_of_five_down`."""
    return "abcd"[bisect((10, 60, 180), sum(each > 1 for each in terms))]


def with_one_and_two_down() -> list[Elections]:
    """A hundred thousand elections with one of five servers down, and as many with two."""
    network = Failover.on_network(20, servers=5, election_timeout=(150, 300))
    return [by_chance.hold_elections(network.but(down=down), trials=100_000) for down in (1, 2)]


def change_of_splits(elections: Sequence[Elections]) -> str:
    """The letter of `two_of_five_down`: how much more often the second ones were split than the first."""
    one, two = (each.more_than_one_term for each in elections)
    return "dcba"[bisect((0.9, 1.1, 2), two / one)]


LONGEST = (160, 200, 400, 900)  # ms: the longest timeouts of `slowest_hundredth`


def four_ranges() -> list[Elections]:
    """The panel's elections at four ranges from 150 ms on, with a latency of 10 ms and one of five servers down."""
    network = Failover.on_network(10, servers=5, down=1)
    return [by_chance.hold_elections(network.but(election_timeout=(150, longest)), trials=20_000, limit=10_000,
                           candidacies=100_000) for longest in LONGEST]


def soonest_for_the_slowest(elections: Sequence[Elections]) -> str:
    """The letter of `slowest_hundredth`: where 99 % of the elections are over soonest."""
    times = [each.quantile(0.99) for each in elections]
    return "abcd"[times.index(min(times))]


RATIOS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)


def three_curves() -> list[SplitRates]:
    """The split rates of five servers with none, one and two down."""
    return [split_votes.split_rates(RATIOS, servers=5, down=down) for down in (0, 1, 2)]


def straightest(curves: Sequence[SplitRates]) -> str:
    """The letter of `straight_line`: the curve whose first two dots lie most nearly on a line through zero."""
    def bend(rates: SplitRates) -> float:
        (near, far), (low, high) = rates.ratios[:2], rates.simulated[:2]
        return abs(high / low - far / near)
    return "abc"[min(range(3), key=lambda place: bend(curves[place]))]


def nine_servers() -> SplitRates:
    """Elections of nine servers, four of them down, at three ratios of latency to range."""
    return split_votes.split_rates((0.1, 0.2, 0.4), servers=9, down=4)


def terms_against_formula(rates: SplitRates) -> str:
    """The letter of `terms_on_average`, for the largest of the ratios."""
    return "bac"[bisect((0.8, 1.25), rates.terms[-1] / split_votes.mean_terms(rates.formula[-1]))]


def within_a_millisecond() -> Elections:
    """The line 150–151 ms of Figure 16."""
    return by_chance.hold_elections(figure_16((150, 151)))


def half_within(elections: Elections) -> str:
    """The letter of `one_millisecond`."""
    return "dcba"[bisect((500, 5_000, 20_000), elections.quantile(0.5))]


def unequal_and_equal_delays() -> list[Elections]:
    """The line 150–155 ms of Figure 16 as it is, and with messages that all take equally long."""
    line = figure_16((150, 155))
    return [by_chance.hold_elections(each, trials=2000) for each in (line, line.but(request=3.95, vote=5))]


def change_of_half(elections: Sequence[Elections]) -> str:
    """The letter of `equal_delays`: how long half of the second ones took, compared with the first."""
    unequal, equal = (each.quantile(0.5) for each in elections)
    return "bca"[bisect((0.9, 1.1), equal / unequal)]


def far_apart() -> list[Elections]:
    """A hundred thousand elections in a wide-area network, with none and with two of five servers down."""
    return [by_chance.hold_elections(wan(down), trials=100_000) for down in (0, 2)]


def change_of_curve(elections: Sequence[Elections]) -> str:
    """The letter of `across_a_continent`: how much later the second curve is at its bottom and at its top."""
    none, two = elections
    bottom, top = (two.quantile(share) / none.quantile(share) - 1 for share in (0.1, 0.99))
    if max(bottom, top) < 0.05:
        return "a"
    return "d" if top > 2 * bottom else "b" if bottom > 2 * top else "c"


def forty_runs() -> list[Cluster]:
    """Three seconds each of timers that differ by a millisecond at most, and of messages that take up to 60."""
    runs = [Cluster(servers=5, seed=seed, election_timeout=(150, 151), latency=(5, 60)) for seed in range(40)]
    for run in runs:
        run.run(to=3000)
    return runs


def with_two_leaders(runs: Sequence[Cluster]) -> str:
    """The letter of `two_leaders`: in how many runs one term had two."""
    broken = sum(election_safety(run.history.states()) is not None for run in runs)
    return "bac"[bisect((1, len(runs) // 2), broken)]


TRIALS, LIMIT, CANDIDACIES = 20_000, 20_000, 200_000


@lru_cache
def tried(election_timeout: tuple[float, float]) -> Elections:
    """Elections in the wide-area network of `wide_area_range`, with this range of timeouts."""
    failover = Failover.on_network((30, 40), servers=5, down=1, election_timeout=election_timeout)
    return by_chance.hold_elections(failover, TRIALS, limit=LIMIT, candidacies=CANDIDACIES)
