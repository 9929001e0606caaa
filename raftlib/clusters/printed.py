"""What servers of etcd print in a failover in which the follower that asks first asks in vain."""
from typing import NamedTuple

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.failovers import MOST, failovers
from raftlib.clusters.records import on_record
from raftlib.search.progress import counted
from raftlib.simulation.arguments import whole

# What an election's lines begin with, in the order in which they follow from each other, in one millisecond too.
TOLD = ("became pre-candidate", "ignored MsgPreVote", "cast MsgPreVote", "became candidate", "became follower",
        "cast MsgVote", "became leader")


class Printed(NamedTuple):
    """What was printed: the time (ms since the leader was killed), the server and its words, and where it is from."""

    lines: tuple[tuple[float, str, str], ...]
    caption: str

    def __repr__(self) -> str:
        told = (f"{time:.0f} ms: {server} {words}" for time, server, words in self.lines)
        return "\n".join([*told, self.caption])


def recorded_in_vain() -> Printed:
    """That which is on record."""
    record = on_record("printed")
    return Printed(tuple(map(tuple, record["lines"])),
                   f"{record['system']}, recorded on {record['date']} on {record['machine']}. The leader was killed at "
                   "0 ms.")


def see_in_vain(tries: int = 40) -> Printed:
    """Kill the leader of three etcd servers again and again, on this machine, now, until a request of a pre-vote is
    ignored: what was printed in that failover. A failover takes some two seconds.

    Raises ValueError for less than one try or more than 1000, and ClusterError where etcd is not installed, or where
    none of so many is ignored.
    """
    tries = whole("tries", tries, 1, MOST)
    with EtcdCluster() as cluster:
        for _ in counted(failovers(cluster, tries), tries, "until one asks in vain"):
            lines = since_the_kill(cluster)
            if any(words.startswith("ignored MsgPreVote") for _, _, words in lines):
                return Printed(lines, f"{cluster.system}, here and now. The leader was killed at 0 ms.")
    raise ClusterError(f"In {tries} failovers nobody asked in vain.")


def since_the_kill(cluster: EtcdCluster) -> tuple[tuple[float, str, str], ...]:
    """What was told of the election since the last deed."""
    killed = cluster.deeds[-1].time
    lines = [(time - killed, id, words) for id in cluster.running for time, words in cluster.printed(id)
             if time >= killed and words.startswith(TOLD)]
    return tuple(sorted(lines, key=lambda line: (line[0], [line[2].startswith(each) for each in TOLD].index(True))))
