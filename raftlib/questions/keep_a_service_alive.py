"""The predictions and exercises of notebook 01, keep a service alive."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.groups_of_servers import IMPOSSIBLE, TwoGroups
from raftlib.exercises.kinds import Choice, Count, Requirement, Requirements, whole
from raftlib.questions.runs import keep_a_service_alive as runs

empty_spare = Choice(
    "A client tells S1: x=5. S1 does it, and answers: done. Then S1 fails, and the client asks the spare, S2, for x. "
    "What does S2 say?",
    {"a": "5", "b": "that there is no x", "c": "nothing: it does not answer"},
    FromRun(runs.spare_is_asked, lambda said: "b" if said is None else "a"),
    reason="S2 is up, so there is an answer. But nobody has ever told S2 of x.",
    hint="Which servers did the command reach?",
    wrong=[
        ("a", "Then somebody must have told S2. Who?"),
        ("c", "It is up, so it answers. But what does it know?"),
    ],
)

one_server = Choice(
    "Of 100 running servers two fail on a day, and a repair takes 12 hours. How long a year is such a server down, on "
    "average?",
    {"a": "about an hour", "b": "about 12 hours", "c": "about three and a half days", "d": "about a month"},
    FromRun(runs.one_life, runs.time_of_one),
    reason="It runs for 50 days on average and is then down for 12 hours. That happens seven times a year, and makes "
           "three and a half days in all.",
    hint="How often does it fail in a year? And how long does each time take?",
    wrong=[
        ("a", "That would be one failure in twelve years. How many days does a server run, if two of 100 fail on each "
              "day?"),
        ("b", "That would be one failure a year. How many days does a server run, if two of 100 fail on each day?"),
        ("d", "That would be some 60 failures a year, or days of repair for each. Two of 100 on a day: how often is "
              "that for one server?"),
    ],
)

two_servers = Choice(
    "Two such servers fail independently of each other. How long a year are both down at the same time, on average?",
    {"a": "half as long as one: nearly two days", "b": "about nine hours", "c": "about an hour", "d": "never"},
    FromRun(runs.two_lives, runs.time_of_both),
    reason="Each is down for 1 % of the time, and while it is, the other one is down for 1 % of that. A hundredth of "
           "three and a half days is 52 minutes.",
    hint="For which share of the time is one down? And of that share, for which share is the other one down as well?",
    wrong=[
        ("a", "Nothing is halved. While the first server is down, for what share of that time is the second one up?"),
        ("b", "That is a tenth of the time for which one is down. Is the other one down for a tenth of the time?"),
        ("d", "Rarely, but now and then a server fails while the other one is being repaired."),
    ],
)

which_rule = Choice(
    "Nine servers keep copies. With which of these rules is the service down for longer than one server alone?",
    {"a": "any one server that is up will do", "b": "a majority must be up", "c": "all must be up",
     "d": "with none of them: more servers are never worse"},
    FromRun(runs.by_rule, runs.worse_with_more),
    reason="If all are needed, each server more is one more that can stop the service. With nine of them it is down "
           "nearly nine times as long.",
    hint="For each rule: how many of nine may be down?",
    wrong=[
        ("a", "Then the service stops only while all nine are down at once, and that hardly ever happens."),
        ("b", "Then the service stops only while five or more of nine are down at once. That is much rarer than one of "
              "one."),
        ("d", "It depends on the rule. Under which of them may the fewest servers be down?"),
    ],
)

four_servers = Count(
    "A cluster of three goes on when one server is down. With how many down does a cluster of four go on, at the most? "
    "Answer with a number.",
    FromRun(lambda: [down for down in range(4) if runs.goes_on(4, down)], max),
    reason="More than half of four is three, so one may be down, as with three servers. With two down, two are left, "
           "and two are not more than half.",
    hint="How many servers are more than half of four?",
    most=4,
    wrong=[
        (2, "With two down, two are left of four. That is half, not more than half."),
        (3, "Then one would be left, and it would have to decide alone."),
        (0, "With one down, three are left of four: more than half."),
    ],
)

two_majorities = TwoGroups(
    'Name two majorities of five servers, S1 to S5, that share no server. ("S1 S2 S3 | S3 S4 S5" are two, but both '
    'have S3.) If you are sure that there are none, answer "impossible".',
    5, 3,
    right=IMPOSSIBLE,
    reason="However the first three are chosen, two servers are left, and the second group needs three: one of them "
           "must come from the first. 3 + 3 is more than 5.",
    hint="Choose the first three. Who is left for the second group?",
    wrong=[
        ("S1 S2 S3 | S3 S4 S5", "Both have S3 in them, so they are not apart."),
        ("S1 S2 S3 S4 | S2 S4 S5", "Both have S2 and S4 in them, so they are not apart."),
        ("S1 S2 S3 | S4 S5", "They share no server, but S4 S5 are only 2 of 5: 3 are needed."),
        ("S1 S2 | S3 S4", "They share no server, but S1 S2 are only 2 of 5: 3 are needed."),
        ("S1 S2 S3 S4 | S5", "They share no server, but S5 is only 1 of 5: 3 are needed."),
    ],
)

racks = Choice(
    "Five servers stand in racks. Each rack has its own power, which fails four times a year, for six hours. Which "
    "placement is without a majority for the shortest time?",
    {"a": "all five in one rack", "b": "three in one rack, two in another", "c": "two, two and one, in three racks",
     "d": "b and c alike: both can spare a rack"},
    FromRun(runs.five_lives_in_three_racks, runs.best_placement),
    reason="With two, two and one, any one rack may fail, and three servers are left at least. With two racks, one of "
           "them holds three, and without it there is no majority.",
    hint="For each placement: which rack can you take away so that three servers are left?",
    wrong=[
        ("a", "Then all five are down when the power of that rack fails, for a day a year."),
        ("b", "When the rack of three has no power, how many servers are left?"),
        ("d", "In b, which of the two racks can be spared? And which one will fail?"),
    ],
)

# ---- Exercises ----------------------------------------------------------------------------------------------

two_halves = TwoGroups(
    "With six servers, somebody says that half is enough: a write is done when three of six have it. Name two such "
    'groups that share no server, or answer "impossible".',
    6, 3,
    right="S1 S2 S3 | S4 S5 S6",
    reason="One half may take x=5 and the other x=6, and both say: done. Nobody is in both groups, so nobody can "
           "notice. Half is not enough.",
    hint="Share the six servers out.",
    wrong=[
        ("S1 S2 S3 | S3 S4 S5", "Both have S3 in them, so they are not apart."),
        (IMPOSSIBLE, "Share the six servers out."),
        ("S1 S2 S3 S4 | S5 S6", "They share no server, but S5 S6 are only 2 of 6: 3 are needed."),
    ],
)

upgrade = Count(
    "You upgrade your servers one after another, so that nearly always one of them is away. In that time the service "
    "must survive two failures more. How many servers do you need at the least? Answer with a number.",
    right=7,
    reason="One away and two failed make three, and a majority must be left: that is four of seven.",
    hint="How many may be down at the same time? Which number of servers survives that?",
    most=20,
    wrong=[
        (5, "Five survive two failures. While one is being upgraded, they survive one more, and not two."),
        (6, "One more for the upgrade? But with three away, three of six are left, and that is no majority."),
        (8, "That works, but it is not the least number. A majority of eight is five: which is the smallest cluster "
            "that can spare as many?"),
        (3, "Three survive one failure; here three servers may be away."),
        (4, "Three may be away at once. Then one of four is left, and that is no majority."),
    ],
)

A_PAIR = "Answer with two whole numbers from 1 to 5 in brackets, the servers that a read asks first, as in (1, 5)."
MISSED = ("A read can miss the newest write: r + w is not more than 5. Write to the first w servers, and read from the "
          "last r: they share none.")
ALL_TO_WRITE = ("Each read sees the newest write, but a write needs all five: with one server down nobody can write. "
                "Write to one server fewer, and then see how many a read must ask.")
DEAR = ("Each read asks a server that has the newest write, and writing survives a failure. But a read asks more "
        "servers than it must: how few will do, if writes reach as many as one failure allows?")

quorums = Requirements(
    "There are five servers. A write must reach w of them. A read asks r of them, and takes the newest copy that it "
    "finds. Reads are far more frequent than writes. Choose (r, w) so that each read sees the newest write, writing "
    "survives the failure of one server, and a read asks as few servers as possible.",
    lambda answer: whole(answer, count=2, least=1, most=5),
    A_PAIR,
    [
        Requirement(lambda answer: sum(answer) > 5, MISSED),
        Requirement(lambda answer: answer[1] < 5, ALL_TO_WRITE),
        Requirement(lambda answer: answer[0] == 2, DEAR),
    ],
    right=(2, 4),
    reason="2 + 4 is more than 5, so any two and any four share a server, which has the newest write. Reading survives "
           "three failures, and writing one. With majorities, (3, 3), both survive two: that is the price.",
    hint="Any r and any w servers must share one. How large must r + w be? And how large may w be with one server "
         "down?",
    wrong=[
        ((1, 4), MISSED),
        ((2, 3), MISSED),
        ((1, 5), ALL_TO_WRITE),
        ((3, 3), DEAR),
        ((3, 4), DEAR),
    ],
)

A_PLACEMENT = "Answer with three whole numbers in brackets, the servers in each room, as in (7, 0, 0)."
NOT_SEVEN = "These are not seven servers."
ROOM_OF_A_MAJORITY = ("One of your rooms holds four servers or more. If that room is lost, three of seven are left at "
                      "the most, and that is no majority.")

rooms = Requirements(
    "Put seven servers into three rooms, as in (7, 0, 0), so that the service survives the loss of any one room.",
    lambda answer: whole(answer, count=3, least=0),
    A_PLACEMENT,
    [
        Requirement(lambda answer: sum(answer) == 7, NOT_SEVEN),
        Requirement(lambda answer: max(answer) <= 3, ROOM_OF_A_MAJORITY),
    ],
    right=(3, 2, 2),
    reason="No room holds more than three, so that four of seven are left without it: a majority. With two rooms this "
           "can't be done, whatever the number of servers: one of the two always holds half of them or more.",
    hint="How many servers must be left? How many may a room hold then?",
    wrong=[
        ((3, 3, 3), NOT_SEVEN),
        ((4, 3, 0), ROOM_OF_A_MAJORITY),
        ((5, 1, 1), ROOM_OF_A_MAJORITY),
    ],
)

# ---- For those who want the mathematics ------------------------------------------------------------------------

mostly_down = Choice(
    "Bad servers: each is down for 60 % of the time. Which cluster is without a majority for the longest time?",
    {"a": "one server", "b": "three servers", "c": "nine servers", "d": "all alike: it depends on the server"},
    FromRun(runs.bad_servers, runs.worst_cluster),
    reason="The more servers there are, the surer it is that about 40 % of them are up. That is no majority.",
    hint="Of a hundred such servers, how many are up at a moment? Are they a majority?",
    wrong=[
        ("a", "One is up for 40 % of the time. For which share of the time are five or more of nine up?"),
        ("b", "Three are worse than one. Does it stop there?"),
        ("d", "They would be alike if a server were down for exactly 50 % of the time. Here it is down for more."),
    ],
)
