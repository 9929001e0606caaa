"""The predictions and exercises of notebook 06, cut the network."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Count, Letters, Set
from raftlib.questions.misconceptions import DEPOSED, NEW_LEADER_KNOWS, ONE_LEADER
from raftlib.questions.runs import cut_the_network as runs
from raftlib.scenarios import one_way_cut, three_ways

# ---- Two leaders ---------------------------------------------------------------------------------------------

who_is_answered = Choice(
    "Which of the three commands are answered by 900 ms?",
    {
        "a": "All three: each side has a leader, and it answers its client.",
        "b": "x=1 alone: while the network is cut, nobody is answered.",
        "c": "x=1 and x=3: three servers of five are enough.",
        "d": "x=1 and x=2: S2 was the leader, and there is no other.",
    },
    FromRun(runs.both_sides_go_on, runs.whose_commands),
    reason="The side of three is a majority: it elects a leader, and commits x=3. S2 goes on leading, but x=2 gets two "
           "copies only.",
    hint="To commit a command it takes three servers of five. Which side has them?",
    wrong=[
        ("a", "Each side has a leader, but to lead is not yet to commit. S2 reaches two servers, itself counted, and "
              "it needs three."),
        ("b", "A cut stops only those who are left without a majority. Three servers can see each other, and three of "
              "five elect and commit."),
        ("d", "S3, S4 and S5 hear no heartbeats any more, so one of them becomes a candidate, and three votes are "
              "enough. S2's two servers are too few for x=2."),
    ],
)

# ---- Healing -------------------------------------------------------------------------------------------------

fate_of_the_entry = Choice(
    "What becomes of x=2, which S1 and S2 have at index 2?",
    {
        "a": "It is erased, and x=3 takes its place.",
        "b": "It moves behind x=3, to index 3: no command is dropped.",
        "c": "It stays, and replaces x=3: it was there first.",
        "d": "It stays where it is, beside x=3 on the other servers.",
    },
    FromRun(runs.healed, runs.what_became_of_x_2),
    reason="S4 leads the later term, and its log counts: the entry of S1 and S2 conflicts with it, and goes (AE3).",
    hint="Whose log counts when S2 hears of the later term? And which rule of notebook 05 says what happens to two "
         "different entries at one index?",
    wrong=[
        ("b", "Nobody moves entries: in a follower's log the leader's entries replace those that conflict with them. "
              "If x=2 is to be carried out after all, its client must send it again."),
        ("c", "What counts is not which entry is older, but who leads the later term. And x=3 is committed and "
              "answered: it can't be taken back."),
        ("d", "Then two state machines would end up with different values of x. To keep the logs the same is what a "
              "leader is for."),
    ],
)

commands_in_time = Choice(
    "S2 has taken commands x since the cut. Can they still be committed, if the links are healed?",
    {
        "a": "No: taken without a majority, they are void.",
        "b": "Yes, but not any more once another leader has taken commands.",
        "c": "Yes, at any time: S2 still has them, and passes them on.",
    },
    FromRun(runs.healed_early_and_late, runs.whether_x_comes_through),
    reason="Healed at 500 ms, S2 still leads the newest term, and its next heartbeat brings the entries to all. Healed "
           "at 900, the new leader's entries replace them.",
    hint="What makes an entry void: that it was not committed for a while, or that another leader's has replaced it?",
    wrong=[
        ("a", "An entry that isn't committed is not void: its leader goes on sending it. Is there a moment at which S2 "
              "still leads the newest term?"),
        ("c", "S2 can pass them on only while it leads. What does it hear first if the links are healed late?"),
    ],
)

# ---- Where the cut goes --------------------------------------------------------------------------------------

single_leader = Set(
    "With how many followers on the old leader's side is there a single leader at 900 ms? Give all such numbers.",
    runs.FOLLOWERS,
    FromRun(runs.cut_everywhere, runs.with_one_leader),
    reason="With 2 or 3 followers the old leader has the majority, and the others can't elect anybody. With fewer it "
           "goes on as well, but the others elect a second one.",
    hint="The old leader goes on in each case. With which numbers can the others elect one of their own?",
    wrong=[
        ({0, 1, 2, 3}, ONE_LEADER.hint("One leader for each term, but not for each moment: when the others are a "
                                       "majority they elect one in term 2, while the old one still leads term 1.")),
        ({0, 1}, "The other way round: then the others are a majority and elect a leader, and the old one, which hears "
                 "nothing of it, goes on beside it."),
        ({3}, "With 3 followers there is one leader, but not with 3 alone. For each other number count the servers on "
              "the other side: are they enough to elect one?"),
        ({2}, "With 2 followers there is one leader, but not with 2 alone. For each other number count the servers on "
              "the other side: are they enough to elect one?"),
        ({1, 2, 3}, "With 1 follower the old leader has two servers of five, and the others three: they elect one of "
                    "their own, and the old one goes on beside it."),
    ],
)

# ---- Alone, and back again -----------------------------------------------------------------------------------

term_when_alone = Choice(
    "S1 was in term 1 when it was cut off. In which term is it 1800 ms later?",
    {
        "a": "Still 1: a new term takes a new leader.",
        "b": "In 2: it becomes a candidate once, and then waits for votes.",
        "c": "About 36: one more with each heartbeat that it misses.",
        "d": "About 9: one more with each election timeout.",
    },
    FromRun(runs.s1_alone, runs.nearest_term),
    reason="A new term begins whenever its timer, of 150 to 300 ms, runs out: eight times in 1800 ms.",
    hint="What does a candidate do when its election timeout runs out and it hasn't won?",
    wrong=[
        ("a", "A server raises its term when it becomes a candidate (C1), not when one wins."),
        ("b", "A candidate that hasn't won when its timer runs out again begins the next term."),
        ("c", "A follower doesn't count heartbeats: it waits for its election timeout, which is 150 to 300 ms, and not "
              "50."),
    ],
)

back_again = Choice(
    "What happens when S1 is back?",
    {
        "a": "S1 leads at once: it has the highest term.",
        "b": "S2 steps down, and another election is needed.",
        "c": "S1 hears S2's heartbeat, and goes back to term 1.",
        "d": "S1's term is far ahead of all others', so they ignore it.",
    },
    FromRun(runs.s1_is_back, runs.what_its_return_does),
    reason="S1 refuses the heartbeat of term 1, and its refusal carries the higher term: S2 adopts it and is a "
           "follower.",
    hint="What does a server do with a message of an older term, and what does a leader do with one of a newer term?",
    wrong=[
        ("a", "A high term is no office. To lead it takes votes of a majority, given in that very term."),
        ("c", "Terms never go back. S1 refuses what comes from an older term (AE1), even from a healthy leader."),
        ("d", "What a server ignores is a message of an older term. S1's is newer: what must whoever reads it do "
              "(A2)?"),
    ],
)

# ---- Cut right after a commitment ----------------------------------------------------------------------------

answered_and_cut_off = Choice(
    "On the other side nobody has heard of the commitment. Can x=1 get lost?",
    {
        "a": "Yes: the next leader may lack it, and then it is erased.",
        "b": "No: the next leader has it, but doesn't know that it is committed.",
        "c": "No: the next leader has it, and sees by the copies that it is committed.",
        "d": "No: nobody but S2 can lead until the cut is healed.",
    },
    FromRun(runs.cut_after_the_answer, runs.what_the_next_leader_has),
    reason="A committed entry is on a majority, so whoever is elected has it. That it is committed only S2 knew.",
    hint="On how many servers is the entry when its client is answered? Who gets votes from a majority then? And what "
         "do copies of an older term's entry prove?",
    wrong=[
        ("a", "When S2 answered, a majority held the entry. Whoever lacks it is refused by these, and can't win."),
        ("c", NEW_LEADER_KNOWS.hint("The entry is of term 1, and the new leader leads term 2: by counting copies it "
                                    "may commit entries of its own term only (L7).")),
        ("d", "S2 can't keep the others from electing: they hear no heartbeats, one of them becomes a candidate, "
              "and four are a majority."),
    ],
)

# ---- Three ways ----------------------------------------------------------------------------------------------

leaders_of_nine = Count(
    "How many servers believe at 1500 ms that they lead?",
    FromRun(three_ways, lambda cluster: len(cluster.leaders)),
    reason="The old leader still does, for it hears of no later term. Nobody else can be elected: that takes five "
           "votes of nine.",
    hint="How many votes does it take, and how many servers are in a group? And what would make the old leader stop?",
    most=9,
    wrong=[
        (3, "One for each group? Three votes are a majority of the group, but it takes one of all nine: five."),
        (0, "No group can elect anybody. But who leads already when the cut comes, and what would make a leader stop?"),
        (2, "Who would the second one be? The groups can't see each other, and one alone has three votes, where it "
            "takes five."),
    ],
)

# ---- One way only --------------------------------------------------------------------------------------------

deaf_and_heard = Choice(
    "S2 leads, and S1 doesn't hear it any more. What happens?",
    {
        "a": "Nothing: S3, S4 and S5 let it know that S2 leads.",
        "b": "S1 becomes a candidate, and the others refuse: they hear S2 well.",
        "c": "S1 becomes a candidate again and again, and from then on nobody leads.",
        "d": "S1 becomes a candidate, and wins.",
    },
    FromRun(one_way_cut, runs.who_leads_after_the_one_way_cut),
    reason="The others see a later term and a log as new as theirs, so they vote for S1, though they hear S2 well.",
    hint="What does a follower look at when it is asked for its vote? Is it whether it hears from a leader?",
    wrong=[
        ("a", "Followers tell each other nothing. What sets S1's timer to a new random time are the leader's own "
              "messages, and these are lost."),
        ("b", "Whether they hear a leader plays no part in basic Raft's vote. The later term and the log decide. (With "
              "pre-vote they would refuse.)"),
        ("c", "For that S1 would have to be refused each time. What do S3, S4 and S5 look at when its request "
              "arrives?"),
    ],
)

# ---- Exercises -----------------------------------------------------------------------------------------------

who_can_commit = Letters(
    "Seven servers, and S1 leads when the network falls into {S1, S2, S3}, {S4, S5, S6, S7}. Which of these are true a "
    "second later? Answer with letters.",
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
        ("de", "These are true, but they are not all. S1 can't know what happens on the other side: no message of the "
               "later term reaches it. What does it do then?"),
        ("abcde", "Not all of these are true. On how many of seven servers must an entry be to be committed, and how "
                  "many does each side have?"),
        ("ab", "These are true, but they are not all. What can the other four do, and what can they not?"),
    ],
)

links_of_five = Count(
    "Five servers, each linked with each other by one link, ten in all. How many links must be cut at the least, so "
    "that no server reaches a majority (itself counted)? Answer with a number.",
    right=8,
    reason="A majority of five is three, so each server may keep one link at the most. Two links can stay, between two "
           "pairs, and the fifth server is alone: 10 − 2 = 8.",
    hint="How many links may each server keep? How many links can stay if no two of them meet?",
    most=10,
    wrong=[
        (6, "Cutting 2 | 3 takes six links, but then the side of three is a majority."),
        (7, "With three links left, two of them meet at a server; it reaches both ends, and so three with itself."),
        (10, "Some may stay: a server with one link reaches two servers, itself counted, and two are no majority of "
             "five."),
        (4, "That cuts one server off, and the other four go on."),
    ],
)

links_of_four = Count(
    "The same with four servers and their six links: how many must be cut at the least? Answer with a number.",
    right=4,
    reason="A majority of four is three, as for five. Two links can stay, between two pairs: 6 − 2 = 4. A cluster of "
           "four is cut in two halves by four cuts; with five servers it takes eight.",
    hint="How many servers are a majority of four? How many links may each server keep then?",
    most=6,
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
        ("b", DEPOSED.hint("A bug would have to do harm. Which entry could be lost, or replaced, on which server? Look "
                           "at S2's log, at the moment when it was elected.")),
        ("c", "S3 would have to know of the newer term. It was cut off from the election, and hears of S1 only."),
        ("d", DEPOSED.hint("S1 doesn't know that, and need not. What counts is its own term, and how many hold the "
                           "entry.")),
    ],
)
