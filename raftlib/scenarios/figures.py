"""The logs of the Raft paper's Figures 6, 7 and 8."""
from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.scenarios.elections import elect
from raftlib.simulation.cluster import Cluster

FIGURE_7_LEADER = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
FIGURE_7_FOLLOWERS = {
    "a": [1, 1, 1, 4, 4, 5, 5, 6, 6],
    "b": [1, 1, 1, 4],
    "c": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    "d": [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    "e": [1, 1, 1, 4, 4, 4, 4],
    "f": [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
}


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


def figure_8_c() -> Cluster:
    """Step (c) of the paper's Figure 8: S1 leads term 4, and its entry of term 2 is on a majority, not committed."""
    cluster = figure_8()
    cluster.crash("S1")
    elect(cluster, "S5")
    cluster.cut(["S5"], ["S1", "S2", "S3", "S4"])
    cluster.submit("x=3", to="S5")
    cluster.crash("S5")
    cluster.heal()
    cluster.restart("S1")
    elect(cluster, "S1", voters="S2 S3 S4")
    cluster.cut(["S4"], ["S1", "S2", "S3"])
    cluster.run(until=lambda c: c.servers["S1"].match_index["S3"] == 2)
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.submit("x=4", to="S1")
    return cluster
