"""The shortest schedule that breaks a safety property, over all schedules within bounds; or that there is none.

Schedules are made of coarse moves (raftlib.search.moves), which real servers carry out, and are tried by their length.
TLC finds the same of raft.tla in atomic steps of a model, of which one move here is up to a dozen.
"""
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from raftlib.analysis.safety import Evidence
from raftlib.protocol.server import Server
from raftlib.search.bounds import Bounds
from raftlib.search.breadth_first import BreadthFirst
from raftlib.search.broken_rules import BrokenRule, EmptyHeartbeats, with_empty_heartbeats
from raftlib.search.estimate import estimate
from raftlib.search.moves import MOVES, Move, heartbeats
from raftlib.search.performance import performed
from raftlib.search.progress import Progress
from raftlib.search.rehearsal import Rehearsal
from raftlib.search.searchable import searchable, timeless
from raftlib.search.shrunk import shrunk
from raftlib.search.trouble import NONE, ONE_LATE, ONE_LOST_REPLY, ONE_RESTART, Trouble
from raftlib.search.watch import SAFE
from raftlib.search.worlds import World, Worlds
from raftlib.simulation.cluster import Cluster

MOST = 1_000_000  # worlds: some 3 GB


class GaveUpError(RuntimeError):
    """A search that came to its limit before its bounds."""


@dataclass(frozen=True)
class Break:
    """The shortest schedule that breaks a property: its moves, what shows it, and how many worlds were looked at.

    Nothing more happens in it than it needs: a message that would arrive in a move and changes nothing for the break
    is lost, and the move says so.

    `server` is the class that was searched, as it was given or with heartbeats that carry no entries.
    """

    server: type[Server]
    bounds: Bounds
    moves: tuple[Move, ...]
    evidence: Evidence
    trouble: Trouble
    worlds: int

    def cluster(self) -> Cluster:
        """A run in which exactly this happens, by recorded calls: to play, to draw, and to make again."""
        return performed(self.server, self.bounds, self.moves).cluster

    @property
    def steps(self) -> str:
        """Its moves, numbered from 1, a line each."""
        return "\n".join(f"{number}. {move}" for number, move in enumerate(self.moves, 1))

    def __str__(self) -> str:
        return (f"{self.evidence.property} breaks in {len(self.moves)} moves{self.trouble.aside}:\n{self.steps}\n"
                f"Then {self.evidence.sentence}.")


@dataclass(frozen=True)
class Explored:
    """All that can happen within bounds: how many worlds that are, and how many moves the longest way to one has."""

    worlds: int
    moves: int
    trouble: Trouble

    def __str__(self) -> str:
        return (f"{self.worlds} worlds are all that there are{self.trouble.aside}, the furthest {self.moves} moves "
                "from the start: no property breaks.")


class Search:
    """One search, which goes on move by move, through worlds that it may share with other searches."""

    def __init__(self, worlds: Worlds, trouble: Trouble):
        self.worlds, self.trouble = worlds, trouble
        self._begin()

    def _begin(self) -> None:
        self._began_alike = self.worlds.calls.alike
        self.tree = BreadthFirst(self.worlds.start(self.trouble), self.worlds.successors, self.worlds.key)

    @property
    def expected(self) -> int:
        """How many worlds there would be, at least, if the rules were intact."""
        return estimate(*self.worlds.bounds, self.trouble).worlds

    def level(self) -> Iterator[World]:
        """Go one move further: the new worlds. A class that turns out to tell servers apart is begun anew."""
        yield from self.tree.level()
        if self._began_alike and not self.worlds.calls.alike:
            self._begin()

    def told(self, broken: list[World]) -> Break:
        """The break that is told: the first by the order of Figure 3's properties, then of the moves."""
        world = min(broken, key=lambda each: each.broken)
        server, bounds = self.worlds.server, self.worlds.bounds
        moves = shrunk(server, bounds, self.tree.moves_to(world))
        evidence = Rehearsal(server, bounds).play(moves)
        return Break(server, bounds, moves, evidence, self.trouble, self.tree.states)


def shortest_break(server: type[Server], servers: int = 3, terms: int = 3, entries: int = 2,
                   moves: Iterable[Callable] = MOVES, troubles: Iterable[Trouble] | None = None,
                   most: int = MOST) -> Break | None:
    """The shortest schedule of servers of a class in which one of the five properties breaks; None if there is none.

    Terms are at most `terms`, logs at most `entries` long; `moves` are functions from ids to moves. A schedule may have
    as much trouble as one of the `troubles` says; if these are not given, a restart, a lost reply or a late message,
    this last in one term less, for its worlds are the most by far. The class is tried as it is, and without trouble
    also with heartbeats that carry no entries. All that the intact rules allow within these bounds takes half a minute.
    Raises ValueError for other bounds, for what is no class of servers, for one that replaces no method or counts
    ticks, and for one whose state can't be compared; GaveUpError past `most` worlds.
    """
    server, bounds, moves = timeless(searchable(server)), Bounds.checked(servers, terms, entries), tuple(moves)
    kinds = (NONE, ONE_RESTART, ONE_LOST_REPLY) if troubles is None else tuple(troubles)
    worlds = Worlds(server, bounds, moves)
    searches = [Search(worlds, each) for each in kinds]
    if troubles is None:
        searches.append(Search(Worlds(server, bounds._replace(terms=max(bounds.terms - 1, 1)), moves), ONE_LATE))
    if NONE in kinds and not issubclass(server, EmptyHeartbeats):
        searches.insert(1, Search(Worlds(with_empty_heartbeats(server), bounds, (*moves, heartbeats)), NONE))
    return in_step(searches, most)


def explore(server: type[Server] = Server, servers: int = 3, terms: int = 3, entries: int = 2,
            moves: Iterable[Callable] = MOVES, trouble: Trouble = NONE, most: int = MOST) -> Break | Explored:
    """All that can happen to servers of a class within bounds: how many worlds, or the shortest break.

    As `shortest_break`, with one kind of trouble.
    """
    search = Search(Worlds(timeless(searchable(server)), Bounds.checked(servers, terms, entries), moves), trouble)
    return in_step([search], most) or Explored(search.tree.states, search.tree.depth - 1, trouble)


def found_of(rule: BrokenRule) -> Break | Explored:
    """The shortest break of a broken rule, within the bounds that its row in BROKEN_RULES names, or that there is none.

    It takes up to two seconds, and longer where there is none.
    """
    return explore(rule.searched, rule.servers, rule.terms, rule.entries, rule.moves, rule.trouble)


def in_step(searches: list[Search], most: int) -> Break | None:
    """Take several searches on, each by one move before the first by the next, until a property breaks."""
    moves = 0
    with Progress("worlds", sum(search.expected for search in searches)) as progress:
        try:
            while searches:
                moves += 1
                for search in searches:
                    while search.tree.depth < moves and search.tree.frontier:
                        if broken := level(search, progress, most):
                            return search.told(broken)
                searches = [search for search in searches if search.tree.frontier]
        except KeyboardInterrupt:
            raise KeyboardInterrupt(so_far(progress, moves)) from None
    return None


def level(search: Search, progress: Progress, most: int) -> list[World]:
    """The worlds, one move further, in which a property breaks."""
    broken, tree = [], search.tree
    for world in search.level():
        progress.update()
        if world.broken != SAFE:
            broken.append(world)
        elif progress.count >= most:
            raise GaveUpError(f"{so_far(progress, tree.depth)} most is {most}.")
    return broken if search.tree is tree else []  # what was found before the search began anew will be found again


def so_far(progress: Progress, moves: int) -> str:
    """How far a search came that did not come to its end."""
    return f"{progress.count} worlds were looked at: no property breaks in fewer than {moves} moves."
