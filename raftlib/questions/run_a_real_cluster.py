"""The predictions and exercises of notebook 09, run a real cluster."""
from raftlib.clusters.failovers import recorded_failovers
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Letters, Requirements
from raftlib.questions.rules import run_a_real_cluster as rules
from raftlib.questions.runs import run_a_real_cluster as runs

# ---- The leader is gone --------------------------------------------------------------------------------------

failover = Choice(
    "Three servers of etcd, as they are shipped: a heartbeat each 100 ms, and an election timeout of 1000 ms or up "
    "to twice that, at random. The leader is killed. How long until a write is acknowledged again, mostly?",
    {
        "a": "200 to 300 ms, like the elections so far",
        "b": "a bit more than a second",
        "c": "two to five seconds",
        "d": "longer than that",
    },
    FromRun(recorded_failovers, runs.how_long),
    reason="Nearly all of it is waiting: until a follower's timer runs out. The election itself takes a few "
           "milliseconds.",
    hint="How long do the followers wait until they stand for election? And how long does the election itself take on "
         "one machine?",
    wrong=[
        ("a", "So it was with election timeouts of 150 to 300 ms. Which are they here?"),
        ("c", "That would be several rounds. How often is a vote split when two servers wait for 900 to 1900 ms, and a "
              "message takes less than one?"),
        ("d", "What would they be waiting for, once the first timer has run out?"),
    ],
)

ask_it_to_end = Choice(
    "Now the leader isn't killed, it is asked to end (SIGTERM, as when a machine is shut down for maintenance). How "
    "long do writes wait?",
    {
        "a": "as long as before: the followers can't tell one from the other",
        "b": "about half as long",
        "c": "some hundredths of a second, or less",
    },
    FromRun(runs.asked_to_end, runs.how_much_sooner),
    reason="The leader has time to say so: it tells one of the others to stand for election now, and no timer is "
           "waited for.",
    hint="Who is asked to end may do something before it ends. What would help the others most?",
    wrong=[
        ("a", "They can't see it. But the leader can tell them."),
        ("b", "Nearly all the time was waiting for a timer. Must it run out at all?"),
    ],
)

first_entry = Choice(
    "You may have seen it: the first leader's term is 2 in etcd, not 1. In a new cluster of three servers a client "
    "writes its first key. Which index does that entry have?",
    {
        "a": "1, as here in all notebooks",
        "b": "2: the leader's empty entry (§6.4) comes first",
        "c": "a higher one",
    },
    FromRun(runs.fresh, runs.which_index),
    reason="etcd keeps its own members in the log. Each of the three begins with the same three entries of term 1, "
           "which no leader wrote; so the first leader's term is 2. Then come its empty entry, the three names and the "
           "version, and the client's entry is the ninth.",
    hint="A real cluster has more to agree on than what clients write. For example, who belongs to it.",
    wrong=[
        ("a", "That is what Figure 2 gives. But a server must know who the others are, and etcd keeps that in the "
              "log, too."),
        ("b", "The empty entry is there. But who are the members, and where is that written?"),
    ],
)

# ---- Standing still ------------------------------------------------------------------------------------------

a_follower_stands_still = Choice(
    "A follower is stopped (SIGSTOP) for twenty seconds: it runs not at all, and nobody tells it. That is ten times "
    "the longest election timeout. Then it goes on. What has changed some seconds later?",
    {
        "a": "the term: its timer has long run out, so that it stood for election at once",
        "b": "the leader, but not the term",
        "c": "nothing: the same leader, the same term",
    },
    FromRun(runs.follower_stopped, runs.what_changed),
    reason="A process that stands still counts no ticks, and twenty seconds of heartbeats wait for it in the network's "
           "buffers. To itself it has hardly been away.",
    hint="How does a server know how much time has passed? And where were the heartbeats in the meantime?",
    wrong=[
        ("a", "So it would be after a cut, in plain Raft. But who counted its time while it stood still? And were the "
              "heartbeats lost?"),
        ("b", "There is one leader in a term. Another one needs another term."),
    ],
)

the_leader_stands_still = Choice(
    "The leader is stopped, and a client sends a write to it, and waits. After some seconds the leader goes on. By "
    "then another one leads. What is the client told?",
    {
        "a": "an error: this server leads no more",
        "b": "nothing at all",
        "c": "that it is done",
    },
    FromRun(runs.leader_stopped, runs.what_became_of_it),
    reason="When it goes on it learns of the new leader first, or soon enough: it is a follower by then, and a "
           "follower of etcd hands a write on to the leader.",
    hint="The request waits in the network's buffers, like everything else. What does a server of etcd do with a write "
         "when it is not the leader?",
    wrong=[
        ("a", "It does not lead. But what does a follower of etcd do with a write?"),
        ("b", "The request was not lost: it waits with all that came for the server meanwhile."),
    ],
)

# ---- Alone ---------------------------------------------------------------------------------------------------

left_alone = Choice(
    "Both followers are killed. For how long does the leader go on saying that it leads?",
    {
        "a": "for as long as it is alone: nobody tells it of a higher term",
        "b": "for a second or two",
        "c": "until the first write fails, some seconds later",
    },
    FromRun(runs.no_majority, runs.who_still_leads),
    reason="It looks, once in each election timeout, whether a majority has answered since, and steps down if not. In "
           "its own term: no other one has begun.",
    hint="By Figure 2 nothing would end it. Would you want a leader that can commit nothing?",
    wrong=[
        ("a", "So it is by Figure 2. But the leader can see that nobody answers."),
        ("c", "Nobody needs to ask. What does a leader expect back from each heartbeat?"),
    ],
)

timed_out = Choice(
    "A client writes at this leader, right after the others were killed. Seven seconds later it is told: “request "
    "timed out”. Then the others are started again. Is the write there?",
    {
        "a": "no, never: that is what “timed out” says",
        "b": "yes, always: the leader had written it into its log",
        "c": "it was there in some of the runs, and not in others",
    },
    FromRun(runs.no_majority, runs.is_it_there),
    reason="The entry stands in one log of three. If its server is elected next, it is committed; if another one is, "
           "it is erased.",
    hint="It is an entry of the leader's log, and of nobody else's. Who may lead next?",
    wrong=[
        ("a", "“Timed out” is said of the answer. Where is the entry?"),
        ("b", "The other two are a majority without it. What if one of them is elected?"),
    ],
)

its_term = Choice(
    "For half a minute one server is alone, and its timer runs out again and again. Then the others come back. By how "
    "much has its term risen?",
    {"a": "by some twenty: one for each time that its timer ran out", "b": "by one or two"},
    FromRun(runs.alone, runs.how_far),
    reason="Before it stands for election it asks whether it would be elected, in a pre-vote (§9.6). Nobody answers, "
           "so it does not stand, and its term stays.",
    hint="What would a server do first that doesn't want to disturb the others in vain?",
    wrong=[("a", "So it was in etcd 3.4, which had pre-vote switched off: by 40 in a minute. What does one ask first "
                 "who wants to raise no term in vain?")],
)

all_killed = Letters(
    "Three clients write, and all three servers are killed at the same moment. They are started again. Which systems "
    "have lost writes that they had acknowledged? Each runs with its defaults, but for d.",
    {"a": "etcd", "b": "NATS JetStream", "c": "PySyncObj", "d": "PySyncObj, told to keep a journal"},
    FromRun(runs.all_killed, runs.who_lost_some),
    reason="Where the log is in memory alone, the last one to die takes it along. kill -9 ends a process, and not the "
           "machine: what was handed to the operating system is still written. (A power cut is another matter.)",
    hint="P1: what must be on disk before anything is answered? Which of the four writes nothing down by default?",
    wrong=[
        ("abcd", "An acknowledged write is in a majority of the logs. If the logs are on disk, who can lose it?"),
        ("a", "etcd writes each entry to disk before it is acknowledged."),
        ("d", "The journal is its log on disk. What is it without one?"),
        ("cd", "One of them has its log on disk."),
    ],
)

# ---- Real and simulated --------------------------------------------------------------------------------------

does_it_explain = Choice(
    "etcd's timers run out 900 to 1900 ms after the last heartbeat. Does plain Raft with this range explain its "
    "failovers?",
    {
        "a": "yes: the two curves can't be told apart",
        "b": "no: etcd is slower than that",
        "c": "no: etcd is quicker than that",
    },
    FromRun(runs.etcd_and_plain, runs.which_is_slower),
    reason="Something holds etcd up that is not in Figure 2.",
    hint="Plain Raft elects whoever is first. What may keep the second server of etcd from voting?",
    wrong=[
        ("a", "They are close. But look at the middle: of 100 pairs of samples that are of one kind only 3 are so far "
              "apart."),
        ("c", "What could make etcd elect sooner than the first timer runs out?"),
    ],
)

# ---- Exercises -----------------------------------------------------------------------------------------------

TUNE = ("Your three servers stand in three cities: a message takes 25 to 35 ms, and 2 % of them are lost. Choose "
        "etcd's heartbeat and election timeout (ms) so that no leader is replaced without need, a killed one is "
        "replaced within 1.5 s in nine of ten cases, and the leader sends at most 30 heartbeats a second. Answer with "
        "both numbers, as in (100, 1000).")

tune = Requirements(
    TUNE,
    rules.settings,
    "Answer with two whole numbers of milliseconds, heartbeat and election timeout, as in (100, 1000).",
    rules.REQUIREMENTS,
    right=(70, 600),
    reason="A heartbeat about as often as a round trip takes, here 60 ms, and an election timeout that leaves time for "
           "an election. (Judged by simulated servers with etcd's rules. They do with less, but etcd's own advice is "
           "ten round trips at the least: 600 ms here.)",
    hint="Thirty a second go to two followers. That says how far apart heartbeats must be. Then the election timeout: "
         "as short as it may be.",
    wrong=[((100, 1000), rules.SLOW), ((50, 250), rules.BUSY), ((100, 300), rules.FIVE), ((200, 1000), rules.SLOW),
           ((70, 2000), rules.SLOW)],
    solution="(70, 600)",
)

which_rule = Choice(
    "In this picture the network is cut at 3000 ms: S1 and the leader S2 on one side, the three others on the other. "
    "From 4965 ms on S2, still cut off, is a follower, of the same term; S5 has led the next term for almost a second. "
    "Which rule is that?",
    {
        "a": "A2: it has heard of a higher term",
        "b": "C4: another leader of its term has spoken",
        "c": "check-quorum (§6.2): no majority has answered it for an election timeout",
        "d": "pre-vote (§9.6): it was refused",
    },
    right="c",
    reason="S5 could tell it nothing. It counted who had answered: with itself two of five.",
    hint="Its term did not change, and no word of S5 can reach it. What can a server find out by itself?",
    wrong=[
        ("a", "Its term is the same afterwards. And who should have told it of the next one?"),
        ("b", "There is one leader a term, and it was that one. S5 leads another term, and can't reach it."),
        ("d", "Pre-votes come before an election. It led."),
    ],
)

read_a_log = Letters(
    "This was printed by a real server. Which of these can you read from it?\n"
    "  06:28:40.409  S1 is starting a new election at term 2\n"
    "  06:28:40.409  S1 became pre-candidate at term 2\n"
    "  06:28:40.410  S1 received MsgPreVoteResp from S2 at term 2\n"
    "  06:28:40.410  S1 has received 2 MsgPreVoteResp votes and 0 vote rejections\n"
    "  06:28:40.410  S1 became candidate at term 3\n"
    "  06:28:40.410  S1 received MsgVoteResp from S2 at term 3\n"
    "  06:28:40.411  S1 became leader at term 3\n"
    "Answer with letters.",
    {
        "a": "S1 has won twice: first it was told that it would be elected, and then it was",
        "b": "The term rose only once it was sure of a majority",
        "c": "S3 refused its vote",
        "d": "From the first pre-vote to the new leader it took two milliseconds",
    },
    right="abd",
    reason="S3 is not mentioned at all: it was the leader that had been killed. Two of three are a majority.",
    hint="Look at the times, at the term in each line, and at who is named.",
    wrong=[
        ("abcd", "Is there a line that says so of S3?"),
        ("ab", "Look at the times of the first and of the last line."),
        ("ad", "In which line does the term rise, and what was there before it?"),
        ("bd", "Votes are counted in two places."),
    ],
)

two_of_three_gone = Choice(
    "Two of your three servers are lost, their disks too. The third one is up, alone. What do you do?",
    {
        "a": "Nothing: it will go on by itself once its timer has run out.",
        "b": "Add two new servers to the cluster by its own membership commands.",
        "c": "Start the third one as a new cluster of one, from its own data, and add two others to that; writes that "
             "it had not been sent are lost.",
        "d": "Copy its data to two new machines and start all three as before.",
    },
    right="c",
    reason="A change of members is an entry, and an entry needs a majority of the old members. That is gone for good, "
           "so only a person can decide that this server's log is the truth from now on. (etcd has --force-new-cluster"
           " for it, or a snapshot that is restored.)",
    hint="What does it take to add a member? And who is there to agree?",
    wrong=[
        ("a", "One of three is no majority, however long it waits."),
        ("b", "A change of members is an entry in the log. Who commits it?"),
        ("d", "Then three servers would have the identity and the vote of one. That is no majority, it only looks "
              "like one: entries that the lost two had acknowledged may be missing, and nobody would notice."),
    ],
)
