"""The events of a stretch of a run as a table: when, where, what, by which rule, and why."""
from collections.abc import Iterable
from textwrap import wrap
from typing import NamedTuple

from raftlib.pictures.arguments import window
from raftlib.pictures.in_html import table_html
from raftlib.pictures.message_flow import said_by_clients, says_yes
from raftlib.protocol.words.counts import counted
from raftlib.protocol.words.names import message_name
from raftlib.simulation.history import recorded

HEADERS = ("ms", "server", "event", "rule", "why")
KINDS = ("start", "election timeout", "heartbeat timeout", "receive", "lost", "duplicate", "command", "answer", "crash",
         "restart", "cut", "heal", "hold", "network", "tick", "hand-over", "join", "ask", "wait over",
         "reply")
WHY_WIDTH = 76  # characters; longer reasons go on below


class Row(NamedTuple):
    """One event in words."""

    time: str
    server: str
    event: str
    rule: str
    why: str


class EventTable:
    """Rows of words; it shows itself as aligned text, and as a light HTML table."""

    def __init__(self, rows: list[Row]):
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        rows = [HEADERS, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        return "\n".join(line for row in rows for line in text_lines(row, widths))

    def _repr_html_(self) -> str:
        return table_html(HEADERS, self.rows)


def event_table(history, start: float, end: float, kinds=None) -> EventTable:
    """The events from `start` to `end` (ms), or only those of some kinds: one of `KINDS`, or several.

    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for an unknown kind, and for a
    window that ends before it starts, or does not lie in the run.
    """
    history = recorded(history)
    start, end = window(history, start, end)
    wanted = KINDS if kinds is None else wanted_kinds(kinds)
    return EventTable([row_of(event) for event in history.window(start, end) if event.kind in wanted])


def wanted_kinds(kinds) -> list[str]:
    """The kinds of events that are asked for; ValueError for what is none."""
    wanted = [kinds] if isinstance(kinds, str) or not isinstance(kinds, Iterable) else list(kinds)
    for kind in wanted:
        if kind not in KINDS:
            raise ValueError(f"kinds has {kind!r}: there are {', '.join(KINDS)}.")
    return wanted


def text_lines(row: tuple, widths: list[int]) -> list[str]:
    """A row as lines of text: times to the right, the rest to the left, a long reason on lines of its own."""
    cells = [row[0].rjust(widths[0]), *(cell.ljust(width) for cell, width in zip(row[1:4], widths[1:], strict=True))]
    first = "  ".join(cells) + "  "
    reasons = wrap(row[4], WHY_WIDTH) or [""]
    return [((first if number == 0 else " " * len(first)) + reason).rstrip() for number, reason in enumerate(reasons)]


def row_of(event) -> Row:
    """An event in words."""
    why = event.why or (event.detail if event.kind == "lost" else "")
    return Row(f"{event.time:.3f}", event.server or "", event_words(event), event.rule, why)


def event_words(event) -> str:
    """What happened, in a few words."""
    if event.message is not None:
        return f"{WORDS.get(event.kind, event.kind)} {message_words(event.message)}"
    if event.kind == "command":
        return f"command {event.detail}"
    if event.kind == "answer":
        return f"answer {event.detail[1]!r} to {event.detail[0]}"
    if event.kind == "reply":
        return f"replies {event.detail[1]!r} to {event.detail[0]} of {event.detail[2]}"
    return event.kind


WORDS = {"receive": "gets", "lost": "never gets", "duplicate": "doubled:", "hold": "held up:"}


def message_words(message) -> str:
    """A message in a few words: its name, its sender, its term and what it says."""
    spoken = said_by_clients(message)
    if spoken:
        return f"{message_name(type(message).__name__, 0)} of {message.sender} ({spoken['said']})"
    answer = says_yes(message)
    said = "" if answer is None else ": yes" if answer else ": no"
    entries = len(getattr(message, "entries", ()))
    return (f"{message_name(type(message).__name__, entries)} of {message.sender} (t{message.term}{said}"
            + (f", {counted(entries, 'entry')}" if entries else "") + ")")
