"""What is done to a run by hand: each call is noted, with the exact point of the run at which it was made."""
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from raftlib.protocol.messages import new
from raftlib.simulation.arguments import OWN, is_collection, members, plain
from raftlib.simulation.network import Flight


class Instant(NamedTuple):
    """A point of a run: the time (µs), the steps made and the events recorded, and whether more steps were due then."""

    at: int
    steps: int
    events: int
    is_between: bool


class Call(NamedTuple):
    """A call of a method by hand: at which point of the run (the fields of Instant), and with which arguments."""

    at: int
    steps: int
    events: int
    is_between: bool
    name: str
    arguments: tuple
    options: dict

    @property
    def instant(self) -> Instant:
        """The point of the run at which it was made."""
        return Instant(*self[:4])


def by_hand(method: Callable) -> Callable:
    """A method that changes the run: its call is noted once it has succeeded, so that the run can be made again."""
    name = method.__name__

    @wraps(method)
    def noted(self, *arguments, **options):
        before = self._going_on
        if before == "step":
            raise ValueError(f"{name} is called while a step is being made: the run can only be changed between steps.")
        is_plain = not options and OWN.issuperset(map(type, arguments))  # as nearly always: there is nothing to copy
        if not is_plain:
            arguments, options = tuple(map(read_once, arguments)), {key: plain(each) for key, each in options.items()}
        instant = self.instant
        self._going_on = "step"  # what servers do in it is a step, too
        try:
            answer = method(self, *arguments, **options)
        finally:
            self._going_on = before
        if not is_plain:
            arguments = tuple(map(numbered, arguments))
            options = {key: numbered(each) for key, each in options.items()}
        self.calls.append(new(Call, (*instant, name, arguments, options)))
        return answer
    return noted


def read_once(argument):
    """An argument as the record keeps it: any collection as a list of its own."""
    if type(argument) in OWN:
        return argument
    is_group = is_collection(argument) and not isinstance(argument, Flight)
    return members("argument", argument) if is_group else plain(argument)


def numbered(argument):
    """A message under way by its number, which is the same when the run is made again."""
    return argument.number if isinstance(argument, Flight) else argument
