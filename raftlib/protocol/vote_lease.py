"""Who hears a leader votes for nobody else (section 4.2.3): a server that was removed, or cut off, can't disturb it."""
from raftlib.protocol.messages import Message, RequestVote, RequestVoteReply
from raftlib.protocol.ticking import TickingServer


class VoteLeaseServer(TickingServer):
    """Refuses vote requests of later terms, and does not adopt their term, while it counts on a leader that it heard.
    """

    def withholds_votes(self) -> bool:
        """§4.2.3: it has heard of a leader within the shortest election timeout."""
        return self.promised() > 0

    def adopts_term_of(self, message: Message) -> bool:
        """A2, but for a vote request that comes too early."""
        is_too_early = type(message) is RequestVote and self.withholds_votes()
        return not is_too_early and super().adopts_term_of(message)

    def on_request_vote(self, request: RequestVote) -> list[Message]:
        """§4.2.3: a later term that was not adopted is one in which this server doesn't vote; else RV1–RV3."""
        if request.term <= self.current_term:
            return super().on_request_vote(request)
        self._decide(*self.why_withheld(request))
        return [RequestVoteReply(self.id, request.sender, self.current_term, False, request.term)]

    def why_withheld(self, request: RequestVote) -> tuple:
        """The reason, and its values."""
        return "§4.2.3 leader", request.candidate_id, request.term, self.current_term, self.promised()
