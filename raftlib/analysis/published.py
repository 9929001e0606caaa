"""Published measurements to hold simulations against, and the failovers that model them."""
from typing import NamedTuple

from raftlib.analysis.failover import Failover, Range
from raftlib.simulation.arguments import microsecond_range


class Published(NamedTuple):
    """Times without a leader in milliseconds: the least, three quantiles and the mean, the 99 % quantile, the most."""

    least: float
    p10: float
    median: float
    mean: float
    p90: float
    p99: float
    most: float

    @property
    def quantiles(self) -> dict[float, float]:
        """The quantiles by their share."""
        return {0.1: self.p10, 0.5: self.median, 0.9: self.p90, 0.99: self.p99}


# Read off the curves of Figure 16; the paper's text prints 287 (a median), 513 and 152 (the most), and 35 (a mean).
FIGURE_16: dict[Range, Published] = {
    (12, 24): Published(15.3, 19.7, 30.0, 34.7, 53.0, 86.9, 151.7),
    (150, 155): Published(85.3, 119.2, 287.3, 345.0, 609.4, 1242, 2143),
    (150, 200): Published(87.1, 110.5, 146.4, 156.0, 193.5, 352.0, 512.5),
    (150, 300): Published(92.7, 124.7, 171.2, 180.7, 244.3, 414.6, 603.3),
}
# The lines with randomness: in the upper half the width of the range changes, in the lower half all of it does.
FIGURE_16_UPPER: tuple[Range, ...] = ((150, 151), (150, 155), (150, 175), (150, 200), (150, 300))
FIGURE_16_LOWER: tuple[Range, ...] = ((12, 24), (25, 50), (50, 100), (100, 200), (150, 300))

# The dissertation's simulation of a wide-area network, §9.4, logs equal: mean, median and p99 by servers down.
WAN: dict[int, tuple[float, float, float]] = {0: (430, 410, 833), 1: (469, 423, 1005), 2: (632, 469, 1929)}
WAN_MEAN_LOGS_DIFFER = 492.6  # with none down, to a leader that stays


def figure_16(election_timeout: Range) -> Failover:
    """A line of the paper's Figure 16: five servers in one room, the leader crashes, and all logs differ.

    Its heartbeats come at half the shortest timeout, and the crash at a random moment between two of them. The three
    delays are fitted by this project to the four published lines; they are not the authors'.
    """
    shortest = microsecond_range("election_timeout", election_timeout)[0] / 1000
    return Failover(servers=5, down=1, election_timeout=election_timeout, request=(0.4, 7.5), vote=(3, 7),
                    heartbeat=(1, 1), since_heartbeat=(0, shortest / 2), equal_logs=False)


def wan(down: int, equal_logs: bool = True) -> Failover:
    """The dissertation's wide-area network, §9.4: timeouts of 300–600 ms, all fresh, and messages of 30–40 ms."""
    return Failover.on_network((30, 40), servers=5, down=down, election_timeout=(300, 600), equal_logs=equal_logs)
