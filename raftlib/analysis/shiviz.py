"""A run as a log for ShiViz, which draws what happened before what: https://bestchai.bitbucket.io/shiviz."""
import json
import re
from urllib.parse import quote

from raftlib.analysis.happened_before import clocked, name_of
from raftlib.simulation.event import Event
from raftlib.simulation.history import recorded


def to_shiviz(history) -> str:
    """The events of servers and clients with their vector clocks, two lines each, as ShiViz reads them by default.

    A message that was lost is no event of its receiver, who can't know; nor is what is done to the network. A blank in
    an id is written as %20. `history` is a History, or a Cluster or a Player, which have one.
    """
    return "".join(f"{host(event.server)} {json.dumps({host(id): count for id, count in clock.items()})}\n"
                   f"{in_words(event)}\n" for event, clock in clocked(recorded(history)))


def host(id: str) -> str:
    """An id without blanks, which end a host's name in ShiViz."""
    return re.sub(r"[\s%]", lambda blank: quote(blank[0]), id)


def in_words(event: Event) -> str:
    """An event on one line: when (ms), what, and why."""
    why = f": {event.why}" if event.notes else ""
    return " ".join(f"{event.time:.3f} ms {name_of(event)}{why}".split())
