"""The servers' own clocks, which may go faster or slower than time does."""
from collections.abc import Mapping

from raftlib.protocol.server import Server
from raftlib.simulation.arguments import all_known, brief, factors
from raftlib.simulation.start import silent

TICK = 10_000  # µs of a server's own clock


def rates_of(clock: Mapping[str, float] | None, servers: Mapping[str, Server]) -> dict[str, float]:
    """How fast the servers' clocks go; ValueError unless each of some servers has a rate from 0.01 to 100."""
    if clock is None:
        return {}
    rates = factors("clock", clock)
    all_known("clock", rates, servers)
    if not all(0.01 <= rate <= 100 for rate in rates.values()):
        raise ValueError(f"clock is {brief(clock)}: each rate must be from 0.01 to 100, 1 being that of time itself.")
    return rates


class Clocks:
    """The part of a Cluster that is its servers' clocks: of those who count, by `tick`, and of all timers."""

    def _start_clocks(self) -> None:
        for id, server in self.servers.items():
            if hasattr(server, "tick"):
                self._schedule(self._by_clock(id, TICK), type(self)._tick, id)

    def _by_clock(self, id: str, span: int) -> int:
        """How long a span (µs) of a server's own clock takes."""
        return max(1, round(span / self._rates.get(id, 1)))

    def _tick(self, id: str) -> None:
        """A server that is up counts a tick; it is an event of the run if more comes of it than that."""
        self._schedule(self._now + self._by_clock(id, TICK), type(self)._tick, id)
        if id not in self._down:
            server = self.servers[id]
            outgoing = silent(server).tick()
            if outgoing or server.notes:
                self._happen("tick", server, outgoing)
