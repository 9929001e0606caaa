"""The record of a run: its events, and from them the state of everything at any time."""
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from raftlib.protocol.state import LEADER, ServerState
from raftlib.simulation.arguments import brief, microseconds, moment, plain, whole
from raftlib.simulation.event import Event
from raftlib.simulation.history_json import as_json, events_of, ids_of, rows_of, rules_of, to_rows
from raftlib.simulation.ledger import Ledger
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


class History(Sequence):
    """The events of one run in order; a run only ever adds to it, and what is recorded never changes."""

    def __init__(self, servers: Sequence[str]):
        self.servers = tuple(servers)
        self._read: list[Event] = []
        self._ledger = Ledger()
        self.rows, self.launched = self._ledger.rows, self._ledger.launched
        self._end = 0
        self._indexed = 0
        self._server_events: dict[str, list[Event]] = {server: [] for server in servers}
        self._cut_events: list[Event] = []
        self._flights: list[Flight] = []
        self._longest_flight = 0
        self._ends: dict[int, Event] = {}
        self._holds: dict[int, list[Event]] = {}

    @property
    def end(self) -> float:
        """When the run stopped, in milliseconds: its last event may lie before."""
        return self._last / 1000

    @property
    def _last(self) -> int:
        return max(self._end, self._ledger.last, self._read[-1].at if self._read else 0)

    @property
    def _events(self) -> list[Event]:
        """All events: what has been noted since they were last looked at is made into events first."""
        if len(self._ledger):
            self._read += self._ledger.take()
        return self._read

    def __len__(self) -> int:
        return len(self._read) + len(self._ledger)

    def __getitem__(self, index):
        return self._events[index]

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def lasts_until(self, at: int) -> None:
        """Note that the run went on to `at` (microseconds) even if nothing happened there."""
        self._end = max(self._end, at)
        self._ledger.tidy()

    def window(self, start: float, end: float) -> list[Event]:
        """The events from `start` to `end`, both included, in milliseconds."""
        first = bisect_left(self._events, moment("start", start), key=_at)
        return self._events[first:bisect_right(self._events, moment("end", end), key=_at)]

    def states(self) -> Iterator[ServerState]:
        """The servers' states in the order in which they came about, one for each event that concerned a server."""
        return (event.state for event in self._events if event.state)

    def _index(self) -> None:
        """Sort the events recorded since the last question; the run itself need not pay for it."""
        for event in self._events[self._indexed:]:
            if event.server:
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
        self._indexed = len(self._events)

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

    def digest(self) -> str:
        """A SHA-256 of all that happened, the same on every machine; the wording of the reasons is not part of it."""
        digest = sha256()
        for row in rows_of(self._events, str, rules_of):
            digest.update(as_json(row).encode())
        return digest.hexdigest()

    def to_dicts(self) -> list[dict]:
        """One plain dict an event, ready for a DataFrame; `time` in milliseconds."""
        return [event.to_dict() for event in self._events]

    def to_json(self) -> str:
        """The whole history as JSON text: of each state only what has changed, so that it grows as the run does."""
        names, rows = to_rows(self._events)
        return as_json({"servers": self.servers, "end": self._last, "names": names, "events": rows})

    @classmethod
    def from_json(cls, text: str) -> "History":
        """The history that `to_json` wrote; ValueError for any other text."""
        try:
            data = json.loads(text)
            history = cls(ids_of(data["servers"]))
            history.lasts_until(whole("end", data["end"], 0))
            history._read = list(events_of(data["names"], data["events"]))
            history._index()
            whole("end", data["end"], history._last)  # nothing can have happened later
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
            raise ValueError(f"text is {brief(text)}: it must be what History.to_json has written.") from None
        return history

    def __eq__(self, other: object) -> bool:
        """Whether the same happened in both, event by event, and both last equally long."""
        if not isinstance(other, History):
            return NotImplemented
        return (self.servers, self._last, self._events) == (other.servers, other._last, other._events)

    __hash__ = None  # it grows

    def __deepcopy__(self, _memo) -> "History":
        # What is recorded never changes: a copy shares it, and goes on by itself.
        twin = History(self.servers)
        twin._read, twin._end = list(self._events), self._end
        twin._ledger.under_way.update(self._ledger.under_way)
        return twin

    def __repr__(self) -> str:
        return f"<History of {len(self.servers)} servers: {len(self)} events in {self.end:g} ms>"


def recorded(run) -> History:
    """The history of a run, which may be handed in itself; ValueError for what is neither and has none."""
    history = getattr(run, "history", run)
    if not isinstance(history, History):
        raise ValueError(f"history is {brief(run)}: it must be a History, or a Cluster or a Player, which have one.")
    return history


def _at(event: Event) -> int:
    return event.at


def _sent(flight: Flight) -> int:
    return flight.sent


def _latest(events: list[Event], now: int) -> Event | None:
    position = bisect_right(events, now, key=_at)
    return events[position - 1] if position else None
