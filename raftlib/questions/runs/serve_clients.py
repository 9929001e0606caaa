"""The runs that judge the predictions of notebook 08, and the histories that its exercises ask about."""
from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.models import KeyValueStore
from raftlib.analysis.operations import Operation
from raftlib.protocol.lease import LeaseServer
from raftlib.protocol.read_index import ReadIndexServer
from raftlib.protocol.serving import ReadsFromMemory, ServingServer
from raftlib.scenarios.serving import answer_never_comes, stale_read
from raftlib.simulation.cluster import Cluster

WAYS = {"a": ServingServer, "b": ReadsFromMemory, "c": ReadIndexServer, "d": LeaseServer}


def what_x_is(cluster: Cluster) -> str:
    """The letter of `asked_twice` that is true of a run: 1 was to be added to x once."""
    values = {machine.values["x"] for machine in cluster.machines.values()}
    return {(1,): "a", (2,): "b"}.get(tuple(values), "d")


def answers_that_never_come() -> tuple[Cluster, Cluster]:
    """The leader crashes before its entry is anywhere else, and right after it has committed it."""
    return answer_never_comes(committed=False), answer_never_comes(committed=True)


def what_is_told(both: tuple[Cluster, Cluster]) -> str:
    """The letter of `what_the_client_knows` that is true of two runs."""
    first, second = ([each for each in cluster.operations("C3") if each[2] is not None] for cluster in both)
    return "a" if first else "b" if second else "c"


def c1_reads(cluster: Cluster) -> str:
    """The letter of `read_on_the_small_side` that is true of a run."""
    *_, answer = [operation for operation in cluster.operations("C1") if operation[3] == "x?"][-1]
    return {"x=1": "b", "x=2": "a", None: "c"}[answer]


def old_reads() -> dict[str, Cluster]:
    """The cut in which C1 reads at the old leader, for each way to read."""
    return {letter: stale_read(server=server) for letter, server in WAYS.items()}


def ways_that_are_wrong(runs: dict[str, Cluster]) -> str:
    """The letters of the ways in which a read is too old."""
    return "".join(letter for letter, cluster in runs.items()
                   if not linearizable(cluster.operations(), KeyValueStore()))


# ---- Histories to be judged by eye ------------------------------------------------------------------------------


def first_history() -> list[Operation]:
    """C2 writes x=2, is answered, and reads x=1; C3's answer comes later, and is x=2: linearizable, x=2 being first."""
    return [
        Operation("C1", 0, 100, "x=1", "x=1"),
        Operation("C2", 10, 50, "x=2", "x=2"),
        Operation("C3", 20, 120, "x?", "x=2"),
        Operation("C2", 60, 90, "x?", "x=1"),
        Operation("C3", 130, 150, "x?", "x=1"),
    ]


def second_history() -> list[Operation]:
    """C3 reads x=1 while x=2 is still being written, but C2 has read x=2 before: not linearizable."""
    return [
        Operation("C1", 0, 30, "x=1", "x=1"),
        Operation("C1", 40, 120, "x=2", "x=2"),
        Operation("C2", 50, 70, "x?", "x=2"),
        Operation("C3", 80, 100, "x?", "x=1"),
        Operation("C3", 130, 150, "x?", "x=2"),
    ]


def third_history() -> list[Operation]:
    """C2 never hears what became of x=2; it was done, but after C1 had read x=1: linearizable."""
    return [
        Operation("C1", 0, 30, "x=1", "x=1"),
        Operation("C2", 40, None, "x=2"),
        Operation("C1", 60, 80, "x?", "x=1"),
        Operation("C3", 100, 120, "x?", "x=2"),
        Operation("C1", 130, 150, "x?", "x=2"),
    ]
