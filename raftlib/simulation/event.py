"""One thing that happened in a run."""
from typing import Any, NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.messages import Message
from raftlib.protocol.reasons import Decision
from raftlib.protocol.state import ServerState
from raftlib.simulation.network import Flight


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
        """The event as a plain dict, with all that it says; `time` in milliseconds."""
        return {"time": self.time, "kind": self.kind, "server": self.server, "rule": self.rule, "why": self.why,
                "message": self.flight and flight_to_dict(self.flight),
                "decisions": [[reason, values] for reason, *values in self.notes],
                "sent": [flight_to_dict(flight) for flight in self.sent],
                "state": self.state and {name: value.entries if isinstance(value, Log) else value
                                         for name, value in self.state._asdict().items()},
                "deadline": self.deadline,
                "detail": sorted(self.detail) if isinstance(self.detail, frozenset) else self.detail}


def flight_to_dict(flight: Flight) -> dict:
    """A message under way, and what it says, as a plain dict."""
    return {**flight._asdict(), "kind": type(flight.message).__name__, "message": flight.message._asdict()}
