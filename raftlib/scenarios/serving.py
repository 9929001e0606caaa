"""Clients whose requests and answers are messages: what a lost answer does."""
from raftlib.protocol.messages import ClientReply
from raftlib.protocol.serving import ServingServer
from raftlib.simulation.clients import Client
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.key_value import KeyValue

LONG = 5000  # ms: by then a client has its answer


def led_by_s1(clients: int, **arguments) -> tuple[Cluster, list[Client]]:
    """Three servers of which S1 leads, and clients; the first knows whom to ask, and has written x=1."""
    cluster = Cluster(servers=3, **arguments)
    cluster.run(to=140)
    cluster.time_out("S1")
    asking = [Client(cluster, timeout=100) for _ in range(clients)]
    asking[0].ask("x=1")
    cluster.run(until=lambda c: not asking[0].is_waiting, limit=LONG)
    cluster.run(for_=100)
    return cluster, asking


def lost_answer(seed: int = 7, machine: type[KeyValue] = KeyValue) -> Cluster:
    """A client adds 1 to x, once; the answer is lost, so that it asks again, and is answered.

    With `machine=SessionKeyValue` x is 2 in the end, without sessions 3.
    """
    cluster, [client] = led_by_s1(1, seed=seed, server=ServingServer, machine=machine)
    client.ask("x+=1")
    cluster.run(until=lambda c: under_way(c, ClientReply, "S1"), limit=LONG)
    cluster.drop(under_way(cluster, ClientReply, "S1")[0])
    cluster.run(until=lambda c: not client.is_waiting, limit=LONG)
    cluster.run(for_=100)
    return cluster


def under_way(cluster: Cluster, kind: type, sender: str) -> list:
    """The messages of a kind that a server or a client has sent, and have not arrived yet."""
    return [each for each in cluster.in_flight if isinstance(each.message, kind) and each.message.sender == sender]
