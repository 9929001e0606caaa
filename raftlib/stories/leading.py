"""The beginning of a story that needs a leader: a cluster until one is settled, if one ever is."""
from raftlib.protocol.state import FOLLOWER
from raftlib.simulation.cluster import Cluster

LONGEST = 2000  # ms that it may take


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
