"""The shortest disaster of a reader's server class: what a search within small bounds hands over as a failing run."""
from collections.abc import Callable

from raftlib.analysis.breaks import break_of
from raftlib.exercises.failures import Failure
from raftlib.exercises.readers_code import BadAnswerError
from raftlib.exercises.scope import Scope
from raftlib.protocol.words.counts import counted
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Election, commands, elections, exchanges
from raftlib.search.shortest import Break, Search, level
from raftlib.search.trouble import Trouble
from raftlib.search.worlds import Worlds

SERVERS = 3
LOOKS = 10  # situations from one look at the clock to the next


class NotSearchedError(Exception):
    """A class can't be searched, or not to the end; the message says why, in a sentence."""


class Patience:
    """How many situations a search has looked at, `count`; it is given up when it is late."""

    def __init__(self, is_late: Callable[[], bool]):
        self.is_late, self.count = is_late, 0

    def update(self) -> None:
        """One more. NotSearchedError when it is late."""
        self.count += 1
        if self.count % LOOKS == 0 and self.is_late():
            raise NotSearchedError(f"The search has taken too long, and was ended after {self.count} situations.")


def deciding_elections(ids: tuple[str, ...]) -> list[Election]:
    """The elections that one other server hears: two of three are a majority, and with all three there is less news."""
    return [each for each in elections(ids) if len(each.hearers) == 1]


def shortest_disaster(server: type, scope: Scope, is_late: Callable[[], bool] = lambda: False) -> Failure | None:
    """The run of the shortest schedule within a scope that breaks a safety property; None if there is none.

    Raises NotSearchedError for a search that is given up, for a class that keeps what can't be compared, and for one
    that does now this and now that in the same situation.
    """
    try:
        found = shortest_break(server, scope, Patience(is_late))
        return found and failure(found)
    except (BadAnswerError, NotSearchedError):
        raise
    except Exception as error:  # a class may say anything of itself; whoever gives up a search says it in a sentence
        raise NotSearchedError(str(error)) from error


def shortest_break(server: type, scope: Scope, patience: Patience) -> Break | None:
    """The shortest break within a scope; None if there is none. GaveUpError past `scope.most` situations."""
    moves = (deciding_elections, commands, exchanges) if scope.entries else (elections,)
    trouble = Trouble(restarts=scope.restarts, late=scope.late)
    search = Search(Worlds(server, Bounds(SERVERS, scope.terms, scope.entries), moves), trouble)
    while search.tree.frontier:
        if broken := level(search, patience, scope.most):
            return search.told(broken)
    return None


def failure(found: Break) -> Failure:
    """The run in which a break happens, when, and how it comes to that."""
    run = found.cluster()
    broken = break_of(run.history)
    if broken is None:
        raise NotSearchedError("The class does now this and now that in the same situation.")
    number, evidence = broken
    return Failure(run, run.history[number].time,
                   f"With {SERVERS} servers, {counted(len(found.moves), 'move')} are enough:\n{found.steps}\n"
                   f"Then {evidence.sentence}")
