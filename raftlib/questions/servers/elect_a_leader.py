"""The one-vote rule of notebook 03: the paper's, and wrong ones that have a hint of their own."""
from raftlib.protocol.server import Server


class OneVote(Server):
    """The reference: the paper's rule RV2."""

    def may_vote_for(self, candidate_id):
        """RV2: this term's vote is still free, or is this candidate's already."""
        return self.voted_for is None or self.voted_for == candidate_id


class AlwaysYes(Server):
    """Votes for all who ask."""

    def may_vote_for(self, candidate_id):
        """Without a look at voted_for."""
        return True


class AlwaysNo(Server):
    """Votes for nobody but itself."""

    def may_vote_for(self, candidate_id):
        """Not even while the vote is free."""
        return False


class OnlyItself(Server):
    """Votes for itself, which nobody asks it to."""

    def may_vote_for(self, candidate_id):
        """A candidate does not ask itself."""
        return candidate_id == self.id


class OnlyAgain(Server):
    """Votes for those only whom it has voted for."""

    def may_vote_for(self, candidate_id):
        """The first vote of a term is never given."""
        return self.voted_for == candidate_id


class OnlyOnce(Server):
    """Votes once, and refuses the same candidate when it asks again."""

    def may_vote_for(self, candidate_id):
        """As if a repeated request were a second candidate."""
        return self.voted_for is None


class OnlyOthers(Server):
    """Votes for anybody it has not voted for yet."""

    def may_vote_for(self, candidate_id):
        """The comparison is the wrong way round."""
        return self.voted_for != candidate_id


class OnlyTaken(Server):
    """Votes only when its vote is taken."""

    def may_vote_for(self, candidate_id):
        """The test is the wrong way round."""
        return self.voted_for is not None


class WithoutLeader(Server):
    """Votes for all as long as it knows of no leader."""

    def may_vote_for(self, candidate_id):
        """Takes a leader's absence for a free vote."""
        return self.leader_id is None
