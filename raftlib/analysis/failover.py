"""What it depends on how long a cluster is without a leader: timeouts, messages, servers, logs, the crash's moment."""
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from raftlib.simulation.arguments import brief, microsecond_range, truth, whole

Range = tuple[float, float]


@dataclass(frozen=True)
class Failover:
    """A leader is gone, and the servers that are up elect another; every range is (low, high) in ms, uniformly drawn.

    `down` counts all servers that can't answer, the old leader among them if there was one. `request`, `vote` and
    `heartbeat` are one-way delays: of a RequestVote, of its answer, and of the new leader's first AppendEntries, with
    whose last arrival the election is over (0: it takes as long as a request, and the election is over with the last
    vote needed). `since_heartbeat` is how long before the crash the last heartbeat reached all at once and started
    their timers; 0 means fresh timers. With
    `equal_logs` False all logs differ, and a server votes only for one with a longer log than its own (RV3).
    Raises ValueError for a number of servers outside 1–9, more of them down, or a range that is none.
    """

    servers: int = 5
    down: int = 0
    election_timeout: Range = (150, 300)
    request: Range = (5, 15)
    vote: Range = (5, 15)
    heartbeat: Range = (0, 0)
    since_heartbeat: Range = (0, 0)
    equal_logs: bool = True

    def __post_init__(self):
        whole("servers", self.servers, 1, 9)
        whole("down", self.down, 0, self.servers)
        truth("equal_logs", self.equal_logs)
        for field in fields(self):
            if field.type is Range:
                low, high = microsecond_range(field.name, getattr(self, field.name))
                object.__setattr__(self, field.name, (low / 1000, high / 1000))  # one number has become a pair
        if not self.election_timeout[0]:
            raise ValueError(f"election_timeout is {brief(self.election_timeout)}: "
                             "it must be 0.001 milliseconds or more.")
        if self.since_heartbeat[1] > self.election_timeout[0]:
            raise ValueError(f"since_heartbeat is {self.since_heartbeat}: it must not be longer than the shortest "
                             f"election timeout, {self.election_timeout[0]:g} ms.")

    @classmethod
    def on_network(cls, latency: float | Range, **more) -> "Failover":
        """A failover in which requests and votes take the same `latency` (ms), as in `Cluster`."""
        return cls(request=latency, vote=latency, **more)

    def but(self, **changes) -> "Failover":
        """The same with some changes, as in `failover.but(down=2)`."""
        return replace(self, **changes)

    @property
    def up(self) -> int:
        """How many servers are up."""
        return self.servers - self.down

    @property
    def majority(self) -> int:
        """How many votes a candidate needs: a majority of the full cluster (C3)."""
        return self.servers // 2 + 1

    @property
    def first_heartbeat(self) -> Range:
        """How long the new leader's first AppendEntries is under way."""
        return self.heartbeat if self.heartbeat[1] else self.request

    @property
    def electable(self) -> int:
        """How many servers can win; where logs differ, those with the longest, for enough others must vote for them."""
        beaten = 0 if self.equal_logs else self.majority - 1
        return self.up - beaten if self.up >= self.majority else 0


def longest(delays: Iterable[Range]) -> float:
    """The sum of the longest of these delays (ms)."""
    return sum(high for _, high in delays)
