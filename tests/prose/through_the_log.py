"""What a read through the log costs in messages between servers, counted by hand."""
from collections import Counter
from typing import NamedTuple

from raftlib import ServingServer
from raftlib.analysis.read_modes import answered
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.scenarios.reading import nothing, reading


class ThroughTheLog(NamedTuple):
    """Messages a read that carry its entry to a follower for the first time, their acknowledgements, and all others."""

    first: float
    first_acknowledged: float
    again: float


def through_the_log():
    """Count them over the ten runs without trouble of the notebook's table."""
    count, reads = Counter(), 0
    for seed in range(10):
        cluster = answered(reading(nothing, ServingServer, seed))
        reads += sum(each[3] == "x?" for each in cluster.operations())
        had, acknowledged = set(), {}
        for message in (flight.message for event in cluster.history for flight in event.sent):
            if isinstance(message, AppendEntries):
                entries = {(message.receiver, message.prev_log_index + place)
                           for place, entry in enumerate(message.entries, 1) if entry.command == "x?"}
                if entries:
                    kind = "again" if entries <= had else "first"
                    count[kind] += 1
                    had |= entries
                    acknowledged[message.receiver, message.prev_log_index, len(message.entries)] = entries
            if isinstance(message, AppendEntriesReply):
                entries = acknowledged.get((message.sender, message.prev_log_index, message.entry_count), set())
                new = {(*each, "acknowledged") for each in entries}
                count["acknowledged"] += bool(new - had)
                count["again"] += bool(entries) and not new - had
                had |= new
    assert count["first"] == 2 * reads
    return ThroughTheLog(*(count[kind] / reads for kind in ("first", "acknowledged", "again")))
