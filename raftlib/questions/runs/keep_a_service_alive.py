"""What judges the predictions of notebook 01, and how an answer is read off it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from raftlib.analysis.late import Late
from raftlib.analysis.life import Life
from raftlib.analysis.majorities import majority
from raftlib.simulation.cluster import Cluster

if TYPE_CHECKING:
    from raftlib.analysis.outages import Downtimes, Years

outages = Late("raftlib.analysis.outages")  # two of the predictions need no numpy

LIFE = Life(fails_a_day=0.02, repair=12)
HOUR, DAY = 60, 24 * 60  # minutes
POWER = Life(fails_a_day=4 / 365, repair=6)
IN_RACKS = {"a": (0, 0, 0, 0, 0), "b": (0, 0, 0, 1, 1), "c": (0, 0, 1, 1, 2)}  # where each of five servers stands
RULES = {"a": lambda servers: 1, "b": majority, "c": lambda servers: servers}
CLUSTERS = {"a": 1, "b": 3, "c": 9}


def nearest(minutes: float, options: dict[str, float]) -> str:
    """The letter of the option that is nearest to this many minutes, as a ratio."""
    return min(options, key=lambda letter: max(minutes / options[letter], options[letter] / minutes))


def one_life() -> Years:
    """A server, up and down."""
    return outages.live([LIFE])


def time_of_one(lived: Years) -> str:
    """The letter of the time a year in which the server is down."""
    return nearest(lived.downtime(lived.up[0]).minutes, {"a": HOUR, "b": 12 * HOUR, "c": 3.5 * DAY, "d": 30 * DAY})


def two_lives() -> Years:
    """Two such servers."""
    return outages.live(2 * [LIFE])


def time_of_both(lived: Years) -> str:
    """The letter of the time a year in which neither of the two is up."""
    return nearest(lived.downtime(lived.up[0] | lived.up[1]).minutes,
                   {"a": 1.8 * DAY, "b": 9 * HOUR, "c": HOUR, "d": 0.01})


def spare_is_asked():
    """What the spare server says when the first one, which alone was written to, is gone."""
    first, spare = {}, {}
    first["x"] = 5
    del first
    return spare.get("x")


def by_rule() -> dict[str, Downtimes]:
    """How long clusters of each size are down, by the letter of the rule that says how many must be up."""
    return {letter: outages.downtimes(LIFE, 100, needed) for letter, needed in RULES.items()}


def worse_with_more(curves: dict[str, Downtimes]) -> str:
    """The letter of the curve that ends above its beginning."""
    return next(letter for letter, times in curves.items() if times.simulated[-1] > times.simulated[0])


def goes_on(servers: int, down: int) -> bool:
    """Whether a command is answered when so many servers are down from the start."""
    cluster = Cluster(servers=servers, seed=1)
    for number in range(down):
        cluster.crash(f"S{number + 1}")
    request = cluster.submit("x=5")
    cluster.run(for_=3000)
    return request.status == "answered"


def bad_servers() -> Downtimes:
    """A hundred years of clusters whose servers are down for 60 % of the time."""
    return outages.downtimes(Life(fails_a_day=0.5, repair=72), 100)


def worst_cluster(times: Downtimes) -> str:
    """The letter of the cluster that is without a majority for the longest time."""
    return max(CLUSTERS, key=lambda letter: times.simulated[CLUSTERS[letter] - 1])


def five_lives_in_three_racks() -> Years:
    """Five servers, and the power of three racks."""
    return outages.live(5 * [LIFE] + 3 * [POWER])


def best_placement(lived: Years) -> str:
    """The letter of the placement that is without a majority for the shortest time."""
    return min(IN_RACKS, key=lambda letter: without_majority(lived, IN_RACKS[letter]))


def without_majority(lived: Years, racks) -> float:
    """Minutes a year without a majority of five servers, which stand in these of three racks, the last machines."""
    up = lived.up[:5] & lived.up[5:][list(racks)]
    return lived.downtime(up.sum(axis=0) >= majority(5)).minutes
