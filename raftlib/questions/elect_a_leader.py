"""The predictions and exercises of notebook 03, elect a leader."""
from typing import NamedTuple

from raftlib import scenarios
from raftlib.exercises.exercise import FromRun, Verdict
from raftlib.exercises.kinds import Choice, Count, Name, Requirement, Requirements, Set
from raftlib.exercises.states import RIGHT
from raftlib.protocol.state import LEADER
from raftlib.questions.misconceptions import ALL_REPLIES, BAD_TIMING, LIVE_MAJORITY, ONE_LEADER
from raftlib.questions.rules import elect_a_leader as rules
from raftlib.questions.runs import elect_a_leader as runs
from raftlib.simulation.history import History
from raftlib.widgets.player.goal import Goal

SERVERS = ["S1", "S2", "S3", "S4", "S5"]

# ---- Predictions ---------------------------------------------------------------------------------------------

who_stands = Set(
    "Which servers will become candidates before 250 ms?",
    SERVERS,
    FromRun(runs.quarter_second, runs.candidates),
    reason="S2 alone: its timer was the first to run out, 53 ms before the next one, and in that time all others heard "
           "of it.",
    hint="Whose timer runs out first? And what do the others hear before their own timers have run out?",
    wrong=[
        ({"S2", "S3", "S4", "S5"}, "These four timers were to run out before 250 ms. But a server that gives its vote "
                                   "sets its timer to a new random time: what had each heard by then?"),
        ({"S2", "S5"}, "Between these two timers lie 53 ms, and a message takes 15 ms at most. What happens at S5 in "
                       "this time?"),
        ({"S1", "S2", "S3", "S4", "S5"}, "S1 had drawn 269 ms, and could not become a candidate before that. And a "
                                         "server that gives its vote sets its timer to a new random time."),
    ],
)

a_message = Choice(
    "What does S5 do with the message that says \"I, S2, lead term 1\"?",
    {
        "a": "it follows S2 again: that is what a leader's message is for",
        "b": "it refuses the message, and goes on to follow S3",
        "c": "it becomes a candidate: two leaders have spoken, and an election must decide",
        "d": "it says nothing: it can't know which of the two leads",
    },
    FromRun(scenarios.held_heartbeat, runs.reaction),
    reason="S5 is in term 2, and the message is of term 1: a number tells that it is old, and no clock is needed.",
    hint="Compare two numbers: the term that S5 is in when the message arrives, and the term that the message carries.",
    wrong=[
        ("a", "When this message was written, S2 did lead. But S5 has voted in term 2 since then. What does it know "
              "from the term in the message?"),
        ("c", "An election is needed when nobody is heard of for long enough. S5 hears S3 every 50 ms, and one number "
              "in the message says which of the two leads the later term."),
        ("d", "It can know: both leaders put their term into each message. Which of the two terms is the higher one?"),
    ],
)

who_wins_term_1 = Choice(
    "Who wins term 1?",
    {
        "a": "S1, with three votes",
        "b": "S2, with three votes",
        "c": "both, with two votes each",
        "d": "neither of them",
    },
    FromRun(scenarios.two_timers, runs.winners_of_term_1),
    reason="Each has two votes, and that is no majority of five.",
    hint="Count who is left to vote for each of them, and remember that a candidate votes for itself.",
    wrong=[
        ("a", "S2 can't give S1 the third vote: it has voted for itself, and has one vote a term. S1's request reaches "
              "S4 second, and S5 is down."),
        ("b", "S1 can't give S2 the third vote: it has voted for itself, and has one vote a term. S2's request reaches "
              "S3 second, and S5 is down."),
        ("c", LIVE_MAJORITY.hint("Two votes are half of the four that are up, and that is not enough: a majority is "
                                 "three of five, whoever is down. If two sufficed, a term could have two leaders.")),
    ],
)

rare_heartbeats = Choice(
    "S2 is elected first. How does it go on until 1500 ms?",
    {
        "a": "leader follows leader, each in a term of its own",
        "b": "S2 leads to the end: it is alive, and all its messages arrive",
        "c": "S2 stops leading once, and its successor leads to the end",
        "d": "leader follows leader, and now and then one term has two of them",
    },
    FromRun(runs.rare_heartbeats, runs.succession),
    reason="Whoever leads falls silent for 400 ms, and within 300 the first follower becomes a candidate, in a new "
           "term.",
    hint="How long does a follower wait, and how long is every leader silent?",
    wrong=[
        ("b", "A follower can't know that its leader is alive. It knows how long it has heard nothing, and its "
              "wait of 150–300 ms ends before the next heartbeat, at 400."),
        ("c", "The successor is no better off: its heartbeats are 400 ms apart as well, and its followers draw their "
              "timeouts from 150–300 ms as before."),
        ("d", BAD_TIMING.hint("Timing can't do that. Each election is one of a new term, and in each term a server has "
                              "one vote: two majorities would need a server that votes twice.")),
    ],
)

when_noticed = Choice(
    "When does the next server become a candidate?",
    {
        "a": "between 405 and 415 ms: as soon as a message can tell of the crash",
        "b": "between 428 and 438 ms: when the heartbeat of 423 ms fails to come",
        "c": "between 528 and 688 ms: when the first of the four timers runs out",
        "d": "between 693 and 703 ms: when all four timers have run out, and the four have told one another",
    },
    FromRun(scenarios.leader_crash, runs.noticed),
    reason="The last heartbeat set all timers to new random times, and the first of them to run out ended the silence.",
    hint="Which timer is it that makes a server a candidate, and when was it set the last time?",
    wrong=[
        ("a", "Who should tell? A server that crashes can tell nobody, and the others watch no connection: all that "
              "they notice is that nothing comes any more."),
        ("b", "50 ms is the leader's interval; followers do not count its heartbeats. They wait for their election "
              "timeout, and one heartbeat that is late or lost must not depose a healthy leader."),
        ("d", "They need not agree that the leader is gone. One timer is enough: its server becomes a "
              "candidate at once, and the others give it their votes although they would have waited longer."),
    ],
)

# ---- With one's own hands ------------------------------------------------------------------------------------

BY = 1000  # ms


class Term(NamedTuple):
    """Who came to lead which term, and when (ms)."""

    term: int
    leader: str
    at: float


def terms_led(answer) -> tuple[Term, ...] | None:
    """The terms with a leader in the run of a player, a cluster or a history.

    None for anything else, for a run with one of them only, and for one to which nobody has done anything.
    """
    history = getattr(answer, "history", answer)
    if not isinstance(history, History) or not any(event.is_by_hand for event in history):
        return None
    found = {}
    for event in history:
        if event.state and event.state.role == LEADER:
            term = event.state.current_term
            found.setdefault(term, Term(term, event.server, event.time))
    return tuple(found.values()) if len(found) > 1 else None


ONE_CHANGE = ("The run has had two leaders: so far you have made it lose one. Go to a moment when the second one "
              "leads, and take that one away, too. Three servers must still be up to elect the third.")
TOO_LATE = (f"There is a third leader, but later than at {BY} ms. An election takes up to 300 ms of silence: take the "
            "first leader away as early as you can, and the second one as soon as it leads.")


class LeadersInTurn(Requirements):
    """Terms and their leaders, which are told with the reason."""

    def judge(self, answer: tuple[Term, ...]) -> Verdict:
        """✓ with who led from when on; else as always."""
        verdict = super().judge(answer)
        if verdict.state != RIGHT:
            return verdict
        told = [f"{leader} led term {term} from {at:.0f} ms on" for term, leader, at in answer[:3]]
        return Verdict(RIGHT, f"{verdict.text} {', '.join(told[:-1])}, and {told[-1]}.")

    def as_goal(self) -> Goal:
        """The same as the goal of a player, which answers for the reader once the third leader was seen."""
        def reached(history: History) -> tuple[float, str] | None:
            terms = self.read(history)
            verdict = self.judge(terms) if terms else None
            return (terms[2].at, verdict.text) if verdict and verdict.state == RIGHT else None

        return Goal(f"Make it find its third leader before its clock shows {BY} ms.", reached, self)


third_leader = LeadersInTurn(
    f"Make the run in the player find its third leader before its clock shows {BY} ms; then run this cell.",
    terms_led,
    "Nothing is decided yet: in the run that the player shows you have not yet made one leader follow another. Stop it "
    "while the first one leads, take that one away, and let it run on; then run this cell again, with the player in "
    "brackets.",
    [
        Requirement(lambda terms: len(terms) >= 3, ONE_CHANGE),
        Requirement(lambda terms: terms[2].at <= BY, TOO_LATE),
    ],
    right=runs.crashed_leaders(390, 650, to=800),
    reason="Each of the three was elected in a term of its own, by a majority.",
    hint="Click on the leader and crash it. When do the others notice, and who leads then? Do the same to that one. "
         "How many servers must be up for the third election?",
    wrong=[
        (runs.crashed_leaders(390, to=600), ONE_CHANGE),
        (runs.crashed_leaders(390, 850, to=1060), TOO_LATE),
    ],
    solution="Crash S2 at 390 ms, and the server that leads at 650 ms right then: a third one leads before 1000 ms.",
)

# ---- Predictions ---------------------------------------------------------------------------------------------

who_leads_at_400 = Name(
    "Which server leads at 400 ms? Answer with its id, or with the word nobody.",
    [*SERVERS, "nobody"],
    FromRun(runs.lonely_candidate, lambda cluster: cluster.leader or "nobody"),
    reason="S3 is the second candidate, and the first whose requests are answered.",
    hint="Who is the first candidate of those that can reach a majority?",
    wrong=[
        ("S1", "Its timer makes S1 a candidate, and no more than that: its requests reach nobody, so it has one vote, "
               "its own, and needs three."),
        ("S4", "S4's timer would run out 62 ms after S3's. By then S3's request and its heartbeats have set S4's "
               "timer to new random times."),
        ("nobody", "One server is missing, and one more could be: three votes are a majority of five, and four servers "
                   "can still hear one another."),
    ],
)

how_many_lead = Count(
    "How many servers will think at 900 ms that they are the leader?",
    FromRun(scenarios.partition, runs.leaders_at_900),
    reason="The three elect a leader of their own, and nothing tells S2 of it.",
    hint="Look at each side of the cut by itself: who leads there, and what does it hear of the other side?",
    most=5,
    wrong=[
        (1, ONE_LEADER.hint("One on the side of the three, true. And S2? A leader steps down when it sees a higher "
                            "term: which message would bring it one?")),
        (0, "The three that S2 can't reach are a majority of five. When they have heard nothing for long enough, one "
            "becomes a candidate, and three votes elect it."),
    ],
)

# ---- Exercises -----------------------------------------------------------------------------------------------

def requests() -> dict[str, dict[str, float]]:
    """When (ms) the request of each candidate of term 1 reaches each other server, in a run of two such candidates."""
    return runs.requests_of(runs.close_timers())


first_come = Name(
    "Who wins term 1? Answer with a server's id in quotes, or with \"nobody\".",
    [*SERVERS, "nobody"],
    right="S4",
    reason="S4's request is the first at S2 and at S5: with its own vote it has three. S1 was a candidate before it, "
           "and has its own vote and S3's.",
    hint="Each of the three others gives its vote to the request that reaches it first. And whom do the two "
         "candidates vote for?",
    wrong=[
        ("S1", "S1 was the first candidate, and S3 votes for it. But whose request comes first to S2, and to S5?"),
        ("nobody", "S1 and S4 vote for themselves. Three votes are left, and three can't be halved: whose request "
                   "comes first to each of S2, S3 and S5?"),
        ("S3", "To win, a server must be a candidate. S3's timer has not run out: it gives its vote to the first that "
               "asks."),
    ],
)

after_restart = Choice(
    "S1 votes for S2 in term 4, crashes, and is back 20 ms later. Then a request of S3 comes, of term 4 as well. What "
    "does S1 do?",
    {
        "a": "It votes for S3: a server that has just started has voted for nobody.",
        "b": "It refuses: its vote of term 4 is given away.",
        "c": "It votes for S3, unless it has heard that S2 leads.",
        "d": "It says nothing until it hears of a leader.",
    },
    right="b",
    reason="Its term and its vote are on its disk, and were so before its yes went out (P1). Else S1 could vote twice "
           "in term 4, and term 4 could have two leaders.",
    hint="What does a server have on its disk (section 6), and what would go wrong without that?",
    wrong=[
        ("a", "It has forgotten its role, and starts as a follower. But what stood on its disk before it said yes to "
              "S2?"),
        ("c", "That it has heard of no leader proves nothing: S2 may have won by this very vote. What counts is whom "
              "S1 has voted for in term 4."),
        ("d", "A follower answers what it is asked, with a leader or without. What does its disk say of term 4?"),
    ],
)

majority = Choice(
    "Seven servers, and two of them are down. How many votes does a candidate need?",
    {
        "a": "3, a majority of the five that are up",
        "b": "4, a majority of all seven",
        "c": "7, the votes of all",
        "d": "No number will do: with two servers down nobody can win",
    },
    right="b",
    reason="A majority is always one of the full cluster: 4 of 7. Four of the five servers that are up must then "
           "agree; with two more down there would be no leader.",
    hint="Nobody can tell a server that is down from one that is cut off and votes on the other side. Which number "
         "rules out two leaders even then?",
    wrong=[
        ("a", LIVE_MAJORITY.hint("A server can't know who is down, and who is alive behind a cut. If 3 votes were "
                                 "enough, two groups of three could each elect a leader, in the same term.")),
        ("c", ALL_REPLIES.hint("Then one crash would stop the cluster, and it would be worse than a single server. Any "
                               "two majorities share a server already, and that is enough.")),
        ("d", "Some number will do: a cluster of seven is built to survive three failures. How many servers are up, "
              "and how many votes are more than half of seven?"),
    ],
)

# ---- Written by the reader -----------------------------------------------------------------------------------

one_vote = rules.one_vote
