"""The exercises of notebook 04, split the vote."""
from functools import lru_cache
from math import isfinite

from raftlib.analysis.elections import Elections, hold_elections
from raftlib.analysis.failover import Failover
from raftlib.exercises.kinds import Choice, Number, Requirement, Requirements, close, is_number

more_failures = Choice(
    "Seven servers, three of them down, and a latency that is a tenth of the range's width: how many first terms are "
    "split?",
    {
        "a": "hardly any: with so many down there are few who could stand beside the first",
        "b": "about 5 %, as with five servers of which one is down: the ratio of latency to range is the same",
        "c": "about 34 %: the first candidate needs the votes of all that are up, and any second candidate keeps one "
             "back",
        "d": "all of them: four of seven can never agree",
    },
    right="c",
    reason="Four are up, and four are the majority of seven. So the first candidate wins only if no other timer runs "
           "out within a latency of its own: 0.9⁴ = 0.66, and the rest, 34 %, is split.",
    hint="How many votes are needed, how many servers are there to give them, and how many may be kept back?",
    wrong=[
        ("a", "Fewer stand, but each of them matters more: the majority is one of all seven, and with three down not a "
              "single vote may be missing."),
        ("b", "The ratio is the same, not the votes to spare: there four are up and three are needed, here four are up "
              "and four are needed."),
        ("d", "They agree whenever one timer runs out clearly before the others: all three others then vote for it."),
    ],
)

widths = Number(
    "Messages take 2 ms each, and four of five servers are up. How many milliseconds wide must the range of election "
    "timeouts be at least, so that no more than 1 % of first terms are split? Answer with a number.",
    right=48,
    reason="By the formula P = 1 % at l = 0.042, and 2 ms ÷ 0.042 is 48 ms.",
    hint="Try some ratios l in split_probability(l, servers=5, up=4) until it gives 0.01. Which width has a latency of "
         "2 ms as this share of it?",
    wrong=[
        (200, "That would be so if the share of splits were the ratio l itself: 2 ms ÷ 0.01. But here two others must "
              "stand within a latency, and that is rarer: P is about 6 l²."),
        (18, "That is the width with all five servers up. One of them is down."),
        (0.042, "This is the ratio l at which P is 1 %. The question asks for the width in milliseconds."),
    ],
    same=close(0.02),
)

# ---- Choose a range for a wide-area network ------------------------------------------------------------------

SHORTEST = 250  # ms
SPLITS, SLOW = 0.05, 1000  # a share, and ms at the 99 % quantile
TRIALS, LIMIT, CANDIDACIES = 20_000, 20_000, 200_000


@lru_cache
def tried(election_timeout: tuple[float, float]) -> Elections:
    """The elections of the exercise's network with this range."""
    failover = Failover.on_network((30, 40), servers=5, down=1, election_timeout=election_timeout)
    return hold_elections(failover, TRIALS, limit=LIMIT, candidacies=CANDIDACIES)


def is_range(answer) -> bool:
    """Whether an answer is a pair of numbers, the lower one first."""
    return (isinstance(answer, tuple | list) and len(answer) == 2
            and all(is_number(end) and isfinite(end) for end in answer) and answer[0] <= answer[1])


NO_RANGE = "Answer with two numbers in brackets, the shorter timeout first, as in (250, 300)."
TOO_SHORT = ("Your shortest timeout is below 250 ms. When one heartbeat is lost the silence lasts 200 ms, and up to "
             "10 ms more if the next one is slower: with something to spare, that is 250.")
TOO_NARROW = ("More than 5 % of your first terms are split: the range is too narrow for messages of 30–40 ms. The "
              "formula would ask for some 10 latencies, and unequal delays ask for more. Widen it step by step.")
TOO_LONG = ("Splits are rare enough, but too many of your elections take a second or more: every timeout that is "
            "longer than need be is time without a leader. Which end of your range can come down?")

wide_area_range = Requirements(
    "Choose the range of election timeouts, as in (250, 300): no timeout below 250 ms, no more than 5 % of first terms "
    "split, and 99 % of all elections over within a second.",
    [
        Requirement(is_range, NO_RANGE),
        Requirement(lambda answer: answer[0] >= SHORTEST, TOO_SHORT),
        Requirement(lambda answer: tried(tuple(answer)).more_than_one_term <= SPLITS, TOO_NARROW),
        Requirement(lambda answer: tried(tuple(answer)).quantile(0.99) < SLOW, TOO_LONG),
    ],
    right=(250, 800),
    reason="Splits are rare, and 99 of 100 elections are over within a second. The shortest timeout is as short as it "
           "may be, and splits fall to 5 % when the range is some 13 latencies wide, 250–700. Without that limit the "
           "least time would be lost at about 250–550, where 9 % are split; much wider, and all wait.",
    hint="Leave the shortest timeout at 250 ms, and try some widths: first one that keeps splits rare, then look what "
         "a wider one costs.",
    wrong=[
        ("250 to 800", NO_RANGE),
        ((150, 300), TOO_SHORT),
        ((250, 300), TOO_NARROW),
        ((250, 250), TOO_NARROW),
        ((250, 2000), TOO_LONG),
        ((500, 1000), TOO_LONG),
    ],
)

other_continents = Choice(
    "Five servers move from one data centre to five continents. Messages take 50 times as long, and all else is as "
    "before. What must change, so that Raft works as well as it did, only slower?",
    {
        "a": "nothing: Raft does not depend on time",
        "b": "the timeouts: the election timeouts, and with them the heartbeat, must be longer",
        "c": "the votes: with slow links a majority of those that answer must be enough",
        "d": "the number of servers: three instead of five, to need fewer messages",
    },
    right="b",
    reason="Its safety does not depend on time, its availability does: the range must be wide and the timeouts long in "
           "relation to a message. (This is a question of the Raft user study; its answer is: longer election "
           "timeouts. The heartbeat can follow.)",
    hint="Which of the quantities of this notebook were given in milliseconds?",
    wrong=[
        ("a", "Nothing false would be decided. But with timeouts of 150–300 ms and messages of 100 ms nine of ten "
              "first terms would be split, and half of the elections would take about a second: try it in the panel."),
        ("c", "Two such majorities need not share a server, and then two leaders can be elected in one term. No "
              "latency is a reason for that."),
        ("d", "Three servers survive one failure, five survive two; and a split vote does not hang on the number of "
              "messages, since they all travel at once."),
    ],
)
