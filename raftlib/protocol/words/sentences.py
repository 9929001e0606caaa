"""The sentences of the reasons: one a reason, with places for the values that decided.

The first word of a reason is the id of its rule; the first value is always the server's own id. Where not every value
has a place of its own in the sentence, `WORDS` makes words of them.

A sentence says what the server saw and did, and not what follows from that by Raft: a rule that is written anew, or
broken, must not make it false. So a leader *hears yes*, for a follower may say it wrongly; a vote is told with whose
it was before, and how the two logs compare unless both are empty; and a refusal with the rule that these values speak
for, whichever method was overridden to refuse.
"""
from raftlib.protocol.state import FOLLOWER
from raftlib.protocol.words.beyond import BEYOND, BEYOND_WORDS
from raftlib.protocol.words.counts import counted
from raftlib.protocol.words.logs import compared, comparison
from raftlib.protocol.words.own import OWN, OWN_WORDS
from raftlib.protocol.words.serving import SERVING, SERVING_WORDS

SENTENCES = {
    "A2": "{} ({} of term {}) sees term {} in a message from {}{}",
    "A3": "{} ignores the reply of {}: it answers a request of term {}, and term {} has begun",
    "A3 leads no more": "{} is a {} now, and ignores the reply of {} to what it sent as a leader",
    "P1": "{} starts again as a {}, with what is on its disk; when it stopped, its term was {}, and it "
          "had voted for {}{}",
    "F1": "{} is a {} and takes no command; as its leader it knows {}",
    "F2": "{} (a {}) becomes a candidate in term {}, since its timer has run out",
    "C5": "{} (a {} with {} of the {} votes it needs) becomes a candidate again, in term {}, "
          "since its timer has run out",
    "RV1": "{} refuses its vote to {}: the request is of term {}, and term {} has begun",
    "RV2 granted": "{} votes for {} in term {}: its vote is {}{}",
    "RV2 refused": "{} refuses its vote to {} in term {}: its vote is {}",
    "RV2 unlike": "{} refuses its vote to {} in term {}, although its vote is {}{}",
    "RV3": "{} refuses its vote to {} in term {}: {}",
    "C3 no candidate": "{} (a {} in term {}) is no candidate and does not count the answer of {}",
    "C3 refused": "{} hears no from {} in term {} and counts {} of the {} votes it needs",
    "C3 counted": "{} counts {} of the {} votes it needs in term {}",
    "C3 won": "{} counts {} of {} votes and leads term {}",
    "C4": "{} ({} of term {}) hears that {} leads term {}, and is a {}",
    "L2": "{} speaks again: {}",
    "L3": "{} appends {!r} at index {} in term {}",
    "L6": "{} hears from {} that it has accepted the log up to index {}",
    "L6 known": "{} hears yes from {} and learns nothing new{}",
    "L7": "{} commits up to index {}: as far as it knows the log up to there is on {} ({} of {}), "
          "and the entry is of {}",
    "L8": "{} hears from {} that it refuses what comes after index {}, and goes back: next_index is {} now",
    "L8 known": "{} hears from {} that it refuses what comes after index {}, and learns nothing new: "
                "next_index is {} and match_index {} already",
    "AE1": "{} refuses {} as a leader: the message is of term {}, and term {} has begun",
    "AE2": "{} refuses {} from {}, which expects an entry at index {}, {}: there it has {}",
    "AE3": "{} deletes {}: at index {} it has an entry of term {}, and {} sends one of term {}",
    "AE4": "{} appends {}, from {}",
    "AE4 nothing": "{} has nothing to append: {} sends {}",
    "AE5": "{} hears from {} that the log is committed up to index {}, and has applied it up to index {}",
}

KNOWN = SENTENCES | SERVING | BEYOND | OWN


def sentence(reason: str, values: tuple) -> str:
    """A reason in one sentence, with its values; a reason that is a text of its own is its sentence."""
    known = KNOWN.get(reason)
    return known.format(*worded((reason, *values))[1:]) if known else reason


def rule_of(reason: str) -> str:
    """The id of a reason's rule, "" where the reason is a text of its own."""
    return reason.split()[0] if reason in KNOWN else ""


def worded(note: tuple) -> tuple:
    """A note (reason, server's id, value, …) with words in the places of its sentence, where it needs them."""
    words = WORDS.get(note[0])
    return (*note[:2], *words(*note[2:])) if words else note


# ---- Words for values --------------------------------------------------------------------------------------------

def span(first: int, last: int) -> str:
    """The entries from index `first` to index `last`."""
    return f"entry {first}" if first == last else f"entries {first} to {last}"


def payload(first: int, count: int) -> str:
    """What a request carries: so many entries from index `first` on."""
    return span(first, first + count - 1) if count else "a heartbeat"


def carried(commit: int, peers: int, requests: int, *full) -> str:
    """What a leader says to whom: (receiver, first index, number) for each of its requests that has entries."""
    threes = zip(full[::3], full[1::3], full[2::3], strict=True)
    said = [f"{payload(first, count)} to {receiver}" for receiver, first, count in threes]
    bare = requests - len(said)
    if bare:
        said.append(f"{'a heartbeat' if bare == 1 else 'heartbeats'} to {others(bare, peers - len(said))}")
    told = f"; committed up to index {commit}" if commit and said else ""
    return (", ".join(said) or "to nobody") + told


def others(count: int, left: int) -> str:
    """So many of the servers that are left."""
    if count < left:
        return f"{count} of the others"
    return "the other one" if count == 1 else "all others"


def owner(voted_for: str | None) -> str:
    """Whose a server's vote is."""
    return "free" if voted_for is None else f"{voted_for}'s already"


# By reason: from all values but the server's id, what stands in the other places of the sentence.
WORDS = {
    "A2": lambda role, own, term, sender, role_now, now: (
        role, own, term, sender,
        f", and is in term {now} now" if role == role_now == FOLLOWER else f", and is a {role_now} of term {now} now"),
    "P1": lambda role, term, vote, length: (
        role, term, vote or "nobody", f", with {counted(length, 'entry')} in its log" if length else ""),
    "F1": lambda role, leader: (role, leader or "nobody"),
    "RV2 granted": lambda candidate, term, vote, *logs: (
        candidate, term, owner(vote), compared(", and ", *logs)),
    "RV2 refused": lambda candidate, term, vote: (candidate, term, owner(vote)),
    "RV2 unlike": lambda candidate, term, vote, *logs: (candidate, term, owner(vote), compared(" and ", *logs)),
    "RV3": lambda candidate, term, *logs: (candidate, term, comparison(*logs)),
    "L6 known": lambda follower, known: (follower, f": it knew of {span(1, known)} already" if known else ""),
    "L7": lambda index, holders, count, size, term, own: (
        index, holders, count, size,
        f"its own term {own}" if term == own else f"term {term}, not of its own term {own}"),
    "L2": lambda *heartbeat: (carried(*heartbeat),),
    "AE2": lambda leader, index, term, count, own: (
        payload(index + 1, count), leader, index, "and names no term" if term is None else f"of term {term}",
        "none" if own is None else f"one of term {own}"),
    "AE3": lambda index, last, own, leader, term: (span(index, last), index, own, leader, term),
    "AE4": lambda first, last, leader: (span(first, last), leader),
    "AE4 nothing": lambda leader, first, count: (
        leader, payload(first, count) + (", which it has already" if count else "")),
} | SERVING_WORDS | BEYOND_WORDS | OWN_WORDS
