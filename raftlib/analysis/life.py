"""How often a machine fails, and how long it is then away."""
from dataclasses import dataclass
from math import inf
from numbers import Real

from raftlib.simulation.arguments import brief, probability

HOURS_A_DAY = 24


@dataclass(frozen=True)
class Life:
    """How often a machine fails, and for how many hours a `repair` then takes it away.

    `fails_a_day` is a share: of 100 machines that run, 2 fail on a day if it is 0.02, at random moments; so one of them
    runs for 50 days on average. Raises ValueError for a share outside 0–1, or a repair of 0 hours or less.
    """

    fails_a_day: float = 0.02
    repair: float = 12

    def __post_init__(self):
        probability("fails_a_day", self.fails_a_day)
        if isinstance(self.repair, bool) or not isinstance(self.repair, Real) or not 0 < self.repair < inf:
            raise ValueError(f"repair is {brief(self.repair)}: it must be a number of hours above 0.")

    @property
    def runs(self) -> float:
        """How many hours it runs on average until it fails; infinite if it never does."""
        return HOURS_A_DAY / self.fails_a_day if self.fails_a_day else inf

    @property
    def down(self) -> float:
        """The share of time in which it is down: repair / (repair + runs)."""
        return self.repair / (self.repair + self.runs)


NEVER = Life(fails_a_day=0)
