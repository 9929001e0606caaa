"""A hunt for the shortest disaster of a server class: several searches, each as far as a reader waits for it."""
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from raftlib.exercises.disasters import NotSearchedError, Patience
from raftlib.search.bounds import Bounds
from raftlib.search.broken_rules import with_empty_heartbeats
from raftlib.search.moves import Election, commands, elections, exchanges, heartbeats
from raftlib.search.shortest import Break, GaveUpError, Search, level
from raftlib.search.trouble import NONE, ONE_LATE, ONE_RESTART, Trouble
from raftlib.search.worlds import Worlds

BOUNDS = Bounds(servers=3, terms=4, entries=2)


def heard_elections(ids: tuple[str, ...]) -> list[Election]:
    """The elections that somebody hears."""
    return [each for each in elections(ids) if each.hearers]


class Way(NamedTuple):
    """One way to look for a disaster: what it is called, what may go wrong, and how many situations are looked at."""

    words: str
    trouble: Trouble
    most: int
    empty_heartbeats: bool = False

    def search(self, server: type) -> Search:
        """The search of a class."""
        moves = (heard_elections, commands, exchanges)
        if self.empty_heartbeats:
            return Search(Worlds(with_empty_heartbeats(server), BOUNDS, (*moves, heartbeats)), self.trouble)
        return Search(Worlds(server, BOUNDS, moves), self.trouble)


# As far as the intact rules can be searched in some five seconds.
WAYS = (Way("without trouble", NONE, 12_000),
        Way("where heartbeats carry no entries", NONE, 3500, empty_heartbeats=True),
        Way("with one restart", ONE_RESTART, 7000),
        Way("with one message that is late or comes twice", ONE_LATE, 21_000))


class Pursuit:
    """One such search of a class; `moves` says how many moves all schedules have that it has looked at."""

    def __init__(self, server: type, way: Way, is_late: Callable[[], bool]):
        self.way, self.search, self.patience = way, way.search(server), Patience(is_late)
        self.moves, self.is_over = 0, False

    def go_on(self, moves: int) -> Break | None:
        """Look at all schedules of so many moves."""
        try:
            while self.search.tree.depth < moves and self.search.tree.frontier:
                if broken := level(self.search, self.patience, self.way.most):
                    return self.search.told(broken)
            self.moves, self.is_over = moves, not self.search.tree.frontier
        except (GaveUpError, NotSearchedError):
            self.is_over = True
        return None


class Hunt:
    """The hunt for a class's disaster: `found`, a break or None, and the `way` on which it was found.

    `is_late()` says that a reader has waited long enough.
    """

    def __init__(self, server: type, is_late: Callable[[], bool] = lambda: False, ways: tuple[Way, ...] = WAYS):
        self.pursuits = [Pursuit(server, way, is_late) for way in ways]
        self.way, self.found = next(self._finds(), (None, None))

    def _finds(self):
        for moves in count(1):
            going = [pursuit for pursuit in self.pursuits if not pursuit.is_over]
            if not going:
                return
            for pursuit in going:
                if found := pursuit.go_on(moves):
                    yield pursuit.way, found

    def __str__(self) -> str:
        """How far all schedules were looked at."""
        servers, terms, entries = BOUNDS
        far = ", ".join(f"{pursuit.way.words} up to {pursuit.moves} moves" for pursuit in self.pursuits)
        return f"{servers} servers, at most {terms} terms, logs of at most {entries} entries: {far}"


def leads_to_the_same(server: type, way: Way, found: Break) -> bool:
    """Whether another class leads to the same disaster on the same way, past as many different situations."""
    other = Hunt(server, ways=(way,)).found
    return other is not None and (other.moves, other.evidence, other.worlds) == (found.moves, found.evidence,
                                                                                 found.worlds)
