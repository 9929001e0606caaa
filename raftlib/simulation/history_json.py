"""A run's events as rows of plain values for JSON, and back: of each state a row holds only what has changed.

A row is [after, kind, server, flight, notes, sent, state, timer, detail], without the empty places at its end: `after`
is the time since the event before, `timer` the time from now to the deadline, in µs. A message under way is told once,
as [number, kind, fields, takes, lost]; from then on its number stands for it. Names stand in a table, where they are
told once, too.
"""
from collections.abc import Callable, Iterable, Iterator

from raftlib.protocol.log import Entry, Log
from raftlib.protocol.messages import KINDS
from raftlib.protocol.reasons import Decision
from raftlib.protocol.state import ServerState
from raftlib.simulation.arguments import brief
from raftlib.simulation.event import Event
from raftlib.simulation.network import Flight

NOTHING = Log()
LOGS = [name for name, kind in ServerState.__annotations__.items() if kind is Log]
PLACES = len(Event._fields)


class Names(dict):
    """A table of names by their number, in the order in which they first occur."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


# ---- To rows -----------------------------------------------------------------------------------------------------

def to_rows(events: Iterable[Event]) -> tuple[list[str], list[list]]:
    """The table of names, and a row for each event, with the names' numbers."""
    names = Names()

    def noted(notes: tuple, server: str) -> list:
        # Nearly every note begins with the server to which it happened; the reason of any other has a negative number.
        return [[names[reason], *values[1:]] if values[:1] == [server] else [~names[reason], *values]
                for reason, *values in notes]

    rows = list(rows_of(events, names.__getitem__, noted))
    return list(names), rows


def rules_of(notes: tuple, _server: str) -> list[str]:
    """The rules that decided, without the words and values of their reasons."""
    return [decision.rule for decision in map(Decision.of, notes)]


def rows_of(events: Iterable[Event], name: Callable, noted: Callable) -> Iterator[list]:
    """A row for each event; `name` and `noted` say how names and notes are told."""
    states: dict[str, ServerState] = {}
    flights: dict[int, Flight] = {}
    before = 0
    for at, kind, server, flight, notes, sent, state, deadline, detail in events:
        told = flight and (flight.number if flights.get(flight.number) == flight else flight_row(flight, at, name))
        row = [at - before, name(kind), server and name(server), told, noted(notes, server),
               [flight_row(each, at, name) for each in sent], state and changes(states.get(server), state, name),
               None if deadline is None else deadline - at,
               sorted(detail) if isinstance(detail, frozenset) else detail]
        while row[-1] in (None, []):
            row.pop()
        yield row
        before, states[server] = at, state
        flights.update((each.number, each) for each in (flight, *sent) if each)


def flight_row(flight: Flight, now: int, name: Callable) -> list:
    """All of a message under way."""
    number, message, sent, arrives, lost = flight
    row = [number, name(type(message).__name__), message, arrives - sent, lost, now - sent]
    return row if now > sent else row[:5] if lost else row[:4]


def changes(old: ServerState | None, new: ServerState, name: Callable) -> list:
    """The fields of a state that differ from the one before and what they are now, in turn; all if there is none."""
    if old is new:
        return []
    before = old or (None,) * len(new)
    changed = []
    for field, was, now in zip(ServerState._fields, before, new, strict=True):
        if old is None or (was is not now and was != now):
            changed += [name(field), list(log_change(was, now).values()) if isinstance(now, Log) else now]
    return changed


def log_change(old: Log | None, new: Log) -> dict:
    """How many of its first entries a log keeps, and which it gets behind them."""
    old = old or NOTHING
    keep = min(old.last_index, new.last_index)
    # What was replaced stands at the end: the first entries of a changed log are nearly always the same.
    while keep and old.before(keep + 1) != new.before(keep + 1):
        keep -= 1
    return {"keep": keep, "add": new.suffix(keep + 1)}


# ---- And back ----------------------------------------------------------------------------------------------------

def ids_of(servers: list[str]) -> list[str]:
    """The ids of the servers; ValueError unless they are a list of different texts."""
    if not isinstance(servers, list) or not all(isinstance(id, str) for id in servers) or (
            len(set(servers)) < len(servers)):
        raise ValueError(f"servers is {brief(servers)}: it must be a list of ids, all different.")
    return servers


def events_of(servers: list[str], names: list[str], rows: Iterable[list]) -> Iterator[Event]:
    """The events that rows were made of; a client has no state."""
    states: dict[str, ServerState] = {}
    flights: dict[int, Flight] = {}
    at = 0
    for row in rows:
        after, kind, server, told, notes, sent, changed, timer, detail = row + [None] * (PLACES - len(row))
        at, kind, server = at + after, names[kind], None if server is None else names[server]
        sent = tuple(flight_of(each, at, names) for each in sent or ())
        flight = flights[told] if isinstance(told, int) else told and flight_of(told, at, names)
        state = None
        if server in servers:
            state = states[server] = changed_state(states.get(server), changed or [], names)
        if kind in ("cut", "heal"):
            detail = frozenset(map(tuple, detail or ()))
        yield Event(at, kind, server, flight, tuple(note_of(each, server, names) for each in notes or ()), sent, state,
                    None if timer is None else at + timer, as_tuples(detail))
        flights.update((each.number, each) for each in (flight, *sent) if each)


def note_of(row: list, server: str, names: list[str]) -> tuple:
    """What was noted of a decision: its reason, and the values."""
    reason, *values = as_tuples(row)
    return (names[reason], server, *values) if reason >= 0 else (names[~reason], *values)


def flight_of(row: list, now: int, names: list[str]) -> Flight:
    """The message under way of a row."""
    number, kind, fields, takes, lost, ago = row + [0, None, 0][len(row) - 3:]
    said = [tuple(Entry(*entry) for entry in value) if isinstance(value, list) else value for value in fields]
    return Flight(number, KINDS[names[kind]](*said), now - ago, now - ago + takes, lost)


def changed_state(old: ServerState | None, changed: list, names: list[str]) -> ServerState:
    """A state, from the one before and what has changed since."""
    if old and not changed:
        return old
    fields = dict(zip([names[field] for field in changed[::2]], changed[1::2], strict=True))
    fields = {name: changed_log(getattr(old, name, NOTHING), *value) if name in LOGS else as_tuples(value)
              for name, value in fields.items()}
    return old._replace(**fields) if old else ServerState(**fields)


def changed_log(old: Log, keep: int, add: list) -> Log:
    """A log, from the one before and what it kept and got."""
    return old.before(keep + 1).append(*(Entry(*entry) for entry in add))


def as_tuples(value):
    """A plain value with tuples for JSON's lists: what is recorded does not change; and a log as one."""
    if isinstance(value, dict) and list(value) == ["Log"]:
        return Log(map(tuple, value["Log"]))
    return tuple(map(as_tuples, value)) if isinstance(value, list | tuple) else value
