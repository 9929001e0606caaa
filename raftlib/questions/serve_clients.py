"""The predictions and exercises of notebook 08, serve clients."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Count, Letters, Requirements
from raftlib.questions.misconceptions import LOCAL_READS
from raftlib.questions.rules import serve_clients as rules
from raftlib.questions.runs import serve_clients as runs
from raftlib.questions.servers.serve_clients import (
    AlwaysAgain,
    AnswersAnew,
    ForgetsAnswer,
    LastOnly,
    NeverAgain,
    NotesNothing,
    OneForAll,
    Sessions,
)
from raftlib.scenarios.serving import stale_read
from raftlib.stories import lost_answer

# ---- Exactly once --------------------------------------------------------------------------------------------

asked_twice = Choice(
    "x is 0. A client asks for x+=1; it is done, and the answer is lost. The client waits for 150 ms, and asks again. "
    "What is x in the end?",
    {
        "a": "1: the leader sees that it has done this already.",
        "b": "2: the leader takes it for another command.",
        "c": "1: the second entry conflicts with the first one, and is deleted.",
        "d": "It differs from server to server.",
    },
    FromRun(lost_answer.run, runs.what_x_is),
    reason="To the leader it is a command like any other: it is written, committed and carried out once more.",
    hint="How does the leader tell a command that is asked for again from a second one that looks the same?",
    wrong=[
        ("a", "How should it see that? Two clients, or one client twice, may well want x+=1."),
        ("c", "A conflict is two entries at the same index, of different terms. The second entry gets the next index."),
        ("d", "Whatever is in the log, all carry out the same log. So x is the same everywhere."),
    ],
)

what_the_client_knows = Choice(
    "S1 leads, a client asks it for x=5, and S1 crashes. In one run it has only written the entry. In another one it "
    "has committed it, and carried it out, and its answer is lost. What does the client hear within its 100 ms?",
    {
        "a": "in the first run that it failed, in the second that it is done",
        "b": "nothing in the first run; in the second another server tells it that it is done",
        "c": "nothing in both",
    },
    FromRun(runs.answers_that_never_come, runs.what_is_told),
    reason="Nobody else can answer. So both runs look the same to the client, and yet in one of them x is 5.",
    hint="Who could tell the client that the command failed, or that it is done?",
    wrong=[
        ("a", "S1 alone knows of the command, and it is down. Who should say that it failed?"),
        ("b", "The others have the entry, but don't know whose it was, or that anybody waits."),
    ],
)

# ---- Reads ---------------------------------------------------------------------------------------------------

read_on_the_small_side = Choice(
    "S1 leads, x is 1, and S1 is cut off together with the client C1. The others elect a leader, and C2 has x=2 "
    "written there, and is answered. Then C1 asks S1 for x. A read changes nothing, so S1 writes no entry for it. "
    "What is C1 told?",
    {
        "a": "x=2: a read shows what was written last.",
        "b": "x=1, which is too old.",
        "c": "nothing: S1 has no majority.",
    },
    FromRun(stale_read, runs.c1_reads),
    reason="S1 still believes that it leads, and answers from its own memory, which says x=1. It asks nobody.",
    hint="What does S1 know of the other side? And what does it need a majority for?",
    wrong=[
        ("a", LOCAL_READS.hint("S1 is cut off from those who have x=2. How should it know?")),
        ("c", "To commit it needs a majority. To look into its own memory it needs nobody."),
    ],
)

too_old = Letters(
    "The same cut, and four ways to answer a read. In which of them may C1 be told x=1 after C2 has x=2? Answer with "
    "letters.",
    {
        "a": "through the log: the read is written there, like a command",
        "b": "from memory: the leader looks into its own, and answers at once",
        "c": "by ReadIndex: the leader notes its commit index, once an entry of its own term is committed (a new "
             "leader writes an empty one at once). It asks all others whether they still follow it. It answers from "
             "its memory when a majority has said yes, and all up to that index is carried out",
        "d": "by a lease: the same, but with the yes the others promise to elect nobody for a while. For that "
             "long the leader answers from its memory. (All clocks go equally fast.)",
    },
    FromRun(runs.old_reads, runs.ways_that_are_wrong),
    reason="In a and c a majority must agree, and S1 has none. In d the others may elect nobody while S1 still "
           "answers, so that x=2 comes after that.",
    hint="In which of them does S1 need somebody on the other side before it answers, or has it asked them before?",
    wrong=[
        ("bd", "One of them is safe. If the others have promised to elect nobody, can x=2 be written in that time?"),
        ("bcd", "To say yes, a majority must hear S1 while the read waits. Whom does S1 reach?"),
        ("abcd", "To be written into the log and answered, a read must be committed. Can S1 commit anything?"),
        ("d", LOCAL_READS.hint("Is there another way in which nobody is asked at all?")),
    ],
)

# ---- Exercises -----------------------------------------------------------------------------------------------

ONCE = ("Write once(self, session, serial, carry_out): the answer to command number serial of a session. "
        "self.last[session] is a pair: the number of the session's last command, and its answer. carry_out() carries "
        "the command out and gives its answer.")

session_check = Requirements(
    ONCE,
    rules.machine_class,
    ONCE,
    rules.REQUIREMENTS,
    right=Sessions,
    reason="Done once; the last command gets its answer again. (What a late copy of an older one is told doesn't "
           "matter: its client waits for it no more. Tried with new commands, repeated ones, late copies of older "
           "ones, and two sessions.)",
    hint="Compare serial with the number in self.last[session]. Higher: new. Equal: the last one again. Lower: a late "
         "copy of an old one, for which nobody waits any more.",
    wrong=[
        (NeverAgain, rules.NEW), (AlwaysAgain, rules.ONCE), (NotesNothing, rules.ONCE), (OneForAll, rules.APART),
        (ForgetsAnswer, rules.AGAIN), (AnswersAnew, rules.AGAIN), (LastOnly, rules.OLDER),
    ],
    solution='last, answer = self.last[session]\nif serial > last:\n    last, answer = serial, carry_out()\n'
             '    self.last[session] = last, answer\nreturn answer if serial == last else ""',
)

find_duplicate = Count(
    "Two clients, each with a session: C1 has opened session 1, C2 session 2. This is the log:\n"
    "  1  open\n  2  open\n  3  1.2: x+=1\n  4  2.2: x+=1\n  5  1.2: x+=1\n  6  1.3: x+=1\n"
    "Which entry must not be carried out? Answer with its index.",
    right=5,
    reason="It is command 2 of session 1, like entry 3: C1 asked again. Entry 4 is another client's, and entry 6 "
           "another command of C1's. So x is 3.",
    hint="What tells two commands apart that look alike? Compare session and number.",
    most=6,
    wrong=[
        (4, "It has the same number as entry 3, but in another session: it is C2's own command."),
        (6, "It looks like the others, but it is the next number of its session: C1 wants one more."),
        (3, "It is the first of its kind: command 2 of session 1 has not been carried out before."),
        (2, "Each of the two clients opens its own session."),
    ],
)

by_eye = Letters(
    "Which of the three histories are linearizable? Answer with letters.",
    {
        "a": "the first one: C2 writes 2, and then reads 1",
        "b": "the second one: C3 reads 1 while C1's write of 2 is not answered yet",
        "c": "the third one: C2's write of 2 is never answered",
    },
    right="ac",
    reason="In a, x=2 can be done before x=1, since both are under way at once. In c, x=2 can be done after C1 has "
           "read: it was never answered, so it may happen at any time. In b, C2 has read 2 before C3 asks: after that "
           "no machine says 1.",
    hint="For each operation look for a moment between its call and its answer, so that one machine gives all answers.",
    wrong=[
        ("a", "a is, but it is not the only one. Where an answer never came: may that operation happen late?"),
        ("c", "c is, but it is not the only one. Where two writes are under way at once: in which order may they be "
              "done?"),
        ("b", "Has anybody read 2 before C3 asks?"),
        ("abc", "In b, C2 has read 2, and its answer is there before C3 asks. Can x be 1 after that?"),
        ("ab", "In b, C2 has read 2, and its answer is there before C3 asks. Can x be 1 after that?"),
        ("bc", "In b, C2 has read 2, and its answer is there before C3 asks. Can x be 1 after that?"),
    ],
)

read_mode = Choice(
    "A shop shows how many are left of an article: thousands of reads a second, in one building, and clocks that "
    "can't be trusted. A read must never be older than an answered write. Which way to read?",
    {
        "a": "from the leader's memory: it is by far the fastest",
        "b": "by ReadIndex: one round of messages before the answer, and no entry",
        "c": "by a lease: no messages at all while it lasts",
        "d": "through the log: it is the only safe one",
    },
    right="b",
    reason="It is safe without any clock, and writes nothing. (One round may confirm all reads that wait by then.)",
    hint="Which of the four are never too old? And of those, which writes nothing to the log?",
    wrong=[
        ("a", LOCAL_READS.hint("A leader that was cut off answers with what is old, and doesn't know it.")),
        ("c", "A lease is counted in time. What if the leader's clock is slow?"),
        ("d", "It is safe, but not the only one, and each read costs an entry, on disk and on all servers."),
    ],
)

timed_out = Letters(
    "A client without a session has asked for x+=1, once, and after a second there is no answer. The network loses "
    "messages, and some are late; it doubles none. Which of these may be true? Answer with letters.",
    {
        "a": "It was carried out before the second was over.",
        "b": "It will be carried out later.",
        "c": "It will never be carried out.",
        "d": "It was carried out twice.",
    },
    right="abc",
    reason="The request, the entry or the answer may be lost, or be late. Asked for once, it is carried out once at "
           "the most.",
    hint="What can be lost or late: the request, the entry, the answer. What does each of them mean?",
    wrong=[
        ("ac", "A leader may be cut off with the entry in its log, and lead again when the cut is mended."),
        ("ab", "If the request was lost, who knows of it?"),
        ("bc", "The answer alone may be lost."),
        ("c", "Silence says nothing of the server: it may be the answer that was lost."),
        ("abcd", "Who asks once gets one entry at the most. It takes asking again to have it twice."),
    ],
)
