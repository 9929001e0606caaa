"""Short runs of a real cluster, and what was seen of its servers in them."""
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from raftlib.analysis.observed import Observed
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.real_cluster import RealCluster
from raftlib.clusters.records import on_record
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
    follower = cluster.others(cluster.wait_for_leader())[0]
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
    others = cluster.others(cluster.wait_for_leader())
    for id in others:
        cluster.crash(id)
    cluster.watch(2.5 * cluster.longest_timeout)
    cluster.restart(*others)
    cluster.watch(cluster.longest_timeout / 4)


RUNS: dict[str, Callable[[RealCluster], None]] = {
    "kill -9": killed, "SIGTERM": asked_to_end, "follower stopped": follower_stopped,
    "leader stopped": leader_stopped, "leader alone": left_alone,
}
WORDS = {"kill -9": "the leader is killed", "SIGTERM": "the leader is asked to end",
         "follower stopped": "a follower stands still", "leader stopped": "the leader stands still",
         "leader alone": "the leader is left alone"}
TIMEOUTS = {"kill -9": 1.7, "SIGTERM": 0.75, "follower stopped": 2.25, "leader stopped": 1.95, "leader alone": 3.25}


def recorded_life(run: str) -> Observed:
    """What was seen of etcd in one of RUNS; ValueError for what is none of them."""
    return Observed.from_dict(on_record("lives")["runs"][known("run", run, RUNS)])


def recorded_where() -> str:
    """Where the record is from, as the beginning of a sentence."""
    record = on_record("lives")
    return f"Recorded on {record['date']} on {record['machine']}: three servers of {record['system']},"


class LiveRun:
    """One of RUNS of three etcd servers, on this machine: it is played in one thread and may be seen in another one.

    Raises ValueError for what is none of them, and for settings that etcd does not take; ClusterError where etcd is not
    installed.
    """

    def __init__(self, run: str, heartbeat: int = 100, election_timeout: int = 1000):
        self._deeds = RUNS[known("run", run, RUNS)]
        self._cluster = EtcdCluster(heartbeat=heartbeat, election_timeout=election_timeout)
        self._began: float | None = None
        self.complaint = ""
        self.words = (f"Measured just now on this machine: {WORDS[run]}, heartbeat {heartbeat} ms, "
                      f"election timeout {election_timeout} ms.")
        self.seconds = 1 + TIMEOUTS[run] * self._cluster.longest_timeout / 1000 + election_timeout / 1000

    def play(self) -> Observed | None:
        """Play it, and say what was seen; None, and a `complaint`, if it could not be played to its end."""
        try:
            with self._cluster:
                self._began = self._cluster.time
                with written(self._cluster):
                    self._cluster.watch(self._cluster.longest_timeout / 4)
                    self._deeds(self._cluster)
                seen = self.seen()
        except (ClusterError, ValueError) as error:
            self.complaint = self.complaint or str(error)
        return None if self.complaint else seen

    def seen(self) -> Observed | None:
        """What is seen so far, from when the cluster was ready; None before that."""
        return None if self._began is None else self._cluster.observed().since(self._began)

    def end(self) -> None:
        """End it before its time."""
        self.complaint = "Ended before its time. All servers have ended."
        self._cluster.end()


def see_life(run: str, heartbeat: int = 100, election_timeout: int = 1000) -> Observed:
    """What is seen of three etcd servers in one of RUNS now, on this machine: it takes some six seconds.

    Raises ValueError for what is none of them, and ClusterError where etcd is not installed, or fails.
    """
    live = LiveRun(run, heartbeat, election_timeout)
    seen = live.play()
    if seen is None:
        raise ClusterError(live.complaint)
    return seen


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
