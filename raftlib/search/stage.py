"""Where moves are played: servers, their calls, and the messages between them."""
from collections.abc import Iterable

from raftlib.protocol.messages import Message
from raftlib.protocol.state import ServerState
from raftlib.search.bounds import Bounds
from raftlib.search.calls import Calls


class Stage:
    """Servers at one moment, within the bounds of a search; `sent` says of each message, in order, if it arrived.

    `lost` are messages that do not arrive in the present move, whoever delivers them.
    """

    def __init__(self, bounds: Bounds):
        self.bounds = bounds
        self.sent: dict[Message, bool] = {}
        self.lost: tuple[Message, ...] = ()

    def state(self, id: str) -> ServerState:
        """What a server knows."""
        raise NotImplementedError

    def make(self, id: str, method: str, *arguments) -> tuple[Message, ...]:
        """Make a call of a server's method: the messages that it returns."""
        raise NotImplementedError

    def call(self, id: str, method: str, *arguments) -> tuple[Message, ...]:
        """The same, with a note of the messages: they are under way."""
        messages = self.make(id, method, *arguments)
        self.sent.update(dict.fromkeys(messages, False))
        return messages

    def deliver(self, message: Message) -> tuple[Message, ...]:
        """Let a message arrive: what the receiver answers."""
        if message in self.lost:
            return ()
        self.sent[message] = True
        return self.call(message.receiver, "receive", message)

    def answered(self, message: Message) -> list[Message]:
        """Let a message arrive, and the answer to it: what the sender then sends."""
        return [each for reply in self.deliver(message) if reply.receiver == message.sender
                for each in self.deliver(reply)]

    def to(self, id: str, messages: Iterable[Message]) -> list[Message]:
        """Those of the messages that are for one server."""
        return [each for each in messages if each.receiver == id]


class KnownStage(Stage):
    """A stage on which calls that were made before are known: `now` has the numbers of its servers' snapshots.

    `steps` has pairs (before, after) of each call that changed something, in order.
    """

    def __init__(self, bounds: Bounds, calls: Calls, now: dict[str, int]):
        super().__init__(bounds)
        self.calls, self.now = calls, now
        self.steps: list[tuple[int, int]] = []

    def state(self, id: str) -> ServerState:
        """What a server knows."""
        return self.calls.snapshots[self.now[id]].state

    def make(self, id: str, method: str, *arguments) -> tuple[Message, ...]:
        """Make a call, or look up what it did before."""
        before = self.now[id]
        self.now[id], messages = self.calls.call(before, method, *arguments)
        if self.now[id] != before:
            self.steps.append((before, self.now[id]))
        return messages
