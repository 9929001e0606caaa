"""Copies of a log in which something went wrong, laid beside the original place by place."""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from raftlib.analysis.replicas import State, texts
from raftlib.simulation.arguments import brief, plain
from raftlib.simulation.key_value import KeyValue

DISPLACED, LOST, DOUBLED = "displaced", "lost", "doubled"


class Place(NamedTuple):
    """A place of a log: the command there (None for a place that is left free) and what went wrong with it, if any.

    `number` is the command's index, in a copy that of the original.
    """

    command: str | None
    number: int
    fault: str = ""

    @property
    def is_carried_out(self) -> bool:
        """Whether the machine gets to see this command."""
        return self.command is not None and self.fault != LOST


Copy = tuple[Place, ...]


def original(commands: Sequence[str]) -> Copy:
    """A log in which nothing went wrong."""
    return tuple(Place(command, number) for number, command in enumerate(commands, start=1))


def beside(commands: Sequence[str], other: Sequence[str]) -> Copy:
    """A log laid beside another one: a command is displaced where the other log holds a different one, or none."""
    faults = [DISPLACED if index >= len(other) or command != other[index] else ""
              for index, command in enumerate(commands)]
    return tuple(Place(command, number, fault)
                 for number, (command, fault) in enumerate(zip(commands, faults, strict=True), start=1))


def with_faults(commands: Iterable[str], swapped: int = 0, lost: int = 0, doubled: int = 0) -> tuple[Copy, Copy]:
    """The original, and a copy of it with faults; where the copy holds a command again the original has a free place.

    All three are indexes in the original, from 1, and 0 means none: `swapped` changes places with the next command,
    `lost` never arrives, `doubled` is there again right behind itself. Raises ValueError for an index outside the log.
    """
    commands, swapped, lost, doubled = texts("commands", commands), plain(swapped), plain(lost), plain(doubled)
    for name, index, last in (("swapped", swapped, max(0, len(commands) - 1)), ("lost", lost, len(commands)),
                              ("doubled", doubled, len(commands))):
        if type(index) is not int or index not in range(last + 1):
            raise ValueError(f"{name} is {brief(index)}: it must be a number from 1 to {last}, or 0 for none.")
    rows = [(place, fault_of(place, swapped, lost)) for place in original(commands)]
    if swapped:
        (first, one), (second, other) = rows[swapped - 1 : swapped + 1]
        rows[swapped - 1 : swapped + 1] = [(first, other), (second, one)]
    if doubled:
        where = next(index for index, (_, place) in enumerate(rows, start=1) if place.number == doubled)
        again = Place(commands[doubled - 1], doubled, DOUBLED)
        rows.insert(where, (Place(None, doubled), again))
    straight, faulty = zip(*rows, strict=True) if rows else ((), ())
    return straight, faulty


def fault_of(place: Place, swapped: int, lost: int) -> Place:
    """An original place as it is in the copy; what is lost can't be out of its place."""
    if place.number == lost:
        return place._replace(fault=LOST)
    return place._replace(fault=DISPLACED) if swapped and place.number in (swapped, swapped + 1) else place


def states_at(copy: Copy, machine: KeyValue | None = None) -> list[State]:
    """The states after each place; where nothing is carried out the state stays what it was."""
    machine = machine or KeyValue()
    states = []
    for place in copy:
        if place.is_carried_out:
            machine.apply(place.command)
        states.append(dict(machine.values))
    return states
