"""Replicas: what becomes of machines that carry out logs of commands, and where two of them first differ."""
from collections.abc import Iterable, Sequence
from math import factorial

from raftlib.simulation.arguments import brief, members, whole
from raftlib.simulation.key_value import KeyValue

State = dict[str, int]
MOST = 1000  # commands, and servers


def replay(commands: Iterable[str], machine: KeyValue | None = None) -> list[State]:
    """The states after each of the commands, carried out in their order by a machine, a new one if none is given.

    Raises ValueError, before any is carried out, for commands that are no texts, or a machine that is none.
    """
    machine = KeyValue() if machine is None else machine
    if not isinstance(machine, KeyValue):
        raise ValueError(f"machine is {brief(machine)}: it must be a KeyValue.")
    states = []
    for command in texts("commands", commands):
        machine.apply(command)
        states.append(dict(machine.values))
    return states


def texts(name: str, commands: Iterable[str]) -> list[str]:
    """Commands from any collection, read once; ValueError unless all are texts, as the entries of a log are."""
    commands = members(name, commands)
    for command in commands:
        if not isinstance(command, str):
            raise ValueError(f"{name} has {brief(command)}: each command must be a text such as 'x=5'.")
    return commands


def first_difference(one: Sequence[State], other: Sequence[State]) -> int | None:
    """The index, counted from 1, of the first command after which two replicas' states differ; None if they never do.

    A replica that has carried out fewer commands is only behind: it is compared as far as it has come.
    """
    pairs = enumerate(zip(one, other, strict=False), start=1)
    return next((index for index, (state, others) in pairs if state != others), None)


def same_order_by_luck(commands: int, servers: int) -> float:
    """The probability that so many commands, sent at once to all servers, arrive in the same order at each of them.

    The delays must all be independent and alike: then each of the orders is as likely as any other at each server,
    and all servers but the first one must happen to have the first one's. Raises ValueError unless both are numbers of
    such things, of at most 1000.
    """
    commands, servers = whole("commands", commands, 0, MOST), whole("servers", servers, 1, MOST)
    return 1 / factorial(commands) ** (servers - 1)


def in_words(state: State) -> str:
    """A state as pictures and captions write it, `x=5 y=7`; names in alphabetical order."""
    return " ".join(f"{name}={state[name]}" for name in sorted(state)) or "nothing"
