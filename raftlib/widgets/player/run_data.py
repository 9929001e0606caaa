"""A run as the page of the player gets it: plain values, of each state only what has changed, compressed."""
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from raftlib.analysis.breaks import changed_states, first_break
from raftlib.analysis.safety import PROPERTIES
from raftlib.pictures.message_flow import entry_count, is_heartbeat, said_by_clients, says_yes
from raftlib.pictures.shapes import round_places
from raftlib.protocol.state import ServerState
from raftlib.protocol.words.sentences import KNOWN, worded
from raftlib.simulation.history import Event, History
from raftlib.simulation.history_json import log_change
from raftlib.simulation.network import Flight
from raftlib.simulation.plain_json import as_json
from raftlib.widgets.player.client_words import NOTHING, belief, beliefs_of, is_of_a_client
from raftlib.widgets.player.run_words import run_words

# The name of a state's field on the page, and here; the log and the leader's indexes are told in their own way.
FIELDS = {"role": "role", "term": "current_term", "vote": "voted_for", "commit": "commit_index",
          "applied": "last_applied", "leader": "leader_id", "votes": "votes"}
LOGS = {"log": "log", "done": "applied_log"}  # what a broken server has carried out may be in no log any more


class RunText:
    """A run as JSON text, piece by piece: it grows with its run, and takes over from its parent what the two share.

    `shared_until` (µs) is the moment up to which the parent's run is the same, or, with `seen`, up to so many events at
    the most; `number` tells the page which run it is.
    """

    def __init__(self, history: History, parent: "RunText | None" = None, shared_until: int = -1, number: int = 0,
                 seen: int | None = None):
        self.number = number
        self.of = parent.number if parent else None
        shared = bisect_right(parent.times, shared_until) if parent else 0
        shared = shared if seen is None else min(shared, seen)
        sent = sum(len(event.sent) for event in history[:shared])
        self.times = parent.times[:shared] if parent else []
        self.events = parent.events[:shared] if parent else []
        self.flights = parent.flights[:sent] if parent else []
        self.open = [place for place, flight in enumerate(history.flights(0, history.end)[:sent])
                     if not is_over(flight, history, shared_until)]  # the places of those that may end in another way
        self.kept = self.told = shared, min(self.open, default=sent)  # so many events and flights are the parent's
        self.grow(history)

    def grow(self, history: History) -> None:
        """Take in how the run has gone on: new events, new messages, and how those under way ended."""
        self.end = round(history.end * 1000)
        first = len(self.events)
        self.times += [event.at for event in history[first:]]
        self.events += map(as_json, events_of(history, first))
        flights = history.flights(0, history.end)
        changed = [*self.open, *range(len(self.flights), len(flights))]
        self.flights += [""] * (len(flights) - len(self.flights))
        for place in changed:
            self.flights[place] = as_json(flight_of(flights[place], history))
        self.open = [place for place in changed if history.fate(flights[place].number) is None]

        waits = [event.deadline - event.at for event in history if event.deadline is not None]
        self.head = {"number": self.number, "servers": history.servers, "clients": history.clients,
                     "places": round_places(len(history.servers), (0, 0), (1, 1)),
                     "max_timeout": max(waits, default=0)}

    def whole(self, error: str = "") -> bytes:
        """The whole run for the page; `error` is what a reader's own server raised at its end."""
        head = as_json({**self.head, "end": self.end, "sentences": KNOWN, "words": run_words()})
        return compressed(head, as_list(self.events + self.ending(error)), as_list(self.flights))

    def beginning(self, end: int) -> bytes:
        """For a page that shows the parent: how many of its pieces stay, and what is made of those behind them.

        `end` (µs) is where the run will stop.
        """
        self.told = len(self.events), min(self.open, default=len(self.flights))
        return self.on_top({"end": end, "known": self.end, "of": self.of}, self.kept, self.events)

    def rest(self, error: str = "") -> bytes:
        """For a page that shows the beginning: the same of that, up to the run's end."""
        return self.on_top({"end": self.end, "of": self.number}, self.told, self.events + self.ending(error))

    def on_top(self, head: dict, kept: tuple[int, int], events: list[str]) -> bytes:
        """What comes behind the events and flights that a page has already, so many of each."""
        return compressed(as_json(self.head | head), *(
            f'{{"keep":{number},"add":{as_list(pieces[number:])}}}'
            for number, pieces in zip(kept, (events, self.flights), strict=True)))

    def ending(self, error: str) -> list[str]:
        """The event with which a run ends whose server has raised an exception; none where it has not."""
        return [as_json({"t": self.end, "k": "error", "s": None, "n": [], "d": None, "x": error})] if error else []


def compressed(head: str, events: str, flights: str) -> bytes:
    """A JSON object with events and flights in it, as the page unpacks it."""
    return zlib.compress(f'{head[:-1]},"events":{events},"flights":{flights}}}'.encode(), 1)


def as_list(pieces: Iterable[str]) -> str:
    """JSON texts as one of a list of them."""
    return f"[{','.join(pieces)}]"


def is_over(flight: Flight, history: History, at: int) -> bool:
    """Whether a message's way had ended before a moment (µs), so that a parent's piece says all of it.

    At that very moment it may have been dropped by hand, of which the parent knows nothing.
    """
    fate = history.fate(flight.number)
    return fate is not None and fate.at < at


def events_of(history: History, first: int = 0):
    """Every event from number `first` on, with the changes of its server's state, or of its client's belief."""
    latest = {event.server: event.state for event in history[:first] if event.state is not None}
    beliefs = beliefs_of(history[:first])
    for event in history[first:]:
        said = {"t": event.at, "k": event.kind, "s": event.server, "n": [*map(worded, event.notes)],
                "d": event.deadline}
        if event.flight:
            said["f"] = event.flight.number
        if event.state is not None and event.state is not latest.get(event.server):
            said["st"] = changes(latest.get(event.server), event.state)
            latest[event.server] = event.state
        if event.kind == "hold":
            said["x"] = event.flight.arrives
        elif event.detail is not None:
            said["x"] = sorted(event.detail) if isinstance(event.detail, frozenset) else event.detail
        if is_of_a_client(event):
            said["b"] = beliefs[event.server] = belief(event, beliefs.get(event.server, NOTHING))
        yield said


def changes(old: ServerState | None, new: ServerState) -> dict:
    """The fields of a state that differ from the one before; all of them if there is none."""
    changed = {name: getattr(new, field) for name, field in FIELDS.items()
               if old is None or getattr(old, field) != getattr(new, field)}
    for name, field in (("next", "next_index"), ("match", "match_index")):
        if old is None or getattr(old, field) != getattr(new, field):
            changed[name] = dict(zip(new.peers, getattr(new, field), strict=False))
    for name, field in LOGS.items():
        if old is None or getattr(old, field) is not getattr(new, field):
            changed[name] = log_change(getattr(old, field, None), getattr(new, field))
    return changed


def flight_of(flight: Flight, history: History) -> dict:
    """One message under way: where, when, and what it says."""
    message, fate = flight.message, history.fate(flight.number)
    lost = fate.detail if fate and fate.kind == "lost" else flight.lost
    end = history.way_ends(flight)
    kind, granted, entries = type(message).__name__, says_yes(message), entry_count(message)
    spoken = said_by_clients(message)
    said = {"n": flight.number, "m": kind, "a": message.sender, "b": message.receiver,
            "s": flight.sent, "e": end, "l": lost, "t": getattr(message, "term", None), "g": granted, "c": entries,
            "p": getattr(message, "prev_log_index", None), "ci": getattr(message, "leader_commit", None),
            "h": is_heartbeat({"kind": kind, "granted": granted, "entries": entries}),
            **({"w": spoken["said"]} if spoken else {})}
    return said if end == flight.arrives else said | {"o": flight.arrives}  # when it would have arrived by itself


def broken_properties(history: Sequence[Event]) -> list[list]:
    """For each property that is broken the number of the event that first did so, and the evidence; [] if all hold."""
    states = list(changed_states(history))
    if first_break(states, PROPERTIES) is None:
        return []
    found = filter(None, (first_break(states, [kind]) for kind in PROPERTIES))
    return [[number, {"property": evidence.property, "servers": list(evidence.servers),
                      "sentence": evidence.sentence, "t": history[number].at}] for number, evidence in found]
