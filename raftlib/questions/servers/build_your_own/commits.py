"""The last steps of notebook 10: commit, apply, restart, a cluster of four."""
from raftlib.protocol.log import Log
from raftlib.protocol.server import Server
from raftlib.protocol.state import FOLLOWER

# ---- Commit --------------------------------------------------------------------------------------------------

class Commit(Server):
    """The reference: rules L7, AE5."""

    def may_commit(self, index):
        return self.log.term_at(index) == self.current_term

    def advance_commit_index(self):
        held = sorted([self.log.last_index, *self.match_index.values()], reverse=True)
        index = held[self.majority() - 1]
        if index > self.commit_index and self.may_commit(index):
            self.commit_index = index
            self.apply_committed()

    def learn_commit_index(self, request):
        index = min(request.leader_commit, request.prev_log_index + len(request.entries))
        if index > self.commit_index:
            self.commit_index = index
            self.apply_committed()


class CommitsOlderTerms(Commit):
    """A majority is enough, whatever the entry's term."""

    def may_commit(self, index):
        return True


class CommitsAtOnce(Commit):
    """Commits what somebody holds."""

    def advance_commit_index(self):
        if self.log.last_index > self.commit_index and self.may_commit(self.log.last_index):
            self.commit_index = self.log.last_index
            self.apply_committed()


class WaitsForAll(Commit):
    """Commits what everybody holds."""

    def advance_commit_index(self):
        index = min([self.log.last_index, *self.match_index.values()])
        if index > self.commit_index and self.may_commit(index):
            self.commit_index = index
            self.apply_committed()


class CountsOthersOnly(Commit):
    """Does not count its own copy."""

    def advance_commit_index(self):
        held = sorted([0, *self.match_index.values()], reverse=True)
        index = held[self.majority() - 1]
        if index > self.commit_index and self.may_commit(index):
            self.commit_index = index
            self.apply_committed()


class TakesTheLeaders(Commit):
    """Commits as far as its own log goes."""

    def learn_commit_index(self, request):
        index = min(request.leader_commit, self.log.last_index)
        if index > self.commit_index:
            self.commit_index = index
            self.apply_committed()


class GoesBack(Commit):
    """Takes the leader's word even where it knew of more."""

    def learn_commit_index(self, request):
        self.commit_index = min(request.leader_commit, request.prev_log_index + len(request.entries))
        self.apply_committed()


class HandsNothingOver(Commit):
    """Followers commit, and apply nothing."""

    def learn_commit_index(self, request):
        index = min(request.leader_commit, request.prev_log_index + len(request.entries))
        self.commit_index = max(self.commit_index, index)


# ---- Apply ---------------------------------------------------------------------------------------------------

class Apply(Server):
    """The reference: rule A1."""

    def apply_committed(self):
        self.apply(self.log.suffix(self.last_applied + 1, self.commit_index - self.last_applied))


class AppliesAll(Apply):
    """Applies whatever is in its log."""

    def apply_committed(self):
        self.apply(self.log.suffix(self.last_applied + 1))


class AppliesAgain(Apply):
    """Begins with the first entry each time."""

    def apply_committed(self):
        self.apply(self.log.suffix(1, self.commit_index))


class AppliesTheLast(Apply):
    """Applies the entry at commit_index, and none before it."""

    def apply_committed(self):
        self.apply(self.log.suffix(self.commit_index, 1))


class AppliesBackwards(Apply):
    """Applies the last one first."""

    def apply_committed(self):
        self.apply(self.log.suffix(self.last_applied + 1, self.commit_index - self.last_applied)[::-1])


class SkipsOne(Apply):
    """Begins one entry too late."""

    def apply_committed(self):
        self.apply(self.log.suffix(self.last_applied + 2, self.commit_index - self.last_applied - 1))


# ---- Restart -------------------------------------------------------------------------------------------------

class Restart(Server):
    """The reference: rules P1, S2 to S4."""

    def restart(self):
        self.role = FOLLOWER
        self.leader_id = None
        self.votes = ()
        self.next_index = {}
        self.match_index = {}
        self.commit_index = self.last_applied = 0
        self.applied_log = Log()
        self.timer_restarts = True
        return []


class ForgetsItsVote(Restart):
    """The vote was not on disk."""

    def restart(self):
        self.voted_for = None
        return super().restart()


class ForgetsItsTerm(Restart):
    """Neither term nor vote was on disk."""

    def restart(self):
        self.current_term, self.voted_for = self.log.last_term, None
        return super().restart()


class LosesItsTail(Restart):
    """The last entry was not on disk."""

    def restart(self):
        self.log = self.log.before(self.log.last_index)
        return super().restart()


class ClearsItsLog(Restart):
    """The log was not on disk."""

    def restart(self):
        self.log = Log()
        return super().restart()


class BeginsAnew(Restart):
    """Nothing was on disk."""

    def restart(self):
        self.current_term, self.voted_for, self.log = 0, None, Log()
        return super().restart()


class ForgetsNothing(Restart):
    """Goes on as if nothing had been."""

    def restart(self):
        return []


class KeepsItsRole(Restart):
    """Goes on as what it was."""

    def restart(self):
        role, leader, votes = self.role, self.leader_id, self.votes
        indexes = self.next_index, self.match_index
        super().restart()
        self.role, self.leader_id, self.votes = role, leader, votes
        self.next_index, self.match_index = indexes
        return []


class KeepsItsCommitIndex(Restart):
    """Remembers what is committed, and what it has applied."""

    def restart(self):
        kept = self.commit_index, self.last_applied, self.applied_log
        super().restart()
        self.commit_index, self.last_applied, self.applied_log = kept
        return []


class SetsNoTimer(Restart):
    """Waits for a leader for ever."""

    def restart(self):
        super().restart()
        self.timer_restarts = False
        return []


# ---- A cluster of four ---------------------------------------------------------------------------------------

class Majority(Server):
    """The reference: rules C3 and L7."""

    def majority(self):
        return (len(self.peers) + 1) // 2 + 1


class Half(Majority):
    """Half the servers."""

    def majority(self):
        return (len(self.peers) + 1) // 2


class OfTheOthers(Majority):
    """More than half of the others."""

    def majority(self):
        return len(self.peers) // 2 + 1


class All(Majority):
    """Everybody."""

    def majority(self):
        return len(self.peers) + 1


class AlwaysThree(Majority):
    """Right for four, and for five."""

    def majority(self):
        return 3


class TwoThirds(Majority):
    """More than two thirds."""

    def majority(self):
        return (len(self.peers) + 1) * 2 // 3 + 1
