"""A reader's server class, prepared to be judged: its methods are timed, and nothing else, and its memory is mortal."""
from collections.abc import Callable, Iterator
from inspect import getattr_static, isfunction

from raftlib.exercises.clock import PartsClock
from raftlib.protocol.server import Server


class BadAnswerError(Exception):
    """A method that a reader wrote gave something that is no answer; the message says what, and `hint` what to do."""

    def __init__(self, said: str, hint: str = ""):
        super().__init__(said)
        self.hint = hint

    @property
    def all(self) -> str:
        """The message, and the hint."""
        return f"{self} {self.hint}".rstrip()


def timed(answer: type, clock: PartsClock) -> type:
    """The class, its own methods within a clock."""
    return type(answer.__name__, (answer,), {name: within(clock, getattr(answer, name)) for name in own(answer)})


def own(answer: type) -> Iterator[str]:
    """The names of the methods that a class, and what it inherits from beside Server, brings along of its own."""
    bases = [base for base in answer.__mro__ if base not in Server.__mro__]
    for name in dict.fromkeys(name for base in bases for name in vars(base)):
        method = getattr_static(answer, name)
        if (isfunction(method) and method is not vars(Server).get(name)
                and (name == "__init__" or not name.startswith("__"))):
            yield name


def within(clock: PartsClock, method: Callable) -> Callable:
    """A method that runs within a clock."""
    def run(*args, **options):
        with clock:
            return method(*args, **options)
    return run


def mortal(answer: type) -> type:
    """The class, a restart of which is a new process."""
    def restart(server):
        reborn(server)
        return answer.restart(server)

    return type(answer.__name__, (answer,), {"restart": restart})


def reborn(server: Server) -> None:
    """Make of a server a new one with what was on disk (P1): what its class keeps besides is lost in a crash."""
    id, peers, *disk = server.id, server.peers, server.current_term, server.voted_for, server.log
    vars(server).clear()
    server.__init__(id, peers)
    server.current_term, server.voted_for, server.log = disk
