"""Steps 1 and 2 of notebook 10: roles and terms, votes."""
from raftlib.exercises.scope import Scope
from raftlib.exercises.steps import Step
from raftlib.questions.rules.build_your_own.solution import solution_of
from raftlib.questions.servers.build_your_own import votes as servers
from raftlib.questions.trials.build_your_own import ELECTIONS

roles = Step(
    "Write adopt_term(self, term), which is called when a message brings a higher term, and become_follower(self), "
    "which takes from a server what belongs to a candidate or a leader.",
    "roles and terms",
    ELECTIONS,
    Scope(terms=2, entries=0, restarts=1),
    right=servers.Roles,
    reason="A higher term makes a follower of everybody, with a free vote and no leader known yet.",
    hint="Five things change with the term: the term itself, the vote, the known leader, the role, and the timer of "
         "one who led. And three belong to candidates and leaders alone: votes, next_index, match_index.",
    hints={
        "adopt_term": "Four things change with the term: the term itself; the vote, which is free; the known leader, "
                      "for there is none yet; and the role, by become_follower. And one who led needs a timer: ask "
                      "whether it led before you change its role.",
        "become_follower": "A follower's role is \"follower\", it has no votes, (), and no indexes: next_index and "
                           "match_index are {}.",
    },
    wrong=[
        (servers.KeepsItsVote, "A vote is one of a term. In a new term nobody has been voted for yet: what must "
                               "voted_for be?"),
        (servers.LeadsOn, "Somebody else may lead the new term. Who led an older one has to give up, or one term has "
                          "two leaders."),
        (servers.CountsByItself, "The others are in the term that the message brings, and that may be several further: "
                                 "take it over as it is."),
        (servers.KeepsItsLeader, "leader_id is who leads this term. In a new term nobody has been heard of yet, so it "
                                 "is None."),
        (servers.AlwaysRestartsTimer, "A message with a higher term is no word of a leader: the election timer of a "
                                      "follower or candidate runs on. Who led had none, and needs one."),
        (servers.NeverRestartsTimer, "Who led had a timer for heartbeats, and no election timer. When it steps down it "
                                     "needs one: self.timer_restarts = True. Ask whether it led before you change "
                                     "its role: afterwards it is a follower."),
        (servers.KeepsItsVotes, "A follower has no votes to count: what a candidate had gathered goes with the role, "
                                "and so do a leader's indexes."),
    ],
    solution=solution_of(servers.Roles),
)

votes = Step(
    "Write may_vote_for(self, candidate_id), is_up_to_date(self, request), grants_vote(self, request), which asks "
    "these two and looks at the term, and on_request_vote(self, request), which answers.",
    "votes",
    ELECTIONS,
    Scope(terms=2, entries=1, restarts=1, most=2500),
    right=servers.Votes,
    reason="One vote a term, for a log that is as new as one's own, and noted before the answer leaves.",
    hint="on_request_vote: ask grants_vote. If it says yes, note the candidate in voted_for and restart the timer. "
         "Then answer in any case. For two logs, compare the last terms first, and the lengths only if these are "
         "equal.",
    hints={
        "may_vote_for": "Yes, if the vote of this term is free, or this candidate's already.",
        "is_up_to_date": "Compare the last terms first, and the lengths only if these are equal. A log that is just as "
                         "new as yours is good enough.",
        "grants_vote": "Three things must hold. The request's term is not over: only one below your own is, and one of "
                       "your own term is in time. self.may_vote_for(request.candidate_id) says yes, and so does "
                       "self.is_up_to_date(request).",
        "on_request_vote": "Ask grants_vote. If it says yes, and only then, note the candidate in voted_for, and set "
                           "timer_restarts to True. Answer in any case: the reply's term is your current_term, and its "
                           "request_term is the request's term.",
    },
    wrong=[
        (servers.VotesTwice, "Your servers vote twice in one term, and two candidates can have a majority each. Whose "
                             "is the vote of this term already?"),
        (servers.OnlyOnce, "A reply can be lost, and then the candidate asks again: who has your vote already must "
                           "hear yes again."),
        (servers.ComparesLengths, "The longer log is not the newer one: an old leader may have written much that was "
                                  "never committed. What is compared first?"),
        (servers.LengthsFirst, "You compare lengths before terms, so the longest log wins. But it may be an old "
                               "leader's, and what is committed may stand in a shorter one: compare the last terms "
                               "first, and the lengths only if these are equal."),
        (servers.WantsBoth, "A log that ends in a newer term is the newer one, also where it is shorter. If you refuse "
                            "it, perhaps nobody can be elected at all."),
        (servers.TakesEither, "A longer log with an older last term is not up to date: the length counts only if the "
                              "last terms are equal."),
        (servers.TermsOnly, "With equal last terms the shorter log lacks entries, and these may be committed: then "
                            "the lengths decide."),
        (servers.WantsNewer, "A log that is just as new as yours is good enough. In a new cluster all logs are empty, "
                             "and somebody must win."),
        (servers.VotesInThePast, "The request may be an old one that comes late. Its term is over: refuse it."),
        (servers.ForgetsToNote, "Your server says yes and does not remember it, so it can say yes to the next one. "
                                "Where is the vote noted?"),
        (servers.WaitsWhenItRefuses, "A candidate that is refused must not keep you from standing yourself: only a "
                                     "vote that is granted restarts the timer."),
        (servers.SetsTheTimerByTheAnswer, "A no must leave the timer as it is: who has just stepped down as a leader "
                                          "needs its new timer, and adopt_term has asked for it. Set "
                                          "timer_restarts only where you say yes."),
    ],
    solution=solution_of(servers.Votes),
)
