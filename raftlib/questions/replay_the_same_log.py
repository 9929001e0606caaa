"""The predictions and exercises of notebook 02, replay the same log."""
import re

from raftlib.analysis.replicas import replay
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Letters, Requirement, Requirements, whole
from raftlib.questions.runs import replay_the_same_log as runs
from raftlib.simulation.broadcast import broadcast
from raftlib.simulation.key_value import KeyValue
from raftlib.widgets.panels.replicas import COMMANDS

# ---- Predictions -----------------------------------------------------------------------------------------------

three_clients = Choice(
    "Three clients, three commands, three servers. With how many different numbers can the servers end, at the most?",
    {
        "a": "one: nothing was lost, so all end with x=4",
        "b": "two: x is set before the other two commands, or after them",
        "c": "three: each server with another number",
        "d": "six: three commands have six orders",
    },
    right=FromRun(lambda: broadcast(("x=5", "x+=1", "x-=2"), seed=1), runs.how_many_ends),
    reason="In the run S1 ends with 3, S2 with 5 and S3 with 4: each has x=5 at another place of its log.",
    hint="What comes before x=5 is overwritten by it. Which of the other two may come before it, and which after it?",
    wrong=[
        ("a", "That would need x=5 to come first everywhere. Nobody sees to that: each message takes its own time to "
              "each server."),
        ("b", "Those two are possible. But must both others come on the same side of x=5?"),
        ("d", "There are six orders, but only three servers, and each of them ends with one number."),
    ],
)

luck = Choice(
    "In how many of the 2000 do all three servers have the same order?",
    {"a": "about 1000", "b": "about 500", "c": "about 250", "d": "hardly any"},
    right=FromRun(runs.agreements, lambda found: runs.nearest({"a": 1000, "b": 500, "c": 250, "d": 0}, found)),
    reason="Whatever order S1 has, S2 has it too with probability 1/2, and so has S3: 1/4.",
    hint="Let S1 have some order. With which probability does S2 have the same one? And S3 as well?",
    wrong=[
        ("a", "That is how often one other server agrees with S1. Here both others must."),
        ("c", "1/8 is the probability that all three hear x=5 first. They may as well all hear x+=1 first."),
        ("d", "So it is with many commands at once; two have only two orders, and then luck helps now and then."),
    ],
)

swaps = Choice(
    "The log of the panel has six pairs of neighbours. For how many of them does S3 end with another state, if it gets "
    "the two in the other order?",
    {"a": "none", "b": "2", "c": "3", "d": "all 6"},
    right=FromRun(runs.swaps_that_show, lambda shown: runs.nearest({"a": 0, "b": 2, "c": 3, "d": 6}, shown)),
    reason="1 and 2 show on x, and 6 and 7 on y.",
    hint="Which neighbours change the same name? Does the order of the two matter, and what comes after them?",
    wrong=[
        ("a", "x=5 and x+=1 are neighbours: in the other order the 1 that was added is overwritten."),
        ("c", "1 and 2, 3 and 4, 6 and 7 are the neighbours with the same name. But what does command 6 do to all that "
              "happened to y before?"),
        ("d", "x+=1 and y=7 don't touch the same name: whichever comes first, both are done after the second."),
    ],
)

same_log = Choice(
    "Three servers carry out the same log in the same order: x=now(), y=random(), x+=1. What is the same on all "
    "three at the end?",
    {
        "a": "x and y: it is the same log",
        "b": "x: their clocks are set right; y is not",
        "c": "y: their random numbers are drawn in the same way; x is not",
        "d": "neither",
    },
    right=FromRun(runs.peeking_ends, runs.what_is_the_same),
    reason="Each server asked its own clock, at its own moment, and drew its own number.",
    hint="When the third server carries out x=now(), is it still the moment at which the first one did?",
    wrong=[
        ("a", "The same log gives the same state if a command means the same everywhere. What does now() mean?"),
        ("b", "No two clocks are equal to the millisecond for long, and if they were: the servers carry out the "
              "command at different moments."),
        ("c", "In the same way, but not the same numbers: each server draws for itself. (With a common seed they would "
              "agree, for as long as nobody restarts and nobody draws once more.)"),
    ],
)

leaders_order = Choice(
    "In which of the 100 clusters is x+=1 the first command in the log?",
    {
        "a": "in none: x=5 was sent first",
        "b": "in those that S2 leads",
        "c": "in those that S1 does not lead",
        "d": "on some servers of nearly every cluster: each server has an order of its own",
    },
    right=FromRun(runs.hundred_clusters, runs.who_comes_first),
    reason="One leader, one order. S2's own client reaches S2 at once. Under S1 the other client does, and under S3, "
           "S4 and S5 both come at the same moment.",
    hint="Which client reaches the leader at its first try if S1 leads? If S2 does? And if another one does?",
    wrong=[
        ("a", "Both clients send at the same moment, and each to a server that need not be the leader. Whoever "
              "happens to ask the leader itself comes first."),
        ("c", "If S3, S4 or S5 leads, both clients are told so, and both wait 50 ms. Who comes first then?"),
        ("d", "Only the leader writes down what clients send, and the others copy its log. So in one cluster there is "
              "one order."),
    ],
)

comes_back = Choice(
    "What must the leader send to S2, so that its machine holds what all others hold?",
    {
        "a": "the state: x and y as they are now",
        "b": "the whole log, all five commands",
        "c": "the three commands that S2 lacks",
        "d": "nothing can be done: what S2 held is lost",
    },
    right=FromRun(runs.after_the_return, runs.what_was_sent),
    reason="Two commands were on S2's disk. The leader sent it the other three, and S2 replayed all five.",
    hint="What of S2 outlived the crash? And what is it worth, if the same log always gives the same state?",
    wrong=[
        ("a", "It could, and for very long logs there is such a message. But it need not: the log says it all."),
        ("b", "The first two are on S2's disk still."),
        ("d", "The state is lost, the log is not: it is on disk, and the state follows from it."),
    ],
)

# ---- Exercises -------------------------------------------------------------------------------------------------


def as_logs(answer) -> tuple | None:
    """A pair of logs, the commands without blanks; None for anything else than two lists of the machine's commands."""
    if not isinstance(answer, tuple | list) or not all(isinstance(log, tuple | list) and log for log in answer):
        return None
    logs = tuple([re.sub(r"\s", "", KeyValue.check(command)) for command in log] for log in answer)
    return logs if len(logs) == 2 else None


TWO_LOGS = ('Answer with two logs, each a list of commands in quotes, as in (["x=1", "y=2"], ["y=2", "x=1"]). The '
            "machine knows three kinds of commands: x=5, x+=1 and x-=2, with any name and any whole number.")
NOT_THE_SAME = ("Your two logs don't hold the same commands, each equally often. A command that is lost or doubled "
                "makes replicas differ, too; but here only the order may.")
SAME_ORDER = "The same commands in the same order: that always gives the same state. Change the order."
NO_DIFFERENCE = ("Both machines end with the same state: the commands that you moved don't disturb each other. They "
                 "must be about the same name, one of them must set it with =, and nothing may overwrite it "
                 "afterwards.")

diverge = Requirements(
    "Give two logs with the same commands, after which two replicas differ: a pair of lists.",
    as_logs,
    TWO_LOGS,
    [
        Requirement(lambda logs: sorted(logs[0]) == sorted(logs[1]), NOT_THE_SAME),
        Requirement(lambda logs: logs[0] != logs[1], SAME_ORDER),
        Requirement(lambda logs: replay(logs[0])[-1] != replay(logs[1])[-1], NO_DIFFERENCE),
    ],
    right=(["x=5", "x+=1"], ["x+=1", "x=5"]),
    reason="Two machines carried out your logs, and ended in different states. Nothing was lost, nothing doubled, and "
           "no machine did anything wrong.",
    hint="Two commands are enough. Which two of them give different results in the two orders?",
    wrong=[
        ((["x=5", "x+=1"], ["x=5"]), NOT_THE_SAME),
        ((["x=5", "x+=1"], ["x=5", "x+=2"]), NOT_THE_SAME),
        ((["x=5", "x+=1"], ["x=5", "x+=1"]), SAME_ORDER),
        ((["x+=5", "x-=1"], ["x-=1", "x+=5"]), NO_DIFFERENCE),
        ((["x=5", "y=1"], ["y=1", "x=5"]), NO_DIFFERENCE),
        ((["x=5", "x+=1", "x=0"], ["x+=1", "x=5", "x=0"]), NO_DIFFERENCE),
    ],
)

commuting_pairs = {
    "a": "x=5 and y=7",
    "b": "x+=1 and x-=2",
    "c": "x=5 and x+=1",
    "d": "x=5 and x=6",
    "e": "x=5 and x=5",
}

commuting = Letters(
    "Two commands come right after each other. Which of these pairs may change places without any difference after the "
    "second one, whatever was before? Answer with letters, as in \"ad\".",
    commuting_pairs,
    right="abe",
    reason="They commute: different names don't meet, sums don't mind their order, and two equal commands can't be "
           "told apart. Order matters only where something is set, and changed or set to something else as well.",
    hint="Carry out each pair in both orders, on paper or with replay([...])[-1].",
    wrong=[
        ("ab", "These may, but they are not all. Carry out each of the others in both orders: does the end differ?"),
        ("ae", "These may, but they are not all. Carry out each of the others in both orders: start from 10."),
        ("a", "There are more. Try the pairs of one name in both orders, too."),
        ("abce", "Not all of these may. Carry out those of one name in both orders: what is added may be overwritten."),
        ("abde", "Not all of these may. Carry out those of one name in both orders: what is set may be overwritten."),
        ("abcde", "Some may not. Carry out those of one name in both orders: what is added or set may be overwritten."),
    ],
)

safe_to_replicate = Letters(
    "Which of these commands may go into the log just as they are, so that all replicas stay alike? Answer with "
    "letters, as in \"ad\".",
    {
        "a": "set x to 5",
        "b": "add 1 to x",
        "c": "set x to the time of day",
        "d": "set x to 1723, the time of day that the leader has read",
        "e": "set x to the number of bytes that are free on the disk",
        "f": "if x is above 3, set y to x",
    },
    right="abdf",
    reason="What they do follows from the command and the machine's state alone, and both are the same on all "
           "replicas. c and e ask the world outside, which is another one at each server.",
    hint="For each command ask: what must a server know to carry it out? Do all replicas know the same?",
    wrong=[
        ("ab", "These may, but they are not all. Does each of the others ask the world outside at the moment when it "
               "is carried out?"),
        ("abd", "These may, but they are not all. What a command reads may also be part of the machine's state: is "
                "that the same on all replicas at one place of the log?"),
        ("abf", "These may, but they are not all. What counts is what stands in the log, not where it came from."),
        ("ad", "These may, but they are not all. What a command reads may be part of the machine's state: is that the "
               "same on all replicas at one place of the log?"),
        ("abcdf", "Not all of these. Each replica carries a command out at its own moment: what may differ then?"),
        ("abdef", "Not all of these. Each replica carries a command out on its own machine: what may differ there?"),
        ("abcdef", "Not all of these. For each ask: does it read anything that is not in the machine's state?"),
    ],
)

PANELS = len(COMMANDS)
TWO_INDEXES = f"Answer with two indexes from 1 to {PANELS}, the lost command's first, as in (3, 4)."
TAKES_ITS_PLACE = ("If the command that is lost comes a second time, that copy takes its place, and the log is whole. "
                   "Choose two different commands.")
SHOWS = ("With this pair S3 ends with another state than the others: set the panel's sliders to this pair, and read "
         "the sentence above the picture.")
LOSS_IS_HIDDEN = "This loss alone does not show at the end: a later command sets the name anew. Choose one that does."
COPY_IS_HIDDEN = ("This copy alone does not show at the end. Choose one that does: which commands do more when done "
                  "twice?")


hidden_faults = Requirements(
    "In the panel's log, choose one command that S3 loses and another one that it gets twice, so that either fault "
    "alone shows at the end, but both together don't: a pair (lost, doubled).",
    lambda answer: whole(answer, count=2, least=1, most=PANELS),
    TWO_INDEXES,
    [
        Requirement(lambda pair: pair[0] != pair[1], TAKES_ITS_PLACE),
        Requirement(lambda pair: runs.end_with(lost=pair[0]) != runs.end_with(), LOSS_IS_HIDDEN),
        Requirement(lambda pair: runs.end_with(doubled=pair[1]) != runs.end_with(), COPY_IS_HIDDEN),
        Requirement(lambda pair: runs.end_with(lost=pair[0], doubled=pair[1]) == runs.end_with(), SHOWS),
    ],
    right=(2, 5),
    reason="One x+=1 is missing and another one is there twice. The states agree at the end, and the logs don't: who "
           "compares states alone, once in a while, sees nothing. Raft makes the logs equal.",
    hint="Which two commands of the log do the same?",
    wrong=[
        ((2, 2), TAKES_ITS_PLACE),
        ((3, 5), LOSS_IS_HIDDEN),
        ((2, 1), COPY_IS_HIDDEN),
        ((2, 7), SHOWS),
    ],
)

retry = Choice(
    "A client sends x=5, and the command is carried out; but the answer is lost on its way. Meanwhile another client "
    "sends x+=1, and is answered x=6. May the first client, which has heard nothing, send x=5 again?",
    {
        "a": "yes: doing x=5 twice is the same as doing it once",
        "b": "yes: all replicas carry it out twice, and so they stay alike; that is all that counts",
        "c": "not without harm: the replicas stay alike, but the other client's 1 is gone from all of them",
        "d": "no: the replicas would differ",
    },
    right="c",
    reason="The log is x=5, x+=1, x=5, on all servers: x is 5, though the second client was told 6. Consensus gives "
           "one order; that each command is in it once is another task (notebook 08, Serve clients).",
    hint="Write down the log as it is after the retry, and replay it.",
    wrong=[
        ("a", "Right after itself, yes. But here another command has come in between: replay x=5, x+=1, x=5."),
        ("b", "They stay alike, in a state in which an answered command has been undone. Is it what the second client "
              "was told?"),
        ("d", "The second x=5 goes through the log like any other command: one order for all, and all replicas end "
              "alike."),
    ],
)
