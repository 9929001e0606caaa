"""Clients: what becomes of their commands when several send at once, and when the leader crashes."""
from raftlib.simulation.cluster import Cluster


def two_at_once(seed: int = 7) -> Cluster:
    """Two clients send at 400 ms, x=5 to S1 and x+=1 to S2, and are sent on to the leader; the run lasts 700 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5", to="S1")
    cluster.submit("x+=1", to="S2")
    cluster.run(to=700)
    return cluster


def service_goes_on(seed: int = 7) -> Cluster:
    """Two commands; the leader crashes at 500 ms; three more commands under the next leader; the run lasts 1000 ms."""
    cluster = Cluster(servers=5, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.submit("x+=1")
    cluster.run(to=500)
    cluster.crash(cluster.leader)
    cluster.submit("y=7")
    cluster.run(to=800)
    cluster.submit("y-=2")
    cluster.submit("x+=1")
    cluster.run(to=1000)
    return cluster
