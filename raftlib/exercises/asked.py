"""Direct questions to a single server: what must not change when a reply reaches it in a given state."""
from collections.abc import Callable
from typing import NamedTuple

from raftlib.exercises.readers_code import BadAnswerError
from raftlib.protocol.messages import AppendEntriesReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import ServerState


class Asked(NamedTuple):
    """A reply that reaches a server, and what must not come of it.

    `server(server_class)` builds the server; `goes_wrong(before, after)` says of its two states in words what has
    changed that must not, or "".
    """

    situation: str
    server: Callable[[type], Server]
    reply: AppendEntriesReply
    goes_wrong: Callable[[ServerState, ServerState], str]
    hint: str

    def fault(self, answer: type) -> str:
        """What is wrong with an answer here, in words; "" if nothing is."""
        server = self.server(answer)
        before = server.freeze()
        try:
            server.receive(self.reply)
        except BadAnswerError as error:
            return f"{error} {self.hint}"
        changed = self.goes_wrong(before, server.freeze())
        return f"When {self.situation}, {changed}. {self.hint}" if changed else ""


def nothing_changes(before: ServerState, after: ServerState) -> str:
    """What has changed of a state, in words; "" if nothing has."""
    changed = [f"self.{name}" for name, old, new in zip(before._fields, before, after, strict=True) if old != new]
    return f"yours changes {' and '.join(changed)}" if changed else ""


def match_never_falls(before: ServerState, after: ServerState) -> str:
    """Which entry of match_index has fallen, in words; "" if none has."""
    return next((f"your match_index of {peer} falls from {then} to {now}" for peer, then, now in zip(
        before.peers, before.match_index, after.match_index, strict=True) if now < then), "")
