"""Breadth-first search over whatever can be compared: what is reached first is reached by the fewest moves."""
from collections.abc import Callable, Hashable, Iterable, Iterator


class BreadthFirst:
    """All that `successors`, a function from a state to pairs (move, state), reaches from `start`, level by level.

    Two states with one `key` count as one, which is the one that was reached first. Of equally short ways to a state
    the one is kept whose moves come first in the order in which `successors` gives them.
    """

    def __init__(self, start: Hashable, successors: Callable[[Hashable], Iterable[tuple[object, Hashable]]],
                 key: Callable[[Hashable], Hashable] = lambda state: state):
        self.successors = successors
        self.key = key
        self.depth = 0
        self.frontier = [start]
        self.parents: dict[Hashable, tuple[Hashable, object] | None] = {start: None}  # the state before, and the move
        self._seen = {key(start)}

    @property
    def states(self) -> int:
        """How many different states were reached so far."""
        return len(self._seen)

    def level(self) -> Iterator[Hashable]:
        """Go one move further: the states that are new, in order, each as it is found."""
        self.depth += 1
        before, self.frontier = self.frontier, []
        for state in before:
            for move, after in self.successors(state):
                if after in self.parents:  # nearly always: looked up before a key is made
                    continue
                key = self.key(after)
                if key not in self._seen:
                    self._seen.add(key)
                    self.parents[after] = state, move
                    self.frontier.append(after)
                    yield after

    def moves_to(self, state: Hashable) -> list:
        """The moves that lead to a state that was reached."""
        moves = []
        while (step := self.parents[state]) is not None:
            state, move = step
            moves.append(move)
        return moves[::-1]
