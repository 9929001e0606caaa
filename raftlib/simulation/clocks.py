"""The servers' own clocks: how fast they go, and when they tick."""
from collections.abc import Mapping
from math import floor

from raftlib.protocol.server import Server
from raftlib.simulation.arguments import all_known, brief, factors, span
from raftlib.simulation.start import silent
from raftlib.simulation.streams import Streams

TICK = 10_000  # µs of a server's own clock, where nothing else is said


def rates_of(clock: Mapping[str, float] | None, servers: Mapping[str, Server]) -> dict[str, float]:
    """How fast the servers' clocks go; ValueError unless each of some servers has a rate from 0.01 to 100."""
    if clock is None:
        return {}
    rates = factors("clock", clock)
    all_known("clock", rates, servers)
    if not all(0.01 <= rate <= 100 for rate in rates.values()):
        raise ValueError(f"clock is {brief(clock)}: each rate must be from 0.01 to 100, 1 being that of time itself.")
    return rates


def tick_of(tick: float | None, spans: tuple[int, ...]) -> int | None:
    """A tick in µs, None where timers know none; ValueError unless every span of a timer is a whole number of them."""
    if tick is None:
        return None
    length = span("tick", tick)
    if any(each % length for each in spans):
        low, high, heartbeat = (each / 1000 for each in spans)
        raise ValueError(f"tick is {brief(tick)}: election_timeout and heartbeat must be whole numbers of ticks, "
                         f"and are {low:g}–{high:g} and {heartbeat:g} ms.")
    return length


class Clocks:
    """The part of a Cluster that is its servers' clocks: of those who count, by `tick`, and of all timers.

    `_spans` are those of a server's timers: the shortest and the longest election timeout, and the heartbeat, in µs of
    time, or in ticks where timers go by these. Ticks of different servers come at different moments then.
    """

    def _wind_clocks(self, seed: int, spans: tuple[int, ...]) -> None:
        self._spans: dict[str, tuple[int, ...]] = {}
        self._ticks: dict[str, tuple[int, int]] = {}  # of each clock, how long a tick takes, and when the first comes
        phases = Streams(seed, "phase")
        for id, server in self.servers.items():
            length = self._by_clock(id, self._tick_length or TICK)
            self._ticks[id] = length, floor(phases[id]() * length) if self._tick_length else 0
            if self._tick_length:
                self._spans[id] = tuple(each // self._tick_length for each in spans)
            else:
                self._spans[id] = tuple(self._by_clock(id, each) for each in spans)
            if hasattr(server, "shortest_timeout"):  # who counts on a leader must know for how long it may
                server.shortest_timeout = max(1, spans[0] // (self._tick_length or TICK))

    def _start_clocks(self) -> None:
        for id, server in self.servers.items():
            if hasattr(server, "tick"):
                self._schedule(self._tick_after(id, 1), type(self)._tick, id)

    def _by_clock(self, id: str, span: int) -> int:
        """How long a span (µs) of a server's own clock takes."""
        return max(1, round(span / self._rates.get(id, 1)))

    def _tick_after(self, id: str, count: int) -> int:
        """When (µs) a server's clock will have ticked so often from now on; a tick of this very moment is past."""
        length, first = self._ticks[id]
        return self._now + count * length - (self._now - first) % length

    def _tick(self, id: str) -> None:
        """A server that is up counts a tick; it is an event of the run if more comes of it than that."""
        self._schedule(self._tick_after(id, 1), type(self)._tick, id)
        if id not in self._down:
            server = self.servers[id]
            outgoing = silent(server).tick()
            if outgoing or server.notes:
                self._happen("tick", server, outgoing)
