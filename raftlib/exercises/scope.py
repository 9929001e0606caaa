"""How far an exercise's search looks; apart from the search, which nobody needs before there is an answer."""
from typing import NamedTuple


class Scope(NamedTuple):
    """All that three servers can do in so many terms, with logs of so many entries and this trouble.

    A search that has seen `most` situations ends: the reader waits.
    """

    terms: int
    entries: int
    restarts: int = 0
    late: int = 0  # messages that are late, or come twice
    most: int = 5000
