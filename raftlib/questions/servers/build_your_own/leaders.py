"""The steps of notebook 10 that make a leader, and keep it: candidates, heartbeats."""
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER

# ---- Candidates ----------------------------------------------------------------------------------------------

class Candidates(Server):
    """The reference: rules C1 to C3, C5, A3."""

    def first_votes(self):
        return (self.id,)

    def start_election(self):
        self.role = CANDIDATE
        self.current_term += 1
        self.voted_for = self.id
        self.leader_id = None
        self.votes = self.first_votes()
        self.timer_restarts = True
        if len(self.votes) >= self.majority():
            return self.become_leader()
        return [RequestVote(self.id, peer, self.current_term, self.id, self.log.last_index, self.log.last_term)
                for peer in self.peers]

    def ignores(self, reply):
        return reply.request_term != self.current_term

    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or self.role != CANDIDATE or not reply.vote_granted:
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) >= self.majority() else []


class NotForItself(Candidates):
    """Counts the others' votes alone."""

    def first_votes(self):
        return ()


class CountsLastVotes(Candidates):
    """The votes of the last candidacy count again."""

    def first_votes(self):
        return tuple(dict.fromkeys((self.id, *self.votes)))


class VoteIsFree(Candidates):
    """Counts itself, and leaves its vote free."""

    def start_election(self):
        messages = super().start_election()
        self.voted_for = None
        return messages


class SameTerm(Candidates):
    """Stands in the term that has failed already."""

    def start_election(self):
        self.current_term -= 1
        return super().start_election()


class CountsAnyTerm(Candidates):
    """An old yes counts in the new term."""

    def ignores(self, reply):
        return False


class NeverAlone(Candidates):
    """Asks the others, also where there are none."""

    def start_election(self):
        self.role = CANDIDATE
        self.current_term += 1
        self.voted_for = self.id
        self.leader_id = None
        self.votes = self.first_votes()
        self.timer_restarts = True
        return [RequestVote(self.id, peer, self.current_term, self.id, self.log.last_index, self.log.last_term)
                for peer in self.peers]


class LooksAtTheAnswersTerm(Candidates):
    """An answer is ignored by the term in which it was given, and not by that of its question."""

    def ignores(self, reply):
        return reply.term != self.current_term


class CountsRefusals(Candidates):
    """Every answer is a vote."""

    def on_request_vote_reply(self, reply):
        return super().on_request_vote_reply(reply._replace(vote_granted=True))


class CountsTwice(Candidates):
    """One server that says yes twice has two votes."""

    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or self.role != CANDIDATE or not reply.vote_granted:
            return []
        self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) >= self.majority() else []


class WaitsForAll(Candidates):
    """Wants to hear everybody."""

    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or self.role != CANDIDATE or not reply.vote_granted:
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) > len(self.peers) else []


# ---- Heartbeats ----------------------------------------------------------------------------------------------

class Heartbeats(Server):
    """The reference: rules S4, L1, L2, AE1, C4, F2."""

    def become_leader(self):
        self.role = LEADER
        self.leader_id = self.id
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        self.match_index = dict.fromkeys(self.peers, 0)
        self.timer_restarts = True
        return self.append_entries_to_all()

    def append_entries_to_all(self):
        return [self.append_entries_for(peer) for peer in self.peers]

    def heartbeat_timeout(self):
        self.timer_restarts = True
        return self.append_entries_to_all()

    def accepts_leader(self, request):
        if request.term < self.current_term:
            return False
        self.follow(request.leader_id)
        return True

    def follow(self, leader_id):
        if self.role != FOLLOWER:
            self.become_follower()
        self.leader_id = leader_id
        self.timer_restarts = True


class WinsInSilence(Heartbeats):
    """Waits for a heartbeat timeout before it speaks."""

    def become_leader(self):
        super().become_leader()
        return []


class SupposesMatch(Heartbeats):
    """Takes for granted that all hold its log."""

    def become_leader(self):
        messages = super().become_leader()
        self.match_index = dict.fromkeys(self.peers, self.log.last_index)
        return messages


class SpeaksOnce(Heartbeats):
    """Sets no timer for the next heartbeat."""

    def heartbeat_timeout(self):
        return self.append_entries_to_all()


class FollowsThePast(Heartbeats):
    """Follows whoever says that it leads."""

    def accepts_leader(self, request):
        self.follow(request.leader_id)
        return True


class RefusesItsOwnTerm(Heartbeats):
    """Follows leaders of higher terms alone."""

    def accepts_leader(self, request):
        if request.term <= self.current_term:
            return False
        self.follow(request.leader_id)
        return True


class LosesPatience(Heartbeats):
    """Hears its leader, and its timer runs on."""

    def follow(self, leader_id):
        super().follow(leader_id)
        self.timer_restarts = False


class StandsOn(Heartbeats):
    """A candidate that does not give up."""

    def follow(self, leader_id):
        self.leader_id = leader_id
        self.timer_restarts = True
