"""How long a cluster takes no command when its leader crashes: one run of the simulator after another, event by event.

Unlike `elections`, which knows Figure 2 alone, this is true of servers of any class, with all that a Cluster has.
"""
from collections.abc import Callable
from random import Random

import numpy as np

from raftlib.protocol.server import Server
from raftlib.simulation.arguments import brief, whole
from raftlib.simulation.client import Request
from raftlib.simulation.cluster import Cluster

SETTLING = 3  # heartbeats: by then all follow the first leader, and hold what it has
MOST = 1_000_000  # repeats: each has a seed of its own
LIMIT = 100  # of the longest election timeouts: what has not happened by then is not waited for


def failover_times(repeats: int, server: Callable = Server, seed: int = 0, **settings) -> np.ndarray:
    """The times (ms) from a leader's crash to the first command that a new leader has carried out, one a run.

    The leader crashes at a random moment between two heartbeats; the command is there as soon as another leads, and is
    done when a majority holds it. A disk takes no time: who wants it adds it to `latency`. `settings` are those of
    Cluster: three servers, unless it says otherwise. Raises ValueError as Cluster does, for a number of repeats that
    is none, or where no leader comes.
    """
    repeats, seed = whole("repeats", repeats, 1, MOST), whole("seed", seed)
    settings = {"servers": 3, **settings}
    return np.array([failover_time(Cluster(server=server, seed=seed * MOST + run, **settings))
                     for run in range(repeats)])


def failover_time(cluster: Cluster) -> float:
    """The time (ms) of a cluster that has just begun."""
    cluster.time_out(next(iter(cluster.servers)))  # no need to wait for a first leader
    wait(cluster, leads_other_than(None), "no leader comes")
    moment = Random(f"{cluster.arguments['seed']}/crash").random()
    cluster.run(for_=(SETTLING + moment) * cluster.heartbeat)
    wait(cluster, leads_other_than(None), "no leader comes")
    old, crash = cluster.leader, cluster.time
    cluster.crash(old)
    answered = False
    while not answered:  # a leader may be deposed before it has carried out the command
        wait(cluster, leads_other_than(old), "no other leader comes")
        request = cluster.submit("x=1", to=cluster.leader)
        wait(cluster, is_decided(request), "no command is carried out")
        answered = request.status == "answered"
    return cluster.time - crash


def leads_other_than(old: str | None) -> Callable[[Cluster], bool]:
    """Whether there is a leader, and another one than before."""
    return lambda cluster: cluster.leader not in (old, None)


def is_decided(request: Request) -> Callable[[Cluster], bool]:
    """Whether it has come out what a client hears of a command."""
    return lambda _: request.status in ("answered", "unknown")


def wait(cluster: Cluster, condition: Callable[[Cluster], bool], else_: str) -> None:
    """Run until a condition holds; ValueError if it does not for a very long time."""
    longest = cluster.election_timeout[-1] if isinstance(cluster.election_timeout, tuple) else cluster.election_timeout
    if not cluster.run(until=condition, limit=LIMIT * longest):
        raise ValueError(f"settings has {brief(cluster.arguments)}: with these {else_}.")
