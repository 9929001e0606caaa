"""Random runs: how systems are mostly tested, and what a search is measured against.

Nothing in them is aimed at a broken rule: some come to light in the first run, others after hundreds.
"""
from collections.abc import Callable, Iterable, Iterator
from math import floor
from random import Random
from typing import NamedTuple

from raftlib.analysis.breaks import break_of
from raftlib.analysis.safety import Evidence
from raftlib.protocol.server import Server
from raftlib.search.faults import FAULTS, any_of, heal, restart, submit
from raftlib.search.progress import Progress
from raftlib.search.searchable import searchable
from raftlib.simulation.arguments import whole
from raftlib.simulation.cluster import Cluster

# What is done in a run: some of it oftener, or most logs would stay empty, and most servers down or cut off.
DONE = (*FAULTS, *[submit] * 4, *[restart, heal] * 2)
STEPS, PAUSE = 50, 200  # how often something is done, and at most how many ms after what was done before
NETWORK = {"loss": 0.05, "duplication": 0.05, "reordering": 0.05}


class RandomBreak(NamedTuple):
    """A random run in which a property breaks, by its seed, and what shows it."""

    seed: int
    evidence: Evidence


def random_run(server: type[Server] = Server, seed: int = 0, servers: int = 3) -> Cluster:
    """Some five seconds of a cluster in trouble: fifty things are done to it, drawn from the seed as all else is.

    Commands, crashes and restarts, cuts and heals, timeouts, messages lost, doubled and late, on a network that does
    the like to one message in twenty. Raises ValueError as Cluster does.
    """
    return troubled(Cluster(servers, seed, server=server, **NETWORK), random_steps(seed))


def random_steps(seed: int) -> Iterator[tuple[float, object, int]]:
    """What is done in a random run: a pause (ms), a fault, and the number that says to whom."""
    draw = Random(f"{seed}/faults").random
    for _ in range(STEPS):
        yield draw() * PAUSE, any_of(DONE, floor(draw() * len(DONE))), floor(draw() * 1000)


def troubled(cluster: Cluster, steps: Iterable[tuple]) -> Cluster:
    """The cluster, after each of these pauses (ms), faults and their numbers."""
    for milliseconds, fault, number in steps:
        cluster.run(for_=milliseconds)
        fault(cluster, number)
    return cluster


def evidence_in(cluster: Cluster) -> Evidence | None:
    """The first evidence of a run that one of the five safety properties is broken; None if all hold."""
    found = break_of(cluster.history)
    return found and found[1]


def random_breaks(server: type[Server], runs: int = 200, servers: int = 3,
                  run: Callable[[type[Server], int, int], Cluster] = random_run) -> Iterator[RandomBreak]:
    """Of the random runs with seeds from 0 on, those in which a property breaks, each as it is found.

    `run(server, seed, servers)` makes one. `next(random_breaks(server), None)` stops at the first. Raises ValueError
    for other numbers than whole ones, of 1 to 9 servers.
    """
    return breaks_of(searchable(server), range(whole("runs", runs, 0)), whole("servers", servers, 1, 9), run)


def breaks_of(server: type[Server], seeds: range, servers: int, run: Callable) -> Iterator[RandomBreak]:
    """The breaks of the runs with these seeds."""
    broken = 0
    with Progress("runs", len(seeds)) as progress:
        try:
            for seed in seeds:
                evidence = evidence_in(run(server, seed, servers))
                progress.update()
                if evidence:
                    broken += 1
                    yield RandomBreak(seed, evidence)
        except KeyboardInterrupt:
            said = f"{progress.count} runs were made: a property breaks in {broken} of them."
            raise KeyboardInterrupt(said) from None


def broken_at_random(server: type[Server], runs: int = 200, servers: int = 3) -> tuple[int, ...]:
    """In which of so many random runs a safety property breaks, by their seeds, which begin with 0.

    An empty tuple says no more than that these runs met none. Raises ValueError as `random_breaks`.
    """
    return tuple(each.seed for each in random_breaks(server, runs, servers))
