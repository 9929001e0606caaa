"""What clients asked for and were answered, found in the record of a run alone."""
from typing import NamedTuple

from raftlib.simulation.history import recorded

BEGUN, ENDED = ("§6.2 asks", "§6.3 opens"), ("§6.2 answered", "§6.3 gives up", "§6.3 expired")


class Asked(NamedTuple):
    """What a client asked for, and when (ms); when and what it was answered, or when it gave up; None where it was not.

    The first five fields are those of `Cluster.operations`.
    """

    client: str
    called: float
    answered: float | None
    action: str
    answer: str | None
    gave_up: float | None = None


def operations_of(history) -> list[Asked]:
    """The operations of all clients of a run, in the order in which they were called.

    `history` is a History, or a Cluster or a Player, which have one.
    """
    found, open_ = [], {}
    for event in recorded(history):
        for reason, *values in event.notes if event.server is not None else ():
            client = event.server
            if reason in BEGUN and client not in open_:
                open_[client] = len(found)
                found.append(Asked(client, event.time, None, values[2], None))
            elif reason == "§6.2 answered":
                place = open_.pop(client)
                found[place] = found[place]._replace(answered=event.time, answer=values[3])
            elif reason in ENDED:
                place = open_.pop(client)
                found[place] = found[place]._replace(gave_up=event.time)
    return found
