"""Servers that count time: each tick of its own clock is an event that a server hears of.

A server has no clock. What goes beyond Figure 2 must often know whether it has been long since a leader was heard;
that it counts in ticks, by a clock which may be slow.
"""
from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server


class TickingServer(Server):
    """Counts the ticks of its own clock, and for how many it counts on the leader that it heard last.

    `shortest_timeout` is the shortest election timeout, in ticks: a Cluster tells its servers what it is there.
    """

    shortest_timeout = 15
    ticks = 0

    def _forget_volatile_state(self) -> None:
        super()._forget_volatile_state()
        self.promised_until = self.ticks  # it has heard of no leader

    def tick(self) -> list[Message]:
        """The server's own clock has gone on by one tick."""
        self._begin()
        self.ticks += 1
        return []

    def follow(self, leader_id: str) -> None:
        """F2, §4.2.3: to hear of a leader is to promise that for a while it will not be voted out."""
        super().follow(leader_id)
        self.promised_until = self.ticks + self.promise()

    def promise(self) -> int:
        """For how many ticks it counts on a leader that it hears: before, no other server's timer can run out."""
        return self.shortest_timeout

    def promised(self) -> int:
        """How many ticks are left of that; 0 if none are."""
        return max(0, self.promised_until - self.ticks)
