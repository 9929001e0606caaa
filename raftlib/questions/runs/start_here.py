"""The runs that judge the predictions of notebook 00, and how an answer is read off each of them."""
from raftlib.simulation.cluster import Cluster


def elected(crashed: str | None = None) -> Cluster:
    """Five servers of seed 10 at the moment when they have a leader; one may have crashed before it could begin."""
    cluster = Cluster(servers=5, seed=10)
    if crashed:
        cluster.crash(crashed)
    cluster.run(until=lambda c: c.leader, limit=5000)
    return cluster


def likeness(clusters: tuple[Cluster, Cluster]) -> str:
    """The letter of `same_seed` that is true of two clusters."""
    one, two = clusters
    if one.leader != two.leader:
        return "a"
    return "c" if one.time == two.time else "b"


def without_the_winner(clusters: tuple[Cluster, Cluster]) -> str:
    """The letter of `four_left` that is true of a cluster with all its servers, and of one without its winner."""
    whole, rest = clusters
    if rest.leader is None:
        return "d"
    return "a" if rest.time < whole.time else "c" if rest.time == whole.time else "b"
