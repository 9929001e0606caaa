"""The predictions and exercises of notebook 04, split the vote."""
from raftlib.analysis.late import Late
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Count, Number, Requirement, Requirements, numbers
from raftlib.questions.misconceptions import BAD_TIMING, LIVE_MAJORITY

runs = Late("raftlib.questions.runs.split_the_vote")

# ---- Two candidates, and how often -----------------------------------------------------------------------------

votes_missing = Count(
    "How many votes will each candidate be short of a majority?",
    FromRun(runs.four_servers, runs.missing_votes),
    reason="Each has two, and a majority of four is three.",
    hint="How many votes does each get, its own among them? And how many are more than half of four?",
    most=3,
    wrong=[
        (0, "Two votes each, yes. But two of four are half, and a majority is more than half. If half were enough, "
            "both would lead the same term."),
        (2, "Each candidate has two votes: its own, which comes first, and that of the server that it reached first."),
    ],
)

one_of_five_down = Choice(
    "In how many of 300 such elections will the first term be split?",
    {"a": "fewer than 10", "b": "10 to 60", "c": "60 to 180", "d": "more than 180"},
    FromRun(runs.terms_needed, runs.splits_among_300),
    reason="It takes two more candidates within 20 ms of the first one, and that is not so rare among four timers in "
           "150 ms.",
    hint="How many votes are there, and how many are needed? How many more candidates does it take, within 20 ms of "
         "the first?",
    wrong=[
        ("a", "Four timers in 150 ms lie 30 ms apart on average, and often much closer. That two others run out within "
              "20 ms of the first one is not so rare."),
        ("c", "So often a second candidate comes within 20 ms of the first. But then three of the four votes can still "
              "be had: it takes a third candidate."),
        ("d", "Then nearly all timers would have to run out within 20 ms of each other. They are spread over 150."),
    ],
)

two_of_five_down = Choice(
    "Compared with one server down, the first term will be split …",
    {
        "a": "more than twice as often",
        "b": "somewhat more often",
        "c": "as often: latency and range are the same",
        "d": "less often: there are fewer possible candidates",
    },
    FromRun(runs.with_one_and_two_down, runs.change_of_splits),
    reason="Of the three that are left every single one must vote for the first candidate.",
    hint="How many votes does the first candidate need, and how many servers are left to give them?",
    wrong=[
        ("b", "It is one vote less to spare, but it was the last one. With four up a split takes two more candidates; "
              "with three up it takes one more, and that happens far more often."),
        ("c", "Latency and range say how likely it is that a second candidate comes in time. How many candidates it "
              "takes to split the vote is another matter, and that changes."),
        ("d", LIVE_MAJORITY.hint("There are fewer candidates, but fewer voters, too. And the majority stays three of "
                                 "five: it is one of the full cluster.")),
    ],
)

# ---- Too narrow, too wide, and whether that does harm ----------------------------------------------------------

slowest_hundredth = Choice(
    "Timeouts from 150 ms on, a latency of 10 ms, four of five servers up: with which range are 99 % of the elections "
    "over soonest?",
    {"a": "150–160 ms", "b": "150–200 ms", "c": "150–400 ms", "d": "150–900 ms"},
    FromRun(runs.four_ranges, runs.soonest_for_the_slowest),
    reason="Hardly any vote is split there, and no timer is longer than 400 ms.",
    hint="The slowest elections had bad luck. What is bad luck in a narrow range, and what is it in a wide one?",
    wrong=[
        ("a", "No timer is longer than 160 ms there. But the range is as wide as one latency: nearly every vote is "
              "split, and each split costs another timeout."),
        ("b", "For half of the elections this is the best of the four. But nearly a fifth of them are split, and the "
              "slowest hundredth are among these."),
        ("d", "Splits are rarest there. But the timers are drawn from a range of 750 ms, and sometimes even the first "
              "one to run out is late."),
    ],
)

two_leaders = Choice(
    "In how many of forty such runs will some term have two leaders?",
    {
        "a": "in a few: with so many split votes it must happen now and then",
        "b": "in none of them: whatever the clocks do, it is ruled out",
        "c": "in most of them: messages are far slower than the timers differ",
    },
    FromRun(runs.forty_runs, runs.with_two_leaders),
    reason="Two majorities share a server, and it has one vote a term.",
    hint="Recall what a leader needs, and how often a server votes in a term. Where does a clock come in?",
    wrong=[
        ("a", BAD_TIMING.hint("A split vote is the opposite of two leaders: nobody has a majority. For two there would "
                              "have to be two majorities, and a server in both that votes twice in one term.")),
        ("c", BAD_TIMING.hint("That makes many candidates of one term. To lead, each would need three votes of five, "
                              "and there are only five in a term.")),
    ],
)

# ---- Exercises -------------------------------------------------------------------------------------------------

more_failures = Choice(
    "Seven servers, three of them down, and a latency that is a tenth of the range's width: how many first terms are "
    "split?",
    {
        "a": "hardly any: with so many down there are few who could be candidates beside the first",
        "b": "about 5 %, as with five servers of which one is down: the ratio of latency to range is the same",
        "c": "about 34 %: the first candidate needs the votes of all that are up, and any second candidate keeps one "
             "back",
        "d": "all of them: four of seven can never agree",
    },
    right="c",
    reason="Four are up, and four are the majority of seven. So the first candidate wins only if no other timer runs "
           "out within a latency of its own. With four timers that is 0.9⁴ = 0.66 (why the fourth power: Further, A), "
           "and the rest, 34 %, is split.",
    hint="How many votes are needed, how many servers are there to give them, and how many may be kept back?",
    wrong=[
        ("a", "There are fewer candidates, but each vote matters more: the majority is one of all seven, and with "
              "three down not a single vote may be missing."),
        ("b", "The ratio is the same, not the votes to spare: there four are up and three are needed, here four are up "
              "and four are needed."),
        ("d", "They agree whenever one timer runs out clearly before the others: all three others then vote for it."),
    ],
)

# ---- Choose a range for a wide-area network ------------------------------------------------------------------

SHORTEST = 250  # ms
SPLITS, SLOW = 0.05, 1000  # a share, and ms at the 99 % quantile


def as_range(answer) -> tuple | None:
    """A pair of numbers, the lower one first; None for anything else."""
    pair = numbers(answer, 2)
    return pair if pair and pair[0] <= pair[1] else None


A_RANGE = "Answer with two numbers in brackets, the shorter timeout first, as in (250, 300)."
TOO_SHORT = ("Your shortest timeout is below 250 ms. When one heartbeat is lost the silence lasts 200 ms, and up to "
             "10 ms more if the next one is slower: with something to spare, that is 250.")
TOO_NARROW = ("More than 5 % of your first terms are split: the range is too narrow for messages of 30–40 ms. The "
              "formula would ask for some 10 latencies, and unequal delays ask for more. Widen it step by step.")
TOO_LONG = ("Splits are rare enough, but too many of your elections take a second or more: every timeout that is "
            "longer than need be is time without a leader. Which end of your range can come down?")

wide_area_range = Requirements(
    "Choose the range of election timeouts, as in (250, 300): no timeout below 250 ms, no more than 5 % of first terms "
    "split, and 99 % of all elections over within a second.",
    as_range,
    A_RANGE,
    [
        Requirement(lambda answer: answer[0] >= SHORTEST, TOO_SHORT),
        Requirement(lambda answer: runs.tried(answer).more_than_one_term <= SPLITS, TOO_NARROW),
        Requirement(lambda answer: runs.tried(answer).quantile(0.99) < SLOW, TOO_LONG),
    ],
    right=(250, 800),
    reason="Splits are rare, and 99 of 100 elections are over within a second. From a shortest timeout of 250 ms "
           "splits fall to 5 % at 250–700, some 13 latencies wide. Without that limit the least time would be lost at "
           "about 250–550, where 9 % are split; much wider, and all wait.",
    hint="Leave the shortest timeout at 250 ms, and try some widths: first one that keeps splits rare, then look what "
         "a wider one costs.",
    wrong=[
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
        "c": "the votes: with slow links a majority of those that reply must be enough",
        "d": "the number of servers: three instead of five, to need fewer messages",
    },
    right="b",
    reason="Its safety does not depend on time, its availability does: the range must be wide and the timeouts long in "
           "relation to a message. (This is a question of the Raft user study; its answer is: longer election "
           "timeouts. The heartbeat can follow.)",
    hint="Which of the quantities of this notebook were given in milliseconds?",
    wrong=[
        ("a", "Nothing false would be decided. But with timeouts of 150–300 ms and messages of 100 ms hardly any first "
              "term would have a leader that stays, and half of the elections would take more than two seconds: try "
              "it in the panel."),
        ("c", LIVE_MAJORITY.hint("Two such majorities need not share a server, and then two leaders can be elected in "
                                 "one term. No latency is a reason for that.")),
        ("d", "Three servers survive one failure, five survive two; and a split vote does not hang on the number of "
              "messages, since they all travel at once."),
    ],
)

# ---- Further: a formula ----------------------------------------------------------------------------------------

straight_line = Choice(
    "Which of the three curves rises like a straight line from the start?",
    {"a": "none down", "b": "one down", "c": "two down"},
    FromRun(runs.three_curves, runs.straightest),
    reason="With two down one more candidate is enough, and the chance of one grows in proportion to l.",
    hint="How many more candidates, c − 1, does a split take in each case? The chance of that many grows like l to "
         "this power.",
    wrong=[
        ("a", "With all five up it takes three more candidates within one latency. While l is small that is "
              "the rarest of all: twice the l makes it eight times as likely, so the curve begins flat."),
        ("b", "With four up it takes two more within one latency, and twice the l makes that four times as likely: "
              "the curve begins flat, and bends upwards."),
    ],
)

terms_on_average = Choice(
    "Nine servers, four of them down, and l = 0.4: how many terms will an election need on average?",
    {
        "a": "about 13, as by 1/(1 − P): each term is like the first",
        "b": "fewer than 10: later terms are split less often",
        "c": "more than 16: timers that ran out together will do so again",
    },
    FromRun(runs.nine_servers, runs.terms_against_formula),
    reason="The second term's timers are not like the first one's.",
    hint="In the first term all timers start together. Do they in the second one?",
    wrong=[
        ("a", "That holds if all timers are set at the same moment in each term. But they are set "
              "when a server becomes a candidate or votes, and those are different moments."),
        ("c", "Each draws a new timeout, whatever it drew before. And the new timers no longer start together."),
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
        (50, "Close: at 50 ms P is 0.9 %. The question is for the least width, with P just 1 %: try l between 0.041 "
             "and 0.043."),
        (47, "Close, but at 47 ms P is a little above 1 %."),
        (200, "That would be so if the share of splits were the ratio l itself: 2 ms ÷ 0.01. But here it takes two "
              "more candidates within a latency, and that is rarer: P is about 6 l²."),
        (19, "That is the width with all five servers up. One of them is down."),
        (0.042, "This is the ratio l at which P is 1 %. The question asks for the width in milliseconds."),
    ],
    within=0.02,
)

# ---- Further: two measurements ---------------------------------------------------------------------------------

one_millisecond = Choice(
    "With a range of 150–151 ms, half of the elections will be over within …",
    {"a": "some 40 seconds", "b": "some 10 seconds", "c": "a second or two", "d": "a fifth of a second"},
    FromRun(runs.within_a_millisecond, runs.half_within),
    reason="Most rounds fail, but each one is a new draw and costs only 150 ms.",
    hint="How long does a failed round take? And how many will fail before one server happens to be first?",
    wrong=[
        ("a", "That is the time without any randomness. Now each round draws anew, six rounds go into a second, and "
              "in one of them a server is first by enough."),
        ("b", "Ten seconds are more than sixty rounds. The chance that one server is first by enough is small in each, "
              "but not as small as that: messages take different times, and so have different luck."),
        ("d", "A fifth of a second is a single round. But a message takes several ms, and within one ms all four are "
              "candidates: most first rounds fail."),
    ],
)

equal_delays = Choice(
    "If all messages of a kind take equally long, half of the elections at 150–155 ms will be over …",
    {
        "a": "later: unequal delays helped to decide who is first",
        "b": "sooner: no request can overtake another one",
        "c": "at about the same time: the delays' average is the same",
    },
    FromRun(runs.unequal_and_equal_delays, runs.change_of_half),
    reason="Where the timers hardly differ, the delays are the randomness.",
    hint="Within 5 ms all timers run out nearly together. What else can put one server ahead of the others?",
    wrong=[
        ("b", "This is what happens at 150–200 ms, where the timers decide. In 5 ms they hardly do: the requests of "
              "several servers meet, and with equal delays none gets ahead."),
        ("c", "The average says how long a round takes. How often a round fails depends on the differences."),
    ],
)

across_a_continent = Choice(
    "How will the curve for two down differ from the one for none down?",
    {
        "a": "hardly at all: the range is wide enough for both",
        "b": "most at the bottom, and at the top they meet",
        "c": "by the same share everywhere",
        "d": "little at the bottom, and most at the top",
    },
    FromRun(runs.far_apart, runs.change_of_curve),
    reason="All wait a little longer, and those whose vote is split wait far longer.",
    hint="Who pays for splits: those who are lucky with their first term, or those who are not?",
    wrong=[
        ("a", "The range is nearly nine latencies wide. That is enough for five servers, but with two down a single "
              "other candidate splits the vote: nearly every third election."),
        ("b", "With fewer timers the first one runs out later, for all elections alike. But splits are more frequent, "
              "too, and those who need a second term are at the top."),
        ("c", "That would be so if the first timer were all that counts. A split costs a whole election timeout "
              "besides, and it strikes some elections only: the slowest."),
    ],
)
