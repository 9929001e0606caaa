"""What messages are called: one name a message, in pictures, in tables and in the player."""
from raftlib.protocol.messages import (
    AppendEntries,
    AppendEntriesReply,
    ClientReply,
    ClientRequest,
    PreVote,
    PreVoteReply,
    ReadHeartbeat,
    ReadHeartbeatReply,
    RequestVote,
    RequestVoteReply,
    TimeoutNow,
    TransferVote,
)

HEARTBEAT = "heartbeat"
# The paper's names of the kinds stand where it is the rules that are told; AppendEntries with entries has no other one.
NAMES = {
    RequestVote.__name__: "vote request",
    RequestVoteReply.__name__: "vote",
    AppendEntries.__name__: "AppendEntries",
    AppendEntriesReply.__name__: "reply",
    ReadHeartbeat.__name__: "read heartbeat",
    ReadHeartbeatReply.__name__: "reply",
    ClientRequest.__name__: "request",
    ClientReply.__name__: "answer",
    PreVote.__name__: "pre-vote request",
    PreVoteReply.__name__: "pre-vote",
    TimeoutNow.__name__: "hand-over",
    TransferVote.__name__: "hand-over vote request",
}


def message_name(kind: str, entries: int) -> str:
    """The name of a message of a kind with so many entries; a kind that has none is called by its own."""
    if kind == AppendEntries.__name__ and not entries:
        return HEARTBEAT
    return NAMES.get(kind, kind)


def reply_name(kind: str) -> str:
    """The name of a kind of reply where its request is named beside it."""
    return NAMES.get(kind, NAMES[AppendEntriesReply.__name__])
