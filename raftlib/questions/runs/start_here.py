"""The runs that judge the predictions of notebook 00, and how an answer is read off each of them."""
from raftlib.simulation.cluster import Cluster

CRASH, AT_ONCE = 250.0, 30.0  # ms: when the leader crashes; news of it can't take longer than two messages


def elected() -> Cluster:
    """Five servers of seed 20 at the moment when they have a leader."""
    cluster = Cluster(servers=5, seed=20)
    cluster.run(until=lambda c: c.leader, limit=5000)
    return cluster


def likeness(clusters: tuple[Cluster, Cluster]) -> str:
    """The letter of `same_seed` that is true of two clusters."""
    one, two = clusters
    if one.leader != two.leader:
        return "a"
    return "c" if one.time == two.time else "b"


def leaderless() -> Cluster:
    """The same run, but the leader crashes at 250 ms; it lasts 1000 ms."""
    cluster = elected()
    cluster.run(to=CRASH)
    cluster.crash(cluster.leader)
    cluster.run(to=1000)
    return cluster


def aftermath(cluster: Cluster) -> str:
    """The letter of `after_the_crash` that is true of a run."""
    acted = [event.time for event in cluster.history.window(CRASH, cluster.time) if event.kind == "election timeout"]
    if not cluster.leader:
        return "d" if acted else "a"
    return "b" if acted[0] - CRASH <= AT_ONCE else "c"
