"""The histories that notebook 08 asks about, and the run in which a command is in the log twice."""
from raftlib.analysis.operations import Operation
from raftlib.protocol.messages import ClientRequest
from raftlib.protocol.state import LEADER
from raftlib.scenarios.serving import lost_answer
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.key_value import KeyValue


def odd_but_fine() -> list[Operation]:
    """C2 writes x=2, is answered, and reads x=1; C3's answer comes later, and is x=2: linearizable, x=2 being first."""
    return [
        Operation("C1", 0, 100, "x=1", "x=1"),
        Operation("C2", 10, 50, "x=2", "x=2"),
        Operation("C3", 20, 120, "x?", "x=2"),
        Operation("C2", 60, 90, "x?", "x=1"),
        Operation("C3", 130, 150, "x?", "x=1"),
    ]


def too_old() -> list[Operation]:
    """C3 reads x=1 while x=2 is still being written, but C2 has read x=2 before: not linearizable."""
    return [
        Operation("C1", 0, 30, "x=1", "x=1"),
        Operation("C1", 40, 120, "x=2", "x=2"),
        Operation("C2", 50, 70, "x?", "x=2"),
        Operation("C3", 80, 100, "x?", "x=1"),
        Operation("C3", 130, 150, "x?", "x=2"),
    ]


def done_late() -> list[Operation]:
    """C2 never hears what became of x=2; it was done, but after C1 had read x=1: linearizable."""
    return [
        Operation("C1", 0, 30, "x=1", "x=1"),
        Operation("C2", 40, None, "x=2"),
        Operation("C1", 60, 80, "x?", "x=1"),
        Operation("C3", 100, 120, "x?", "x=2"),
        Operation("C1", 130, 150, "x?", "x=2"),
    ]


def asked_twice(machine: type[KeyValue] = KeyValue) -> Cluster:
    """A client adds 1 to x, the answer is lost, and it asks again: the run to find the duplicate in."""
    return lost_answer(machine=machine)


def duplicates(cluster: Cluster) -> list[int]:
    """The indexes of all entries that a leader has appended for a request for which it had appended one before."""
    appended, found = set(), []
    for event in cluster.history:
        if event.kind == "receive" and isinstance(event.message, ClientRequest) and event.state.role == LEADER:
            request = event.server, event.message.sender, event.message.serial
            found += [event.state.log.last_index] if request in appended else []
            appended.add(request)
    return found
