"""The messages of a run as a table: a row for each that was sent, each column of one type."""
from types import NoneType, UnionType
from typing import get_args, get_type_hints

from raftlib.protocol.messages import KINDS, Message
from raftlib.simulation.arguments import plain
from raftlib.simulation.plain_json import as_json

WAY = {"number": int, "kind": str, "sender": str, "receiver": str, "sent": float, "arrives": float, "received": float,
       "lost": str, "sent_by": int, "ended_by": int}


def said() -> dict[str, type]:
    """The fields of all kinds of messages beside sender and receiver, with the type of their columns."""
    return {name: column_type(hint) for kind in KINDS.values() for name, hint in get_type_hints(kind).items()
            if name not in WAY}


def column_type(hint) -> type:
    """The type of a column for what is annotated so: that of its values if they are plain, else of their JSON."""
    own = {*(get_args(hint) if isinstance(hint, UnionType) else [hint])} - {NoneType}
    return own.pop() if own <= {int, float, bool, str} and len(own) == 1 else str


def columns() -> dict[str, type]:
    """All columns, and what they are of."""
    return WAY | said()


def message_rows(history) -> list[dict]:
    """The rows of a history's messages, in the order of sending."""
    fields = said()
    ended = {event.flight.number: number for number, event in enumerate(history) if event.kind in ("receive", "lost")}
    return [{**way(flight, history, sent_by, ended.get(flight.number)), **values(flight.message, fields)}
            for sent_by, event in enumerate(history) for flight in event.sent]


def way(flight, history, sent_by: int, ended_by: int | None) -> dict:
    """Where a message was sent, and what became of it."""
    end = None if ended_by is None else history[ended_by]
    return {"number": flight.number, "kind": type(flight.message).__name__, "sender": flight.message.sender,
            "receiver": flight.message.receiver, "sent": flight.sent / 1000, "arrives": history.way_ends(flight) / 1000,
            "received": end.time if end and end.kind == "receive" else None,
            "lost": end.detail if end and end.kind == "lost" else flight.lost, "sent_by": sent_by, "ended_by": ended_by}


def values(message: Message, fields: dict[str, type]) -> dict:
    """What a message says, in the columns of all kinds."""
    return {name: None if value is None else as_json(value) if isinstance(value, tuple) else plain(value)
            for name, value in ((name, getattr(message, name, None)) for name in fields)}
