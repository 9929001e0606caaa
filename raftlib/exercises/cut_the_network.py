"""The exercises of notebook 06, cut the network."""
from raftlib.exercises.kinds import Choice, Letters, Number

who_can_commit = Letters(
    "Seven servers, and S1 leads when the network falls into {S1, S2, S3}, {S4, S5, S6, S7}. Which of these are true a "
    "second later? Answer with letters, as in {\"a\", \"c\"}.",
    {
        "a": "S1 still believes that it leads.",
        "b": "S1 can still append a command to its own log.",
        "c": "S1 can still commit a command.",
        "d": "One of S4 to S7 leads, in a later term.",
        "e": "Commands sent to S4–S7's leader are committed.",
    },
    right="abde",
    reason="The side of four is a majority of seven: it elects a leader and commits. S1 hears of no later term, so it "
           "goes on leading; it takes commands and appends them, but three of seven can't commit anything.",
    hint="Which side has four of seven? And how could S1 learn that its time is over?",
    wrong=[
        ("de", "S1 can't know what happens on the other side: no message of the later term reaches it. So it goes on "
               "leading, and appending."),
        ("abcde", "To commit, an entry must be on four of seven servers, and S1 reaches three, itself among them."),
        ("ab", "The other four are a majority of the full cluster: nothing keeps them from electing a leader and going "
               "on."),
    ],
)

links_of_five = Number(
    "Five servers, each linked with each other by one link, ten in all. How many links must be cut at the least, so "
    "that no server reaches a majority (itself counted)? Answer with a number.",
    right=8,
    reason="A majority of five is three, so each server may keep one link at the most. Two links can stay, between two "
           "pairs, and the fifth server is alone: 10 − 2 = 8.",
    hint="How many links may each server keep? How many links can stay if no two of them meet?",
    wrong=[
        (6, "Cutting 2 | 3 takes six links, but then the side of three is a majority."),
        (7, "With three links left, two of them meet at a server; it reaches both ends, and so three with itself."),
        (10, "Some may stay: a server with one link reaches two servers, itself counted, and two are no majority of "
             "five."),
        (4, "That cuts one server off, and the other four go on."),
    ],
)

links_of_four = Number(
    "And four servers with their six links?",
    right=4,
    reason="A majority of four is three, as for five. Two links can stay, between two pairs: 6 − 2 = 4. A cluster of "
           "four is cut in two halves by four cuts; with five servers it takes eight.",
    hint="How many servers are a majority of four? How many links may each server keep then?",
    wrong=[
        (3, "With three links left, two of them meet at a server; it reaches both ends, and with itself that is three "
            "of four."),
        (6, "Some may stay: a server with one link reaches two servers, itself counted, and a majority of four is "
            "three."),
        (2, "With four links left, some server keeps two of them and reaches three of four."),
    ],
)

old_leader = Choice(
    "S1 led term 1 and put an entry on itself and S2. S2 was then elected for term 2 by S4 and S5. Now an old "
    "AppendEntries of S1 reaches S3, which has heard of nothing: the entry is on three of five servers, and S1 learns "
    "of it. What happens?",
    {
        "a": "S1 commits the entry, and that is safe.",
        "b": "S1 commits the entry, and that is a bug: it is not the leader any more.",
        "c": "S3 refuses, because there is a newer term.",
        "d": "S1 can't commit it, because S2 leads.",
    },
    right="a",
    reason="S1 knows of no later term, and neither does S3. The entry is of S1's own term and on a majority: S1 "
           "commits it. The majority that elected S2 and the one that holds the entry share a server, here S2 itself, "
           "and it had the entry when it voted; so the new leader has it, and nothing is lost. (Question 7 of the Raft "
           "user study.)",
    hint="What does each of S1 and S3 know? And does S2, the leader of term 2, have the entry?",
    wrong=[
        ("b", "Nothing is lost by it: S2 has this entry too, for it had it when it was elected, and a leader deletes "
              "nothing of its own log. A deposed leader may finish an *old* entry."),
        ("c", "S3 would have to know of the newer term. It was cut off from the election, and hears of S1 only."),
        ("d", "S1 doesn't know that, and need not. What counts is its own term, and how many hold the entry."),
    ],
)
