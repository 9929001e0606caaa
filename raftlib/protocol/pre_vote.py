"""Pre-vote (section 9.6): before a server stands for election it asks whether it would be elected.

So one that can't win, because it is cut off or its log is old, raises no term, and does not depose a leader when it
comes back. A pre-vote changes neither the term nor the vote of whoever gives it: it binds nobody.
"""
from raftlib.protocol.messages import Message, PreVote, PreVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.protocol.ticking import TickingServer


class PreVoteServer(TickingServer):
    """Becomes a candidate only once a majority has said that it would vote for it in the next term.

    `pre_votes` are who has said so, itself included, in the order in which they came; none while it does not ask.
    """

    handlers = Server.handlers | {PreVote: "on_pre_vote", PreVoteReply: "on_pre_vote_reply"}

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self.pre_votes: tuple[str, ...] = ()

    def become_follower(self) -> None:
        """A2, C4: who was asked before says nothing about a later term."""
        super().become_follower()
        self.pre_votes = ()

    def follow(self, leader_id: str) -> None:
        """C4, F2: there is a leader, and no more to ask for."""
        super().follow(leader_id)
        self.pre_votes = ()

    def start_election(self) -> list[Message]:
        """C1, C2: now it counts votes."""
        self.pre_votes = ()
        return super().start_election()

    def adopts_term_of(self, message: Message) -> bool:
        """A2, but not of a pre-vote's term: nobody is in that term yet."""
        return type(message) is not PreVote and super().adopts_term_of(message)

    def election_timeout(self) -> list[Message]:
        """F2, §9.6: no leader was heard of in time, so ask all others. ValueError for a leader."""
        if self.role == LEADER or not self.peers:
            return super().election_timeout()
        self._begin()
        self._decide("§9.6 asks", self.role, self.current_term + 1)
        self.become_follower()  # a candidate was not elected, and has to ask again
        self.leader_id = None
        self.pre_votes = (self.id,)
        self.timer_restarts = True
        return [PreVote(self.id, peer, self.current_term + 1, self.id, self.log.last_index, self.log.last_term)
                for peer in self.peers]

    def on_pre_vote(self, request: PreVote) -> list[Message]:
        """§9.6: answer as a vote would be answered; nothing changes, and no timer starts again."""
        granted = self.would_vote(request)
        self._decide(*self.about_pre_vote(request, granted))
        return [PreVoteReply(self.id, request.sender, self.current_term, granted, request.term)]

    def would_vote(self, request: PreVote) -> bool:
        """§9.6: the term would be a new one, no leader was heard within an election timeout, and RV3 holds."""
        return (request.term > self.current_term and self.role != LEADER and not self.promised()
                and self.is_up_to_date(request))

    def about_pre_vote(self, request: PreVote, granted: bool) -> tuple:
        """The reason and the values of an answer: which of the conditions they speak for."""
        asked = request.candidate_id, request.term
        logs = request.last_log_index, request.last_log_term, self.log.last_index, self.log.last_term
        if granted:
            return "§9.6 would", *asked, *logs
        if request.term <= self.current_term:
            return "§9.6 begun", *asked, self.current_term
        if self.role == LEADER:
            return "§9.6 leads", *asked, self.current_term
        if self.promised():
            return "§9.6 leader", *asked, self.promised()
        return "§9.6 log" if not self.log.up_to_date(*logs[:2]) else "§9.6 unlike", *asked, *logs

    def on_pre_vote_reply(self, reply: PreVoteReply) -> list[Message]:
        """§9.6, C3: count who would vote for it in the next term; with a majority it stands (C1)."""
        asks_for = self.current_term + 1 if self.pre_votes else None
        if reply.request_term != asks_for:
            self._decide("§9.6 late", reply.sender, reply.request_term, asks_for)
            return []
        if not reply.vote_granted:
            self._decide("§9.6 refused", reply.sender, asks_for, len(self.pre_votes), self.majority())
            return []
        if reply.sender not in self.pre_votes:
            self.pre_votes += (reply.sender,)
        counts = reply.sender, len(self.pre_votes), self.majority(), asks_for
        if len(self.pre_votes) < self.majority():
            self._decide("§9.6 counted", *counts)
            return []
        self._decide("§9.6 stands", *counts)
        return self.start_election()
