"""The predictions and exercises of notebook 07, break Raft."""
from typing import NamedTuple

from raftlib.exercises.exercise import FromRun, Verdict
from raftlib.exercises.kinds import Choice, Count, Counts, Letters, Requirement, Requirements, Set
from raftlib.exercises.looks_right import AT_RANDOM, KNOWN, NOTHING_FOUND, LooksRight
from raftlib.exercises.states import RIGHT
from raftlib.questions.misconceptions import LITTLE_LOSS, LONGEST_WINS
from raftlib.questions.runs import break_raft as runs
from raftlib.questions.servers.break_raft import ForgetsOthers
from raftlib.search.broken_rules import ForgetsVote, SupposesMatch, VotesTwice
from raftlib.search.record import measured
from raftlib.simulation.history import History
from raftlib.widgets.player.goal import Goal
from raftlib.widgets.player.run_data import broken_properties

# ---- Figure 8 ------------------------------------------------------------------------------------------------

reached = Count(
    "How many of S2, S3 and S4 must have x=4 at the least, when S1 crashes, so that x=2 can't be erased any more? "
    "Answer with a number from 0 to 3.",
    FromRun(runs.endings_of_figure_8, runs.fewest_that_save_it),
    reason="With two, x=4 is on three of five. Whoever has it refuses S5, whose last entry is of term 3, and the votes "
           "that are left are no majority.",
    hint="S5 needs two votes besides its own. Who compares its last entry with S5's, of term 3, and says no?",
    most=3,
    wrong=[
        (0, "x=2 is on a majority without it. But S2's and S3's last entry is of term 2 then, and S5's is of term 3: "
            "is that a reason to refuse?"),
        (1, "That one refuses S5. Who is left to vote for it?"),
        (3, "Then S5 gets no vote but its own. How many votes may it get, and still not win?"),
    ],
)

counted_too_early = Choice(
    "Leaders now commit an entry of an older term as soon as a majority has it. Which property is broken in the "
    "shortest run that breaks any?",
    {
        "a": "Election Safety: a term gets two leaders.",
        "b": "Leader Append-Only: a leader deletes an entry of its own log.",
        "c": "Log Matching: two logs have an entry of the same term at an index, and differ before it.",
        "d": "Leader Completeness: a leader is elected that lacks a committed entry.",
        "e": "State Machine Safety: two servers carry out different commands at one index.",
    },
    FromRun(runs.counted_too_early, runs.property_broken),
    reason="The entry counts as committed, and yet a server without it can win. That another command is carried out at "
           "its index comes after that.",
    hint="In the story, what would S1 have carried out at beat 5? And what could S5 still do?",
    wrong=[
        ("a", "Votes are given as before, one a term. What has changed is only when a leader calls an entry "
              "committed."),
        ("b", "Whoever leads only adds to its log, here too. It is as a follower that S1 deletes x=2 in Figure 8."),
        ("c", "What a follower accepts is checked as before. What has changed is only when a leader calls an entry "
              "committed."),
        ("e", "That may follow. But which promise is broken already when a leader is elected without the entry, before "
              "it sends anything?"),
    ],
)

# ---- The search ----------------------------------------------------------------------------------------------

fewest_moves = Count(
    "Servers give their vote to everyone who asks, however often in a term. In how many moves, at the least, does a "
    "term get two leaders? Answer with a number.",
    FromRun(runs.two_votes, runs.moves),
    reason="One election that S1 wins with the vote of S2, and one of the same term that S3 wins with a vote that was "
           "given already.",
    hint="What does each of the two leaders need? An election is one move.",
    most=9,
    wrong=[
        (1, "One election makes one leader. Each move is about one candidate."),
        (3, "S1 leads after one move. What more does it take than one other candidate, and a voter that says yes "
            "again?"),
        (4, "No crash and no restart is needed. S1 leads after one move: what does the second leader need?"),
    ],
)

# ---- Rules that look odd -------------------------------------------------------------------------------------

odd_and_safe = Letters(
    "Which of these rules keep all five properties, whatever happens? Answer with letters.",
    {
        "a": "Of four servers, two are enough to commit an entry; to be elected it takes three.",
        "b": "Of four servers, two are enough to be elected; to commit an entry it takes three.",
        "c": "A new leader takes for granted that all followers hold its whole log.",
        "d": "A new leader takes for granted that all followers hold its whole log and one entry more.",
    },
    FromRun(runs.odd_rules, runs.those_that_are_safe),
    reason="In a, any two and any three of four have a server in common. In c, all that is taken for granted is of "
           "older terms, and L7 commits none of that by counting. (But a follower that lacks entries never gets them.) "
           "In d, the one entry more is the leader's first own one: it counts as committed before anybody has it.",
    hint="What must a set of servers that commits and a set of servers that elects have in common? And which entries "
         "may a leader commit by counting?",
    wrong=[
        ("a", "a is safe, but it is not the only one. Where a leader takes too much for granted: of which term are "
              "these entries, and what does L7 say of them?"),
        ("c", "c is safe, but it is not the only one. Where two are enough for one thing and it takes three for the "
              "other: can the two and the three miss each other, and does it matter?"),
        ("abc", "In b, S1 and S2 elect one leader, S3 and S4 another one, in the same term."),
        ("acd", "In d, the one entry more is the first that the leader writes in its own term. Who has it when it is "
                "committed?"),
        ("abcd", "Not all of them. Search for b and d: two moves are enough to break b, three for d."),
    ],
)

# ---- Random runs ---------------------------------------------------------------------------------------------

random_runs = Choice(
    "With each of the 17 broken rules that can break a property, 1000 ordinary runs are made: nine commands, three "
    "crashes and restarts, and 5 % of all messages lost. How many of the 17 survive, so that nothing breaks in any of "
    "their 1000 runs?",
    {
        "a": "none: 1000 runs find all of them",
        "b": "one or two, the hardest",
        "c": "three to six",
        "d": "more than six",
    },
    FromRun(measured, runs.survivors),
    reason="Most disasters need what such runs have seldom or never: a cut at the wrong moment, a late message, "
           "several candidates in a certain order.",
    hint="Think of Figure 8: what must happen, and in which order? How often does that come about by itself?",
    wrong=[
        ("a", "What must come together for Figure 8? Several leaders in turn, each of whom is heard by the right ones "
              "only, at the right moment. Is that likely?"),
        ("b", "Think of those that need a late message, or a leader that is cut off and comes back. Do ordinary runs "
              "have any of that?"),
        ("c", "Even more. In ordinary runs no message is late by much, and no link is cut."),
    ],
)

# ---- By hand -------------------------------------------------------------------------------------------------


class ByHand(NamedTuple):
    """What a run that was changed by hand has come to: the evidence if a property is broken, and when (ms).

    `is_committed` says whether anything has been committed by then.
    """

    evidence: dict | None
    at: float
    is_committed: bool


def made_by_hand(answer) -> ByHand | None:
    """What a run, or the run that a player shows, has come to; None for what is none, and for one left as it was."""
    history = getattr(answer, "history", answer)
    if not isinstance(history, History) or not any(event.is_by_hand for event in history):
        return None
    broken = broken_properties(history)
    number, evidence = broken[0] if broken else (len(history) - 1, None)
    events = history[:number + 1]
    return ByHand(evidence, events[-1].time, any(event.state and event.state.commit_index for event in events))


class Disaster(Requirements):
    """A run in which the reader has brought a disaster about."""

    def judge(self, answer: ByHand) -> Verdict:
        """✓ with what is broken, and how long the shortest way is; else as always."""
        verdict = super().judge(answer)
        if verdict.state != RIGHT:
            return verdict
        evidence = answer.evidence
        return Verdict(RIGHT, f"{verdict.text} In yours {evidence['property']} is broken: {evidence['sentence']}.")

    def worded(self, answer: ByHand) -> str:
        """What is broken."""
        return answer.evidence["sentence"] if answer.evidence else "nothing is broken"

    def as_goal(self) -> Goal:
        """The same as the goal of a player."""
        def reached(history: History) -> tuple[float, str] | None:
            found = self.read(history)
            verdict = self.judge(found) if found else None
            return (found.at, verdict.text) if verdict and verdict.state == RIGHT else None

        return Goal("Break one of the five properties.", reached, self)


NOTHING_COMMITTED = ("Nothing has been committed yet, so nothing can get lost. Give the leader a command, and let it "
                     "come back from one follower at least.")
NOBODY_WITHOUT = ("Something is committed, and all who have led since hold it. Make sure that one server does not get "
                  "it; then let that one become a candidate.")

by_hand_disaster = Disaster(
    "Bring about a disaster in the player: break one of the five properties. Then run this cell.",
    made_by_hand,
    "You have not changed anything yet in the run that the player shows: put a hand in, and then run this cell again.",
    [
        Requirement(lambda made: made.evidence or made.is_committed, NOTHING_COMMITTED),
        Requirement(lambda made: made.evidence, NOBODY_WITHOUT),
    ],
    right=runs.cut_off_and_back(),
    reason="The shortest way that the search knows has four moves: an election, a command, an exchange between the "
           "leader and one follower, and an election that the other one wins.",
    hint="Who must lack the entry when it is committed? A server that is down, or cut off, gets nothing. Then let that "
         "one ask for votes.",
    wrong=[(runs.only_cut_off(), NOTHING_COMMITTED), (runs.never_cut_off(), NOBODY_WITHOUT)],
    solution="Cut one follower off. Give the leader a command, and wait until it is committed. Then mend the cut: "
             "alone, the follower has come to a higher term. It is elected, and lacks the entry.",
)

# ---- Exercises -----------------------------------------------------------------------------------------------

electable = Set(
    "Exercise 3 of notebook 05 again: S1 leads term 4, and these are the logs:\n"
    "  S1 [1, 1, 2, 2, 2, 2, 4]\n  S2 [1, 1, 1, 3]\n  S3 [1, 1, 2, 2, 2]\n  S4 [1]\n  S5 [1, 1, 2, 2, 2, 2]\n"
    "S1 crashes and comes back. All five are up, and nobody leads. Which of them can win the next election? Answer "
    "with their names.",
    ["S1", "S2", "S3", "S4", "S5"],
    right={"S1", "S2", "S5"},
    reason="S1 gets all votes. S2 gets those of S3, S4 and S5, whose last terms are lower than 3. S5 gets those of S3 "
           "and S4. S3 gets S4's alone, and S4 gets none. So what S2 lacks can still be erased: only indexes 1 and 2 "
           "are safe.",
    hint="For each server count the others whose last term is lower, or whose last term is the same and whose log is "
         "no longer. Two are enough.",
    wrong=[
        ({"S1"}, "S1 has the newest log, but a candidate needs three votes, not five. Who else finds two others whose "
                 "logs are no newer?"),
        ({"S1", "S5"}, LONGEST_WINS.hint("A short log may win: what counts first is the last term. Whose last term is "
                                         "higher than that of three others?")),
        ({"S1", "S3", "S5"}, LONGEST_WINS.hint("S3's last term is 2. Whose votes does it get: is its log at least as "
                                               "new as S5's? And don't go by length alone: what counts first is the "
                                               "last term.")),
        ({"S1", "S2"}, "One more. Among those whose last term is 2 the longest log is the newest: who votes for it?"),
    ],
)

lost_state = Choice(
    "Two servers restart. The first one has lost its vote of this term, the second one the last entry of its log. "
    "Which loss can break a property?",
    {
        "a": "neither: a majority still has everything",
        "b": "the lost vote alone",
        "c": "the lost entry alone",
        "d": "each of them",
    },
    right="d",
    reason="Who forgets its vote gives it again, and a term has two leaders. Who forgets an entry may have been one of "
           "the majority that it was committed by: without it, a leader is elected that lacks the entry.",
    hint="What has a server promised with a vote? And what with the answer that it holds an entry?",
    wrong=[
        ("a", LITTLE_LOSS.hint("The majority may depend on this very server: it may be the third vote of five, or the "
                               "third copy.")),
        ("b", LITTLE_LOSS.hint("An answer that says \"I hold it\" is a promise, too. What if it made the majority?")),
        ("c", LITTLE_LOSS.hint("A vote is a promise, too. Can a server that forgets it keep it?")),
    ],
)

DISASTERS = {
    "a": "After a restart of one server a term has two leaders.",
    "b": "A leader has counted an entry of an older term on a majority and called it committed, and a leader without "
         "it is elected.",
    "c": "A server with an empty log is elected, though something was committed.",
    "d": "A late message takes an entry back that the follower had acknowledged.",
    "e": "A leader carries out a command at once, and another one is committed at its index.",
}

which_rule = Counts(
    "Which of these rules prevents each disaster?\n"
    + "".join(f"  {letter}) {text}\n" for letter, text in DISASTERS.items())
    + "  Rule 1: A1, entries are carried out only up to commit_index.\n"
      "  Rule 2: AE3, a follower deletes only from the first conflict on.\n"
      "  Rule 3: L7, by counting a leader commits entries of its own term only.\n"
      "  Rule 4: P1, term, vote and log are on disk before a server answers.\n"
      "  Rule 5: RV3, a vote goes only to a candidate whose log is at least as new.\n"
    "Answer with five numbers: the rule for a, for b, and so on.",
    right=(4, 3, 5, 2, 1),
    reason="Without that rule the search finds just this disaster.",
    hint="For each disaster ask: what was done that should not have been? Something was voted, counted, deleted, "
         "forgotten or carried out. Which rule speaks of that?",
    most=5,
    wrong=[
        ((4, 1, 5, 2, 3), "b and e are changed round: in b the leader counts, in e it carries out."),
        ((5, 3, 4, 2, 1), "a and c are changed round: what must a restarted server still know? And what does a voter "
                          "compare?"),
        ((2, 3, 5, 4, 1), "a and d are changed round: in a something is forgotten, in d something is deleted."),
    ],
)

looks_right = LooksRight(
    "Write a Server class with a rule of its own that looks right and is wrong. It must survive 200 random runs in "
    "trouble, and a search must find its disaster all the same, with three servers and at most one restart, lost "
    "reply or late message. It must do something else than the broken rules of this notebook. (The check may take a "
    "quarter of a minute.)",
    right=ForgetsOthers,
    reason="Wrong, and hard to find by luck.",
    hint="What happens seldom is found seldom: a restart in the middle of a term, an entry that is two terms old, a "
         "message that comes late. Take a rule that is about such a thing, and break a part of it.",
    wrong=[(VotesTwice, AT_RANDOM), (SupposesMatch, NOTHING_FOUND), (ForgetsVote, KNOWN)],
    solution="For instance: a vote for oneself is on disk, and one for another server is not.\n\n"
             "class ForgetsOthers(Server):\n    def restart(self):\n        messages = super().restart()\n"
             "        if self.voted_for != self.id:\n            self.voted_for = None\n        return messages",
)
