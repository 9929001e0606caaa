"""A run as a narrator looks at it: each event with the state before it, and the moments that stories speak of."""
from collections.abc import Callable, Iterable
from typing import NamedTuple

from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.state import CANDIDATE, LEADER, ServerState
from raftlib.simulation.event import Event
from raftlib.simulation.history import History
from raftlib.simulation.network import Flight
from raftlib.widgets.player.client_words import client_name

AMID = 0.5  # of the way of the quickest of some messages: there all of them are seen


class Moment(NamedTuple):
    """A point of a run: its time (µs), and how many events have happened, which tells apart those of one instant."""

    at: int
    count: int


class Step(NamedTuple):
    """An event, its number in the history, its server's states before and after it, and its timer before (µs)."""

    number: int
    event: Event
    before: ServerState | None
    after: ServerState | None
    due: int | None

    @property
    def server(self) -> str:
        """Whom it happened to."""
        return self.event.server

    @property
    def term(self) -> int:
        """The server's term after it."""
        return self.after.current_term

    @property
    def moment(self) -> Moment:
        """Right after it."""
        return Moment(self.event.at, self.number + 1)

    @property
    def stands(self) -> bool:
        """Whether the server's timer ran out, and it became a candidate (rules F2 and C5)."""
        return self.event.kind == "election timeout" and self.after.role in (CANDIDATE, LEADER)

    @property
    def starts_timer(self) -> bool:
        """Whether the server's timer was started, anew perhaps."""
        return self.event.deadline is not None and self.event.deadline != self.due

    @property
    def wins(self) -> bool:
        """Whether the server became a leader."""
        return self.after is not None and self.after.role == LEADER and self.before.role != LEADER

    @property
    def stops_leading(self) -> bool:
        """Whether the server was a leader, and is none any more, though it is up."""
        return self.after is not None and self.before.role == LEADER and self.after.role != LEADER


class Record:
    """The steps of a run, in order, and how to find some of them."""

    def __init__(self, history: History):
        self.history = history
        self.size = len(history.servers)
        self.majority = self.size // 2 + 1
        self.steps = list(steps_of(history))
        self.commands = list(dict.fromkeys(event.detail for event in history if event.kind == "command"))

    def client(self, command: str) -> str:
        """Who sends a command, as a sentence begins: Client B, or, where there is one alone, A client."""
        name = client_name(self.commands, command)
        return f"Client {name}" if name else "A client"

    @property
    def start(self) -> Moment:
        """When all servers have been started, and nothing else has happened."""
        return Moment(0, self.size)

    @property
    def end(self) -> Moment:
        """When the run ends, and all has happened."""
        return Moment(round(self.history.end * 1000), len(self.steps))

    def first(self, holds: Callable[[Step], object], after: int = 0, before: int | None = None) -> Step | None:
        """The first step that holds, of those from number `after` on and before number `before`."""
        return next(filter(holds, self.steps[after:before]), None)

    def last(self, holds: Callable[[Step], object], before: int | None = None) -> Step | None:
        """The last step that holds, of those before number `before`."""
        return next(filter(holds, reversed(self.steps[:before])), None)

    def all(self, holds: Callable[[Step], object], after: int = 0, before: int | None = None) -> list[Step]:
        """All steps that hold, of those from number `after` on and before number `before`."""
        return list(filter(holds, self.steps[after:before]))

    def states(self, count: int) -> dict[str, ServerState]:
        """Every server's state after the first so many events."""
        return {step.server: step.after for step in self.steps[:count] if step.after}

    def down(self, count: int) -> set[str]:
        """The servers that are down after the first so many events."""
        latest = {step.server: step.event for step in self.steps[:count] if step.after}
        return {server for server, event in latest.items() if event.deadline is None}

    def deadlines(self, count: int) -> dict[str, int]:
        """When each timer that runs after the first so many events will run out (µs)."""
        latest = {step.server: step.event.deadline for step in self.steps[:count] if step.server}
        return {server: deadline for server, deadline in latest.items() if deadline is not None}

    def timer_set(self, step: Step) -> int:
        """When the timer that stood before a step had been started (µs)."""
        return self.last(lambda earlier: earlier.server == step.server and earlier.starts_timer, step.number).event.at

    def amid(self, flights: Iterable[Flight]) -> Moment:
        """When messages that were sent together are under way: half the way of the quickest."""
        flights = list(flights)
        sent = max(flight.sent for flight in flights)
        at = sent + round((min(map(self.history.way_ends, flights)) - sent) * AMID)
        if at > sent:
            return self.moment_at(at)
        return self.first(lambda step: flights[-1] in step.event.sent).moment  # they take no time

    def moment_at(self, at: int) -> Moment:
        """A time (µs), after all that happened up to then."""
        return Moment(at, sum(step.event.at <= at for step in self.steps))

    def arrival(self, flight: Flight) -> Step | None:
        """The step that a message's arrival is; None if it did not arrive."""
        fate = self.history.fate(flight.number)
        return self.first(lambda step: step.event is fate) if fate and fate.kind == "receive" else None


def steps_of(history: History) -> Iterable[Step]:
    """Every event as a step; of a server's first one, which starts it, the state before is the same."""
    states: dict[str | None, ServerState] = {}
    timers: dict[str | None, int | None] = {}
    for number, event in enumerate(history):
        yield Step(number, event, states.get(event.server, event.state), event.state, timers.get(event.server))
        if event.state is not None:
            states[event.server], timers[event.server] = event.state, event.deadline


def heartbeat_of(win: Step) -> int:
    """How often a leader speaks (µs): the time until it will speak next, when it has just won."""
    return win.event.deadline - win.event.at


def is_append(flight: Flight) -> bool:
    """Whether a message is a leader's."""
    return isinstance(flight.message, AppendEntries)
