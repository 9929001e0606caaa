"""All that a server knows at one moment, frozen: for the history of a run, for going back in time, for search."""
from typing import NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.messages import new

FOLLOWER, CANDIDATE, LEADER = "follower", "candidate", "leader"
AS_BEFORE = "as before"  # what `timer_restarts` is where a timer starts again with the timeout that it had


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

    def has_applied(self, index: int) -> bool:
        """Whether the log's entry at an index has been applied: a broken server may have applied another one there."""
        since_start = index - (self.last_applied - self.applied_log.last_index)
        return index <= self.last_applied and (
            since_start < 1 or self.applied_log.entry_at(since_start) == self.log.entry_at(index))


class Freezable:
    """What has the attributes of a ServerState, and can be frozen into one and thawed from it."""

    def freeze(self) -> ServerState:
        """Everything this server knows, as one immutable, hashable value: the same object while nothing changes."""
        now = (self.id, self.peers, self.role, self.current_term, self.voted_for, self.log,
               self.commit_index, self.last_applied, self.leader_id, self.votes,
               tuple(self.next_index.values()) if self.next_index else (),  # only a leader's are worth going through
               tuple(self.match_index.values()) if self.match_index else (), self.applied_log)
        if now != self._frozen:
            self._frozen = new(ServerState, now)
        return self._frozen

    def thaw(self, state: ServerState) -> None:
        """Go (back) to a frozen state; ValueError for another server's."""
        if not isinstance(state, ServerState) or state.id != self.id:
            raise ValueError(f"state is {state!r}: it must be a ServerState of {self.id}.")
        self._begin()
        for name, value in state._asdict().items():
            setattr(self, name, value)
        self._known = frozenset(self.peers)
        # A server that does not lead has no indexes of its peers, and zip stops where they do.
        self.next_index = dict(zip(state.peers, state.next_index, strict=False))
        self.match_index = dict(zip(state.peers, state.match_index, strict=False))
