"""Short runs of a real cluster, and what was seen of its servers in them."""
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from raftlib.analysis.observed import Observed
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.measured import RECORD
from raftlib.clusters.real_cluster import RealCluster
from raftlib.simulation.arguments import known

BETWEEN = 0.03  # s between two writes


def killed(cluster: RealCluster) -> None:
    """The leader is killed, and started again."""
    leader = cluster.wait_for_leader()
    cluster.crash(leader)
    cluster.watch(1.2 * cluster.longest_timeout)
    cluster.restart(leader)
    cluster.watch(cluster.longest_timeout / 4)


def asked_to_end(cluster: RealCluster) -> None:
    """The leader is asked to end."""
    cluster.terminate(cluster.wait_for_leader())
    cluster.watch(cluster.longest_timeout / 2)


def follower_stopped(cluster: RealCluster) -> None:
    """A follower stands still for three timeouts, and goes on."""
    leader = cluster.wait_for_leader()
    follower = next(id for id in cluster.ids if id != leader)
    cluster.stop(follower)
    cluster.watch(1.5 * cluster.longest_timeout)
    cluster.go_on(follower)
    cluster.watch(cluster.longest_timeout / 2)


def leader_stopped(cluster: RealCluster) -> None:
    """The leader stands still until another one leads, and goes on."""
    leader = cluster.wait_for_leader()
    cluster.stop(leader)
    cluster.watch(1.2 * cluster.longest_timeout)
    cluster.go_on(leader)
    cluster.watch(cluster.longest_timeout / 2)


def left_alone(cluster: RealCluster) -> None:
    """Both followers are killed, and come back."""
    leader = cluster.wait_for_leader()
    others = [id for id in cluster.ids if id != leader]
    for id in others:
        cluster.crash(id)
    cluster.watch(2.5 * cluster.longest_timeout)
    cluster.restart(*others)
    cluster.watch(cluster.longest_timeout / 4)


RUNS: dict[str, Callable[[RealCluster], None]] = {
    "kill -9": killed, "SIGTERM": asked_to_end, "a follower stands still": follower_stopped,
    "the leader stands still": leader_stopped, "the leader is alone": left_alone,
}


def recorded_life(run: str) -> Observed:
    """What was seen of etcd in one of RUNS; ValueError for what is none of them."""
    known("run", run, RUNS)
    record = json.loads((RECORD / "lives.json").read_text(encoding="utf-8"))
    return Observed.from_dict(record["runs"][run])


def see_life(run: str, heartbeat: int = 100, election_timeout: int = 1000) -> Observed:
    """What is seen of three etcd servers in one of RUNS now, on this machine: it takes some six seconds.

    Raises ValueError for what is none of them, and ClusterError where etcd is not installed.
    """
    known("run", run, RUNS)
    with EtcdCluster(heartbeat=heartbeat, election_timeout=election_timeout) as cluster:
        return life(cluster, RUNS[run])


def life(cluster: RealCluster, deeds: Callable[[RealCluster], None]) -> Observed:
    """What is seen while a client writes all the time, asking one running server after another."""
    began = cluster.time
    with written(cluster):
        cluster.watch(cluster.longest_timeout / 4)
        deeds(cluster)
    return cluster.observed().since(began)


@contextmanager
def written(cluster: RealCluster) -> Iterator[None]:
    """A client writes, until the block is over."""
    over = Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            running = cluster.running
            if running:
                cluster.put("x", str(number), running[number % len(running)], cluster.attempt)
            time.sleep(BETWEEN)
    writing = Thread(target=write, daemon=True)
    writing.start()
    try:
        yield
    finally:
        over.set()
        writing.join()
