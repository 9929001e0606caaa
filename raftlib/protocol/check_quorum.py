"""A leader that no majority answers steps down (section 6.2): clients need not wait for one that can commit nothing."""
from raftlib.protocol.messages import AppendEntriesReply, Message
from raftlib.protocol.state import LEADER
from raftlib.protocol.ticking import TickingServer


class CheckQuorumServer(TickingServer):
    """A leader that has not heard from a majority for an election timeout becomes a follower, in the term it is in.

    `heard` tells of each other server at which tick of its own clock a leader last had an answer from it.
    """

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self.heard: dict[str, int] = {}

    def become_leader(self) -> list[Message]:
        """C3: it has just heard from a majority, of whomever that is."""
        self.heard = dict.fromkeys(self.peers, self.ticks)
        return super().become_leader()

    def become_follower(self) -> None:
        """A2, C4: who leads no more asks nobody."""
        super().become_follower()
        self.heard = {}

    def on_append_entries_reply(self, reply: AppendEntriesReply) -> list[Message]:
        """L6, L8, and whether it accepts or refuses: that server follows this leader."""
        if self.role == LEADER and reply.request_term == self.current_term:
            self.heard[reply.sender] = self.ticks
        return super().on_append_entries_reply(reply)

    def tick(self) -> list[Message]:
        """§6.2: count who has been heard; too few, and it steps down."""
        messages = super().tick()
        if self.role == LEADER and self.checks_quorum() and self.count_heard() < self.majority():
            self.step_down()
        return messages

    def checks_quorum(self) -> bool:
        """Whether a leader looks at this tick who has been heard."""
        return True

    def count_heard(self) -> int:
        """How many servers, itself included, were heard within an election timeout; it began between two ticks."""
        return 1 + sum(self.ticks - at <= self.shortest_timeout for at in self.heard.values())

    def step_down(self) -> None:
        """§6.2: its term and its vote stay, so that it can't vote for another in the term that it led."""
        self._decide("§6.2 alone", self.current_term, self.shortest_timeout, self.count_heard(), len(self.peers) + 1,
                     self.majority())
        self.become_follower()
        self.leader_id = None
        self.timer_restarts = True
