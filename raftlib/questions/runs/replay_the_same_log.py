"""The runs that judge the predictions of notebook 02, and how an answer is read off each of them."""
from collections.abc import Mapping, Sequence

from raftlib.analysis.faulty_logs import states_at, with_faults
from raftlib.analysis.replicas import State, replay
from raftlib.protocol.messages import AppendEntries
from raftlib.scenarios import service_goes_on, two_at_once
from raftlib.simulation.broadcast import broadcast
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.peeking_key_value import PeekingKeyValue
from raftlib.widgets.panels.replicas import COMMANDS

THREE = ("S1", "S2", "S3")


def nearest(numbers: Mapping[str, float], value: float) -> str:
    """The letter of the number that is nearest to a value."""
    return min(numbers, key=lambda letter: abs(numbers[letter] - value))


def ends(logs: Mapping[str, Sequence[str]]) -> list[int]:
    """The value of x at the end of each log."""
    return [replay(log)[-1]["x"] for log in logs.values()]


def how_many_ends(logs: Mapping[str, Sequence[str]]) -> str:
    """The letter of the prediction: how many different numbers the servers end with."""
    return nearest({"a": 1, "b": 2, "c": 3}, len(set(ends(logs))))


def agreements(seeds: int = 2000) -> int:
    """In how many of so many pairs of commands all three servers have the same order."""
    return sum(len(set(map(tuple, broadcast(("x=5", "x+=1"), seed=seed).values()))) == 1 for seed in range(seeds))


def end_with(**faults: int) -> State:
    """The state in which S3 ends with these faults in the panel's log."""
    return states_at(with_faults(COMMANDS, **faults)[1])[-1]


def swaps_that_show() -> int:
    """How many swaps of neighbours in the panel's log change the end state."""
    return sum(end_with(swapped=index) != end_with() for index in range(1, len(COMMANDS)))


def peeking_ends() -> list[State]:
    """The end states of three servers that carry out the same log with readings of clock and dice in it."""
    log = ("x=now()", "y=random()", "x+=1")
    return [replay(log, PeekingKeyValue(server))[-1] for server in THREE]


def what_is_the_same(states: list[State]) -> str:
    """The letter of the prediction: which names have the same value in all states."""
    same = [name for name in "xy" if len({state[name] for state in states}) == 1]
    return {"xy": "a", "x": "b", "y": "c", "": "d"}["".join(same)]


def logs_of(cluster: Cluster) -> list[tuple[str, ...]]:
    """The commands in the logs of all servers."""
    return [tuple(entry.command for entry in server.log.suffix(1, server.log.last_index))
            for server in cluster.servers.values()]


def hundred_clusters() -> list[tuple[str | None, list[tuple[str, ...]]]]:
    """The leader and the logs of the servers of a hundred clusters, each with two clients at once."""
    clusters = [two_at_once(seed) for seed in range(100)]
    return [(cluster.leader, logs_of(cluster)) for cluster in clusters]


def who_comes_first(clusters: Sequence[tuple[str | None, Sequence[tuple[str, ...]]]]) -> str:
    """The letter of the prediction: do the servers of a cluster agree, and under which leaders is x+=1 first?"""
    if any(len(set(logs)) > 1 for _, logs in clusters):
        return "d"
    added = {leader for leader, logs in clusters if logs[0][0] == "x+=1"}
    return "a" if not added else "b" if added == {"S2"} else "c"


def after_the_return() -> tuple[Cluster, str]:
    """The service whose first leader crashed and has come back, and that leader."""
    cluster = service_goes_on()
    returned, = cluster.down
    cluster.restart(returned)
    cluster.run(for_=150)
    return cluster, returned


def what_was_sent(run: tuple[Cluster, str]) -> str:
    """The letter of the prediction: how many entries the server that came back was sent."""
    cluster, returned = run
    sent = {entry for event in cluster.history.window(1000, cluster.time) for flight in event.sent
            if isinstance(flight.message, AppendEntries) and flight.message.receiver == returned
            for entry in flight.message.entries}
    return nearest({"b": 5, "c": 3, "d": 0}, len(sent))
