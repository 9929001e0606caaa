"""Random runs as an ordinary test makes them: some commands, some crashes, and a network that loses a few messages."""
from random import Random

from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster

LOSS = 0.05
CRASHES, COMMANDS = 3, 3  # how often a server crashes, and the commands before each crash
LONGEST_ELECTION, MOST_BETWEEN, MOST_DOWN, AFTERWARDS = 2000, 100, 600, 500  # ms


def ordinary_run(server: type[Server] = Server, seed: int = 0, servers: int = 3) -> Cluster:
    """Nine commands, and three times a server crashes and comes back; the network loses 5 % of all messages.

    All that is random is drawn from the seed. Raises ValueError as Cluster does.
    """
    cluster, draw = Cluster(servers, seed, loss=LOSS, server=server), Random(f"{seed}/ordinary")
    for _ in range(CRASHES):
        cluster.run(until=lambda c: c.leader, limit=LONGEST_ELECTION)
        for _ in range(COMMANDS):
            cluster.submit(f"x={draw.randrange(100)}")
            cluster.run(for_=draw.uniform(0, MOST_BETWEEN))
        crashed = draw.choice(list(cluster.servers))
        cluster.crash(crashed)
        cluster.run(for_=draw.uniform(0, MOST_DOWN))
        cluster.restart(crashed)
    cluster.run(for_=AFTERWARDS)
    return cluster
