"""What can be asked of a run at any moment, without changing it."""
from raftlib.protocol.messages import new
from raftlib.protocol.state import LEADER
from raftlib.simulation.calls import Instant
from raftlib.simulation.network import Flight
from raftlib.simulation.network_view import NetworkView
from raftlib.simulation.start import from_the_start


class Looks:
    """The part of a Cluster that only looks at it."""

    @property
    def time(self) -> float:
        """The present, in milliseconds."""
        return self._now / 1000

    heartbeat = from_the_start("heartbeat")
    election_timeout = from_the_start("election_timeout")
    tick = from_the_start("tick")

    @property
    def steps(self) -> int:
        """How many steps the run has made: a message has come, a timer was looked at, a client has tried again."""
        return self._sequence - len(self._queue)

    @property
    def instant(self) -> Instant:
        """The point of the run that is reached, exactly: there may be steps that are due now and not yet made."""
        now, queue = self._now, self._queue
        fields = now, self._sequence - len(queue), len(self.history), bool(queue) and queue[0][0] <= now
        return new(Instant, fields)

    @property
    def leaders(self) -> list[str]:
        """The ids of all live servers that believe to lead, the newest term last."""
        leading = [each for each in self.servers.values() if each.role == LEADER and each.id not in self._down]
        return [each.id for each in sorted(leading, key=lambda each: each.current_term)]

    @property
    def leader(self) -> str | None:
        """The id of the live leader of the highest term, None where there is none."""
        leaders = self.leaders
        return leaders[-1] if leaders else None

    @property
    def down(self) -> list[str]:
        """The ids of the crashed servers."""
        return [id for id in self.servers if id in self._down]

    @property
    def network(self) -> NetworkView:
        """The network as it is now, to be looked at; `change_network`, `cut`, `cut_link` and `heal` change it."""
        return NetworkView(self._network)

    @property
    def in_flight(self) -> tuple[Flight, ...]:
        """The messages under way, which `drop`, `duplicate` and `hold` take."""
        return self.history.under_way()
