"""Clusters as a search sees them, what leads from each to the next, and which of them count as one."""
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.search.bounds import Bounds
from raftlib.search.calls import Calls
from raftlib.search.moves import Aside, Late, Move, lost_replies, restarts
from raftlib.search.numbered import Numbered
from raftlib.search.stage import KnownStage
from raftlib.search.trouble import Trouble
from raftlib.search.watch import SAFE, Watch


class World(NamedTuple):
    """All servers at one moment, by the numbers of their snapshots, and the number of what must be remembered.

    `aside` is a message that is still under way, and `broken` the rank of the property that the last move broke.
    """

    servers: tuple[int, ...]
    memory: int
    trouble: Trouble
    aside: Message | None = None
    broken: int = SAFE


class Outcome(NamedTuple):
    """What a move does to the servers that it takes, whatever the others do."""

    servers: tuple[int, ...]
    # Those that a property may speak of: the server's place, its snapshots before and after, whether its log changed.
    steps: tuple[tuple[int, int, int, bool], ...]
    asides: tuple[Aside, ...]  # the move, with each of its messages left under way
    changes: bool  # anything at all, of the servers


class Worlds:
    """The worlds of a server class within bounds: `start`, `successors` and `key` are what a search needs.

    `moves` are functions from the servers' ids to moves. What is worked out for one search is known to the next.
    """

    def __init__(self, server: type[Server], bounds: Bounds, moves: Iterable[Callable]):
        self.server = server
        self.calls = Calls(server, bounds.servers)
        self.watch = Watch(self.calls)
        self.bounds = bounds
        ids = self.calls.ids
        self.moves = [self._placed(move) for make in moves for move in make(ids)]
        self.restarts = [self._placed(move) for move in restarts(ids)]
        self.lost_replies = [self._placed(move) for move in lost_replies(ids)]
        self._outcomes: dict[tuple, Outcome] = {}
        self._orders: dict[tuple[int, ...], list[tuple[tuple[int, ...], tuple[str, ...]]]] = {}
        self._traits: dict[int, int] = {}
        self._kinds = Numbered()

    def start(self, trouble: Trouble) -> World:
        """All servers as they are made, before anything has happened of what `trouble` allows."""
        return World(self.calls.start, self.watch.start, trouble)

    def successors(self, world: World) -> Iterator[tuple[Move, World]]:
        """What each move makes of a world, in the order of the moves; none that changes nothing."""
        if world.broken != SAFE:
            return
        trouble = world.trouble
        yield from self._after(self.moves, world, trouble)
        if trouble.lost_replies:
            yield from self._after(self.lost_replies, world, trouble._replace(lost_replies=trouble.lost_replies - 1))
        if trouble.restarts:
            yield from self._after(self.restarts, world, trouble._replace(restarts=trouble.restarts - 1))
        if world.aside:
            yield from self._after([self._placed(Late(world.aside))], world._replace(aside=None), trouble)

    def _placed(self, move: Move) -> tuple:
        # With its type: moves of two kinds that take the same servers are equal as tuples.
        return move, tuple(self.calls.places[id] for id in move.servers), (type(move), move)

    def _after(self, moves: Iterable[tuple], world: World, trouble: Trouble) -> Iterator[tuple[Move, World]]:
        now, outcomes = world.servers, self._outcomes
        once_less = trouble._replace(late=trouble.late - 1)
        for move, places, name in moves:
            key = name, *[now[place] for place in places]
            outcome = outcomes[key] if key in outcomes else self._play(move, key)
            if not outcome.changes and not trouble.late:
                continue
            after = self._changed(world, places, outcome, trouble)
            if outcome.changes:
                yield move, after
            if trouble.late and not after.aside and after.broken == SAFE:
                for aside in outcome.asides:
                    yield aside, World(after.servers, after.memory, once_less, aside.message)

    def _play(self, move: Move, key: tuple) -> Outcome:
        """Play a move that was not played yet by servers in this state."""
        stage = KnownStage(self.bounds, self.calls, dict(zip(move.servers, key[1:], strict=True)))
        move.play(stage)
        steps = tuple(self._step(*step) for step in stage.steps if self.watch.matters(*step))
        servers = tuple(stage.now[id] for id in move.servers)
        asides = tuple(Aside(move, message, arrived) for message, arrived in stage.sent.items())
        outcome = self._outcomes[key] = Outcome(servers, steps, asides, bool(stage.steps))
        return outcome

    def _step(self, before: int, after: int) -> tuple[int, int, int, bool]:
        old, new = self.calls.snapshots[before].state, self.calls.snapshots[after].state
        return self.calls.places[new.id], before, after, old.log != new.log

    def _changed(self, world: World, places: tuple[int, ...], outcome: Outcome, trouble: Trouble) -> World:
        servers, memory, broken = list(world.servers), world.memory, SAFE
        for place, before, after, other_log in outcome.steps:
            memory, broken = self.watch.see(memory, before, after)
            servers[place] = after
            if other_log:
                broken = min([broken, *(self.watch.matching(after, other) for other in servers if other != after)])
            if broken != SAFE:
                return World(tuple(servers), memory, trouble, world.aside, broken)
        for place, after in zip(places, outcome.servers, strict=True):
            servers[place] = after
        return World(tuple(servers), memory, trouble, world.aside)

    # ---- Which worlds count as one ---------------------------------------------------------------------------

    def key(self, world: World) -> tuple:
        """The same for worlds that differ in the servers' names alone, where the class treats all servers alike."""
        if not self.calls.alike:
            return world
        kinds = tuple([self._kind(each) for each in world.servers])
        orders = self._orders.get(kinds) or self._orders.setdefault(kinds, self._orders_of(kinds))
        found = [self._renamed(world, places, order) for places, order in orders]
        return min(found, key=comparable) if len(found) > 1 else found[0]

    def _kind(self, number: int) -> int:
        """A number that is the same for servers that differ in names alone: few can take each other's place."""
        if number not in self._traits:
            self._traits[number] = self._kinds.number(traits(self.calls.snapshots[number].state))
        return self._traits[number]

    def _orders_of(self, kinds: tuple[int, ...]) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """The orders in which servers can stand by their kinds, each with the name that each server then bears."""
        ids = self.calls.ids
        groups = [[place for place, kind in enumerate(kinds) if kind == each] for each in sorted(set(kinds))]
        found = []
        for parts in product(*map(permutations, groups)):
            places = tuple(place for part in parts for place in part)
            names = dict(zip(places, ids, strict=True))
            found.append((places, tuple(names[place] for place in range(len(ids)))))
        return found

    def _renamed(self, world: World, places: tuple[int, ...], order: tuple[str, ...]) -> tuple:
        servers, memory, trouble, aside, _ = world
        if aside:
            aside = self.calls.of_others(aside, order)
        return (tuple([self.calls.renamed(servers[place], order) for place in places]),
                self.watch.renamed(memory, order), trouble, aside)


def traits(state) -> tuple:
    """What of a server's state names no other."""
    return (state.role, state.current_term, state.log, state.commit_index, state.applied_log, len(state.votes),
            state.voted_for == state.id, state.voted_for is None, tuple(sorted(state.next_index)),
            tuple(sorted(state.match_index)))


def comparable(key: tuple) -> tuple:
    """A key in a form that has an order: a message is told by its text."""
    return (*key[:3], repr(key[3]))
