"""The rule of notebook 03 that a reader writes: one vote a term."""
from raftlib.exercises.overrides import ServerOverride
from raftlib.exercises.scope import Scope
from raftlib.questions.servers.elect_a_leader import (
    AlwaysNo,
    AlwaysYes,
    OneVote,
    OnlyAgain,
    OnlyItself,
    OnlyOnce,
    OnlyOthers,
    OnlyTaken,
    WithoutLeader,
)
from raftlib.questions.trials.elect_a_leader import TRIALS, votes_in_question

NO_VOTE = ("No server ever gives its vote to another one, so that each candidate has its own vote only. At the start "
           "of a term voted_for is None, and then the vote is free; and nobody asks itself.")

one_vote = ServerOverride(
    "Write may_vote_for(self, candidate_id): may this server give its vote of the current term to this candidate? "
    "Its vote so far is self.voted_for.",
    "may_vote_for",
    TRIALS,
    Scope(terms=2, entries=0, restarts=1, late=1),
    lambda state, candidate_id: f"self.voted_for is {state.voted_for!r} and candidate_id is {candidate_id!r}",
    right=OneVote,
    reason="One vote a term, first come first served; who asks again is told yes again, for the first reply may "
           "be lost.",
    hint="There are two cases in which the answer is yes: the vote of this term is still free, or this very candidate "
         "has it already. In all others it is no.",
    wrong=[
        (AlwaysYes, "A server that votes for all who ask votes twice in one term, and then two candidates can both "
                    "reach a majority. Look at self.voted_for first."),
        (AlwaysNo, NO_VOTE),
        (OnlyItself, NO_VOTE),
        (OnlyAgain, NO_VOTE),
        (OnlyOnce, "Your rule is safe, but a reply can be lost, and a request can arrive twice: the candidate that "
                   "has your vote already must hear yes again, or a vote is wasted."),
        (OnlyOthers, "This is the wrong way round: it gives the vote to anybody but the one that has it. When is a "
                     "vote free, and who may hear yes again?"),
        (OnlyTaken, "This is the wrong way round: None means that the vote of this term is still free."),
        (WithoutLeader, "While an election goes on nobody knows of a leader, so your server votes for each candidate "
                        "that asks, and twice in one term. What counts is whom it has voted for: self.voted_for."),
    ],
    picture=votes_in_question,
    solution="def may_vote_for(self, candidate_id):\n"
             "    return self.voted_for is None or self.voted_for == candidate_id",
)
