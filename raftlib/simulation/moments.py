"""Where everything was at any moment of a run, and what became of each message, found in its events."""
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from raftlib.protocol.state import LEADER, ServerState
from raftlib.simulation.arguments import microseconds, moment, plain, whole
from raftlib.simulation.event import Event
from raftlib.simulation.network import Flight


class Moment(NamedTuple):
    """The whole cluster at one `time` (milliseconds): states by id, who is down, cut links, flights, timers (ms)."""

    time: float
    servers: dict[str, ServerState]
    down: frozenset[str]
    cut_links: frozenset[tuple[str, str]]
    in_flight: tuple[Flight, ...]
    deadlines: dict[str, float | None]

    @property
    def leaders(self) -> list[tuple[str, int]]:
        """The servers that are up and believe that they lead, each with its term, the newest term last."""
        leading = [(id, state.current_term) for id, state in self.servers.items()
                   if state.role == LEADER and id not in self.down]
        return sorted(leading, key=lambda leader: leader[1])


class Moments:
    """The part of a History that finds things in its `_events`, sorted by what they are about when first asked."""

    def __init__(self, servers: Sequence[str]):
        self._indexed = 0
        self._server_events: dict[str, list[Event]] = {server: [] for server in servers}
        self._joined: tuple[str, ...] = ()
        self._cut_events: list[Event] = []
        self._flights: list[Flight] = []
        self._longest_flight = 0
        self._ends: dict[int, Event] = {}
        self._holds: dict[int, list[Event]] = {}

    def _index(self) -> None:
        """Sort the events recorded since the last question; the run itself need not pay for it."""
        new = self._events[self._indexed:]
        self._indexed += len(new)
        for event in new:
            if event.kind == "join":
                self._joined += (event.server,)
            elif event.server and event.server not in self._joined:
                self._server_events[event.server].append(event)
            if event.kind in ("cut", "heal"):
                self._cut_events.append(event)
            if event.kind in ("receive", "lost"):
                self._ends[event.flight.number] = event
            if event.kind == "hold":
                self._holds.setdefault(event.flight.number, []).append(event)
                self._longest_flight = max(self._longest_flight, event.flight.arrives - event.flight.sent)
            for flight in event.sent:
                self._flights.append(flight)
                self._longest_flight = max(self._longest_flight, flight.arrives - flight.sent)

    @property
    def clients(self) -> tuple[str, ...]:
        """The clients that have come, in this order; none where commands were only handed in by `submit`."""
        self._index()
        return self._joined

    def fate(self, number: int) -> Event | None:
        """The event ("receive" or "lost") that ended the flight of this number, None while it is under way."""
        self._index()
        if type(number) is not int or number < 1:  # there are thousands of flights: most need no closer look
            number = whole("number", number, 1)
        return self._ends.get(number)

    def way_ends(self, flight: Flight) -> int:
        """When (µs) a message's way ended, or is to end as far as the run has come: later, if it is held up by hand."""
        self._index()
        fate = self._ends.get(flight.number)
        return fate.at if fate else self._as_held(flight, self._last).arrives

    def flights(self, start: float, end: float) -> list[Flight]:
        """The messages sent from `start` to `end`, both included, in milliseconds, in the order of sending."""
        self._index()
        first = bisect_left(self._flights, moment("start", start), key=_sent)
        return self._flights[first:bisect_right(self._flights, moment("end", end), key=_sent)]

    def at(self, time: float) -> Moment:
        """Everything at `time` (milliseconds), after all that happened at it; ValueError before 0."""
        now, time = microseconds("time", time), plain(time)
        self._index()
        latest = {server: _latest(events, now) for server, events in self._server_events.items()}
        cut = _latest(self._cut_events, now)
        return Moment(time, {server: event.state for server, event in latest.items() if event},
                      frozenset(server for server, event in latest.items() if event and event.deadline is None),
                      cut.detail if cut else frozenset(), tuple(self._in_flight(now)),
                      {server: event.deadline and event.deadline / 1000 for server, event in latest.items() if event})

    def under_way(self) -> tuple[Flight, ...]:
        """The messages that have not arrived in all that is recorded: some may be due now, and have not come yet."""
        self._index()
        first = bisect_left(self._flights, self._last - self._longest_flight, key=_sent)
        return tuple(self._as_held(flight, self._last) for flight in self._flights[first:]
                     if flight.number not in self._ends)

    def _in_flight(self, now: int) -> Iterator[Flight]:
        first = bisect_left(self._flights, now - self._longest_flight, key=_sent)
        for flight in self._flights[first:bisect_right(self._flights, now, key=_sent)]:
            if self.way_ends(flight) > now:
                yield self._as_held(flight, now)

    def _as_held(self, flight: Flight, now: int) -> Flight:
        """A flight as it stands at a moment (µs), with the arrival that hands have given it by then."""
        hold = _latest(self._holds.get(flight.number, []), now)
        return hold.flight if hold else flight


def when(event: Event) -> int:
    """When (µs) an event happened."""
    return event.at


def _sent(flight: Flight) -> int:
    return flight.sent


def _latest(events: list[Event], now: int) -> Event | None:
    position = bisect_right(events, now, key=when)
    return events[position - 1] if position else None
