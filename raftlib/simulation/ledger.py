"""What a run has noted and nobody has read yet: plain values, of which Events are made on reading.

So a run is made, and kept, at little cost: every now and then, what has been noted is packed into bytes.
"""
import pickle
from functools import partial
from io import BytesIO
from itertools import chain, islice, repeat
from threading import RLock

from raftlib.simulation.event import Event

FIELDS = len(Event._fields)
MANY = 3000 * FIELDS  # values that wait to be packed
SENT = Event._fields.index("sent")
SHARED = [Event._fields.index(name) for name in ("at", "flight", "state")]  # kept in other places, too
new_event = partial(tuple.__new__, Event)  # as Event(…), without its detour through a Python function

# A history may be read in one thread while it grows in another: nothing is noted twice, or lost, between two places.
moving = RLock()


class Ledger:
    """Events in their order, as the values of their fields."""

    def __init__(self):
        # Value by value. Whoever notes an event adds all of its fields here in one go, which no thread can interrupt.
        self.rows: list = []
        self._packed: list[Packed] = []

    def __len__(self) -> int:
        return sum(map(len, self._packed)) + len(self.rows) // FIELDS

    @property
    def last(self) -> int:
        """When (µs) the last event was that is not packed; 0 where there is none."""
        return self.rows[-FIELDS] if self.rows else 0

    def tidy(self) -> None:
        """Pack what has been noted, if it is much."""
        with moving:
            if len(self.rows) >= MANY:
                rows = self.rows[:]
                self._packed.append(Packed(rows))
                del self.rows[:len(rows)]

    def move_to(self, events: list[Event]) -> None:
        """Add the events to others, and forget them."""
        with moving:
            rows = self.rows[:]
            for each in (*(packed.rows() for packed in self._packed), rows):
                # In a list first: nobody may see some of them.
                events += list(map(new_event, zip(*repeat(iter(each), FIELDS), strict=True)))
            self._packed.clear()
            del self.rows[:len(rows)]


class Packed:
    """Many events in little room: bytes, beside what others hold as well."""

    def __init__(self, rows: list):
        self._shared = [rows[place::FIELDS] for place in SHARED]
        self._flights = list(chain.from_iterable(rows[SENT::FIELDS]))
        rows[SENT::FIELDS] = map(len, rows[SENT::FIELDS])
        for place in SHARED:
            rows[place::FIELDS] = repeat(None, len(self))
        self._rest = in_bytes(rows)

    def __len__(self) -> int:
        return len(self._shared[0])

    def rows(self) -> list:
        """The values that were packed."""
        rows, flights = pickle.loads(self._rest) if type(self._rest) is bytes else self._rest, iter(self._flights)
        for place, values in zip(SHARED, self._shared, strict=True):
            rows[place::FIELDS] = values
        rows[SENT::FIELDS] = [tuple(islice(flights, number)) for number in rows[SENT::FIELDS]]
        return rows


class PlainPickler(pickle.Pickler):
    """Packs texts, numbers and tuples, and nothing that could come back as something else."""

    def reducer_override(self, value):
        """TypeError for a value that is not plain: Python asks here how to pack it."""
        raise TypeError


def in_bytes(values: list) -> bytes | list:
    """The values in bytes, or as they are: a reader's server may note values of any kind."""
    file = BytesIO()
    try:
        PlainPickler(file, pickle.HIGHEST_PROTOCOL).dump(values)
    except Exception:
        return values
    return file.getvalue()
