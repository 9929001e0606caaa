"""What replication costs in a run: messages a command, the time to the answer, and the places that were refused."""
from raftlib.analysis.answers import Answers
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.protocol.state import LEADER
from raftlib.simulation.history import recorded


class Replication(Answers):
    """The answers to `commands` that leaders took; messages are AppendEntries and their replies, heartbeats too."""

    __slots__ = ()

    @property
    def commands(self) -> int:
        """How many commands leaders took."""
        return self.asked

    @property
    def messages_per_command(self) -> float:
        """How many messages each answered command took, infinite if none was answered."""
        return self.messages_each


def replication(history, start: float = 0, end: float | None = None) -> Replication:
    """Count commands taken, answers and messages from `start` to `end` (ms); `end` is the run's end if not given."""
    history = recorded(history)
    events = history.window(start, history.end if end is None else end)
    taken: dict[str, list[float]] = {server: [] for server in history.servers}  # when, by leader, not yet answered
    commands, times, messages = 0, [], 0
    for event in events:
        messages += sum(isinstance(flight.message, AppendEntries | AppendEntriesReply) for flight in event.sent)
        if event.kind == "crash" or (event.state and event.state.role != LEADER):
            taken[event.server].clear()  # who leads no more owes no answers
        elif event.kind == "command":
            commands += 1
            taken[event.server].append(event.time)
        elif event.kind == "answer" and taken[event.server]:
            # A leader answers in the order of its log, which is the order in which it took the commands.
            times.append(event.time - taken[event.server].pop(0))
    return Replication(commands, tuple(times), messages)


def refusals(history) -> set[tuple[str, int]]:
    """Who refused AppendEntries, and behind which index (prev_log_index); a place that was asked twice counts once."""
    history = recorded(history)
    replies = (flight.message for flight in history.flights(0, history.end))
    return {(reply.sender, reply.prev_log_index) for reply in replies
            if isinstance(reply, AppendEntriesReply) and not reply.success}
