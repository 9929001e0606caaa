"""The first steps of notebook 10: roles and terms, votes."""
from raftlib.protocol.messages import RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import FOLLOWER, LEADER

# ---- Roles and terms -----------------------------------------------------------------------------------------

class Roles(Server):
    """The reference: rule A2."""

    def adopt_term(self, term):
        self.timer_restarts = self.role == LEADER
        self.current_term = term
        self.voted_for = None
        self.leader_id = None
        self.become_follower()

    def become_follower(self):
        self.role = FOLLOWER
        self.votes = ()
        self.next_index = {}
        self.match_index = {}


class KeepsItsVote(Roles):
    """The vote of the old term holds in the new one."""

    def adopt_term(self, term):
        vote = self.voted_for
        super().adopt_term(term)
        self.voted_for = vote


class LeadsOn(Roles):
    """A leader goes on leading, in the new term."""

    def adopt_term(self, term):
        if self.role == LEADER:
            self.current_term = term
        else:
            super().adopt_term(term)


class CountsByItself(Roles):
    """Adds one, wherever the others are."""

    def adopt_term(self, term):
        super().adopt_term(self.current_term + 1)


class KeepsItsLeader(Roles):
    """Takes the old term's leader for the new one's."""

    def adopt_term(self, term):
        leader = self.leader_id
        super().adopt_term(term)
        self.leader_id = leader


class AlwaysRestartsTimer(Roles):
    """Waits anew whenever a term begins."""

    def adopt_term(self, term):
        super().adopt_term(term)
        self.timer_restarts = True


class NeverRestartsTimer(Roles):
    """A leader that steps down sets no election timer."""

    def adopt_term(self, term):
        super().adopt_term(term)
        self.timer_restarts = False


class KeepsItsVotes(Roles):
    """A follower that still holds the votes of its candidacy."""

    def become_follower(self):
        self.role = FOLLOWER
        self.next_index = {}
        self.match_index = {}


# ---- Votes ---------------------------------------------------------------------------------------------------

class Votes(Server):
    """The reference: rules RV1 to RV3."""

    def may_vote_for(self, candidate_id):
        return self.voted_for in (None, candidate_id)

    def is_up_to_date(self, request):
        theirs = request.last_log_term, request.last_log_index
        return theirs >= (self.log.last_term, self.log.last_index)

    def grants_vote(self, request):
        return (request.term >= self.current_term
                and self.may_vote_for(request.candidate_id)
                and self.is_up_to_date(request))

    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        if granted:
            self.voted_for = request.candidate_id
            self.timer_restarts = True
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, request.term)]


class VotesTwice(Votes):
    """Votes for all who ask."""

    def may_vote_for(self, candidate_id):
        return True


class OnlyOnce(Votes):
    """Refuses its own candidate when it asks again."""

    def may_vote_for(self, candidate_id):
        return self.voted_for is None


class ComparesLengths(Votes):
    """The longer log wins."""

    def is_up_to_date(self, request):
        return request.last_log_index >= self.log.last_index


class LengthsFirst(Votes):
    """The longer log wins, and of two as long the one with the newer end."""

    def is_up_to_date(self, request):
        return (request.last_log_index, request.last_log_term) >= (self.log.last_index, self.log.last_term)


class WantsBoth(Votes):
    """A newer end is not enough if the log is shorter."""

    def is_up_to_date(self, request):
        return request.last_log_term >= self.log.last_term and request.last_log_index >= self.log.last_index


class TakesEither(Votes):
    """A newer end or a longer log: either is enough."""

    def is_up_to_date(self, request):
        return request.last_log_term > self.log.last_term or request.last_log_index >= self.log.last_index


class TermsOnly(Votes):
    """Looks at the last terms alone."""

    def is_up_to_date(self, request):
        return request.last_log_term >= self.log.last_term


class WantsNewer(Votes):
    """A log that is as new as its own is not enough."""

    def is_up_to_date(self, request):
        return (request.last_log_term, request.last_log_index) > (self.log.last_term, self.log.last_index)


class VotesInThePast(Votes):
    """Does not look at the request's term."""

    def grants_vote(self, request):
        return self.may_vote_for(request.candidate_id) and self.is_up_to_date(request)


class ForgetsToNote(Votes):
    """Says yes, and does not write it down."""

    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        self.timer_restarts = granted
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, request.term)]


class WaitsWhenItRefuses(Votes):
    """Sets its timer anew for every request."""

    def on_request_vote(self, request):
        replies = super().on_request_vote(request)
        self.timer_restarts = True
        return replies


class SetsTheTimerByTheAnswer(Votes):
    """Says no, and takes a timer's restart back that another rule has asked for."""

    def on_request_vote(self, request):
        replies = super().on_request_vote(request)
        self.timer_restarts = replies[0].vote_granted
        return replies
