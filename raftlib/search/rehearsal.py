"""A schedule on real servers, call by call: what the five properties say of it, without anything worked out before."""
from collections.abc import Iterable, Iterator

from raftlib.analysis.safety import Evidence, SafetyChecker
from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.protocol.state import ServerState
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Move
from raftlib.search.stage import Stage


class Rehearsal(Stage):
    """A stage with servers of a class; `evidence` is the first, once a property is broken."""

    def __init__(self, server: type[Server], bounds: Bounds):
        super().__init__(bounds)
        ids = [f"S{number}" for number in range(1, bounds.servers + 1)]
        self.servers = {id: server(id, [other for other in ids if other != id]) for id in ids}
        self.evidence: Evidence | None = None
        self._checker = SafetyChecker()
        for each in self.servers.values():
            self._checker.see(each.freeze())

    def state(self, id: str) -> ServerState:
        """What a server knows."""
        return self.servers[id].freeze()

    def make(self, id: str, method: str, *arguments) -> tuple[Message, ...]:
        """Call a method of a server: the messages that it returns."""
        messages = tuple(getattr(self.servers[id], method)(*arguments))
        self.evidence = self.evidence or self._checker.see(self.state(id))
        return messages

    def play(self, moves: Iterable[Move]) -> Evidence | None:
        """Go through a schedule: the first evidence that a property is broken."""
        for _ in self.play_each(moves):
            pass
        return self.evidence

    def play_each(self, moves: Iterable[Move]) -> Iterator[tuple[Move, dict[Message, bool]]]:
        """Go through a schedule: each move, when it has been played, with its messages and whether they arrived."""
        for move in moves:
            self.sent, self.lost = {}, ()
            move.play(self)
            yield move, self.sent
