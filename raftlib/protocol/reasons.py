"""Why a rule decided as it did: one sentence a reason, with places for the values that decided it.

A server notes only the reason's name and the values, as one plain tuple, which costs a run next to nothing; the
sentence is worded when somebody reads it. The first word of a reason is the id of its rule; the first value is always
the server's own id.

A sentence says what the server saw and did, and not what follows from that by Raft: a rule that is written anew, or
broken, must not make it false. So a leader *hears yes*, for a follower may say so wrongly; and a vote is told with what
was voted before, and with how the two logs compare, whatever the server made of that.
"""
from collections.abc import Sequence
from typing import NamedTuple

from raftlib.protocol.messages import AppendEntries

SENTENCES = {
    "A2": "{} ({} of term {}) sees term {} in a message from {}, adopts it, and is a {}",
    "A3": "{} ignores the reply of {}: it answers a request of term {}, and term {} has begun",
    "A3 leads no more": "{} is a {} now, and ignores the reply of {} to what it sent as a leader",
    "P1": "{} starts again as a {}; before that, its term was {}, it had voted for {}, and its log had {}",
    "F1": "{} is a {} and takes no command; as its leader it knows {}",
    "F2": "{} (a {}) stands for election in term {}, since its election timeout has run out",
    "C5": "{} (a {} with {} of the {} votes it needs) stands for election again, in term {}, "
          "since its election timeout has run out",
    "RV1": "{} refuses its vote to {}: the request is of term {}, and term {} has begun",
    "RV2 granted": "{} votes for {} in term {}: it has voted for {}, and {}",
    "RV2 refused": "{} refuses its vote to {} in term {}: it has voted for {}",
    "RV3": "{} refuses its vote to {} in term {}: {}",
    "C3 no candidate": "{} (a {} in term {}) is no candidate and does not count the answer of {}",
    "C3 refused": "{} gets no vote from {} in term {}: it has {} of the {} votes it needs",
    "C3 counted": "{} has {} of the {} votes it needs in term {}",
    "C3 won": "{} has {} votes of {} servers and leads term {}",
    "C4": "{} ({} of term {}) hears that {} leads term {}, and is a {}",
    "L2": "{} speaks to all others again: {}",
    "L3": "{} appends {!r} at index {} in term {}",
    "L6": "{} hears from {} that it has accepted the log up to index {}",
    "L6 known": "{} hears yes from {} and learns nothing new: so far {} has accepted {}",
    "L7": "{} commits up to index {}: {} of {} servers hold it as far as it knows ({}), and the entry is of {}",
    "L8": "{} hears no from {} to what follows index {}, and goes back: next_index is {} now",
    "L8 known": "{} hears no from {} to what follows index {}, and learns nothing new: "
                "next_index is {} and match_index {} already",
    "AE1": "{} refuses {} as a leader: the message is of term {}, and term {} has begun",
    "AE2": "{} refuses {} from {}, to follow an entry of {} at index {}: there it has {}",
    "AE3": "{} deletes {}: at index {} it has an entry of term {}, and {} sends one of term {}",
    "AE4": "{} appends {}, from {}",
    "AE4 nothing": "{} has nothing to append: {} sends {}",
    "AE5": "{} hears from {} that the log is committed up to index {}, and has applied it up to index {}",
}


class Decision(NamedTuple):
    """A rule that fired: the name of its reason, and the values that decided; any text may be a reason of its own."""

    reason: str
    values: tuple = ()

    @classmethod
    def of(cls, note: tuple) -> "Decision":
        """The decision that was noted as (reason, value, …)."""
        return cls(note[0], note[1:])

    @property
    def rule(self) -> str:
        """The id of the rule, "" where the reason is a text of its own."""
        return self.reason.split()[0] if self.reason in SENTENCES else ""

    @property
    def why(self) -> str:
        """The reason in one sentence, with its values."""
        return SENTENCES[self.reason].format(*self.values) if self.reason in SENTENCES else self.reason


# ---- Values that are words ---------------------------------------------------------------------------------------

def span(first: int, last: int) -> str:
    """The entries from index `first` to index `last`."""
    if last < first:
        return "no entries"
    return f"entry {first}" if first == last else f"entries {first} to {last}"


def several(count: int) -> str:
    """So many entries."""
    return "1 entry" if count == 1 else f"{count} entries"


def vote_before(voted_for: str | None) -> str:
    """Whom a server had voted for, in that term, when a candidate asked it."""
    return "nobody yet" if voted_for is None else f"{voted_for} already"


def comparison(index: int, term: int, own_index: int, own_term: int) -> str:
    """How a candidate's log, which ends in an entry of `term` at `index`, compares with the voter's own (RV3)."""
    candidates, own = ending(index, term), ending(own_index, own_term)
    if candidates == own:
        return f"the candidate's log is as new as its own (both {own})"
    newer = "newer" if (term, index) > (own_term, own_index) else "older"
    by = "last term" if index and own_index and term != own_term else "length"
    return f"the candidate's log ({candidates}) is {newer} than its own ({own}), by its {by}"


def ending(index: int, term: int) -> str:
    """Up to where a log goes."""
    return f"to index {index}, term {term}" if index else "empty"


def carried(requests: Sequence[AppendEntries]) -> str:
    """What a leader says to whom when it speaks to all others."""
    full = [f"{payload(each)} to {each.receiver}" for each in requests if each.entries]
    bare = len(requests) - len(full)
    heartbeats = ["a heartbeat" if bare == 1 else "heartbeats"] if bare else []
    rest = " to the other one" if bare == 1 else " to the others"
    commit = f"; committed up to index {requests[0].leader_commit}" if requests and requests[0].leader_commit else ""
    return (", ".join([*full, *(each + rest * bool(full) for each in heartbeats)]) or "there are none") + commit


def payload(request: AppendEntries) -> str:
    """What a request carries."""
    first = request.prev_log_index + 1
    return span(first, first + len(request.entries) - 1) if request.entries else "a heartbeat"
