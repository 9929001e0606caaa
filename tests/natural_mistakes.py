"""Mistakes that one makes in notebook 10's steps, rule by rule: what is forgotten, or done in a wrong order.

Each class has one rule wrong, all others being as in the solution.
"""
from raftlib.protocol.log import Entry, Log
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, RequestVote, RequestVoteReply
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER
from raftlib.questions.servers.build_your_own.commits import Commit, Restart
from raftlib.questions.servers.build_your_own.leaders import Candidates, Heartbeats
from raftlib.questions.servers.build_your_own.logs import Append, Check, NextAndMatch
from raftlib.questions.servers.build_your_own.votes import Roles, Votes

# ---- Step 1: roles and terms ---------------------------------------------------------------------------------

class ForgetsTheVote(Roles):
    def adopt_term(self, term):
        self.timer_restarts = self.role == LEADER
        self.current_term = term
        self.leader_id = None
        self.become_follower()


class AsksTooLate(Roles):
    def adopt_term(self, term):
        self.current_term = term
        self.voted_for = None
        self.leader_id = None
        self.become_follower()
        self.timer_restarts = self.role == LEADER


class ForgetsTheTimer(Roles):
    def adopt_term(self, term):
        self.current_term = term
        self.voted_for = None
        self.leader_id = None
        self.become_follower()


class KeepsTheIndexes(Roles):
    def become_follower(self):
        self.role = FOLLOWER
        self.votes = ()


class StaysWhatItIs(Roles):
    def become_follower(self):
        self.votes, self.next_index, self.match_index = (), {}, {}


# ---- Step 2: votes -------------------------------------------------------------------------------------------

class RefusesItsOwnTerm(Votes):
    def grants_vote(self, request):
        return (request.term > self.current_term and self.may_vote_for(request.candidate_id)
                and self.is_up_to_date(request))


class ForgetsTheLog(Votes):
    def grants_vote(self, request):
        return request.term >= self.current_term and self.may_vote_for(request.candidate_id)


class NotesARefusal(Votes):
    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        self.voted_for = request.candidate_id
        self.timer_restarts = granted or self.timer_restarts
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, request.term)]


class WaitsNoLonger(Votes):
    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        if granted:
            self.voted_for = request.candidate_id
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, request.term)]


class AnswersInTheRequestsTerm(Votes):
    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        if granted:
            self.voted_for, self.timer_restarts = request.candidate_id, True
        return [RequestVoteReply(self.id, request.sender, request.term, granted, request.term)]


class NamesItsOwnTermAsTheRequests(Votes):
    def on_request_vote(self, request):
        granted = self.grants_vote(request)
        if granted:
            self.voted_for, self.timer_restarts = request.candidate_id, True
        return [RequestVoteReply(self.id, request.sender, self.current_term, granted, self.current_term)]


# ---- Step 3: candidates --------------------------------------------------------------------------------------



class MoreThanAMajority(Candidates):
    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or self.role != CANDIDATE or not reply.vote_granted:
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) > self.majority() else []


class CountsInAnyRole(Candidates):
    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or not reply.vote_granted:
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) >= self.majority() else []


class DoesNotAskIgnores(Candidates):
    def on_request_vote_reply(self, reply):
        if self.role != CANDIDATE or not reply.vote_granted:
            return []
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return self.become_leader() if len(self.votes) >= self.majority() else []


class DoesNotVoteForItself(Candidates):
    def start_election(self):
        self.role = CANDIDATE
        self.current_term += 1
        self.leader_id = None
        self.votes = self.first_votes()
        self.timer_restarts = True
        if len(self.votes) >= self.majority():
            return self.become_leader()
        return [RequestVote(self.id, peer, self.current_term, self.id, self.log.last_index, self.log.last_term)
                for peer in self.peers]


class StandsOnce(Candidates):
    def start_election(self):
        messages = super().start_election()
        self.timer_restarts = self.role == LEADER
        return messages


class StillFollows(Candidates):
    def start_election(self):
        followed = self.leader_id
        messages = super().start_election()
        self.leader_id = self.leader_id or followed
        return messages


class AsksInTheOldTerm(Candidates):
    def start_election(self):
        return [message._replace(term=self.current_term - 1) if isinstance(message, RequestVote) else message
                for message in super().start_election()]


class NamesTheEndOfTheLogTheWrongWayRound(Candidates):
    def start_election(self):
        return [message._replace(last_log_index=self.log.last_term, last_log_term=self.log.last_index)
                if isinstance(message, RequestVote) else message for message in super().start_election()]


class IgnoresTheRightOnes(Candidates):
    def ignores(self, reply):
        return reply.request_term == self.current_term


class WaitsWithTheOffice(Candidates):
    def on_request_vote_reply(self, reply):
        if self.ignores(reply) or self.role != CANDIDATE or not reply.vote_granted:
            return []
        if len(self.votes) >= self.majority():
            return self.become_leader()
        if reply.sender not in self.votes:
            self.votes += (reply.sender,)
        return []


# ---- Step 4: heartbeats --------------------------------------------------------------------------------------

class LeadsWithoutATimer(Heartbeats):
    def become_leader(self):
        self.role, self.leader_id = LEADER, self.id
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        self.match_index = dict.fromkeys(self.peers, 0)
        return self.append_entries_to_all()


class LeadsWithoutAName(Heartbeats):
    def become_leader(self):
        self.role, self.timer_restarts = LEADER, True
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        self.match_index = dict.fromkeys(self.peers, 0)
        return self.append_entries_to_all()


class BeginsWithTheLastEntry(Heartbeats):
    def become_leader(self):
        self.role, self.leader_id, self.timer_restarts = LEADER, self.id, True
        self.next_index = dict.fromkeys(self.peers, max(self.log.last_index, 1))
        self.match_index = dict.fromkeys(self.peers, 0)
        return self.append_entries_to_all()


class LeadsWithoutMatch(Heartbeats):
    def become_leader(self):
        self.role, self.leader_id, self.timer_restarts = LEADER, self.id, True
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        return self.append_entries_to_all()


class LeadsInNameOnly(Heartbeats):
    def become_leader(self):
        self.leader_id, self.timer_restarts = self.id, True
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        self.match_index = dict.fromkeys(self.peers, 0)
        return self.append_entries_to_all()


class FollowsWithoutATimer(Heartbeats):
    def follow(self, leader_id):
        if self.role != FOLLOWER:
            self.become_follower()
        self.leader_id = leader_id


class FollowsNobody(Heartbeats):
    def follow(self, leader_id):
        if self.role != FOLLOWER:
            self.become_follower()
        self.timer_restarts = True


class AcceptsAndDoesNotFollow(Heartbeats):
    def accepts_leader(self, request):
        return request.term >= self.current_term


class SpeaksToNobody(Heartbeats):
    def heartbeat_timeout(self):
        self.timer_restarts = True
        return []


class SpeaksToTheFirst(Heartbeats):
    def append_entries_to_all(self):
        return [self.append_entries_for(peer) for peer in self.peers[:1]]


# ---- Step 5: append ------------------------------------------------------------------------------------------

class TakesCommandsInAnyRole(Append):
    def client_command(self, command):
        self.log = self.log.append(Entry(self.current_term, command))
        self.advance_commit_index()
        return self.append_entries_to_all()


class AppendsToNothing(Append):
    def client_command(self, command):
        if self.role != LEADER:
            return []
        self.log.append(Entry(self.current_term, command))
        self.advance_commit_index()
        return self.append_entries_to_all()


class AppendsInTheLastTerm(Append):
    def client_command(self, command):
        if self.role != LEADER:
            return []
        self.log = self.log.append(Entry(self.log.last_term, command))
        self.advance_commit_index()
        return self.append_entries_to_all()


class SendsAllAtOnce(Append):
    def append_entries_for(self, peer):
        index = self.next_index[peer]
        return AppendEntries(self.id, peer, self.current_term, self.id, index - 1, self.log.term_at(index - 1),
                             self.log.suffix(index), self.commit_index)


class MovesOnWhileItSends(Append):
    def append_entries_for(self, peer):
        message = super().append_entries_for(peer)
        self.next_index[peer] += len(message.entries)
        return message


class NamesTheEndOfItsLog(Append):
    def append_entries_for(self, peer):
        return super().append_entries_for(peer)._replace(prev_log_index=self.log.last_index,
                                                         prev_log_term=self.log.last_term)


# ---- Step 6: the consistency check ---------------------------------------------------------------------------

class Answering(Check):
    """As the solution, in parts that can be got wrong."""

    def on_append_entries(self, request):
        accepted = self.accepts_leader(request) and self.has_previous_entry(request)
        if accepted:
            self.take(request)
        return [self.reply(request, accepted)]

    def take(self, request):
        self.store_entries(request)
        self.learn_commit_index(request)

    def reply(self, request, accepted):
        return AppendEntriesReply(self.id, request.sender, self.current_term, accepted, request.prev_log_index,
                                  len(request.entries), request.term)


class LearnsNothing(Answering):
    def take(self, request):
        self.store_entries(request)


class LearnsFirst(Answering):
    def take(self, request):
        self.learn_commit_index(request)
        self.store_entries(request)


class RepliesWithItsLastIndex(Answering):
    def reply(self, request, accepted):
        return super().reply(request, accepted)._replace(prev_log_index=self.log.last_index)


class RepliesWithTheWrongTerm(Answering):
    def reply(self, request, accepted):
        return super().reply(request, accepted)._replace(request_term=request.prev_log_term)


class RepliesWithItsOwnTerm(Answering):
    def reply(self, request, accepted):
        return super().reply(request, accepted)._replace(request_term=self.current_term)


class RepliesWithTheEntries(Answering):
    def reply(self, request, accepted):
        return super().reply(request, accepted)._replace(entry_count=request.entries)


class ChecksFirst(Check):
    def on_append_entries(self, request):
        accepted = self.has_previous_entry(request) and self.accepts_leader(request)
        if accepted:
            self.store_entries(request)
            self.learn_commit_index(request)
        return [AppendEntriesReply(self.id, request.sender, self.current_term, accepted, request.prev_log_index,
                                   len(request.entries), request.term)]


class DoesNotAskWhoLeads(Check):
    def on_append_entries(self, request):
        accepted = self.has_previous_entry(request)
        if accepted:
            self.store_entries(request)
            self.learn_commit_index(request)
        return [AppendEntriesReply(self.id, request.sender, self.current_term, accepted, request.prev_log_index,
                                   len(request.entries), request.term)]


class ChecksTheEndOfItsLog(Check):
    def has_previous_entry(self, request):
        return (self.log.last_index, self.log.last_term) == (request.prev_log_index, request.prev_log_term)


# ---- Step 8: next and match ----------------------------------------------------------------------------------

class ReadsEveryAnswerAsANo(NextAndMatch):
    def on_append_entries_reply(self, reply):
        if self.ignores(reply) or self.role != LEADER:
            return []
        return self.retry_earlier(reply)


class MatchesTheEndOfItsLog(NextAndMatch):
    def record_success(self, reply):
        self.match_index[reply.sender] = self.log.last_index
        self.next_index[reply.sender] = self.log.last_index + 1
        self.advance_commit_index()
        return []


class ForgetsToLookForMore(NextAndMatch):
    def record_success(self, reply):
        match = reply.prev_log_index + reply.entry_count
        if match > self.match_index[reply.sender]:
            self.match_index[reply.sender], self.next_index[reply.sender] = match, match + 1
        return []


class GoesBelowOne(NextAndMatch):
    def retry_earlier(self, reply):
        self.next_index[reply.sender] -= 3
        return []


class GoesForward(NextAndMatch):
    def retry_earlier(self, reply):
        self.next_index[reply.sender] += 1
        return []


# ---- Step 9: commit ------------------------------------------------------------------------------------------

class OnlyOlderTerms(Commit):
    def may_commit(self, index):
        return self.log.term_at(index) < self.current_term


class MoreThanAMajorityHolds(Commit):
    def advance_commit_index(self):
        for index in range(self.log.last_index, self.commit_index, -1):
            holders = 1 + sum(match >= index for match in self.match_index.values())
            if holders > self.majority() and self.may_commit(index):
                self.commit_index = index
                self.apply_committed()
                return


class DoesNotAskMayCommit(Commit):
    def advance_commit_index(self):
        index = sorted([self.log.last_index, *self.match_index.values()], reverse=True)[self.majority() - 1]
        if index > self.commit_index:
            self.commit_index = index
            self.apply_committed()


class CommitsAndDoesNotApply(Commit):
    def advance_commit_index(self):
        index = sorted([self.log.last_index, *self.match_index.values()], reverse=True)[self.majority() - 1]
        if index > self.commit_index and self.may_commit(index):
            self.commit_index = index


class BelievesTheLeader(Commit):
    def learn_commit_index(self, request):
        if request.leader_commit > self.commit_index:
            self.commit_index = request.leader_commit
            self.apply_committed()


# ---- Step 11: restart ----------------------------------------------------------------------------------------

class ClearsTheAppliedLogAlone(Restart):
    def restart(self):
        self.role, self.leader_id, self.votes = FOLLOWER, None, ()
        self.next_index, self.match_index, self.applied_log = {}, {}, Log()
        self.timer_restarts = True
        return []


