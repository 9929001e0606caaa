"""What moves on the way from one beat to the next, in a sentence that is shown while it plays."""
from collections.abc import Iterable
from typing import NamedTuple

from raftlib.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    ClientReply,
    ClientRequest,
    RequestVote,
    RequestVoteReply,
)
from raftlib.simulation.network import Flight
from raftlib.stories.record import Record
from raftlib.stories.story import Beat
from raftlib.stories.words import names, number

FEW = 2  # commands that are named; of more it is said how many there are


class Way(NamedTuple):
    """What is said on a way, and from when on (µs): until then one waits."""

    at: int
    said: str


def way_to(record: Record, earlier: Beat, later: Beat) -> Way | None:
    """What comes into sight between two beats, clients' commands first; None where nothing does that matters."""
    flights = newly_seen(record, earlier, later)
    commands = [step for step in record.steps[earlier.moment.count:later.moment.count] if step.event.kind == "command"]
    copies = [flight for flight in flights if isinstance(flight.message, AppendEntries) and flight.message.entries]
    told = [from_clients(record, commands, copies), *client_requests(flights), vote_requests(record, flights),
            "" if commands else entries(record, copies), heartbeats(record, flights), replies(flights, earlier.eye)]
    begins = [*(flight.sent for flight in flights), *(step.event.at for step in commands)]
    return Way(max(earlier.moment.at, min(begins)), " ".join(filter(None, told))) if any(told) else None


def newly_seen(record: Record, earlier: Beat, later: Beat) -> list[Flight]:
    """The messages that matter, or that the later beat speaks of, and that the earlier one does not speak of."""
    start, end = earlier.moment.at, later.moment.at
    under_way = [flight for flight in record.history.flights(0, end / 1000)
                 if flight.sent < end and start < record.history.way_ends(flight)]
    return [flight for flight in under_way
            if flight.number not in earlier.flights and earlier.eye in ("", *flight.message[:2])
            and (matters(flight.message) or flight.number in later.flights)]


def matters(message) -> bool:
    """Whether a message is more than a heartbeat or its reply."""
    if isinstance(message, AppendEntries):
        return bool(message.entries)
    return not isinstance(message, AppendEntriesReply) or message.entry_count > 0 or not message.success


def from_clients(record: Record, commands: list, copies: list[Flight]) -> str:
    """What clients that are outside of the world send, and whether it is sent on."""
    if not commands:
        return ""
    if len(commands) > 1:
        return "Clients send commands."
    step = commands[0]
    command, on = step.event.detail, [flight for flight in copies if flight.message.sender == step.server]
    sent_on = f", which sends it to {whom(record, step.server, on)}" if on else ""
    return f"{record.client(command)} sends {command} to {step.server}{sent_on}."


def client_requests(flights: list[Flight]) -> Iterable[str]:
    """What clients in the world ask and are told."""
    for flight in flights:
        client, server = flight.message[:2]
        if isinstance(flight.message, ClientRequest):
            yield f"{client} asks {server}."
        elif isinstance(flight.message, ClientReply):
            yield f"{client} replies to {server}."


def vote_requests(record: Record, flights: list[Flight]) -> str:
    """Who asks for votes."""
    asked = [flight for flight in flights if isinstance(flight.message, RequestVote)]
    candidates = senders(asked)
    if len(candidates) > 1:
        return f"{names(candidates)} send vote requests."
    return f"{candidates[0]} sends a vote request to {whom(record, candidates[0], asked)}." if asked else ""


def entries(record: Record, copies: list[Flight]) -> str:
    """Which commands are sent on."""
    leaders = senders(copies)
    if len(leaders) > 1:
        return f"{names(leaders)} send commands."
    if not copies:
        return ""
    sent = list(dict.fromkeys(entry.command for flight in copies for entry in flight.message.entries))
    what = names(sent) if len(sent) <= FEW else f"{number(len(sent))} commands"
    return f"{leaders[0]} sends {what} to {whom(record, leaders[0], copies)}."


def heartbeats(record: Record, flights: list[Flight]) -> str:
    """Who says that it leads, where that is spoken of."""
    said = [flight for flight in flights if isinstance(flight.message, AppendEntries) and not flight.message.entries]
    leaders = senders(said)
    return f"{leaders[0]} sends its heartbeat to {whom(record, leaders[0], said)}." if len(leaders) == 1 else ""


def replies(flights: list[Flight], eye: str) -> str:
    """That there are replies, or who gives one, where no more is seen."""
    given = senders(flight for flight in flights if isinstance(flight.message, RequestVoteReply | AppendEntriesReply))
    return "" if not given else f"{eye} replies." if given == [eye] else "Replies come back."


def senders(flights: Iterable[Flight]) -> list[str]:
    """Who sent some messages, each once."""
    return list(dict.fromkeys(flight.message.sender for flight in flights))


def whom(record: Record, sender: str, flights: list[Flight]) -> str:
    """To whom messages of one sender go: to all others, or to some by name."""
    to = {flight.message.receiver for flight in flights}
    everybody = [id for id in record.history.servers if id != sender]
    return "the others" if to >= set(everybody) and len(everybody) > 1 else names(id for id in everybody if id in to)
