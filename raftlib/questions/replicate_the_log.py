"""The predictions and exercises of notebook 05, replicate the log."""
from raftlib.exercises.exercise import Computed, FromRun
from raftlib.exercises.kinds import Choice, Count, Counts, Letters, Set
from raftlib.questions.misconceptions import LOW_NEXT_INDEX, MAJORITY_COMMITS, ODD_LOGS
from raftlib.questions.rules import replicate_the_log as rules
from raftlib.questions.runs import replicate_the_log as runs
from raftlib.scenarios import entry_is_lost, entry_survives, figure_6, one_command

# ---- What is committed? --------------------------------------------------------------------------------------

committed_in_figure_6 = Count(
    "Up to which index could S1, as the leader of term 3, have committed its log?",
    Computed(figure_6, runs.held_by_a_majority),
    reason="Index 7 is on S1, S3 and S5, three of five; index 8 is on S1 and S3 only.",
    hint="For each index, count the logs that reach it. How many servers are a majority of five?",
    most=8,
    wrong=[
        (8, "Index 8 is on S1 and S3 only. That the leader has an entry is not enough: a majority must have it."),
        (5, "Index 5 is on four servers, one more than it takes: three are a majority of five."),
        (2, "Index 2 is the last one that all five hold, but it doesn't take all. Else a single server that is down "
            "would stop everything."),
        (0, "The frames are dashed because nobody has heard of a commitment yet. The question is what S1 could have "
            "committed, and for that you count copies."),
    ],
)

# ---- The journey of one command ------------------------------------------------------------------------------

answers_to_wait_for = Count(
    "How many of its four followers' replies (yes) does the leader wait for before it answers the client?",
    FromRun(one_command, runs.answers_heard),
    reason="Two replies and its own copy make three of five, a majority. The others don't matter to the client.",
    hint="How many copies make a majority of five, and how many of these does the leader have without any reply?",
    most=4,
    wrong=[
        (4, "Then the slowest follower would hold up every client, and one that is down would hold them up for good. A "
            "majority is enough."),
        (3, "Three copies are needed. Does each of them take a reply?"),
        (1, "That makes two copies of five. The three servers without the entry could elect a leader among themselves, "
            "and the entry would be lost, though its client was told that it is done."),
        (0, "If the leader crashed at that moment, nobody would have the entry, though its client was told that it is "
            "done."),
    ],
)

who_carried_it_out = Set(
    f"At {runs.ANSWERED} ms the client has just been answered. Which servers have carried the command out by then?",
    ["S1", "S2", "S3", "S4", "S5"],
    FromRun(one_command, runs.who_has_applied_it),
    reason="S2 leads, and it alone knows by then that the entry is committed. The others hold it, but they hear of "
           "the commitment with the next heartbeat.",
    hint="A server carries out what it knows to be committed. Who decides that, and how do the others hear of it?",
    wrong=[
        ({"S1", "S2", "S3", "S4", "S5"}, "All five hold the entry. But to hold it is not yet to carry it out: nobody "
                                         "has told the followers that it is committed."),
        ({"S1", "S2", "S5"}, "The replies of S1 and S5 have arrived. But does a server that holds an entry know that a "
                             "majority does?"),
        ({"S1", "S3", "S4", "S5"}, "Somebody had a result for the client. Which server answers it? And who could have "
                                   "told these four that the entry is committed?"),
    ],
)

leader_gone = Choice(
    "It is 402 ms: S2 has sent its four messages, and none has arrived. Now S2 crashes, and nothing else goes wrong. "
    "What becomes of x=5?",
    {
        "a": "It is lost: S2 alone had it.",
        "b": "The four others get it and carry it out at once.",
        "c": "The four others get it, and the next leader erases it.",
        "d": "The four others get it, and so the next leader has it.",
    },
    FromRun(runs.leader_crashes, runs.what_became_of_it),
    reason="What is on its way arrives, whether its sender lives or not. Four servers hold the entry, and whoever of "
           "them is elected keeps it.",
    hint="What happens to a message when its sender crashes? And does a new leader delete anything of its own log?",
    wrong=[
        ("a", "A crash stops the server, not the messages that it has sent: they are in the network."),
        ("b", "To carry it out they would have to know that it is committed. Who could tell them at once?"),
        ("c", "Look at the next leader's log. A leader never deletes entries of its own."),
    ],
)

# ---- Repairing a log -----------------------------------------------------------------------------------------

refused_at_first = Set(
    "Which followers will refuse the leader's first message?",
    "abcdef",
    FromRun(runs.figure_7_repaired, runs.who_refused_at_10),
    reason="These four have no entry of term 6 at index 10, which is the one before the new ones.",
    hint="With next_index 11 the message names the entry before: index 10, of term 6. Who has that one?",
    wrong=[
        ("abe", "These three refuse: they have nothing at index 10. But a log that reaches so far may hold another "
                "leader's entry there."),
        ("ab", "These two lack entries only, and they refuse, but they are not all. Look at index 10 of each log: "
               "which term stands there, if any?"),
        ("ef", "These two have entries of other leaders, and they refuse, but they are not all. Look at index 10 of "
               "each log: what does a server reply that has nothing there?"),
        ("cdef", "Some of these have more than the leader, behind index 10. The check doesn't look there, but at index "
                 "10 alone. Go through all six logs once more."),
        ("abcdef", "All logs differ from the leader's, but the check looks at one place only. Go through the logs at "
                   "index 10."),
    ],
)

walk_back = Counts(
    "The leader's next_index for e is 11. What is it after e's first refusal, after the second, and so on, until e "
    "says yes? Answer with these numbers in their order.",
    FromRun(runs.figure_7_repaired, runs.walk_back_for_e),
    reason="The message names the entry before next_index. At index 5 both logs have term 4; from index 6 on e has "
           "nothing, or term 4 where the leader has another one.",
    hint="With next_index n the message names index n − 1. Take the index that it names: which term has the leader "
         "there, and which has e? e says yes only where they are the same.",
    most=12,
    wrong=[
        ((10, 9, 8), "With next_index 8 the message names index 7. e has an entry there. But is it of the term that "
                     "the leader has there?"),
        ((10, 9, 8, 7), "With next_index 7 the message names index 6. e has an entry there. But is it of the term that "
                        "the leader has there?"),
        ((10, 9, 8, 7, 6, 5), "One step too many. Look at your last refusal: which index did the message name, and "
                              "which terms stand there in the two logs?"),
        ((10, 9, 8, 7, 6, 5, 4), "Too many steps. Seen from the right, where do both logs have the same term for the "
                                 "first time? There e says yes, and the walk ends."),
        ((9, 8, 7, 6, 5), "These are the places that e refuses or accepts: the indexes before next_index. The question "
                          "is for next_index itself."),
        ((11, 10, 9, 8, 7), "next_index is 11 before the first refusal. The question begins after it."),
        ((5,), "The leader doesn't know where to go: a refusal says no, and nothing of e's log. How far does one "
               "refusal take it?"),
        ((6,), "The leader doesn't know where to go: a refusal says no, and nothing of e's log. How far does one "
               "refusal take it?"),
    ],
)

extra_entries = Choice(
    "At 425 ms every follower has said yes, and the leader has appended nothing in term 8. What has become of the "
    "entry that c had at index 11, and of those that d had at 11 and 12?",
    {
        "a": "They are where they were.",
        "b": "They are gone: all logs are the same now.",
        "c": "They are in the leader's log as well.",
    },
    FromRun(runs.figure_7_repaired, runs.entry_11_of_c),
    reason="Only a conflict deletes entries (AE3), and the leader has sent nothing yet that stands at index 11.",
    hint="Which rule deletes entries, and what makes it do so? What has the leader sent for index 11?",
    wrong=[
        ("b", "A yes says that the logs agree up to the entry that the message names. What comes behind is deleted "
              "only when it conflicts with an entry that the leader sends (AE3)."),
        ("c", "Entries go one way only, from the leader to the followers. A reply says yes or no, and carries "
              "nothing else of the follower's log."),
    ],
)

# ---- What a command costs ------------------------------------------------------------------------------------

shorter_heartbeat = Choice(
    "The heartbeat comes every 20 ms instead of every 100. Will clients be answered sooner?",
    {
        "a": "Yes, by some 40 ms: an entry leaves with the next heartbeat.",
        "b": "No, it makes hardly a difference to them.",
        "c": "No, later: five times as many messages hold each other up.",
    },
    FromRun(runs.answer_times, runs.what_the_heartbeat_changes),
    reason="The leader sends an entry on at once, and answers the client after one round trip.",
    hint="When does the leader send a new entry on: at once, or with the next heartbeat?",
    wrong=[
        ("a", "The leader sends a new entry on as soon as it has it; the entry waits for no heartbeat. (That the "
              "followers carry it out sooner is true, but no client waits for that.)"),
        ("c", "In this network messages don't wait for each other: each takes 5 to 15 ms, however many there are."),
    ],
)

# ---- When the leader crashes half-way ------------------------------------------------------------------------

two_endings = Choice(
    "In which of the two runs will x=5 be carried out?",
    {
        "a": "In both: what a leader has appended is not taken back.",
        "b": "In neither: two copies are no majority.",
        "c": "In the first, but not in the second.",
        "d": "In the first; and in the second S3 can't be elected.",
    },
    FromRun(lambda: (entry_survives(), entry_is_lost()), runs.where_it_is_carried_out),
    reason="The next leader decides: S2 has the entry and passes it on, S3 lacks it and erases it.",
    hint="Whose log counts once a new leader is elected? And who would vote for S3?",
    wrong=[
        ("a", "Only a committed entry is never taken back. This one is on two of five, and S3, without it, can be "
              "elected by S4 and S5."),
        ("b", "The entry was not committed when S1 crashed, but it isn't void: if S2 is elected, it goes on spreading "
              "its own log, and the entry with it."),
        ("d", "S2 refuses its vote to S3, for its own log is newer. But S4 and S5 lack the entry as well: with its own "
              "vote S3 has three."),
    ],
)

# ---- A majority, and an older term ---------------------------------------------------------------------------

entry_of_term_2 = Choice(
    "S1, S2 and S3 hold S1's entry of term 2, and S1, now the leader of term 4, knows it. S1 has also taken a command "
    "in its own term, at index 3, which nobody else has yet. What does S1 do with the entry of term 2?",
    {
        "a": "It leaves the entry uncommitted for good: term 2 is over.",
        "b": "It commits the entry later, along with one of its own term.",
        "c": "It commits the entry at once: three of five servers hold it.",
    },
    FromRun(runs.before_and_after, runs.when_index_2_is_committed),
    reason="By counting copies a leader commits entries of its own term only (L7). One of term 4, on a majority, "
           "commits all before it.",
    hint="S5's last entry is newer than those of S2 and S3. What could S5 do if S1 crashed now?",
    wrong=[
        ("a", "That term 2 is over says what S1 may not do by counting copies. What happens to the entries before one "
              "that is committed?"),
        ("c", MAJORITY_COMMITS.hint("Three copies are a majority. But the entry is of term 2, and S1 leads term 4: of "
                                    "which term must an entry be for its copies to count (L7)? The second part shows "
                                    "why.")),
    ],
)

s5_comes_back = Choice(
    "S1 crashes, and S5 comes back and asks for votes. In which of the two runs is it elected?",
    {
        "a": "In both: it is back, and S1 is gone.",
        "b": "In (d), but not in (e).",
        "c": "In (e), but not in (d).",
        "d": "In neither: three servers hold x=2.",
    },
    FromRun(runs.two_ways_on, runs.where_s5_is_elected),
    reason="Votes go by the last entry (RV3). S5's is of term 3. In (d) it is newer than those of S2, S3 and S4; in "
           "(e) S2 and S3 have one of term 4, and S4's vote is not enough.",
    hint="Of which term is the last entry of S2, of S3 and of S4, in each of the two runs? Who votes for S5 then?",
    wrong=[
        ("a", "In (e) the last entry of S2 and of S3 is of term 4. Is S5's, of term 3, as new as theirs? Count its "
              "votes once more."),
        ("c", "It is the other way round: in (e) S2 and S3 have an entry of term 4, in (d) they end with term 2. Whose "
              "last entry is newer than S5's?"),
        ("d", MAJORITY_COMMITS.hint("Nobody who votes counts copies: each compares its own last entry with that of the "
                                    "candidate (RV3). In (d) S2 and S3 end with term 2, and S5 with term 3.")),
    ],
)

# ---- Exercises -----------------------------------------------------------------------------------------------

legal_logs = Letters(
    "Each list gives the terms of one server's log, index 1 first; None is an index without an entry. Which of them "
    "can occur on some server? Answer with letters.",
    {"a": "[1, 1, 3, 2, 2]", "b": "[1, 1, 2, 2, 2, 3]", "c": "[1, 1, 3, 3, 5]", "d": "[1, 1, None, 2, 2, 2, 2]"},
    right="bc",
    reason="Along a log terms never fall, since a leader only appends and its term is the newest that its server "
           "knows; and there are no holes, since an entry is accepted only behind the one before it (AE2). Terms may "
           "be skipped: a term without a leader, or whose leader got no command, leaves no entry.",
    hint="Who writes entries, in which term, and where in the log? Can a later entry be older than an earlier one?",
    wrong=[
        ("abc", "Not all of these can occur. Read the terms of each from left to right: can the leader of an older "
                "term still write behind an entry of a newer one (AE1)?"),
        ("bcd", "Not all of these can occur. AppendEntries names the entry before the new ones: what does a server "
                "reply that lacks it (AE2)?"),
        ("b", "b) can occur, but it is not all. What did you hold against each of the others? That terms never fall "
              "along a log, and that no index is empty, is a rule; is there one that no term is left out?"),
        ("abcd", "Two rules are broken here: terms never fall along a log, and no index is left out."),
    ],
)

possible_followers = Letters(
    "A leader has just been elected in term 7, with the log [1, 1, 3, 3, 3, 5]. Which of these can be the log of one "
    "of its followers at that moment? Answer with letters.",
    {"a": "[1, 1, 2, 2, 3]", "b": "[1, 1, 2, 2, 4, 5]", "c": "[1, 1, 6, 6, 6, 6, 6]", "d": "[1, 1, 3, 3, 2, 2]",
     "e": "[1, 1, 1, 1, 1, 1]"},
    right="ce",
    reason="If two logs hold an entry of the same term at an index, they are the same up to there (Log Matching). That "
           "rules out a) (term 3 at index 5, and yet other entries before) and b) (term 5 at index 6, likewise); in d) "
           "the terms fall. c) has entries that were never committed, more than the leader has; e) was left behind "
           "early.",
    hint="Compare each with the leader's log index by index: where do both have the same term? What must be so before "
         "that place? And is a follower's log ever longer, or newer, than its leader's?",
    wrong=[
        ("e", ODD_LOGS.hint("That one is possible, but it is not all. A follower may hold entries that were never "
                            "committed, and need not have voted for its leader.")),
        ("c", ODD_LOGS.hint("That one is possible, but it is not all. A leader may have written entries, long ago, "
                            "that a majority never got.")),
        ("ace", "Not all of these are possible. Where one has the same term as the leader's log at an index, are the "
                "two the same up to there?"),
        ("bce", "Not all of these are possible. Where one has the same term as the leader's log at an index, are the "
                "two the same up to there?"),
        ("cde", "Not all of these are possible. Read the terms of each from left to right: do they ever fall?"),
    ],
)

may_be_applied = Count(
    "S1 leads term 4, and these are all five logs:\n"
    "  S1 [1, 1, 2, 2, 2, 2, 4]\n  S2 [1, 1, 1, 3]\n  S3 [1, 1, 2, 2, 2]\n  S4 [1]\n  S5 [1, 1, 2, 2, 2, 2]\n"
    "Up to which index may entries be applied, whatever happens next? Answer with a number.",
    right=2,
    reason="Indexes 1 and 2 are the same on four servers, and every server that can win an election has them. From "
           "index 3 on S2 differs, and S2 can still win: its last entry, of term 3, is newer than the last ones of S3, "
           "S4 and S5, which makes four votes with its own. It would erase what they have at index 3.",
    hint="Counting is not enough. For each index ask: can a server that lacks this entry still be elected? Compare "
         "last terms, not lengths.",
    most=7,
    wrong=[
        (5, MAJORITY_COMMITS.hint("Indexes 3 to 5 are on three of five servers, but they are of term 2, and the leader "
                                  "is of term 4: it may not commit them by counting (L7). S2's last term is 3, so it "
                                  "can get the votes of S3, S4 and S5 and erase them.")),
        (6, "Index 6 is on two servers only. And even at indexes 3 to 5 a majority is not enough, for those entries "
            "are of an older term than the leader's: S2 can still win and erase them."),
        (7, "Index 7 is on the leader alone."),
        (1, "All five hold index 1, but it doesn't take all. Ask of each later index: who lacks it, and is that log "
            "new enough for a majority to vote for it?"),
    ],
)

corrupt_next_index = Choice(
    "A bug sets a leader's next_index for one follower to 1, or to 99. What is the worst that can happen?",
    {
        "a": "Set to 1, the follower deletes its whole log and gets it anew; meanwhile committed entries are missing.",
        "b": "Set to 99, the entries up to there are skipped, and the follower's log has a hole.",
        "c": "Some messages too many, and some time; nothing worse in either case.",
        "d": "The leader commits entries that the follower does not have.",
    },
    right="c",
    reason="next_index is only a guess, and each AppendEntries is checked (AE2). Too low: the follower has these "
           "entries already and keeps them (AE3 deletes conflicts only). Too high: it refuses, and the leader goes "
           "back (L8). What the leader commits by is match_index, which comes from replies alone (L6).",
    hint="Which rule decides what the follower does with entries that it has already, and which one with entries "
         "that come too late? And what does the leader count when it commits?",
    wrong=[
        ("a", LOW_NEXT_INDEX.hint("Only entries that conflict are deleted (AE3). Those that it has already are left "
                                  "where they are.")),
        ("b", "The follower has no entry just before that place, so it refuses (AE2), and the leader goes back one by "
              "one (L8)."),
        ("d", "For that it would have to count the follower's copy, and it counts match_index, not next_index (L7)."),
    ],
)

# ---- Written by the reader -----------------------------------------------------------------------------------

consistency_check, conflict_rule = rules.consistency_check, rules.conflict_rule
