"""Why a rule decided as it did: one sentence a reason, with places for the values that decided it.

A server notes only the reason's name and the values, as one plain tuple, which costs a run next to nothing; the
sentence is worded when somebody reads it. The first word of a reason is the id of its rule; the first value is always
the server's own id.
"""
from typing import NamedTuple

SENTENCES = {
    "A2": "{} ({} of term {}) sees term {} in a message from {}, adopts it, and is a follower",
    "A3": "{} ignores the reply of {}: it belongs to term {}, and term {} has begun",
    "A3 leads no more": "{} is a {} now and ignores the reply of {} to what it sent as a leader",
    "P1": "{} restarts as a follower with what was on disk: term {}, vote for {}, {} log entries",
    "F1": "{} is a {} and takes no command; the leader it knows of is {}",
    "F2": "{} (a {}) heard of no leader in time and stands for election in term {}",
    "C5": "{} (a {}) won no majority in time and stands for election again, in term {}",
    "RV1": "{} refuses its vote to {}: the request is of term {}, and term {} has begun",
    "RV2 granted": "{} votes for {} in term {}: it has voted for nobody else, and the candidate's last entry "
                   "(index {}, term {}) is as new as its own (index {}, term {})",
    "RV2 refused": "{} refuses its vote to {}: in term {} it has voted for {} already",
    "RV3": "{} refuses its vote to {} in term {}: its own last entry (index {}, term {}) "
           "is newer than (index {}, term {})",
    "C3 not counted": "{} (a {} in term {}) has nothing to count: the answer of {} is {}",
    "C3 counted": "{} has {} of the {} votes it needs in term {}",
    "C3 won": "{} has {} votes of {} servers and leads term {}",
    "C4": "{} gives up standing in term {}: {} has won it",
    "L2": "{} repeats its AppendEntries to all others, so that none of them stands for election",
    "L3": "{} appends {!r} at index {} in term {}",
    "L6": "{} learns that {} agrees with it up to index {}",
    "L6 known": "{} knew already that {} agrees with it up to index {}",
    "L7": "{} commits up to index {}: held by {}, {} of {} servers, and of the leader's own term {}",
    "L8": "{} goes back: {} holds no such entry at index {}, so next_index is {} now",
    "L8 known": "{} has left index {} behind with {} already",
    "AE1": "{} refuses {} as a leader: its term is {}, and term {} has begun",
    "AE2": "{} refuses the entries of {}: they follow an entry of term {} at index {}, and there it has {}",
    "AE3": "{} deletes its entries from index {} on: there it has term {}, and the leader {} has term {}",
    "AE4": "{} appends entries {} to {}, from {}",
    "AE4 nothing": "{} agrees with {} up to index {} and has nothing to append",
    "AE5": "{} hears from {} that entries up to index {} are committed, and applies them",
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
