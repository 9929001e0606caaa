"""Logs: how commands reach all servers, on good networks and bad ones, and what a leader's crash leaves of them."""
from raftlib.scenarios.elections import elect
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Network


def one_command(seed: int = 7, servers: int = 5) -> Cluster:
    """A client's command at 400 ms, until all servers have applied it."""
    cluster = Cluster(servers=servers, seed=seed)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.run(until=lambda c: all(server.last_applied == 1 for server in c.servers.values()), limit=500)
    cluster.run(for_=15)
    return cluster


def busy(cluster: Cluster, commands: int, every: float) -> Cluster:
    """The same cluster after so many commands, one each `every` ms, on the keys x, y and z."""
    for number in range(1, commands + 1):
        cluster.submit(f"{'xyz'[number % 3]}={number}")
        cluster.run(for_=every)
    return cluster


def twenty_commands(heartbeat: float = 50, latency=(5, 15), seed: int = 7) -> Cluster:
    """Twenty commands, one each 50 ms from 600 ms on; heartbeat and latency in ms."""
    cluster = Cluster(servers=5, seed=seed, heartbeat=heartbeat, latency=latency)
    cluster.run(to=600)
    return busy(cluster, commands=20, every=50)


def slow_follower(seed: int = 7) -> Cluster:
    """Eighteen commands, one each 20 ms, while messages to and from S4 take five times as long as all others."""
    cluster = Cluster(servers=5, seed=seed, network=Network(latency=(5, 15), slow={"S4": 5}))
    cluster.run(to=400)
    return busy(cluster, commands=18, every=20)


def lossy_network(seed: int = 7) -> Cluster:
    """Ten commands, one each 40 ms, on a network that loses a third of all messages."""
    cluster = Cluster(servers=5, seed=seed, loss=0.33)
    cluster.run(to=800)
    return busy(cluster, commands=10, every=40)


def half_replicated(heir: str) -> Cluster:
    """S1 crashes when its entry x=5 is on S1 and S2 only, and `heir` (S2 … S5) stands next; then y=1 is submitted."""
    cluster = Cluster(servers=5, seed=1, latency=10)
    elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=20)
    cluster.submit("x=5")
    lose(cluster, "S3", "S4", "S5")
    cluster.run(for_=15)
    cluster.crash("S1")
    elect(cluster, heir)
    cluster.submit("y=1")
    cluster.run(for_=120)
    return cluster


def entry_survives() -> Cluster:
    """The server that has the dead leader's entry becomes the next leader, and the entry is committed with its own."""
    return half_replicated(heir="S2")


def entry_is_lost() -> Cluster:
    """A server without the dead leader's entry becomes the next leader, and the entry is erased."""
    return half_replicated(heir="S3")


def lose(cluster: Cluster, *receivers: str) -> None:
    """Lose the messages under way to these servers, or all of them."""
    for flight in cluster.in_flight:
        if not receivers or flight.message.receiver in receivers:
            cluster.drop(flight)
