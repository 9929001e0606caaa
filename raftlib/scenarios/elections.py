"""Elections: the first one, the next after a crash, one whose votes are split, and one that is made to be."""
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.near_and_far import NearAndFar


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


def held_heartbeat(seed: int = 7) -> Cluster:
    """The same crash, but a heartbeat to S5 is held up on its way, and arrives when another server leads."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=374)
    cluster.hold(next(flight for flight in cluster.in_flight if flight.message.receiver == "S5"), for_=360)
    cluster.run(to=400)
    cluster.crash(cluster.leader)
    cluster.run(to=800)
    return cluster


def three_leaders(seed: int = 4) -> Cluster:
    """The leaders of terms 1 and 2 crash, and each is back 250 ms later; a third one leads at the end."""
    cluster = Cluster(servers=5, seed=seed)
    for _ in range(2):
        cluster.run(until=lambda c: c.leader)
        leader = cluster.leader
        cluster.run(for_=150)
        cluster.crash(leader)
        cluster.run(for_=250)
        cluster.restart(leader)
    cluster.run(for_=150)
    return cluster


def two_timers(servers: int = 5) -> Cluster:
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


def elect(cluster: Cluster, id: str, voters: str = "") -> None:
    """Let a server stand, again if its term is an old one, until it leads and all `voters` have answered."""
    while id not in cluster.leaders:
        cluster.time_out(id)
        cluster.run(until=lambda c: id in c.leaders, limit=40)
    cluster.run(until=lambda c: all(c.servers[voter].current_term == c.servers[id].current_term
                                    for voter in voters.split()), limit=40)
