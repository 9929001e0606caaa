"""How far a search looks."""
from typing import NamedTuple

from raftlib.simulation.arguments import whole


class Bounds(NamedTuple):
    """How many servers there are, the last term in which one may stand, and how long a log may get."""

    servers: int
    terms: int
    entries: int

    @classmethod
    def checked(cls, servers: int, terms: int, entries: int) -> "Bounds":
        """These bounds; ValueError for others than whole numbers from 1, at most 9 servers and 9 entries."""
        return cls(whole("servers", servers, 1, 9), whole("terms", terms, 1), whole("entries", entries, 0, 9))
