"""What reads cost in a run: the messages that were sent for them, and the time to the answer; and which are too old."""
from raftlib.analysis.answers import Answers
from raftlib.analysis.linearizability import Judgement, linearizable
from raftlib.analysis.operations import Operation
from raftlib.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    ClientReply,
    ClientRequest,
    Message,
    ReadHeartbeat,
    ReadHeartbeatReply,
)
from raftlib.simulation.arguments import brief
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.key_value import KeyValue


def reads_of(cluster: Cluster) -> Answers:
    """Count the reads of a run's clients, their answers, and the messages that were sent for reads.

    These are a client's requests and the replies to them, heartbeats for a read and the replies to these, and
    AppendEntries with a read among their entries, and the replies to these. Raises ValueError for what is no Cluster.
    """
    if not isinstance(cluster, Cluster):
        raise ValueError(f"cluster is {brief(cluster)}: it must be a Cluster.")
    reads = [each for each in map(Operation._make, cluster.operations()) if KeyValue.is_read(each.action)]
    times = tuple(each.answered - each.called for each in reads if each.answered is not None)
    sent = (flight.message for event in cluster.history for flight in event.sent)
    return Answers(len(reads), times, sum(map(Sorter().is_for_a_read, sent)))


class Sorter:
    """Tells the messages that are for reads from others, in the order in which they are sent."""

    def __init__(self):
        self.requests: set[tuple] = set()  # what names a request for a read, and its reply, too

    def is_for_a_read(self, message: Message) -> bool:
        """Whether a message is for a read; a request is remembered for the sake of its reply."""
        kind = type(message)
        if kind is ClientRequest:
            return self.is_request(message.is_read, message.sender, message.serial)
        if kind is AppendEntries:
            return self.is_request(any(KeyValue.is_read(entry.command) for entry in message.entries), *message[:3],
                                   message.prev_log_index, len(message.entries))
        if kind is ClientReply:
            return (message.receiver, message.serial) in self.requests
        if kind is AppendEntriesReply:
            return (message.receiver, message.sender, message.request_term, message.prev_log_index,
                    message.entry_count) in self.requests
        return kind in (ReadHeartbeat, ReadHeartbeatReply)

    def is_request(self, is_for_a_read: bool, *name) -> bool:
        """The same, once it is named."""
        if is_for_a_read:
            self.requests.add(name)
        return is_for_a_read


def wrong_reads(judgement: Judgement) -> list[Operation]:
    """The answered reads of a history of the key-value machine that fit into no order, in the order of their answers.

    Each is judged beside all commands and those reads before it that do fit.
    """
    if judgement.ok:
        return []
    reads = [each for each in judgement.operations if KeyValue.is_read(each.action) and each.answered is not None]
    fitting = [each for each in judgement.operations if not KeyValue.is_read(each.action)]
    wrong = []
    for read in sorted(reads, key=lambda each: each.answered):
        fits = linearizable([*fitting, read], judgement.model)
        (fitting if fits else wrong).append(read)
    return wrong
