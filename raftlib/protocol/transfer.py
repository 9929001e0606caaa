"""A leader hands over (section 3.10): it brings another server's log up to date, and tells that one to stand at once.

So a leader that is to be shut down costs the cluster about a round trip, and not an election timeout.
"""
from raftlib.protocol.messages import AppendEntriesReply, Message, RequestVote, TimeoutNow, TransferVote
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.protocol.ticking import TickingServer


class TransferServer(TickingServer):
    """Can hand its leadership over; `hands_over_to` is to whom it does, and for so long it takes no commands."""

    # A vote request at a hand-over is answered as any other, but no promise to the old leader stands against it.
    handlers = Server.handlers | {TimeoutNow: "on_timeout_now", TransferVote: "on_request_vote"}

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self._stay()

    def _stay(self) -> None:
        self.hands_over_to: str | None = None
        self.hands_over_until = 0

    def become_follower(self) -> None:
        """A2, C4: who leads no more has handed over, or can't."""
        super().become_follower()
        self._stay()

    def successor(self) -> str:
        """To whom a leader that may choose hands over: to whoever has, as far as it knows, the longest log."""
        return max(self.peers, key=self.match_index.__getitem__)

    def transfer(self, to: str) -> list[Message]:
        """§3.10: hand over to another server, as soon as that one has the whole log; give up after an election timeout.

        Raises ValueError for who does not lead, or to whom nobody can hand over.
        """
        self._begin()
        if self.role != LEADER:
            raise ValueError(f"role is {self.role!r}: only a leader can hand over.")
        if to not in self.peers:
            raise ValueError(f"to is {to!r}: it must be one of {', '.join(self.peers) or 'nobody'}.")
        self.hands_over_to, self.hands_over_until = to, self.ticks + self.shortest_timeout + 1
        self._decide("§3.10 begins", to)
        return self.let_stand() or [self.append_entries_for(to)]

    def let_stand(self) -> list[Message]:
        """§3.10: the other server is told to stand once it has all that this leader has, and so can win."""
        to, length = self.hands_over_to, self.log.last_index
        if self.match_index[to] < length:
            return []
        self._decide("§3.10 hands over", to, length)
        return [TimeoutNow(self.id, to, self.current_term)]

    def record_success(self, reply: AppendEntriesReply) -> list[Message]:
        """L6, and, on news of the one that is to lead, whether it has the whole log now."""
        known = self.match_index[reply.sender]
        messages = super().record_success(reply)
        is_news = self.match_index[reply.sender] > known
        return [*messages, *self.let_stand()] if is_news and reply.sender == self.hands_over_to else messages

    def client_command(self, command: str) -> list[Message]:
        """§3.10: no command while it hands over, or the other server would never have the whole log; else L3, F1."""
        if self.hands_over_to is None:
            return super().client_command(command)
        self._begin()
        self._decide("§3.10 waits", command, self.hands_over_to)
        return []

    def tick(self) -> list[Message]:
        """§3.10: a hand-over that takes longer than an election timeout has failed, and the leader goes on."""
        messages = super().tick()
        if self.hands_over_to is not None and self.ticks >= self.hands_over_until:
            self._decide("§3.10 gives up", self.hands_over_to)
            self._stay()
        return messages

    def on_timeout_now(self, message: TimeoutNow) -> list[Message]:
        """§3.10: stand at once, as if the timer had run out, unless that leader's term is over."""
        if message.term < self.current_term or self.role == LEADER:
            self._decide("§3.10 late", message.sender, message.term, self.role, self.current_term)
            return []
        self._decide("§3.10 stands", message.sender, self.current_term + 1)
        return [TransferVote(*each) if type(each) is RequestVote else each for each in self.start_election()]
