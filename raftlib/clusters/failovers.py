"""How long writes wait when the leader is killed, again and again."""
import random
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.real_cluster import RealCluster
from raftlib.clusters.records import on_record
from raftlib.search.progress import counted
from raftlib.simulation.arguments import whole

MOST = 1000
SETTLE = 400  # ms until a server that was started again follows


class Failovers(NamedTuple):
    """The times (ms) from each kill of the leader to the first write that was acknowledged, and where they are from."""

    times: tuple[float, ...]
    caption: str

    def __repr__(self) -> str:
        ordered = sorted(self.times)
        quarters = " / ".join(f"{ordered[len(ordered) * part // 4]:.0f}" for part in (1, 2, 3))
        return (f"{len(ordered)} failovers, ms: least {ordered[0]:.0f}, quartiles {quarters}, most {ordered[-1]:.0f}. "
                f"{self.caption}")


def recorded_failovers() -> Failovers:
    """Those of etcd that are on record."""
    record = on_record("failovers")
    return Failovers(tuple(record["times"]),
                     f"{record['system']}, measured on {record['date']} on {record['machine']}.")


def measure_failovers(repeats: int = 10, heartbeat: int = 100, election_timeout: int = 1000,
                      delay: float = 0) -> Failovers:
    """Kill the leader of three etcd servers so many times, on this machine, now: each takes some two seconds.

    What the servers send to each other takes `delay` ms, as if they stood in different cities. Raises ValueError for
    less than one time or more than 1000, and ClusterError where etcd is not installed.
    """
    repeats = whole("repeats", repeats, 1, MOST)
    with EtcdCluster(heartbeat=heartbeat, election_timeout=election_timeout, delay=delay) as cluster:
        times = tuple(counted(failovers(cluster, repeats), repeats, "kill the leader"))
    return Failovers(times, f"{cluster.system}, heartbeat {heartbeat} ms, election timeout {election_timeout} ms, "
                            f"{f'links of {delay:g} ms, ' if delay else ''}measured just now on this machine.")


def failovers(cluster: RealCluster, repeats: int) -> Iterator[float]:
    """The times, one after the other; who was killed is back before the next one is."""
    for _ in range(repeats):
        cluster.watch(SETTLE + random.random() * cluster.longest_timeout / 10)  # at no particular moment of a heartbeat
        leader = cluster.wait_for_leader()
        cluster.crash(leader)
        yield cluster.wait_for_write()
        cluster.restart(leader)
