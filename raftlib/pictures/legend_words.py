"""What legends say, of pictures and of the player: the kinds of messages, and what is drawn in logs."""
from typing import NamedTuple

from raftlib.protocol.messages import KINDS, ONE_WAY

LOG_WORDS = {
    "appended": "not known to be committed",
    "committed": "known to be committed",
    "applied": "applied",
    "conflict": "from a conflict with the leader's log on",
    "match": "match_index: agrees up to here",
    "next": "next_index: sent next",
}
TALLY = "2 of 3: votes it has, of those it needs"
NEEDS = "needs {}"  # so many votes more: what stands at a candidate


class Exchange(NamedTuple):
    """A row of a legend: two kinds by their names, or one that has no reply of its own."""

    request: str
    reply: str | None


def legend_rows() -> list[Exchange]:
    """One row for each kind of request that there is, in the order in which they were made known."""
    alone = [kind.__name__ for kind in ONE_WAY]
    kinds = [kind for kind in KINDS if kind not in alone]
    return [*(Exchange(*each) for each in zip(kinds[::2], kinds[1::2], strict=True)),
            *(Exchange(kind, None) for kind in alone)]
