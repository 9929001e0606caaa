"""The ways to answer reads compared: what each costs, and when a read is too old, in one kind of trouble after another.
"""
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from raftlib.analysis.answers import Answers
from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.models import KeyValueStore
from raftlib.analysis.operations import Operation
from raftlib.analysis.reads import reads_of
from raftlib.analysis.tables import as_html, as_text
from raftlib.protocol.lease import LeaseServer
from raftlib.protocol.read_index import ReadIndexServer
from raftlib.protocol.serving import ReadsFromMemory, ServingServer
from raftlib.scenarios.reading import EVERY, leader_crashes, leader_cut_off, nothing, reading
from raftlib.scenarios.serving import LONG
from raftlib.simulation.arguments import known, members, whole
from raftlib.simulation.cluster import Cluster

WAYS = {"from memory": ReadsFromMemory, "through the log": ServingServer, "by ReadIndex": ReadIndexServer,
        "by a lease": LeaseServer}
TROUBLES = {  # what `reading` is to do
    "none": {"trouble": nothing},
    "the leader crashes": {"trouble": leader_crashes},
    "the leader is cut off": {"trouble": leader_cut_off},
    "cut off, its clock slow": {"trouble": leader_cut_off, "clock": 0.2, "heartbeat": 20},
    "10 % of messages lost": {"trouble": nothing, "loss": 0.1},
}
HEAD = ("trouble", "reads", "messages a read (mean)", "ms a read (median)", "slowest, ms", "runs with a stale read")
MOST = 1000  # runs: of so many each row takes some 6 s


class Row(NamedTuple):
    """A way to read in a kind of trouble, over some runs: how many of them had a stale read, and what reads cost.

    `messages` a read are a mean, `milliseconds` a median; `slowest` (ms) is the longest that a read took.
    """

    trouble: str
    way: str
    messages: float
    milliseconds: float
    slowest: float
    stale: int
    runs: int

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is read."""
        return (self.trouble, self.way, f"{self.messages:.1f}", f"{self.milliseconds:.0f}", f"{self.slowest:.0f}",
                f"{self.stale or 'none'} of {self.runs}")


class ReadModes(NamedTuple):
    """The rows, trouble by trouble."""

    rows: tuple[Row, ...]

    @property
    def caption(self) -> str:
        """What was run."""
        return ("Simulated: 3 servers, messages of 5 to 15 ms. One client reads x, another one writes it; the trouble "
                "lasts 600 ms of 1100. (With the slow clock there is a heartbeat each 20 ms.)")

    def __repr__(self) -> str:
        return as_text(HEAD, (row.cells for row in self.rows), self.caption)

    def _repr_html_(self) -> str:
        return as_html(HEAD, (row.cells for row in self.rows), self.caption)


def compare_reads(runs: int = 10, ways: Iterable[str] = tuple(WAYS),
                  troubles: Iterable[str] = tuple(TROUBLES)) -> ReadModes:
    """Measure some of WAYS to read in some of TROUBLES, over `runs` seeded runs for each of both.

    A run has a stale read if the checker finds it not linearizable: all commands have sessions, so that none is done
    twice. Raises ValueError for other ways and troubles, or for less than one run or more than 1000.
    """
    runs = whole("runs", runs, 1, MOST)
    ways = [known("ways", each, WAYS) for each in members("ways", ways)]
    troubles = [known("troubles", each, TROUBLES) for each in members("troubles", troubles)]
    return ReadModes(tuple(measure(trouble, way, runs) for trouble in troubles for way in ways))


def measure(trouble: str, way: str, runs: int) -> Row:
    """One row."""
    clusters = [answered(reading(server=WAYS[way], seed=seed, **TROUBLES[trouble])) for seed in range(runs)]
    reads = together(map(reads_of, clusters))
    return Row(trouble, way, reads.messages_each, median(reads.answer_times), max(reads.answer_times),
               sum(not is_linearizable(each) for each in clusters), runs)


def answered(cluster: Cluster) -> Cluster:
    """A run that goes on until its clients have all their answers."""
    while any(answered is None for _, _, answered, _, _ in cluster.operations()) and cluster.time < LONG:
        cluster.run(for_=EVERY)
    return cluster


def together(reads: Iterable[Answers]) -> Answers:
    """The reads of several runs as those of one."""
    asked, times, messages = zip(*reads, strict=True)
    return Answers(sum(asked), sum(times, ()), sum(messages))


def is_linearizable(cluster: Cluster) -> bool:
    """Whether the clients of a run could believe that they spoke to one machine."""
    return bool(linearizable(map(Operation._make, cluster.operations()), KeyValueStore()))
