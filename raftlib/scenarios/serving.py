"""Clients whose requests and answers are messages: what a lost answer does, and how a read can be too old."""
from raftlib.protocol.lease import LeaseServer
from raftlib.protocol.messages import ClientReply, ClientRequest, ReadHeartbeatReply
from raftlib.protocol.read_index import ReadIndexServer
from raftlib.protocol.serving import ReadsFromMemory, ServingServer
from raftlib.simulation.clients import Client
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.key_value import KeyValue

LONG = 5000  # ms: by then a client has its answer
PROMISED = 150  # ms: so long after a heartbeat no server of equal clock keeps its promise to vote for nobody else
SEEN = 40  # ms between an answer and the next call: enough for a picture to show which was first
OTHERS = "S2", "S3"


class ReadsByRequest(ReadIndexServer):
    """Names the heartbeats of a read after its request alone, as etcd did until March 2026 (its issue 20418).

    A request that comes twice has the same name twice, so that late answers to its first heartbeats pass for answers to
    the second ones, and confirm all reads that came in between.
    """

    def name_of(self, request: ClientRequest) -> str:
        """The client, and the number of its request."""
        return f"{request.sender}.{request.serial}"


def led_by_s1(clients: int, servers: int = 3, timeout: float = 100, **arguments) -> tuple[Cluster, list[Client]]:
    """Servers of which S1 leads, and clients; the first knows whom to ask, and has written x=1."""
    cluster = Cluster(servers=servers, **arguments)
    cluster.run(to=140)
    cluster.time_out("S1")
    asking = [Client(cluster, timeout=timeout) for _ in range(clients)]
    asking[0].ask("x=1")
    wait_for(cluster, asking[0])
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
    wait_for(cluster, client)
    cluster.run(for_=100)
    return cluster


def answer_never_comes(committed: bool = True, seed: int = 7) -> Cluster:
    """S1 crashes when it has written a command, before anybody else has it, or when it has committed it.

    Its client, C3, asks but once, for x=5, and gets no answer in either. A second later C2 has y=1 written.
    """
    cluster, [_, second] = led_by_s1(2, seed=seed, server=ServingServer)
    Client(cluster, retry=0, timeout=100).ask("x=5")
    leader = cluster.servers["S1"]
    cluster.run(until=lambda c: leader.commit_index == 2 if committed else leader.log.last_index == 2, limit=LONG)
    for flight in cluster.in_flight:
        if not committed or isinstance(flight.message, ClientReply):
            cluster.drop(flight)
    cluster.crash("S1")
    cluster.run(for_=1000)
    second.ask("y=1")
    wait_for(cluster, second)
    cluster.run(for_=100)
    return cluster


def stale_read(seed: int = 7, server: type[ServingServer] = ReadsFromMemory) -> Cluster:
    """S1 leads and is cut off with C1; C2 has x=2 written on the other side; then C1 reads x. All is healed 1 s later.
    """
    cluster, [first, second] = led_by_s1(2, seed=seed, server=server)
    cluster.cut(["S1", "C1"], [*OTHERS, "C2"])
    second.ask("x=2")
    wait_for(cluster, second)
    cluster.run(for_=SEEN)
    first.ask("x?")
    cluster.run(for_=1000)
    cluster.heal()
    wait_for(cluster, first)
    return cluster


def slow_lease(seed: int = 7, rate: float = 0.3) -> Cluster:
    """S1 leads, by a clock of this rate, has a lease, and is cut off with C1; S2 leads, C2 writes x=2, and C1 reads x.
    """
    cluster, [first, second] = led_by_s1(2, seed=seed, server=LeaseServer, heartbeat=20, clock={"S1": rate})
    first.ask("x?")
    wait_for(cluster, first)
    cluster.cut(["S1", "C1"], [*OTHERS, "C2"])
    cluster.run(for_=PROMISED)
    cluster.time_out("S2")
    cluster.run(until=lambda c: c.leader == "S2", limit=LONG)
    second.ask("x=2")
    wait_for(cluster, second)
    cluster.run(for_=1)
    first.ask("x?")
    cluster.run(for_=300)
    return cluster


def doubled_read(seed: int = 7, server: type[ReadIndexServer] = ReadsByRequest) -> Cluster:
    """A read of C1 is doubled, and one of them late, as is one answer to its heartbeats; then S2 leads and x is 2.

    When C1 reads x once more, S1, which nobody follows any more, must not answer; `ReadsByRequest` does.
    """
    cluster, [first, second] = led_by_s1(2, seed=seed, server=server)
    first.ask("x?")
    cluster.duplicate(under_way(cluster, ClientRequest, "C1")[0])
    cluster.hold(under_way(cluster, ClientRequest, "C1")[-1], 600)
    cluster.run(until=lambda c: under_way(c, ReadHeartbeatReply, "S3"), limit=LONG)
    cluster.hold(under_way(cluster, ReadHeartbeatReply, "S3")[0], 800)
    wait_for(cluster, first)
    cluster.cut(["S1", "C1"], ["S2", "C2"])
    cluster.cut_link("S1", "S3", one_way=True)
    cluster.cut_link("C1", "S3")
    cluster.time_out("S2")
    second.ask("x=2")
    wait_for(cluster, second)
    cluster.run(for_=1)
    first.ask("x?")
    cluster.run(to=cluster.time + 1000)
    return cluster


def wait_for(cluster: Cluster, client: Client) -> None:
    """Run until a client has its answer."""
    cluster.run(until=lambda c: not client.is_waiting, limit=LONG)


def under_way(cluster: Cluster, kind: type, sender: str) -> list:
    """The messages of a kind that a server or a client has sent, and have not arrived yet."""
    return [each for each in cluster.in_flight if isinstance(each.message, kind) and each.message.sender == sender]
