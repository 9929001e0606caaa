"""Named runs that the notebooks tell of: each is made anew, seeded, and ends at the moment it is about."""
from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Network

FIGURE_7_LEADER = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
FIGURE_7_FOLLOWERS = {
    "a": [1, 1, 1, 4, 4, 5, 5, 6, 6],
    "b": [1, 1, 1, 4],
    "c": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    "d": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    "e": [1, 1, 1, 4, 4, 4, 4],
    "f": [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
}


def first_election(seed: int = 7, servers: int = 5) -> Cluster:
    """A cluster that has just started, up to its first leader's first heartbeats being answered."""
    cluster = Cluster(servers=servers, seed=seed)
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=40)
    return cluster


def leader_crash(seed: int = 7) -> Cluster:
    """Five servers elect a leader, it crashes at 400 ms, and another takes its place; the run lasts 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.crash(cluster.leader)
    cluster.run(to=1000)
    return cluster


class NearAndFar(Network):
    """Some links take 10 ms, all others 15 ms: who is near whom decides who is heard first."""

    def __init__(self, near: set[tuple[str, str]]):
        super().__init__(latency=10)
        self.near = near

    def delay(self, sender: str, receiver: str) -> int:
        """10 ms on a near link, else 15 ms, in microseconds."""
        return 10_000 if (sender, receiver) in self.near else 15_000


def split_vote(servers: int = 5) -> Cluster:
    """Two candidates of one term: with five servers and one down, or with four, each gets two votes, and none wins."""
    cluster = Cluster(servers=servers, seed=3, network=NearAndFar({("S1", "S3"), ("S2", "S4")}))
    if servers == 5:
        cluster.crash("S5")
    cluster.run(to=100)
    cluster.time_out("S1")
    cluster.time_out("S2")
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=40)
    return cluster


def partition(seed: int = 7) -> Cluster:
    """A leader is cut off with one follower at 400 ms; the other three elect their own; all is healed at 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    old = cluster.leader
    others = [id for id in cluster.servers if id != old]
    cluster.cut([old, others[0]], others[1:])
    cluster.run(to=1000)
    cluster.heal()
    cluster.run(to=1400)
    return cluster


def figure_6() -> Cluster:
    """The five logs of the paper's Figure 6, the first server's the longest, before anything happens."""
    commands = ("x=3", "y=1", "y=9", "x=2", "x=0", "y=7", "x=5", "x=4")
    log = [Entry(term, command) for term, command in zip((1, 1, 1, 2, 3, 3, 3, 3), commands, strict=True)]
    ids = ["S1", "S2", "S3", "S4", "S5"]
    lengths = dict(zip(ids, (8, 5, 8, 2, 7), strict=True))
    return Cluster(servers=[Server(id, ids, 3, log=log[:length]) for id, length in lengths.items()], seed=6)


def figure_7() -> Cluster:
    """The seven logs of the paper's Figure 7; the server "leader" has just been made to stand for term 8."""
    logs = {"leader": FIGURE_7_LEADER, **FIGURE_7_FOLLOWERS}
    cluster = Cluster(servers=[Server(id, logs, 7, log=log) for id, log in logs.items()], seed=7)
    cluster.time_out("leader")
    return cluster


def figure_8() -> Cluster:
    """Step (a) of the paper's Figure 8: S1 leads term 2 and has its entry at index 2 on itself and S2 only."""
    ids = ["S1", "S2", "S3", "S4", "S5"]
    cluster = Cluster(servers=[Server(id, ids, 1, log=[1]) for id in ids], seed=8, latency=5)
    cluster.time_out("S1")
    cluster.run(for_=20)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=2", to="S1")
    cluster.run(for_=12)
    cluster.heal()
    return cluster
