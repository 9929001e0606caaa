"""The four messages of Raft (Figure 2 of the paper), and those of what goes beyond it, as immutable tuples.

Every message also names its `sender` and `receiver`. Every reply says in addition which request it answers: in the
paper a reply can't be taken for another request's, but here, as on a real network, it may be late and out of order.
"""
from typing import NamedTuple

from raftlib.protocol.log import Entry

# new(Kind, (value, …)) is Kind(value, …) of a NamedTuple, without its detour through a Python function: for what a run
# makes by the thousand.
new = tuple.__new__


class RequestVote(NamedTuple):
    """A candidate asks for a vote (rule C2; Figure 2, "RequestVote RPC")."""

    sender: str
    receiver: str
    term: int
    candidate_id: str
    last_log_index: int
    last_log_term: int


class RequestVoteReply(NamedTuple):
    """A server grants or refuses its vote (rules RV1–RV3), in answer to a request of term `request_term`."""

    sender: str
    receiver: str
    term: int
    vote_granted: bool
    request_term: int


class AppendEntries(NamedTuple):
    """A leader replicates entries, or, with none, says that it is alive (Figure 2, "AppendEntries RPC")."""

    sender: str
    receiver: str
    term: int
    leader_id: str
    prev_log_index: int
    prev_log_term: int | None
    entries: tuple[Entry, ...]
    leader_commit: int


class AppendEntriesReply(NamedTuple):
    """A follower accepts or refuses the request of `request_term` with `entry_count` entries after `prev_log_index`."""

    sender: str
    receiver: str
    term: int
    success: bool
    prev_log_index: int
    entry_count: int
    request_term: int


class ClientRequest(NamedTuple):
    """A client asks a server to carry out a command, or, if `is_read`, to answer a question (§6.2, §6.4).

    `serial` numbers what this client asks; asked again, it keeps its number.
    """

    sender: str
    receiver: str
    serial: int
    command: str
    is_read: bool


class ClientReply(NamedTuple):
    """A server answers the request of that serial number, or, not `done`, names the leader that it knows (§6.2)."""

    sender: str
    receiver: str
    serial: int
    done: bool
    answer: str | None
    leader_id: str | None


class ReadHeartbeat(NamedTuple):
    """A leader asks whether it still leads, for a read that waits for it (ReadIndex, §6.4); `read` names that read."""

    sender: str
    receiver: str
    term: int
    leader_id: str
    read: str


class ReadHeartbeatReply(NamedTuple):
    """A server follows the leader that asked for this read in `request_term`, or not."""

    sender: str
    receiver: str
    term: int
    success: bool
    read: str
    request_term: int


class PreVote(NamedTuple):
    """A server asks whether it would get a vote, before it stands (§9.6); `term` is the one in which it would."""

    sender: str
    receiver: str
    term: int
    candidate_id: str
    last_log_index: int
    last_log_term: int


class PreVoteReply(NamedTuple):
    """A server of `term` would grant its vote in `request_term`, or not."""

    sender: str
    receiver: str
    term: int
    vote_granted: bool
    request_term: int


class TimeoutNow(NamedTuple):
    """A leader hands over: the receiver is to stand at once (§3.10)."""

    sender: str
    receiver: str
    term: int


class TransferVote(NamedTuple):
    """A RequestVote of a candidate whom the leader has told to stand: no promise to that leader holds against it."""

    sender: str
    receiver: str
    term: int
    candidate_id: str
    last_log_index: int
    last_log_term: int


Message = (RequestVote | RequestVoteReply | AppendEntries | AppendEntriesReply
           | ClientRequest | ClientReply | ReadHeartbeat | ReadHeartbeatReply
           | PreVote | PreVoteReply | TimeoutNow | TransferVote)


class Exchange(NamedTuple):
    """A kind of request, the kind of reply to it, and that reply's field for yes or no."""

    request: type
    reply: type
    yes: str


# What records, draws or plays messages goes by these, so that another kind is made known here alone.
EXCHANGES = (Exchange(RequestVote, RequestVoteReply, "vote_granted"),
             Exchange(AppendEntries, AppendEntriesReply, "success"))
# Those of servers that serve clients are no part of Figure 2.
READS = Exchange(ReadHeartbeat, ReadHeartbeatReply, "success")
CLIENTS = Exchange(ClientRequest, ClientReply, "done")
PRE_VOTES = Exchange(PreVote, PreVoteReply, "vote_granted")
ALL_EXCHANGES = *EXCHANGES, READS, CLIENTS, PRE_VOTES
# What has no reply of its own: nobody answers a TimeoutNow, and the answer to a TransferVote is a RequestVoteReply.
ONE_WAY = TimeoutNow, TransferVote
KINDS = {kind.__name__: kind for kind in
         (*(kind for request, reply, _ in ALL_EXCHANGES for kind in (request, reply)), *ONE_WAY)}
