"""The logs of the Raft paper's Figures 6, 7 and 8."""
from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.scenarios.elections import elect
from raftlib.scenarios.logs import lose
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


def figure_8_a() -> Cluster:
    """Step (a) of the paper's Figure 8: S1 leads term 2 and has its entry at index 2 on itself and S2 only."""
    ids = ["S1", "S2", "S3", "S4", "S5"]
    cluster = Cluster(servers=[Server(id, ids, 1, log=[1]) for id in ids], seed=8, latency=5)
    cluster.time_out("S1")
    cluster.run(for_=20)
    cluster.submit("x=2", to="S1")
    lose(cluster, *ids[2:])
    cluster.run(for_=12)
    return cluster


def figure_8_b() -> Cluster:
    """Step (b): S1 is down, S3 and S4 have elected S5 for term 3, and it has another entry at index 2."""
    cluster = figure_8_a()
    cluster.crash("S1")
    elect(cluster, "S5", voters="S3 S4")
    cluster.submit("x=3", to="S5")
    lose(cluster)
    return cluster


def figure_8_c() -> Cluster:
    """Step (c): S5 is down, S1 leads term 4, and its entry of term 2 is on a majority, not committed."""
    cluster = figure_8_b()
    cluster.crash("S5")
    cluster.restart("S1")
    elect(cluster, "S1", voters="S2 S3 S4")
    cluster.cut(["S4"], ["S1", "S2", "S3"])
    cluster.run(until=lambda c: c.servers["S1"].match_index["S3"] == 2)
    cluster.heal()
    cluster.submit("x=4", to="S1")
    lose(cluster)
    return cluster


def figure_8_d() -> Cluster:
    """Step (d): S1 crashed before its entry of term 4 was anywhere else, and S5, elected again, has erased index 2."""
    cluster = figure_8_c()
    cluster.crash("S1")
    cluster.restart("S5")
    elect(cluster, "S5", voters="S2 S3 S4")
    cluster.restart("S1")
    cluster.run(until=lambda c: all(server.log == c.servers["S5"].log for server in c.servers.values()))
    return cluster


def figure_8_e() -> Cluster:
    """Step (e): S1 had its entry of term 4 on a majority, and committed, before it crashed: S5 is not elected."""
    cluster = figure_8_c()
    cluster.cut(["S4"], ["S1", "S2", "S3"])
    cluster.run(until=lambda c: c.servers["S3"].commit_index == c.servers["S2"].commit_index == 3)
    cluster.crash("S1")
    cluster.heal()
    cluster.restart("S5")
    while cluster.servers["S5"].current_term <= 4:
        cluster.time_out("S5")
        cluster.run(for_=12)
    return cluster
