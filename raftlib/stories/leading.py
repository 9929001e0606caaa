"""The beginning of a story: a cluster until it has a leader, or until one is settled, if one ever is."""
from raftlib.protocol.state import FOLLOWER
from raftlib.simulation.cluster import Cluster

LONGEST = 2000  # ms that it may take
AFTERWARDS = 100  # ms more than the longest timer, to see that a leader is heard, or who calls the next election


def settled(cluster: Cluster) -> str | None:
    """The leader whom all others that are up follow; None if there is none."""
    leader = cluster.leader
    others = [server for id, server in cluster.servers.items() if id != leader and id not in cluster.down]
    is_led = all(server.role == FOLLOWER and server.leader_id == leader for server in others)
    return leader if is_led else None


def led(cluster: Cluster, for_: float) -> str | None:
    """The leader of a cluster that has been run until one was settled, and then `for_` ms; None if none is."""
    cluster.run(until=settled, limit=LONGEST)
    cluster.run(for_=for_)
    return settled(cluster)


def searched(cluster: Cluster) -> int | None:
    """Run a cluster until one leads, and on for as long as others may wait for it: the term won, None if none is."""
    cluster.run(until=lambda c: c.leader, limit=LONGEST)
    term = cluster.servers[cluster.leader].current_term if cluster.leader else None
    cluster.run(for_=AFTERWARDS + cluster.election_timeout[1])
    return term
