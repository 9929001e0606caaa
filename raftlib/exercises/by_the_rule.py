"""What the paper's rule does in one situation in which a reader's was asked, in words: for where no run can show it."""
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.exercises.differences import called, fields, listed
from raftlib.exercises.errors import is_of_the_code
from raftlib.protocol.server import Server
from raftlib.protocol.state import ServerState


class Call(NamedTuple):
    """A rule that is asked: its name, the class that has it right, the server as it is then, and the arguments."""

    rule: str
    right: type
    state: ServerState
    batch: int
    timer: object
    args: tuple

    @classmethod
    def now(cls, rule: str, right: type, server: Server, args: tuple) -> "Call":
        """What is asked of a server at this moment."""
        return cls(rule, right, server.freeze(), server.batch, server.timer_restarts, args)

    def answered(self) -> "Answered":
        """What the paper's rule makes of it."""
        twin = self.right(self.state.id, self.state.peers)
        twin.batch = self.batch
        twin.thaw(self.state)
        twin.timer_restarts = self.timer
        result = getattr(twin, self.rule)(*self.args)
        return Answered(twin.freeze(), bool(twin.timer_restarts), result)

    def in_words(self) -> str:
        """What the paper's rule does, a sentence."""
        after, timer, result = self.answered()
        done = [f"self.{name} is {new}" for name, (_, new) in fields(self.state, after)]
        done += ["the timer is set anew"] if timer and not self.timer else []
        done += [f"it returns {result}"] if isinstance(result, bool | int) else []
        done += [f"it sends {listed(result)}"] if isinstance(result, list) and result else []
        return f"By the paper's rule {', '.join(done) or 'nothing changes there, and nothing is sent'}."


def has_changed(server: Server, before: ServerState) -> bool:
    """Whether a server is another than it was, be it one that can't even be frozen."""
    try:
        return server.freeze() != before
    except Exception:
        return True


def instead(error: Exception, call: Call) -> str:
    """What the paper's rule does where a reader's raised, a sentence; "" where only how it is written is wrong.

    Raises the same error again where the paper's rule raises, too: another rule has left what none can go on with.
    """
    if is_of_the_code(error):
        return ""
    try:
        return call.in_words()
    except Exception:
        raise error from None


class Answered(NamedTuple):
    """What has come of a rule: the server's state, whether its timer is to restart, and what the rule returned."""

    state: ServerState
    timer: bool
    result: object


def otherwise(mine: Answered, right: Answered) -> str:
    """What a reader's rule does otherwise than the paper's, the first thing, in words; "" if nothing."""
    return next(slips(mine, right), "")


def slips(mine: Answered, right: Answered) -> Iterator[str]:
    """All that a reader's rule does otherwise, clause by clause."""
    for name, (left, should) in fields(mine.state, right.state):
        yield f"leaves self.{name} at {left}, and not at {should}"
    if mine.timer != right.timer:
        yield "sets the timer anew, which the paper's rule does not" if mine.timer else "does not set the timer anew"
    if mine.result != right.result and not isinstance(right.result, list):
        yield f"returns {mine.result}, and not {right.result}"


def asked_when(state: ServerState, *args) -> str:
    """What a rule was asked in: who it was, and what was handed to it."""
    given = f", and {', '.join(map(repr, args))} was handed in" if args else ""
    log = f" with the log {state.log.terms}" if state.log.last_index else ""
    return f"{called(state.id)} was a {state.role} of term {state.current_term}{log}{given}"
