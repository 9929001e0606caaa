"""Servers that break one rule each, by overriding one method; the rest of Raft stays as it is.

BROKEN_RULES says of each what it leads to, and within which bounds the shortest way there is found.
"""
from collections.abc import Callable
from typing import NamedTuple

from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.search.moves import MOVES, heartbeats
from raftlib.search.trouble import NONE, ONE_LATE, ONE_RESTART, Trouble


class CommitsOlderTerms(Server):
    """L7 broken: an entry of an older term is committed by counting who holds it."""

    def may_commit(self, index):
        return True


class IgnoresLogs(Server):
    """RV3 broken: the candidate's log does not matter."""

    def is_up_to_date(self, request):
        return True


class ComparesLengths(Server):
    """RV3 broken: the longer log is taken for the newer one."""

    def is_up_to_date(self, request):
        return request.last_log_index >= self.log.last_index


class ForgetsVote(Server):
    """P1 broken: the vote is not on disk."""

    def restart(self):
        messages = super().restart()
        self.voted_for = None
        return messages


class LosesLogTail(Server):
    """P1 broken: the last entry is not on disk."""

    def restart(self):
        messages = super().restart()
        self.log = self.log.before(self.log.last_index)
        return messages


class VotesTwice(Server):
    """RV2 broken: a vote is free however often it has been given."""

    def may_vote_for(self, candidate_id):
        return True


class HalfIsEnough(Server):
    """C3 broken: half the servers count as a majority."""

    def majority(self):
        return (len(self.peers) + 1) // 2


class LeadsOn(Server):
    """A2 broken: a leader adopts a higher term and goes on leading, in that term."""

    def adopt_term(self, term):
        if self.role == LEADER:
            self.current_term = term
        else:
            super().adopt_term(term)


class IgnoresPreviousTerm(Server):
    """AE2 broken: any entry at prev_log_index will do, whatever its term."""

    def has_previous_entry(self, request):
        return request.prev_log_index <= self.log.last_index


class AlwaysTruncates(Server):
    """AE3 broken: everything after prev_log_index is deleted, in conflict or not."""

    def store_entries(self, request):
        self.log = self.log.before(request.prev_log_index + 1).append(*request.entries)


class NeverTruncates(Server):
    """AE3 broken: no entry is ever deleted, even one that conflicts, and only what is missing is appended."""

    def store_entries(self, request):
        held = self.log.last_index - request.prev_log_index
        self.log = self.log.append(*request.entries[held:])


class CommitsUnvouched(Server):
    """AE5 broken: a follower takes the leader's commit_index over, even past the entries that the message is about."""

    def learn_commit_index(self, request):
        index = min(request.leader_commit, self.log.last_index)
        if index > self.commit_index:
            self.commit_index = index
            self.apply_committed()


class FollowsStaleLeaders(Server):
    """AE1 broken: AppendEntries of an older term are accepted."""

    def accepts_leader(self, request):
        self.follow(request.leader_id)
        return True


class AppliesAtOnce(Server):
    """A1 broken: a leader applies a command before it is committed."""

    def client_command(self, command):
        messages = super().client_command(command)
        if self.role == LEADER:
            self.apply(self.log.suffix(self.last_applied + 1))
        return messages


class KeepsVotes(Server):
    """C5 broken: a vote once granted counts in every later election too, whatever the voter answers then."""

    ever_granted: tuple[str, ...] = ()

    def on_request_vote_reply(self, reply):
        if reply.vote_granted:
            self.ever_granted += (reply.sender,)
        return super().on_request_vote_reply(reply._replace(vote_granted=reply.sender in self.ever_granted))


class CountsLastVotesAgain(Server):
    """C5 broken: the votes of the last candidacy count in the next one, too."""

    def first_votes(self):
        return tuple(dict.fromkeys((self.id, *self.votes)))


class CommitsByHalf(Server):
    """L7 changed: half the servers are enough to commit; *safe* for an even number, as elections take one more."""

    def advance_commit_index(self):
        commit_on(self, (len(self.peers) + 1) // 2)


class ElectsByHalf(HalfIsEnough):
    """C3 broken: half the servers are enough to be elected, for an even number; to commit takes a majority."""

    def advance_commit_index(self):
        commit_on(self, (len(self.peers) + 1) // 2 + 1)


def commit_on(leader: Server, holders: int) -> None:
    """L7 and L8, with so many servers that must hold an entry, the leader counted."""
    held = sorted([leader.log.last_index, *leader.match_index.values()], reverse=True)
    index = held[holders - 1]
    if index > leader.commit_index and leader.may_commit(index):
        leader.commit_index = index
        leader.apply_committed()


class SupposesMatch(Server):
    """S4 changed: a new leader takes for granted that all hold its log; *safe*, for L7 commits none of that alone."""

    def become_leader(self):
        messages = super().become_leader()
        self.match_index = dict.fromkeys(self.peers, self.log.last_index)
        return messages


class SupposesMore(Server):
    """S4 broken: a new leader takes for granted that all hold one entry more than its log has."""

    def become_leader(self):
        messages = super().become_leader()
        self.match_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        return messages


class RestartsTimerOnRequests(Server):
    """F2 changed: every RequestVote restarts the election timer; *safe*, though a leader may be long in coming."""

    def on_request_vote(self, request):
        messages = super().on_request_vote(request)
        self.timer_restarts = True
        return messages


class IgnoresHigherTerms(Server):
    """A2 changed: a leader neither adopts a higher term nor answers; *safe*, but those who know better wait for it."""

    def receive(self, message):
        if self.role == LEADER and message.term > self.current_term:
            self._begin()
            return []
        return super().receive(message)


class EmptyHeartbeats(Server):
    """L2 as Figure 2 may be read, too: a heartbeat carries no entries, even where some are pending. Not broken."""

    def heartbeat_timeout(self):
        requests = [request._replace(entries=()) for request in super().heartbeat_timeout()]
        self.notes = ()  # those told of entries that now stay here
        self._decide("L2", self.commit_index, len(self.peers), len(requests))
        return requests


def with_empty_heartbeats(server: type[Server]) -> type[Server]:
    """The class, with heartbeats that carry no entries."""
    return type(server.__name__, (EmptyHeartbeats, server), {"__doc__": server.__doc__})


class BrokenRule(NamedTuple):
    """A broken rule: its class, its id, the property of Figure 3 that goes, what that means, and where to look for it.

    `servers`, `terms`, `entries` (of a log), `trouble` and `moves` are the bounds within which the shortest break lies;
    a rule whose `property` is None is safe within them.
    """

    server: type[Server]
    rule: str
    property: str | None
    disaster: str
    servers: int = 3
    terms: int = 3
    entries: int = 2
    trouble: Trouble = NONE
    moves: tuple[Callable, ...] = MOVES

    @property
    def searched(self) -> type[Server]:
        """The class, with heartbeats that carry no entries where heartbeats are moves."""
        return with_empty_heartbeats(self.server) if heartbeats in self.moves else self.server


BROKEN_RULES = (
    BrokenRule(CommitsOlderTerms, "L7", "Leader Completeness",
               "An entry that counted as committed is missing from a new leader's log, and can be overwritten.",
               terms=4),
    BrokenRule(IgnoresLogs, "RV3", "Leader Completeness",
               "A server with an empty log is elected, and lacks what was committed."),
    BrokenRule(ComparesLengths, "RV3", "Leader Completeness",
               "An old log that is no shorter wins over a newer one, in which something is committed."),
    BrokenRule(ForgetsVote, "P1", "Election Safety",
               "One server votes twice in a term, before and after its crash, and the term has two leaders.",
               trouble=ONE_RESTART),
    BrokenRule(LosesLogTail, "P1", "Leader Completeness",
               "An entry on a majority is on a minority after a crash, and a leader is elected without it.",
               trouble=ONE_RESTART),
    BrokenRule(VotesTwice, "RV2", "Election Safety", "One server elects two leaders in one term."),
    BrokenRule(HalfIsEnough, "C3", "Election Safety", "Two halves of four servers elect a leader each.", servers=4),
    BrokenRule(LeadsOn, "A2", "Election Safety",
               "The old leader leads the new term, too, beside the one that was elected in it."),
    BrokenRule(IgnoresPreviousTerm, "AE2", "Log Matching",
               "Two logs agree on an entry, and differ before it."),
    BrokenRule(AlwaysTruncates, "AE3", "Leader Completeness",
               "A late message takes an entry back that its follower had acknowledged.", trouble=ONE_LATE),
    BrokenRule(NeverTruncates, "AE3", "Log Matching",
               "A follower keeps a wrong entry and puts right ones behind it."),
    BrokenRule(CommitsUnvouched, "AE5", "State Machine Safety",
               "A follower carries out an entry of its own that nobody else ever committed.",
               moves=(*MOVES, heartbeats)),
    BrokenRule(FollowsStaleLeaders, "AE1", "Leader Completeness",
               "A leader of the past overwrites what was committed after it."),
    BrokenRule(AppliesAtOnce, "A1", "State Machine Safety",
               "A leader carries out what is never committed, and two servers go different ways."),
    BrokenRule(KeepsVotes, "C5", "Election Safety", "Old votes make a second leader in a term."),
    BrokenRule(CountsLastVotesAgain, "C5", "Election Safety",
               "The votes of a lost election and those of the next make a majority that nobody gave.", servers=5),
    BrokenRule(SupposesMore, "S4", "Leader Completeness",
               "A leader commits its first entry though nobody else holds it."),
    BrokenRule(CommitsByHalf, "L7", None, "Safe: any half of four and any three of four share a server.", servers=4,
               terms=2, entries=1),
    BrokenRule(SupposesMatch, "S4", None, "Safe: none of what is supposed is of the leader's own term."),
    BrokenRule(RestartsTimerOnRequests, "F2", None, "Safe: timers decide when there is a leader, never what is true."),
    BrokenRule(IgnoresHigherTerms, "A2", None, "Safe: it is the past that it speaks from, and nobody believes it."),
)
