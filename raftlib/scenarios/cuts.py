"""Cuts: a network that falls apart, in two or three, or one way only."""
from raftlib.scenarios.elections import elect
from raftlib.simulation.cluster import Cluster


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


def partition_with_clients(cut_at: float = 400, heal_at: float = 1000, followers: int = 1, seed: int = 7) -> Cluster:
    """The leader is cut off with some followers, and each side has a client, until 600 ms after the links are mended.

    The client on the leader's side sends x=1, x=2, … to it, one each 100 ms; the other one sends y=1, y=2, … to the
    leader of its side, once there is one.
    """
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=cut_at)
    old, *others = [cluster.leader, *(id for id in cluster.servers if id != cluster.leader)]
    cluster.cut([old, *others[:followers]], others[followers:])
    told = 0
    for number in range(1, int((heal_at - cut_at) // 100) + 1):
        cluster.submit(f"x={number}", to=old)
        if cluster.leader != old:
            told += 1
            cluster.submit(f"y={told}", to=cluster.leader)
        cluster.run(for_=100)
    cluster.run(to=heal_at)
    cluster.heal()
    cluster.run(for_=600)
    return cluster


def three_ways(seed: int = 2) -> Cluster:
    """Nine servers fall into three groups of three at 400 ms, and a client goes on sending; the run lasts 1500 ms."""
    cluster = Cluster(servers=9, seed=seed)
    cluster.run(to=400)
    ids = list(cluster.servers)
    cluster.cut(ids[:3], ids[3:6], ids[6:])
    cluster.submit("x=5")
    cluster.run(to=1500)
    return cluster


def one_way_cut(seed: int = 7) -> Cluster:
    """From 400 ms on the leader's messages to one follower are lost, and the follower's arrive; 1500 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.cut_link(cluster.leader, next(id for id in cluster.servers if id != cluster.leader), one_way=True)
    cluster.run(to=1500)
    return cluster


def old_leader_completes() -> Cluster:
    """A leader of term 1 commits its entry while another server leads term 2 already (Q7 of the Raft user study)."""
    cluster = Cluster(servers=5, seed=1, latency=5)
    elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=15)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=5", to="S1")
    cluster.run(for_=12)
    cluster.heal()
    cluster.cut(["S1"], ["S3"], ["S2", "S4", "S5"])
    elect(cluster, "S2", voters="S4 S5")
    cluster.heal()
    cluster.cut(["S1", "S3"], ["S2", "S4", "S5"])
    cluster.run(until=lambda c: c.servers["S1"].commit_index == 1, limit=200)
    return cluster
