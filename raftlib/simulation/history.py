"""The record of a run: its events, and from them the state of everything at any time."""
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256

from raftlib.protocol.messages import new
from raftlib.protocol.state import ServerState
from raftlib.simulation.arguments import brief, moment, whole
from raftlib.simulation.event import Event
from raftlib.simulation.history_json import events_of, ids_of, rows_of, rules_of, to_rows
from raftlib.simulation.message_table import message_rows
from raftlib.simulation.moments import Moments, when
from raftlib.simulation.plain_json import as_json


class History(Moments, Sequence):
    """The events of one run in order; a run only ever adds to it, and what is recorded never changes."""

    def __init__(self, servers: Sequence[str]):
        self.servers = tuple(servers)
        self._events: list[Event] = []
        self._end = 0
        super().__init__(servers)

    @property
    def end(self) -> float:
        """When the run stopped, in milliseconds: its last event may lie before."""
        return self._last / 1000

    @property
    def _last(self) -> int:
        return max(self._end, self._events[-1].at if self._events else 0)

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, index):
        return self._events[index]

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def record(self, fields: tuple) -> None:
        """Add the next event of the run, made of the fields of an Event; only the run itself does this."""
        self._events.append(new(Event, fields))

    def lasts_until(self, at: int) -> None:
        """Note that the run went on to `at` (microseconds) even if nothing happened there."""
        self._end = max(self._end, at)

    def window(self, start: float, end: float) -> list[Event]:
        """The events from `start` to `end`, both included, in milliseconds."""
        first = bisect_left(self._events, moment("start", start), key=when)
        return self._events[first:bisect_right(self._events, moment("end", end), key=when)]

    def states(self) -> Iterator[ServerState]:
        """The servers' states in the order in which they came about, one for each event that concerned a server."""
        return (event.state for event in self._events if event.state)

    def digest(self) -> str:
        """A SHA-256 of all that happened, the same on every machine; the wording of the reasons is not part of it."""
        digest = sha256()
        for row in rows_of(self._events, str, rules_of):
            digest.update(as_json(row).encode())
        return digest.hexdigest()

    def to_dicts(self) -> list[dict]:
        """A row for each event: its number, which is its place here, and all that `Event.to_dict` says.

        Each column is of one type, with None where a row has nothing; times are in milliseconds. Messages have a table
        of their own, `messages_to_dicts`; whole logs stand in the states here: `history[number].state.log`.
        """
        return [{"number": number, **event.to_dict()} for number, event in enumerate(self._events)]

    def messages_to_dicts(self) -> list[dict]:
        """A row for each message sent, copies too: its number, its way, and what it says.

        `sent`, `arrives` and `received` are in milliseconds, the last only if it was; `lost` is why, if it was;
        `sent_by` and `ended_by` are the numbers of events. Then the fields of all kinds of messages, with None where a
        kind has no such field; entries are JSON.
        """
        return message_rows(self)

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
            history._events += events_of(history.servers, data["names"], data["events"])
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
        twin._events += self._events
        twin._end = self._end
        return twin

    def __repr__(self) -> str:
        return f"<History of {len(self.servers)} servers: {len(self)} events in {self.end:g} ms>"


def recorded(run) -> History:
    """The history of a run, which may be handed in itself; ValueError for what is neither and has none."""
    history = getattr(run, "history", run)
    if not isinstance(history, History):
        raise ValueError(f"history is {brief(run)}: it must be a History, or a Cluster or a Player, which have one.")
    return history
