"""A run with all that goes beyond Figure 2: pre-votes, and a leader that hands over."""
from raftlib import Cluster, EtcdServer


def handed_over(then):
    """A first leader is elected after pre-votes, and shut down; so many ms after the second is, the run ends."""
    cluster = Cluster(3, seed=4, server=EtcdServer)
    assert cluster.run(until=lambda c: c.leader)
    cluster.run(for_=20)
    first = cluster.leader
    cluster.shut_down(first)
    assert cluster.run(until=lambda c: c.leader not in (first, None))
    cluster.run(for_=then)
    return cluster
