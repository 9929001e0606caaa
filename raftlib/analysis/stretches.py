"""The lives of servers in stretches, each in one role and one term."""
from typing import NamedTuple

DOWN = "down"


class Stretch(NamedTuple):
    """A stretch of a life line in one role and one term, from `since` to `until` (ms), begun by an event of a kind."""

    role: str
    term: int
    since: float
    until: float
    begun_by: str


def stretches_of(server: str, before, events, start: float, end: float) -> list[Stretch]:
    """The life of a server from `start` to `end` (ms), cut where its role or its term changes."""
    role = DOWN if server in before.down else before.servers[server].role
    now = Stretch(role, before.servers[server].current_term, start, end, "")
    stretches = []
    for event in events:
        if event.server != server:
            continue
        down = event.deadline is None  # only what is down has no timer
        role, term = DOWN if down else event.state.role, event.state.current_term
        if (role, term) != (now.role, now.term):
            stretches.append(now._replace(until=event.time))
            now = Stretch(role, term, event.time, end, event.kind)
    return [*stretches, now]


def begins_term(earlier: Stretch, later: Stretch) -> bool:
    """Whether of two stretches of one life the later is of another term."""
    return earlier.term != later.term
