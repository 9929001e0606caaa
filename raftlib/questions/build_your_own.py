"""The predictions, steps and challenges of notebook 10, build your own."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Count
from raftlib.exercises.whole_server import FOUND, NOT_ELECTED, NOT_LIVE, NOT_REACHED, UNSAFE, WholeServer
from raftlib.questions.rules.build_your_own import beyond, commits, leaders, logs, votes
from raftlib.questions.runs import build_your_own as runs
from raftlib.questions.servers.build_your_own import whole
from raftlib.questions.trials.build_your_own import ALONE, ASKED, differs

# ---- Elect a leader ------------------------------------------------------------------------------------------

still_leading = Choice(
    "S1 leads term 1. S2 stands for term 2, and S1 and S3 hear it. S1 takes the new term over, but goes on leading. "
    "Who leads term 2?",
    {
        "a": "S1 alone: it was there before",
        "b": "S1 and S2",
        "c": "S2 alone: it was elected",
        "d": "nobody: S1 does not vote, and S2 lacks a majority",
    },
    FromRun(runs.leads_on, runs.who_leads_term_2),
    reason="S3's vote and its own are two of three, so S2 is elected. And S1, which nobody has elected in term 2, says "
           "in term 2 that it leads.",
    hint="Count S2's votes without S1's. And which term do S1's heartbeats name from then on?",
    wrong=[
        ("a", "S2 needs two votes of three. Whose are they, if S1 gives it none?"),
        ("c", "It is the one that was elected. But what do S1's heartbeats say, now that it is in term 2?"),
        ("d", "S1's vote is not needed: S2 has its own, and who else has heard it?"),
    ],
)

roles, votes_given = votes.roles, votes.votes
candidates, heartbeats = leaders.candidates, leaders.heartbeats

# ---- Copy the log --------------------------------------------------------------------------------------------

append, check = logs.append, logs.check

harmful_message = Choice(
    "A follower deletes everything behind prev_log_index, and then appends what it was sent. Which message can do "
    "harm?",
    {
        "a": "any heartbeat, since it carries no entries",
        "b": "the first message of a new leader",
        "c": "an old message of the same leader that comes late",
        "d": "none: the leader sends what was deleted once more",
    },
    FromRun(runs.always_truncates, runs.what_does_harm),
    reason="It was sent before the entry, and so it carries less. What it deletes has been acknowledged meanwhile, and "
           "is committed.",
    hint="Which message names a place before entries that the follower has acknowledged already, and does not carry "
         "them?",
    wrong=[
        ("a", "A heartbeat that comes in time names the end of what the follower holds: nothing stands behind it. When "
              "is it otherwise?"),
        ("b", "What a new leader does not have was not committed, or it would not have been elected. What is deleted "
              "for it had to go in any case."),
        ("d", "If the leader lives, and hears of it. But it takes the entry for held, and may have told its client "
              "so."),
    ],
)

conflict, next_and_match = logs.conflict, logs.next_and_match

# ---- Carry it out --------------------------------------------------------------------------------------------

commit = commits.commit

applied_at_once = Choice(
    "A leader applies each command as soon as it has appended it. Nothing is lost on its disk. What is the worst that "
    "can come of it?",
    {
        "a": "nothing: all servers apply the entry sooner or later",
        "b": "followers apply their entries later than the leader",
        "c": "the entry is applied twice when it is committed",
        "d": "two servers apply different commands at the same index",
    },
    FromRun(runs.applies_at_once, runs.what_differs),
    reason="The entry never reaches a majority, and the next leader puts another one in its place. What has been "
           "applied can't be taken back.",
    hint="What becomes of an entry that its leader alone holds, when another server is elected?",
    wrong=[
        ("a", "Only if the entry is committed at some time. What if its leader is replaced before anybody else has "
              "it?"),
        ("b", "That is so with Raft's rules, too, and does no harm. What if the entry is replaced?"),
        ("c", "last_applied would prevent that. What if the entry is replaced?"),
    ],
)

apply, restart = commits.apply, commits.restart

two_of_four = Count(
    "Four servers, and majority() says 2. S1 and S3 stand for term 1. S2 hears S1, and S4 hears S3. How many leaders "
    "does term 1 have?",
    FromRun(runs.half_is_enough, runs.leaders_of_term_1),
    reason="Each has its own vote and another one. Two halves of four have no server in common.",
    hint="Count the votes of each of the two.",
    most=4,
    wrong=[
        (1, "Which of the two? Each has its own vote, and one more: that is two."),
        (0, "With a majority of three it would be so. Here two are enough: who has two votes?"),
        (3, "Only two have stood. How many votes has each?"),
    ],
)

majority = commits.majority

# ---- The whole -----------------------------------------------------------------------------------------------

whole_server = WholeServer(
    "Write all the rules; then your server is run, searched and measured.",
    right=whole.Whole,
    reason="All of Figure 2 is yours.",
    hint="Each step has its own judge: ask those again whose rules you have changed since.",
    wrong=[(whole.TakesBack, UNSAFE), (whole.Figure8, FOUND), (whole.NeverGoesBack, NOT_LIVE),
           (whole.VotesForTheLonger, NOT_ELECTED), (whole.NeverLeadsAlone, NOT_REACHED)],
    asked=ASKED,
    goals=[(ALONE, differs)],
    solution="The solutions of the twelve steps, one behind the other.",
)

# ---- Beyond --------------------------------------------------------------------------------------------------

back_up, fewer_messages, quiet_return = beyond.back_up, beyond.fewer_messages, beyond.quiet_return
