"""A network on which some servers are near each other, and so decide who is heard first."""
from raftlib.simulation.network import Network


class NearAndFar(Network):
    """Some links take 10 ms, all others 15 ms: who is near whom decides who is heard first."""

    def __init__(self, near: set[tuple[str, str]]):
        super().__init__(latency=10)
        self.near = near

    def delay(self, sender: str, receiver: str) -> int:
        """10 ms on a near link, else 15 ms, in microseconds."""
        return 10_000 if (sender, receiver) in self.near else 15_000
