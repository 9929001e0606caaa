"""The five safety properties along all schedules at once: what must be remembered of a schedule, and what breaks it.

What is remembered are numbers of memories: what was elected, committed and handed to state machines so far. The
properties themselves are those of raftlib.analysis.safety; what they say to one step after one past is worked out once.
"""
from collections.abc import Iterable
from typing import NamedTuple

from raftlib.analysis.safety import (
    PROPERTIES,
    Committed,
    ElectionSafety,
    LeaderAppendOnly,
    LeaderCompleteness,
    LogMatching,
    StateMachineSafety,
    unchanged,
)
from raftlib.protocol.log import Entry, Log
from raftlib.protocol.state import LEADER, ServerState
from raftlib.search.calls import Calls
from raftlib.search.numbered import Numbered

SAFE = len(PROPERTIES)  # the rank of no property: those of Figure 3 have theirs by their order there


class Elected(NamedTuple):
    """A leader as it was elected."""

    term: int
    id: str
    log: Log


class Memory(NamedTuple):
    """What must be remembered of a past: `committed` has pairs (entry, term) by index, `applied` entries by index."""

    elected: tuple[Elected, ...] = ()
    committed: tuple[tuple[int, Entry, int], ...] = ()
    applied: tuple[tuple[int, Entry], ...] = ()


class Watch:
    """Sees steps of servers, by the numbers of their snapshots in `calls`."""

    def __init__(self, calls: Calls):
        self.calls = calls
        memories = Numbered()
        self.memories: list[Memory] = memories.things
        self._number = memories.number
        self.start = self._number(Memory())
        self._seen: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._matching: dict[tuple[int, int], int] = {}
        self._renamed: dict[tuple[int, tuple[str, ...]], int] = {}

    def matters(self, before: int, after: int) -> bool:
        """Whether a step changes anything that the properties speak of."""
        return not unchanged(self._state(before), self._state(after))

    def see(self, memory: int, before: int, after: int) -> tuple[int, int]:
        """What is remembered after a step, and the rank of the property that it breaks."""
        key = memory, before, after
        if key not in self._seen:
            self._seen[key] = self._judged(self.memories[memory], self._state(before), self._state(after))
        return self._seen[key]

    def matching(self, one: int, other: int) -> int:
        """The rank of Log Matching if two servers' logs break it."""
        key = one, other
        if key not in self._matching:
            property_ = LogMatching()
            property_.see(None, self._state(other))
            broken = property_.see(None, self._state(one))
            self._matching[key] = PROPERTIES.index(LogMatching) if broken else SAFE
        return self._matching[key]

    def _state(self, number: int) -> ServerState:
        return self.calls.snapshots[number].state

    def _judged(self, memory: Memory, before: ServerState, after: ServerState) -> tuple[int, int]:
        properties = ElectionSafety(), LeaderAppendOnly(), LeaderCompleteness(), StateMachineSafety()
        elections, _, completeness, machines = properties
        elections.leaders = {each.term: each.id for each in memory.elected}
        completeness.elected = [as_leader(each) for each in memory.elected]
        completeness.committed = {index: Committed(entry, term, "") for index, entry, term in memory.committed}
        machines.applied = {index: (entry, "") for index, entry in memory.applied}
        broken = [PROPERTIES.index(type(each)) for each in properties if each.see(before, after)]
        elected = {Elected(each.current_term, each.id, each.log) for each in completeness.elected}
        after_it = Memory(
            in_order(elected),
            tuple(sorted((index, each.entry, each.term) for index, each in completeness.committed.items())),
            tuple(sorted((index, entry) for index, (entry, _) in machines.applied.items())))
        return self._number(after_it), min(broken, default=SAFE)

    def renamed(self, number: int, order: tuple[str, ...]) -> int:
        """What would be remembered if the servers' names stood in this order in place of their own."""
        key = number, order
        if key not in self._renamed:
            names = dict(zip(self.calls.ids, order, strict=True))
            memory = self.memories[number]
            elected = in_order(each._replace(id=names[each.id]) for each in memory.elected)
            self._renamed[key] = self._number(memory._replace(elected=elected))
        return self._renamed[key]


def in_order(elected: Iterable[Elected]) -> tuple[Elected, ...]:
    """Leaders in the one order in which they are remembered."""
    return tuple(sorted(elected, key=lambda each: (each.term, each.id, each.log.entries)))


def as_leader(elected: Elected) -> ServerState:
    """As much of a leader's state as Leader Completeness looks at."""
    return ServerState(elected.id, (), LEADER, elected.term, None, elected.log, 0, 0, None, (), (), (), Log())
