"""Where one move is played: the servers that it takes, their calls, and what each call has changed."""
from collections.abc import Iterable

from raftlib.protocol.messages import Message
from raftlib.protocol.state import ServerState
from raftlib.search.bounds import Bounds
from raftlib.search.calls import Calls


class Stage:
    """Servers at one moment, by their snapshots' numbers, within the bounds of a search.

    `now` has the numbers as they come to be, `steps` pairs (before, after) of each call that changed something, in
    order, and `sent` says of every message, in order, whether it has arrived.
    """

    def __init__(self, calls: Calls, now: dict[str, int], bounds: Bounds):
        self.calls = calls
        self.now = now
        self.bounds = bounds
        self.steps: list[tuple[int, int]] = []
        self.sent: dict[Message, bool] = {}

    def state(self, id: str) -> ServerState:
        """What a server knows."""
        return self.calls.snapshots[self.now[id]].state

    def call(self, id: str, method: str, *arguments) -> tuple[Message, ...]:
        """Call a method of a server: the messages that it returns."""
        before = self.now[id]
        after, messages = self.calls.call(before, method, *arguments)
        self.now[id] = after
        if after != before:
            self.steps.append((before, after))
        self.sent.update(dict.fromkeys(messages, False))
        return messages

    def deliver(self, message: Message) -> tuple[Message, ...]:
        """Let a message arrive: what the receiver answers."""
        self.sent[message] = True
        return self.call(message.receiver, "receive", message)

    def answered(self, message: Message) -> list[Message]:
        """Let a message arrive, and the answer to it: what the sender then sends."""
        return [each for reply in self.deliver(message) if reply.receiver == message.sender
                for each in self.deliver(reply)]

    def to(self, id: str, messages: Iterable[Message]) -> list[Message]:
        """Those of the messages that are for one server."""
        return [each for each in messages if each.receiver == id]
