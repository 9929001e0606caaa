"""The quiz of notebook 10: what the Raft user study asked (Ongaro's dissertation, appendix A), with other logs.

The study gave 60 points for its questions; here points are shared out anew, so that each part earns its own.
"""
from raftlib.exercises.quiz import Quiz
from raftlib.exercises.quiz_parts import Part, Task, Where, statement
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.log_steps import log_steps
from raftlib.questions.misconceptions import (
    ALL_REPLIES,
    ASKED_IS_HEARD,
    BAD_TIMING,
    COMMITTED_ON_DISK,
    DEPOSED,
    LEADERS_WORD,
    LITTLE_LOSS,
    LONGEST_WINS,
    LOST_REQUEST,
    LOW_NEXT_INDEX,
    MAJORITY_COMMITS,
    NEW_LEADER_KNOWS,
    ODD_LOGS,
    ONE_INDEX,
    OWN_LENGTH,
    PRE_VOTE_CURES,
    UNCHECKED,
)
from raftlib.questions.quiz.runs import logs, rules, statements

ELECT, SPLIT, LOG, CUT = "03-elect-a-leader", "04-split-the-vote", "05-replicate-the-log", "06-cut-the-network"
BREAK, SERVE, REAL = "07-break-raft", "08-serve-clients", "09-run-a-real-cluster"

# ---- Q1 ------------------------------------------------------------------------------------------------------

LEGAL = Where(LOG, "Exercise 1: legal logs")

legal = Task(
    "Each list gives the terms of the entries in one server's log, index 1 first; None is an index without an entry. "
    "Can the log occur?",
    {
        "a": statement("[2, 2, 4, 4, 7]", True, "Terms may be skipped, the first one too: no entry is left of a term "
                       "that had no leader, or whose leader got no command.", 2, LEGAL),
        "b": statement("[1, 2, 2, 4, 3]", False, "Along a log terms never fall: who has an entry of term 4 takes none "
                       "from a leader of term 3.", 2, LEGAL),
        "c": statement("[1, 1, 1, 5, 5, 5, 5]", True, "Their leader may have been alone for long, in both terms; that "
                       "four terms are missing says that others led, or nobody.", 2, LEGAL),
        "d": statement("[1, None, 2, 3]", False, "There are no holes: an entry is taken only behind the one before "
                       "it (AE2).", 2, LEGAL),
    },
    lambda: log_grid(run := logs.legal_logs(), run.time),
)

# ---- Q2 ------------------------------------------------------------------------------------------------------

TOO_CAREFUL = ("What you let through is safe; but more is. S4 lacks index 3, and S4 can't be elected: the last entries "
               "of all others are newer.")

safe = Task(
    "S1 leads term 7, and these are all five logs:\n"
    "  S1 [1, 1, 3, 5, 5, 5, 7]\n  S2 [1, 1, 3, 6]\n  S3 [1, 1, 3, 5, 5]\n  S4 [1, 1]\n  S5 [1, 1, 3, 5, 5, 5]\n"
    "Up to which index may servers carry out what they have, whatever happens next? (A number below the right one "
    "lets nothing wrong through: it has half of the points.)",
    {"": Part(
        "", {str(index): str(index) for index in range(1, 8)}, "3",
        "All servers that can be elected hold the same up to index 3. From index 4 on S2 has another entry, and S2 can "
        "win: S3, S4 and S5 vote for it, since its last entry, of term 6, is newer than theirs.",
        points=8, partly={"1": 4, "2": 4}, told="The right index is {}.",
        where=Where(LOG, "Exercise 3: what may be applied?"),
        wrong=[
            ("1", TOO_CAREFUL), ("2", TOO_CAREFUL),
            *((index, MAJORITY_COMMITS.hint(f"Index {index} is on three of five servers, but of an older term than the "
                                            "leader's.")) for index in "45"),
            ("6", "Index 6 is on two servers only."),
            ("7", "Index 7 is on the leader alone."),
        ])},
    lambda: log_steps({"S1 leads term 7": logs.five_logs(), "S2 has won term 8": logs.s2_wins()}),
)

# ---- Q3 ------------------------------------------------------------------------------------------------------

FOLLOWERS = Where(LOG, "Exercise 2: possible followers")

followers = Task(
    "Six servers. One of them has just been elected in term 9, with the log [1, 1, 3, 5, 5, 7]. Can this be the log of "
    "another one at that moment?",
    {
        "a": statement("[1, 1, 3, 5, 5]", True, "It is the beginning of the leader's log: it was sent no more.", 2,
                       FOLLOWERS),
        "b": statement("[1, 1, 4, 4, 5]", False, "Both logs have an entry of term 5 at index 5. Then they must be the "
                       "same up to there (Log Matching), and at index 3 they differ.", 2, FOLLOWERS),
        "c": statement("[1, 1, 3, 5, 6, 6, 6]", True, LONGEST_WINS.hint(
            "It led term 6, and could bring its entries to nobody. Its log is longer than the new leader's; but its "
            "last entry is older, and for votes that counts first."), 2, FOLLOWERS),
        "d": statement("[1, 1, 3, 5, 5, 8, 8]", True, ODD_LOGS.hint(
            "It led term 8, and could bring its entries to nobody. It refused its vote, if it was asked; four others "
            "are enough. Crashes and lost messages alone come to such logs."), 2, FOLLOWERS),
        "e": statement("[1, 1, 3, 5, 4, 4]", False, "Along a log terms never fall.", 2, FOLLOWERS),
    },
    lambda: log_grid(run := logs.leader_of_term_9(), run.time),
)

# ---- Q4 ------------------------------------------------------------------------------------------------------

CORRUPT = Where(LOG, "Exercise 4: a corrupt next_index")

corrupt = Task(
    "All logs hold the same six entries. By a fault of the leader's memory its next_index for S3 becomes 2, or 12, "
    "where 7 would be right. Can that happen then?",
    {
        "a": statement("With 2, S3 deletes entries, until they are sent again.", False, LOW_NEXT_INDEX.hint(
            "S3 has these entries already, of the same terms, and only what conflicts is deleted (AE3)."), 2, CORRUPT),
        "b": statement("With 12, S3's log gets a hole.", False, "S3 has nothing at index 11, so it refuses (AE2), and "
                       "the leader goes back one by one (L8).", 2, CORRUPT),
        "c": statement("More is sent than would be needed.", True, "With 2, S3 is sent entries that it has; with 12, "
                       "it refuses some messages first. That is all.", 2, CORRUPT),
        "d": statement("The leader counts S3 as having what it lacks, and commits it.", False, ONE_INDEX.hint(
            "By next_index the leader sends; what it counts is match_index, which it has from replies alone. After an "
            "election next_index is a guess, and match_index 0: they are two numbers."), 2, CORRUPT),
    },
    rules.wrong_next_index,
)

# ---- Q5 ------------------------------------------------------------------------------------------------------

FAR = Where(SPLIT, "Exercise 3: move the servers")

continents = Task(
    "Five servers in a data centre, with election timeouts of 150 to 300 ms, move to five continents. A message now "
    "takes 75 to 150 ms instead of 1. Is that so?",
    {
        "a": statement("The election timeouts must be longer.", True, "Two messages take as long as a timer: before a "
                       "leader is heard, others stand for election.", 2, FAR),
        "b": statement("As long as the timeouts are not changed, a term can get two leaders.", False, BAD_TIMING.hint(
            "A server has one vote a term, however late it is asked. Bad timeouts cost time, and nothing else."), 2,
                       Where(SPLIT, "Predict 5: two leaders in one term?")),
        "c": statement("The servers' clocks must show the same time.", False, "Each server measures how long it has "
                       "heard nothing. It compares its clock with no other.", 2, FAR),
    },
    rules.five_continents,
)

# ---- Q6 ------------------------------------------------------------------------------------------------------

LOST = Where(BREAK, "Exercise 2: what may be lost?")

restart = Task(
    "A server crashes, and starts again at once. One thing is not on its disk. Can a safety property break by that?",
    {
        "a": statement("Its vote of this term is missing.", True, LITTLE_LOSS.hint(
            "It may vote a second time in that term, and the term gets two leaders."), 2, LOST),
        "b": statement("The last entry of its log is missing.", True, LITTLE_LOSS.hint(
            "It may have been one of the majority by which the entry was committed. Now a majority lacks the entry, "
            "and can elect a leader without it."), 2, LOST),
        "c": statement("Its commit_index is missing.", False, COMMITTED_ON_DISK.hint(
            "It starts at 0 again, and hears from the leader how far it may go. What was committed is in the logs, and "
            "stays there."), 2, LOST),
    },
    rules.lost_state,
)

# ---- Q7 ------------------------------------------------------------------------------------------------------

OLD = Where(CUT, "Exercise 3: the old leader finishes")

deposed = Task(
    "Seven servers. S1 leads term 1. It has brought x=5 to S2 and S3, no further, and has heard the yes of both. Then "
    "S3 is elected in term 2 by S5, S6 and S7; S1, S2 and S4 hear nothing of it. Now a message from S1, with x=5, "
    "reaches S4. Is that so?",
    {
        "a": statement("S4 refuses it, since a later term has begun.", False, "S4 knows nothing of the later term. For "
                       "S4, S1 is the leader of the newest term.", 2, OLD),
        "b": statement("When S4's yes reaches S1, S1 commits x=5.", True, DEPOSED.hint(
            "S1 has heard of no later term, x=5 is of its own term, and by now it has heard of four of seven that have "
            "it. What should keep it from that?"), 2, OLD),
        "c": statement("S3 may erase x=5, for it leads a later term.", False, "S3 has x=5 itself, and a leader deletes "
                       "nothing of its own log. That is no luck: four of seven who say yes to S1, and four who vote in "
                       "term 2, have a server in common, and it had the entry when it voted.", 2, OLD),
    },
    lambda: log_grid(run := logs.deposed_leader(), run.time),
)

# ---- Q8 ------------------------------------------------------------------------------------------------------

true_or_not = Task(
    "Is that so?",
    {
        "a": statement(
            "A candidate leads as soon as a majority has voted for it; it need not wait for the other replies.", True,
            ALL_REPLIES.hint("More votes would change nothing. And if a server is down, its reply never comes."),
            1, Where(ELECT, "Exercise 3: count a majority")),
        "b": statement(
            "A follower that refuses its vote does not start its timer again.", True,
            ASKED_IS_HEARD.hint("A candidate that can't win must not hold up one that can. Only a vote that is given, "
                                "and the leader's own messages, start the timer again (F2)."),
            1, Where(ELECT, "Predict 1: who becomes a candidate?")),
        "c": statement(
            "A follower says yes to a heartbeat that tells: index 5 is committed. If its own log reaches to 5, it may "
            "carry out all up to there, whatever prev_log_index is.", False,
            LEADERS_WORD.hint("Its entry at index 5 may be another leader's. It may go only as far as this message "
                              "shows that the logs agree: to prev_log_index, and the entries that came along (AE5)."),
            1, Where(LOG, "Questions to close with")),
        "d": statement(
            "When a follower's yes arrives, the leader knows that it holds all that is in the leader's log.", False,
            OWN_LENGTH.hint("It holds what that request carried. What the leader has appended since may be under way, "
                            "or lost (L6)."),
            1, Where(LOG, "Summary")),
        "e": statement(
            "A new leader can't always tell which of its entries of older terms are committed.", True,
            NEW_LEADER_KNOWS.hint("It may be that the old leader alone knew. An entry of the new leader's own term "
                                  "settles it: once that is committed, so is all before it."),
            1, Where(CUT, "Predict 5: answered, then cut off")),
        "f": statement(
            "If a client's request is never answered, that proves a mistake.", False,
            LOST_REQUEST.hint("Raft promises that what was answered stays. A request may get lost, or its leader may "
                              "crash; then the client asks again."),
            1, Where(SERVE, "Predict 2: the leader crashes")),
        "g": statement(
            "With pre-vote, clients are answered whatever links break, as long as most servers hear each other.", False,
            PRE_VOTE_CURES.hint("If all hear the leader, and the leader hears nobody, then nobody stands for election, "
                                "and nothing is committed. That takes another rule: a leader whom no majority answers "
                                "steps down (check-quorum, §6.2)."),
            1, Where(REAL, "Exercise 2: which rule?")),
        "h": statement(
            "A follower may refuse a message without entries though it is of its leader's term.", True,
            UNCHECKED.hint("Heartbeats are checked like all others: the follower must have the entry before it "
                           "(AE2). Its yes would be counted."),
            1, Where(LOG, "Exercise 5: write the consistency check")),
    },
    statements.eight_statements,
)

quiz = Quiz("build_your_own.quiz", {"Q1": legal, "Q2": safe, "Q3": followers, "Q4": corrupt, "Q5": continents,
                                    "Q6": restart, "Q7": deposed, "Q8": true_or_not})
