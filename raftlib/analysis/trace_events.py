"""A run as a trace that Perfetto opens: JSON in the Trace Event Format, which Chrome has brought up."""
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from raftlib.analysis.happened_before import is_own, name_of
from raftlib.analysis.stretches import stretches_of
from raftlib.simulation.event import Event
from raftlib.simulation.history import History, recorded
from raftlib.simulation.network import Flight

# µs that an event takes in the trace: none in the run, but an arrow begins and ends at what lasts when it does. Events
# of one server at one instant follow one another in such steps.
BRIEF = 0.01
RUN = 1000  # the trace's one process; a track of this number would be called its main thread


def to_trace_events(history) -> str:
    """The run as JSON text: a track for each server and client, a slice for each role and event, a flow for a message.

    Times are in µs, as the format has them. Each copy of a message has a flow of its own, its number, from the event
    that sent it to the one that received it; one that did not arrive has none, and the sending says so. `history` is a
    History, or a Cluster or a Player, which have one.
    """
    history = recorded(history)
    tracks = {id: number for number, id in enumerate((*history.servers, *history.clients), 1)}
    events = [*named(tracks), *sorted((*roles(history, tracks), *happenings(history, tracks)), key=by_time)]
    return json.dumps({"displayTimeUnit": "ms", "traceEvents": events})


def by_time(event: dict) -> float:
    """When (µs) something begins: at one time, a role comes before what happens in it."""
    return event["ts"]


def named(tracks: dict[str, int]) -> Iterator[dict]:
    """What the run and its tracks are called, and their order."""
    yield {"ph": "M", "pid": RUN, "tid": 0, "name": "process_name", "args": {"name": "Raft"}}
    for id, track in tracks.items():
        yield {"ph": "M", "pid": RUN, "tid": track, "name": "thread_name", "args": {"name": id}}
        yield {"ph": "M", "pid": RUN, "tid": track, "name": "thread_sort_index", "args": {"sort_index": track}}


def roles(history: History, tracks: dict[str, int]) -> Iterator[dict]:
    """A slice for each stretch of a server's life in one role and one term; the last lasts until the run's end."""
    before, end = history.at(0), history.end
    for server in history.servers:
        for stretch in stretches_of(server, before, history, 0, end):
            since, until = (round(time * 1000) for time in (stretch.since, stretch.until))
            if since < until:
                yield slice_of(f"{stretch.role}, term {stretch.term}", tracks[server], since, until - since, {})


def happenings(history: History, tracks: dict[str, int]) -> Iterator[dict]:
    """A brief slice for each event of a server or a client, right behind it the flows that meet there, and changes."""
    copies, places = copies_in(history), defaultdict(Counter)
    for event in history:
        if is_own(event):
            track, sent = tracks[event.server], [*with_copies(event.sent, copies)]
            at = round(event.at + places[track][event.at] * BRIEF, 2)
            places[track][event.at] += 1
            yield slice_of(name_of(event), track, at, BRIEF, said(event, sent, history))
            if event.flight:
                yield {**flow("f", event.flight, track, at), "bp": "e"}
            yield from (flow("s", each, track, at) for each in sent if is_received(each, history))
        elif event.server is None:
            yield {"ph": "i", "s": "g", "pid": RUN, "tid": 0, "ts": event.at, "name": event.why}


def copies_in(history: History) -> dict[int, list[Flight]]:
    """The copies that were sent by hand, by the number of the message that each is of."""
    copies = defaultdict(list)
    for event in history:
        if event.kind == "duplicate":
            copies[event.flight.number] += event.sent
    return copies


def with_copies(sent: Iterable[Flight], copies: dict[int, list[Flight]]) -> Iterator[Flight]:
    """Messages, each with its copies and theirs: what sent the first has sent them, too."""
    for flight in sent:
        yield flight
        yield from with_copies(copies.get(flight.number, ()), copies)


def is_received(flight: Flight, history: History) -> bool:
    """Whether a message has arrived."""
    fate = history.fate(flight.number)
    return fate is not None and fate.kind == "receive"


# ---- Their form ------------------------------------------------------------------------------------------------


def slice_of(name: str, track: int, since: float, lasts: float, arguments: dict) -> dict:
    """Something that lasts so long, in µs, with what is shown when it is clicked on."""
    return {"ph": "X", "pid": RUN, "tid": track, "ts": since, "dur": lasts, "name": name, "args": arguments}


def flow(end: str, flight: Flight, track: int, at: float) -> dict:
    """An end of an arrow: "s", where it starts, or "f", where it finishes."""
    return {"ph": end, "pid": RUN, "tid": track, "ts": at, "id": flight.number, "cat": "message",
            "name": type(flight.message).__name__}


def said(event: Event, sent: list[Flight], history: History) -> dict:
    """Why it happened, and what was sent."""
    return {"why": event.why, "sent": [sending(flight, history) for flight in sent]}


def sending(flight: Flight, history: History) -> str:
    """A message that was sent, in words, and whether it was lost."""
    fate = history.fate(flight.number)
    lost = fate.detail if fate and fate.kind == "lost" else flight.lost
    return (f"{flight.number}: {type(flight.message).__name__} to {flight.message.receiver}"
            + (f", lost: {lost}" if lost else ""))
