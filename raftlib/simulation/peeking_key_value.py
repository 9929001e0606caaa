"""A state machine that is not fit for replication: its commands may read the server's own clock, or draw a number."""
import re
from random import Random

from raftlib.simulation.arguments import brief, whole
from raftlib.simulation.key_value import KeyValue

BOOT = 1000  # ms: about what all clocks show at first
SKEW, PAUSE = 50, 20  # ms: how far apart the clocks are, and how long it takes at most from one reading to the next
SIDES = 100
READING = re.compile(r"(now|random)\(\)")


class PeekingKeyValue(KeyValue):
    """The key-value machine of one server, which also knows `x=now()` and `x=random()`, a number from 1 to 100.

    Clock and numbers are this server's own, and a function of its id and the seed. Raises ValueError for an id that is
    no text, or empty, and a seed that is no whole number.
    """

    def __init__(self, server: str, seed: int = 0):
        super().__init__()
        if not isinstance(server, str) or not server:
            raise ValueError(f"server is {brief(server)}: it must be the id of a server.")
        self._draw = Random(f"{whole('seed', seed)}/peek/{server}").random
        self._time = BOOT + int(self._draw() * SKEW)

    def apply(self, command: str) -> str:
        """Carry out a command with what `now()` and `random()` give here, at this moment."""
        return super().apply(self.worked_out(command))

    def worked_out(self, command: str) -> str:
        """The command with the values that `now()` and `random()` have here and now: `x=1042` for `x=now()`.

        The cure: whoever does this once, before the command goes into the log, has a log that is safe to replicate.
        """
        return READING.sub(lambda found: str(getattr(self, found[1])()), command)

    def now(self) -> int:
        """What this server's clock shows, in ms; each reading is later than the one before."""
        self._time += 1 + int(self._draw() * PAUSE)
        return self._time

    def random(self) -> int:
        """A number from 1 to 100."""
        return 1 + int(self._draw() * SIDES)
