"""What happened before what (Lamport, 1978): a server's events in their order, and a sending before its receipt.

A vector clock says so of each event: how many events of each server, and client, it can know of. One event happened
before another exactly if its clock is nowhere ahead of the other's, and they differ (Fidge, Mattern, 1988).
"""
from collections.abc import Iterator

from raftlib.simulation.event import Event
from raftlib.simulation.history import History

# What becomes of a message under way is no event of its sender or receiver: neither can know.
UNDER_WAY = "lost", "duplicate", "hold"


def is_own(event: Event) -> bool:
    """Whether something happened to a server or a client, and not to the network."""
    return event.server is not None and event.kind not in UNDER_WAY


def name_of(event: Event) -> str:
    """An event in a few words."""
    about = f" {type(event.message).__name__} of {event.message.sender}" if event.message else ""
    return f"{event.kind}{about}"


def clocked(history: History) -> Iterator[tuple[Event, dict[str, int]]]:
    """Each event of a server or a client, in the order of the run, with its vector clock: events known of, by id."""
    clocks, carried = {}, {}  # the last one of each server; and by the number of a message, the one of its sending
    for event in history:
        if event.kind == "duplicate":  # what sent the first has sent the copy
            carried.update((copy.number, carried[event.flight.number]) for copy in event.sent)
        elif is_own(event):
            heard = carried[event.flight.number] if event.flight else {}
            clock = latest(clocks.get(event.server, {}), heard)
            clock[event.server] = clock.get(event.server, 0) + 1
            clocks[event.server] = clock
            carried.update((flight.number, clock) for flight in event.sent)
            yield event, clock


def latest(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """What is known by two clocks together."""
    return {**one, **{id: max(count, one.get(id, 0)) for id, count in other.items()}}
