"""One thing that happened in a run."""
from typing import Any, NamedTuple

from raftlib.protocol.messages import Message
from raftlib.protocol.reasons import Decision
from raftlib.protocol.state import ServerState
from raftlib.simulation.arguments import plain
from raftlib.simulation.network import Flight
from raftlib.simulation.plain_json import as_json


class Event(NamedTuple):
    """One thing that happened: when (µs), to whom, what it sent, the server's state and next timeout then, and why.

    `server` is whom it happened to: a server, or a client, which has no state; None if to the network.
    """

    at: int
    kind: str
    server: str | None
    flight: Flight | None
    notes: tuple[tuple, ...]
    sent: tuple[Flight, ...]
    state: ServerState | None
    deadline: int | None
    detail: Any = None

    @property
    def time(self) -> float:
        """When it happened, in milliseconds."""
        return self.at / 1000

    @property
    def message(self) -> Message | None:
        """The message that arrived or was lost, if this is about one."""
        return self.flight.message if self.flight else None

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What decided, in the order in which it did."""
        return tuple(Decision.of(note) for note in self.notes)

    @property
    def rule(self) -> str:
        """The id of the rule that decided last, "" where none did."""
        return next((decision.rule for decision in reversed(self.decisions) if decision.rule), "")

    @property
    def why(self) -> str:
        """What decided, in words and values."""
        return "; ".join(decision.why for decision in self.decisions)

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody did this to the run: it would not have happened by itself."""
        return (self.kind in ("crash", "restart", "cut", "heal", "network", "duplicate")
                or "by hand" in f"{self.notes} {self.detail}")

    def to_dict(self) -> dict:
        """The event as a plain dict, a row of a table: texts, numbers, True, False, or None; times in milliseconds.

        `message` is the number of the message that it is about, `sent` how many it sent; from `role` on it is the state
        of the server then. What is no text in `detail` is JSON.
        """
        return {"time": self.time, "kind": self.kind, "server": self.server, "rule": self.rule, "why": self.why,
                "by_hand": self.is_by_hand, "message": self.flight and self.flight.number, "sent": len(self.sent),
                "deadline": None if self.deadline is None else self.deadline / 1000,
                "detail": as_text(self.detail), **state_to_dict(self.state)}


# What the columns of events are of.
COLUMNS = {"time": float, "kind": str, "server": str, "rule": str, "why": str, "by_hand": bool, "message": int,
           "sent": int, "deadline": float, "detail": str, "role": str, "current_term": int, "voted_for": str,
           "leader_id": str, "votes": str, "last_log_index": int, "last_log_term": int, "commit_index": int,
           "last_applied": int}
OF_STATE = list(COLUMNS)[list(COLUMNS).index("role"):]


def state_to_dict(state: ServerState | None) -> dict:
    """Of a server's state what has a place in a row, of its log the last entry; all None where there is no server."""
    if state is None:
        return dict.fromkeys(OF_STATE)
    log = state.log
    values = (state.role, state.current_term, state.voted_for, state.leader_id, ", ".join(state.votes), log.last_index,
              log.last_term, state.commit_index, state.last_applied)
    return {name: plain(value) for name, value in zip(OF_STATE, values, strict=True)}


def as_text(value) -> str | None:
    """A text as it is, and anything else but None as JSON."""
    value = sorted(value) if isinstance(value, frozenset) else value
    return value if value is None or isinstance(value, str) else as_json(value)
