"""What can go wrong beside messages that nobody hears: how often each of it may happen in a schedule."""
from typing import NamedTuple

from raftlib.protocol.words.counts import counted


class Trouble(NamedTuple):
    """How often a server may restart, the last reply of an exchange be lost, a message be late or come twice."""

    restarts: int = 0
    lost_replies: int = 0
    late: int = 0

    def __str__(self) -> str:
        parts = (self.restarts, "restart"), (self.lost_replies, "lost reply"), (self.late, "late or doubled message")
        said = [counted(count, noun) for count, noun in parts if count]
        return " and ".join(said) or "no trouble"

    @property
    def aside(self) -> str:
        """What a sentence adds where there may be trouble."""
        return f", with {self}" if any(self) else ""


NONE = Trouble()
ONE_RESTART, ONE_LOST_REPLY, ONE_LATE = Trouble(restarts=1), Trouble(lost_replies=1), Trouble(late=1)
