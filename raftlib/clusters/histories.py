"""What several clients of a real cluster did and were told, while its servers were killed and stood still."""
import random
import time
from collections.abc import Callable
from itertools import count
from threading import Thread

from raftlib.analysis.operations import Operation
from raftlib.clusters.real_cluster import RealCluster
from raftlib.clusters.records import on_record
from raftlib.simulation.arguments import known

KINDS = {"linearizable": False, "serializable": True}  # how etcd is asked to read, and whether that may be stale
KEY, CLIENTS, WAIT = "x", 5, 1500  # WAIT: ms that a client waits
THINK = 0.03  # s between two operations of a client, at the most


def recorded_history(reads: str) -> list[Operation]:
    """What clients of etcd were told, its reads being linearizable or serializable; ValueError for what is neither."""
    known("reads", reads, KINDS)
    record = on_record("histories")
    return list(map(operation, record["histories"][reads]))


def operation(given: list) -> Operation:
    """An operation as a record has it."""
    client, called, answered, action, answer = given
    return Operation(client, called, answered, tuple(action), answer)


def history(cluster: RealCluster, stale: bool, trouble: Callable[[RealCluster], None]) -> list[Operation]:
    """Let clients write and read one key for as long as the trouble lasts, each mostly at one server; their operations.

    Each write has a number of its own. What was not acknowledged may have been done.
    """
    numbers, operations, over = count(1), [], []

    def act(client: int) -> None:
        id = cluster.ids[client % len(cluster.ids)]
        while not over:
            time.sleep(random.random() * THINK)
            writes, value = random.random() < 0.4, next(numbers)
            called = cluster.time
            answer = cluster.put(KEY, str(value), id, WAIT) if writes else cluster.get(KEY, id, stale, WAIT)
            if writes and answer.said != f"{id} is down":
                operations.append(Operation(client, called, cluster.time if answer else None, ("write", value)))
            elif answer:
                value = None if answer.value is None else int(answer.value)
                operations.append(Operation(client, called, cluster.time, ("read",), value))
            if not answer:
                id = random.choice(cluster.ids)
    acting = [Thread(target=act, args=(client,)) for client in range(1, CLIENTS + 1)]
    for each in acting:
        each.start()
    try:
        trouble(cluster)
    finally:
        over.append(True)
        for each in acting:
            each.join()
    return sorted(operations, key=lambda each: each.called)


def kills_and_stops(cluster: RealCluster) -> None:
    """One server after another stands still for a while, or is killed and started again."""
    for id in cluster.ids:
        cluster.watch(300)
        cluster.stop(id)
        cluster.watch(700)
        cluster.go_on(id)
    leader = cluster.wait_for_leader()
    cluster.crash(leader)
    cluster.watch(1500)
    cluster.restart(leader)
    cluster.watch(500)
