"""What legends say, of pictures and of the player: the kinds of messages, and what is drawn in logs."""
from typing import NamedTuple

from raftlib.pictures.message_flow import REPLIES
from raftlib.protocol.messages import KINDS

LOG_WORDS = {
    "appended": "not known to be committed",
    "committed": "known to be committed",
    "applied": "applied",
    "conflict": "from a conflict on",
    "match": "match_index: agrees up to here",
    "next": "next_index: sent next",
}
TALLY = "2 of 3: votes it has, of those it needs"


class Exchange(NamedTuple):
    """A row of a legend: two kinds by their names, and the reply's word for yes."""

    request: str
    reply: str
    yes: str


def legend_rows() -> list[Exchange]:
    """One row for each kind of request that there is, in the order in which they were made known."""
    kinds = list(KINDS)
    return [Exchange(request, reply, "yes" if "granted" in REPLIES[reply] else "ok")
            for request, reply in zip(kinds[::2], kinds[1::2], strict=True)]
