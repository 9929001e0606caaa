"""What a run has noted and nobody has read yet: plain values, from which Events are made on reading.

So a run is made, and kept, at little cost. Every now and then what has been noted is sorted into columns: numbers side
by side, and of each flight no more than where it was sent does not tell already.
"""
import pickle
from array import array
from collections.abc import Iterator
from itertools import chain, islice

from raftlib.protocol.reasons import whole_note
from raftlib.simulation.event import Event
from raftlib.simulation.network import Flight

FIELDS = len(Event._fields)
MANY = 3000 * FIELDS  # values that wait to be sorted
NONE = -1


class Ledger:
    """Events in their order, as the fields of an Event, but with plainer values in some places.

    In the place of what was sent stands how many flights: they are the next of `launched`. In the place of a flight
    stands its number, 0 for none, or the Flight itself where hands have changed it. Notes are without their server.
    """

    def __init__(self):
        self.rows: list = []  # value by value: whoever notes an event adds all of its fields here
        self.launched: list = []  # and all fields of each of its flights here
        self.under_way: dict[int, Flight] = {}  # by number, the flights that have been read, and not their end
        self._columns = Columns()

    def __len__(self) -> int:
        return len(self._columns.at) + len(self.rows) // FIELDS

    @property
    def last(self) -> int:
        """When (µs) the last of these events was; 0 where there is none."""
        return self.rows[-FIELDS] if self.rows else max(self._columns.at[-1:], default=0)

    def tidy(self) -> None:
        """Sort what has been noted into columns, if it is much."""
        if len(self.rows) >= MANY:
            self._columns.sort(self.rows, self.launched)
            self.rows.clear()
            self.launched.clear()

    def take(self) -> list[Event]:
        """The events, which the ledger then forgets."""
        launched = chain(self._columns.launched(), zip(*[iter(self.launched)] * len(Flight._fields), strict=True))
        rows = chain(self._columns.rows(), zip(*[iter(self.rows)] * FIELDS, strict=True))
        events = [self._event(row, launched) for row in rows]
        self._columns = Columns()
        self.rows.clear()
        self.launched.clear()
        return events

    def _event(self, row: tuple, launched: Iterator[tuple]) -> Event:
        at, kind, server, flight, notes, sent, state, deadline, detail = row
        sent = tuple(map(Flight._make, islice(launched, sent)))
        self.under_way.update((each.number, each) for each in sent)
        if type(flight) is int:
            flight = self.under_way[flight] if flight else None
        if kind in ("receive", "lost"):
            self.under_way.pop(flight.number, None)
        return Event(at, kind, server, flight, tuple(whole_note(each, server) for each in notes), sent, state, deadline,
                     detail)


class Columns:
    """Many events, field by field."""

    def __init__(self):
        self.at, self._flights, self._sent, self._deadlines = (array("q") for _ in range(4))
        self._kinds: list[str] = []
        self._servers: list[str | None] = []
        self._notes: list[bytes | list] = []
        self._states: list = []
        self._details: list = []
        self._changed: dict[int, Flight] = {}  # by the place of the event, a flight that hands have changed
        self._numbers, self._departures, self._arrivals = array("q"), array("q"), array("q")
        self._messages: list = []
        self._lost: dict[int, str] = {}

    def sort(self, rows: list, launched: list) -> None:
        """Take in more events and flights, given value by value."""
        at, kinds, servers, flights, notes, sent, states, deadlines, details = (
            rows[place::FIELDS] for place in range(FIELDS))
        self._changed.update((place, each) for place, each in enumerate(flights, len(self.at)) if type(each) is Flight)
        self.at.fromlist(at)
        self._kinds += kinds
        self._servers += servers
        self._flights.fromlist(whole_numbers(flights))
        self._notes.append(packed(notes))
        self._sent.fromlist(sent)
        self._states += states
        self._deadlines.fromlist(whole_numbers(deadlines))
        self._details += details
        numbers, messages, departures, arrivals, lost = (
            launched[place::len(Flight._fields)] for place in range(len(Flight._fields)))
        self._numbers.fromlist(numbers)
        self._messages += messages
        self._departures.fromlist(departures)
        self._arrivals.fromlist(arrivals)
        self._lost.update((number, why) for number, why in zip(numbers, lost, strict=True) if why)

    def rows(self) -> Iterator[tuple]:
        """The events, each as its nine values again."""
        notes = chain.from_iterable(pickle.loads(each) if type(each) is bytes else each for each in self._notes)
        columns = (self.at, self._kinds, self._servers, self._flights, notes, self._sent, self._states, self._deadlines,
                   self._details)
        for place, (*before, flight, note, sent, state, deadline, detail) in enumerate(zip(*columns, strict=True)):
            yield (*before, self._changed[place] if flight == NONE else flight, note, sent, state,
                   None if deadline == NONE else deadline, detail)

    def launched(self) -> Iterator[tuple]:
        """The flights, each as its five values again."""
        for number, message, sent, arrives in zip(self._numbers, self._messages, self._departures, self._arrivals,
                                                  strict=True):
            yield number, message, sent, arrives, self._lost.get(number)


def whole_numbers(values: list) -> list[int]:
    """Whole numbers as they are, with -1 for anything else."""
    return values if set(map(type, values)) == {int} else [each if type(each) is int else NONE for each in values]


def packed(notes: list) -> bytes | list:
    """Notes in a form that takes little room, or as they are: a reader's server may note values of any kind."""
    try:
        return pickle.dumps(notes, pickle.HIGHEST_PROTOCOL)
    except Exception:
        return notes
