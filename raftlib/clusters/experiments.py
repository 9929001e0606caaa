"""The questions that the paper leaves open, each put to a real cluster: a function of a cluster that was just started.

Each tells what came of it as a dict of plain values; times are milliseconds.
"""
import time
from collections.abc import Callable
from statistics import median
from threading import Thread

from raftlib.clusters.answers_in_words import LONG
from raftlib.clusters.real_cluster import RealCluster

SETTLE = 500  # ms until a cluster has calmed down after a change
ALONE = 30_000
BETWEEN = 50  # ms between two looks


# ---- What is asked -------------------------------------------------------------------------------------------

def fresh(cluster: RealCluster) -> dict:
    """A new cluster: its first leader's term, and the index of a client's first entry."""
    status = cluster.status(cluster.wait_for_leader())
    return {"term": status.term, "index": status.last_index or status.applied_index}


def kill(cluster: RealCluster) -> dict:
    """The leader is killed: how long until a write is acknowledged, and how many terms that took."""
    return after(cluster, cluster.crash)


def terminate(cluster: RealCluster) -> dict:
    """The leader is asked to end."""
    return after(cluster, cluster.terminate)


def after(cluster: RealCluster, deed: Callable[[str], None]) -> dict:
    """How long writes wait when something is done to the leader, and how many terms later it is."""
    cluster.watch(SETTLE)
    leader, term = cluster.wait_for_leader(), highest_term(cluster)
    doing = Thread(target=deed, args=(leader,))
    began = cluster.time
    doing.start()
    while cluster.leader == leader and cluster.time < began + LONG:
        time.sleep(0.002)
    cluster.wait_for_write(LONG)
    took = cluster.time - began
    doing.join()
    cluster.watch(SETTLE)
    return {"ms": took, "terms": highest_term(cluster) - term}


def stop_a_follower(cluster: RealCluster) -> dict:
    """A follower stands still for ten election timeouts, and goes on: the terms that pass, and who leads then."""
    cluster.watch(SETTLE)
    leader, term = cluster.wait_for_leader(), highest_term(cluster)
    follower = cluster.others(leader)[0]
    cluster.stop(follower)
    cluster.watch(10 * cluster.longest_timeout, BETWEEN)
    cluster.go_on(follower)
    cluster.watch(3 * cluster.longest_timeout, BETWEEN)
    return {"terms": highest_term(cluster) - term, "same leader": cluster.leader == leader}


def write_to_a_stopped_leader(cluster: RealCluster) -> dict:
    """A write is sent to a leader that stands still; three election timeouts later it goes on."""
    leader = cluster.wait_for_leader()
    cluster.stop(leader)
    answers = []
    asking = Thread(target=lambda: answers.append(cluster.put("x", "asked of who stands still", leader, LONG)))
    asking.start()
    cluster.watch(3 * cluster.longest_timeout, BETWEEN)
    cluster.go_on(leader)
    asking.join()
    settle(cluster)
    return {"acknowledged": answers[0].acknowledged, "ms": answers[0].milliseconds, "said": answers[0].said,
            "done": is_there(cluster, "x", "asked of who stands still")}


def write_without_a_majority(cluster: RealCluster) -> dict:
    """Both followers are killed, and the leader is asked for a write, and a stale read; then they are started again."""
    cluster.put("y", "before")
    leader, term = cluster.wait_for_leader(), highest_term(cluster)
    others = cluster.others(leader)
    for id in others:
        cluster.crash(id)
    began, led_until = cluster.time, [None]

    def watch():
        while led_until[0] is None and cluster.time < began + LONG and cluster.is_on:
            if cluster.status(leader, BETWEEN).role not in ("leader", None):
                led_until[0] = cluster.time - began
            time.sleep(BETWEEN / 1000)
    watching = Thread(target=watch)
    watching.start()
    write = cluster.put("x", "asked of who is alone", leader, LONG)
    watching.join()
    read = cluster.get("y", leader, stale=True, timeout=2000)
    cluster.restart(*others)
    settle(cluster)
    return {"acknowledged": write.acknowledged, "ms": write.milliseconds, "said": write.said,
            "leads for": led_until[0], "stale read": read.value == "before",
            "done": is_there(cluster, "x", "asked of who is alone"), "terms": highest_term(cluster) - term}


def alone(cluster: RealCluster) -> dict:
    """Both others are killed, and one is alone for half a minute: how far its term has risen when they are back."""
    cluster.watch(SETTLE)
    last = cluster.others(cluster.wait_for_leader())[0]
    term = highest_term(cluster)
    for id in cluster.others(last):
        cluster.crash(id)
    cluster.watch(ALONE, 500)
    said = cluster.status(last).term
    cluster.restart(*cluster.down)
    cluster.wait_for_write(LONG)
    cluster.watch(SETTLE)
    return {"terms": highest_term(cluster) - term, "says": None if said is None else said - term}


def write_to_a_follower(cluster: RealCluster) -> dict:
    """Twenty writes at the leader, and twenty at a follower: their medians."""
    leader = cluster.wait_for_leader()
    follower = cluster.others(leader)[0]
    took = {id: median(cluster.put("x", str(each), id).milliseconds for each in range(20)) for id in (leader, follower)}
    return {"leader": took[leader], "follower": took[follower]}


def kill_all(cluster: RealCluster) -> dict:
    """All are killed while three clients write for a second; started again, are all acknowledged writes there?"""
    acknowledged, until = [], cluster.time + 1000

    def write(client: int) -> None:
        for number in range(10**6):
            key = f"{client}-{number}"
            if cluster.time > until or not cluster.put(key, key, cluster.ids[client], 2000):
                return
            acknowledged.append(key)
    writing = [Thread(target=write, args=(client,)) for client in range(3)]
    for each in writing:
        each.start()
    time.sleep(0.8)
    for id in cluster.ids:
        cluster.crash(id)
    for each in writing:
        each.join()
    cluster.restart(*cluster.ids)
    settle(cluster)
    written = list(acknowledged)
    return {"acknowledged": len(written), "lost": sum(not is_there(cluster, key, key) for key in written)}


def settle(cluster: RealCluster) -> None:
    """Wait until it takes writes again, and until whoever has led before has learned of it: it may answer reads."""
    cluster.wait_for_write(LONG)
    cluster.watch(4 * SETTLE)
    cluster.wait_for_write(LONG)


def highest_term(cluster: RealCluster) -> int:
    """The highest term that a server tells."""
    return max((cluster.status(id).term or 0 for id in cluster.running), default=0)


def is_there(cluster: RealCluster, key: str, value: str) -> bool:
    """Whether what was written can be read."""
    return cluster.get(key).value == value
