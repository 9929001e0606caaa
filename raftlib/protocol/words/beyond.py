"""The sentences of rules that go beyond Figure 2, by the dissertation's sections: like those of `sentences`, and true
of any server, too.

§3.10 hand-over, §4.2.3 votes while a leader is heard, §6.2 a leader that checks whether it is heard, §9.6 pre-vote.
"""
from raftlib.protocol.words.logs import compared, comparison
from raftlib.protocol.words.serving import ticks

BEYOND = {
    "§3.10 begins": "{} is to hand over to {}, and takes no commands until it has",
    "§3.10 hands over": "{} tells {} to stand at once: as far as it knows, that one has {}",
    "§3.10 waits": "{} does not take {!r}, for it hands over to {}",
    "§3.10 gives up": "{} has waited for an election timeout by its own clock, and hands over to {} no more",
    "§3.10 stands": "{} is told by {} to stand at once, and becomes a candidate in term {}",
    "§3.10 late": "{} is told by {}, as the leader of term {}, to stand, and does not: it is a {} of term {}",
    "§4.2.3 leads": "{} refuses its vote to {} in term {} and stays in term {}, which it leads",
    "§6.2 alone": "{} leads term {} no more: in {} of its own clock it has heard from {} of {} servers, "
                  "itself included, and needs {}",
    "§9.6 asks": "{} (a {}) asks the others whether they would vote for it in term {}, since its timer has run out",
    "§9.6 would": "{} says that it would vote for {} in term {}{}",
    "§9.6 begun": "{} says that it would not vote for {} in term {}: term {} has begun",
    "§9.6 leads": "{} says that it would not vote for {} in term {}: it leads term {}",
    "§9.6 leader": "{} says that it would not vote for {} in term {}: by its own clock it counts on the leader it "
                   "heard for {} more",
    "§9.6 log": "{} says that it would not vote for {} in term {}: {}",
    "§9.6 unlike": "{} says that it would not vote for {} in term {}, although that term has not begun, it counts on "
                   "no leader{}",
    "§9.6 refused": "{} hears from {} that it would not vote for it in term {}, and counts {} of the {} it needs",
    "§9.6 counted": "{} hears from {} that it would vote for it, and counts {} of the {} it needs to stand in term {}",
    "§9.6 stands": "{} hears from {} that it would vote for it, counts {} of the {} it needs, "
                   "and becomes a candidate in term {}",
    "§9.6 late": "{} ignores the answer of {} about term {}: {}",
}

# By reason, as in `sentences`: from all values but the id, what stands in the other places of the sentence.
BEYOND_WORDS = {
    "§3.10 hands over": lambda to, length: (
        to, f"its own log, up to index {length}" if length else "its own log, which is empty"),
    "§6.2 alone": lambda term, count, *numbers: (term, ticks(count), *numbers),
    "§9.6 would": lambda candidate, term, *logs: (candidate, term, compared(", and ", *logs)),
    "§9.6 leader": lambda candidate, term, count: (candidate, term, ticks(count)),
    "§9.6 log": lambda candidate, term, *logs: (candidate, term, comparison(*logs)),
    "§9.6 unlike": lambda candidate, term, *logs: (candidate, term, compared(", and ", *logs)),
    "§9.6 late": lambda sender, term, now: (
        sender, term, f"it asks about term {now} now" if now else "it does not ask now"),
}
