"""Reads that the leader answers by a lease, asking nobody for a while (section 6.4.1).

That others have followed a leader is good for as long as they have promised to vote for nobody else. How long that is,
each server counts by its own clock: time reaches it as an event, `tick`, and it counts. Where clocks do not go equally
fast, a lease may outlast the promise on which it rests.
"""
from raftlib.protocol.messages import ClientRequest, Message
from raftlib.protocol.read_index import Read, ReadIndexServer
from raftlib.protocol.vote_lease import VoteLeaseServer

MARGIN = 1  # ticks: a promise begins between two ticks


class LeaseServer(VoteLeaseServer, ReadIndexServer):
    """A confirmed read gives the leader a lease of `lease` ticks, counted from when its heartbeats were sent.

    `lease` must be shorter than any election timeout.
    """

    lease = 12

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        # What it has promised before a crash it does not know.
        self.promised_until = self.ticks + self.promise()

    def _forget_reads(self) -> None:
        super()._forget_reads()
        self.lease_until = 0
        self.sent_at: dict[str, int] = {}  # by the name of a read, when its heartbeats were sent

    def tick(self) -> list[Message]:
        """The server's own clock has gone on by one tick, and a lease may be over."""
        messages = super().tick()
        if self.ticks == self.lease_until:
            self._decide("§6.4 lease ends")
        return messages

    def promise(self) -> int:
        """§6.4.1: to hear of a leader is to promise it no less than the lease that it takes."""
        return self.lease + MARGIN

    def on_read(self, request: ClientRequest) -> list[Message]:
        """§6.4.1: as long as the lease lasts, by this server's own clock, nobody else can lead."""
        left = self.lease_until - self.ticks
        if left <= 0:
            return super().on_read(request)
        self._decide("§6.4 lease", request.command, request.sender, left)
        return self.read_now(request)

    def ask_for(self, request: ClientRequest) -> list[Message]:
        """§6.4.1: a lease counts from when the heartbeats were sent, not from when they were answered."""
        messages = super().ask_for(request)
        if messages:
            self.sent_at[messages[0].read] = self.ticks
        return messages

    def confirmed(self, read: Read, name: str) -> None:
        """§6.4.1: who said yes will vote for nobody else, for a while."""
        until = self.sent_at.pop(name) + self.lease
        if until > max(self.lease_until, self.ticks):
            self.lease_until = until
            self._decide("§6.4 lease begins", self.lease, name, until - self.ticks)
        super().confirmed(read, name)
