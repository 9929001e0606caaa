"""Servers that break one rule each, by overriding one method; the rest of Raft stays as it is."""
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER


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
    """C3 broken: half the servers pass for a majority, which shows where their number is even."""

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
    """AE3 broken: own entries stay, in conflict or not, and only missing indexes are filled."""

    def store_entries(self, request):
        held = self.log.last_index - request.prev_log_index
        self.log = self.log.append(*request.entries[held:])


class CommitsUnvouched(Server):
    """AE5 broken: commit_index follows the leader's past the entries that the request vouches for."""

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
