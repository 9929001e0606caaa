"""One client reads x while another one writes it, and there is trouble: so the ways to answer reads are tried."""
from collections.abc import Callable
from itertools import count

from raftlib.protocol.serving import ServingServer
from raftlib.scenarios.serving import led_by_s1, wait_for
from raftlib.simulation.clients import Client
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.sessions import SessionKeyValue

START, TROUBLE = 600, 700  # ms: when they begin, and when the trouble comes
AFTER, LAST = 300, 100  # ms: how long they go on after it, and how long they are waited for then
EVERY = 40  # ms


def nothing(cluster: Cluster) -> None:
    """No trouble at all."""


def leader_crashes(cluster: Cluster) -> None:
    """S1, the leader, crashes."""
    cluster.crash("S1")


def leader_cut_off(cluster: Cluster, followers: int = 0) -> None:
    """S1, the leader, is cut off with C1, who reads, and so many followers; C2, who writes, is on the other side."""
    ids = list(cluster.servers)
    cluster.cut([*ids[:1 + followers], "C1"], [*ids[1 + followers:], "C2"])


def mend(cluster: Cluster) -> None:
    """All links are there again, and all servers."""
    if cluster.network.cut_links:
        cluster.heal()
    for id in cluster.down:
        cluster.restart(id)


def reading(trouble: Callable[[Cluster], None] = leader_cut_off, server: type[ServingServer] = ServingServer,
            seed: int = 7, lasts: int = 600, loss: float = 0, clock: float = 1, servers: int = 3,
            timeout: float = 100, heartbeat: float = 50, every: int = EVERY) -> Cluster:
    """C1 reads x `every` so many ms, and C2 writes x=2, x=3 … every other time, if it has its last answer.

    They begin at 600 ms; S1 leads. Trouble comes at 700 ms and `lasts` so long (ms), and they go on for 300 ms; the run
    ends 100 ms later. There is `loss` from 600 ms on. `clock` is how fast S1's goes: the slower, the more often it must
    send a `heartbeat` (ms) to be heard in time. Commands have sessions, so that each is done once.
    """
    cluster, clients = led_by_s1(2, servers=servers, timeout=timeout, seed=seed, server=server, heartbeat=heartbeat,
                                 machine=SessionKeyValue, clock={"S1": clock})
    clients[1].ask("x=1")  # so that it has a session, and knows whom to ask
    wait_for(cluster, clients[1])
    cluster.run(to=START)
    cluster.change_network(loss=loss)
    values = count(2)
    for end, happens in ((TROUBLE, trouble), (TROUBLE + lasts, mend), (TROUBLE + lasts + AFTER, nothing)):
        read_and_write(cluster, clients, values, every, end)
        happens(cluster)
    cluster.run(for_=LAST)
    return cluster


def read_and_write(cluster: Cluster, clients: list[Client], values: count, every: int, until: float) -> None:
    """Up to a time (ms) the first client reads, and the second one writes the next of some values, each if it can."""
    reader, writer = clients
    while cluster.time < until:
        turn = round(cluster.time - START) // every
        if not reader.is_waiting:
            reader.ask("x?")
        if turn % 2 and not writer.is_waiting:
            writer.ask(f"x={next(values)}")
        cluster.run(to=min(START + (turn + 1) * every, until))
