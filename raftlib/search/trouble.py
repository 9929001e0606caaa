"""What can go wrong beside messages that nobody hears: how often each of it may happen in a schedule."""
from typing import NamedTuple


class Trouble(NamedTuple):
    """How often a server may restart, the last reply of an exchange be lost, a message be late or come twice."""

    restarts: int = 0
    lost_replies: int = 0
    late: int = 0

    def __str__(self) -> str:
        parts = ((self.restarts, "restart", "restarts"), (self.lost_replies, "lost reply", "lost replies"),
                 (self.late, "late or doubled message", "late or doubled messages"))
        said = [f"{count} {one if count == 1 else several}" for count, one, several in parts if count]
        return " and ".join(said) or "no trouble"


NONE = Trouble()
ONE_RESTART, ONE_LOST_REPLY, ONE_LATE = Trouble(restarts=1), Trouble(lost_replies=1), Trouble(late=1)
