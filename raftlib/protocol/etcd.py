"""The rules by which etcd goes beyond the paper, all at once, as its Raft library (3.4 and 3.5) has them.

They are on in etcd as it is shipped: pre-vote, check-quorum and with it the promise to vote for nobody else while a
leader is heard, hand-over, reads by ReadIndex, and an empty entry as a term's first. `Cluster(tick=100,
election_timeout=(1000, 1900), heartbeat=100)` has its timers, which go by ticks.
"""
from raftlib.protocol.check_quorum import CheckQuorumServer
from raftlib.protocol.messages import ClientReply, ClientRequest, Message, RequestVote
from raftlib.protocol.pre_vote import PreVoteServer
from raftlib.protocol.read_index import ReadIndexServer
from raftlib.protocol.state import AS_BEFORE, LEADER
from raftlib.protocol.transfer import TransferServer
from raftlib.protocol.vote_lease import VoteLeaseServer


class EtcdServer(PreVoteServer, CheckQuorumServer, VoteLeaseServer, TransferServer, ReadIndexServer):
    """A server as etcd's; the methods here are details in which it differs from those whose rules it combines."""

    handlers = PreVoteServer.handlers | TransferServer.handlers | ReadIndexServer.handlers

    def election_timeout(self) -> list[Message]:
        """§9.6: while nobody answers it asks again and again, each time after the same timeout."""
        messages = super().election_timeout()
        if self.pre_votes:
            self.timer_restarts = AS_BEFORE
        return messages

    def adopt_term(self, term: int) -> None:
        """A2: with a new term the timer starts again; by Figure 2 it goes on."""
        super().adopt_term(term)
        self.timer_restarts = True

    def become_leader(self) -> list[Message]:
        """C3: who is heard counts from here on, and is looked at once in an election timeout."""
        messages = super().become_leader()
        self.heard = {}
        self.leads_since = self.ticks
        return messages

    def checks_quorum(self) -> bool:
        """§6.2: not at each tick, so that it may be two election timeouts until a leader steps down."""
        return (self.ticks - self.leads_since) % self.shortest_timeout == 0

    def withholds_votes(self) -> bool:
        """§4.2.3: a leader that checks its quorum need not give way to candidates."""
        return self.role == LEADER or super().withholds_votes()

    def why_withheld(self, request: RequestVote) -> tuple:
        """The reason, and its values."""
        if self.role != LEADER:
            return super().why_withheld(request)
        return "§4.2.3 leads", request.candidate_id, request.term, self.current_term

    def on_command(self, request: ClientRequest) -> list[Message]:
        """§3.10: a leader that hands over sends clients to the one that is to lead; else L3."""
        if self.hands_over_to is None:
            return super().on_command(request)
        self._decide("§3.10 waits", request.command, self.hands_over_to)
        return [ClientReply(self.id, request.sender, request.serial, False, None, self.hands_over_to)]

    def successor(self) -> str:
        """§3.10: of those that were heard last the one with the longest log."""
        return max(self.peers, key=lambda peer: (self.heard.get(peer, -1), self.match_index[peer]))
