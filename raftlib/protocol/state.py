"""All that a server knows at one moment, frozen: for the history of a run, for going back in time, for search."""
from typing import NamedTuple

from raftlib.protocol.log import Log

FOLLOWER, CANDIDATE, LEADER = "follower", "candidate", "leader"


class ServerState(NamedTuple):
    """The state of Figure 2, immutable and hashable; `next_index` and `match_index` stand in the order of `peers`.

    `applied_log` is what was handed to the state machine since the server's start, in that order.
    """

    id: str
    peers: tuple[str, ...]
    role: str
    current_term: int
    voted_for: str | None
    log: Log
    commit_index: int
    last_applied: int
    leader_id: str | None
    votes: tuple[str, ...]
    next_index: tuple[int, ...]
    match_index: tuple[int, ...]
    applied_log: Log
