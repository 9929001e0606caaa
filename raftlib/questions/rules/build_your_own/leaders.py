"""Steps 3 and 4 of notebook 10: candidates, heartbeats."""
from raftlib.exercises.scope import Scope
from raftlib.exercises.steps import Step
from raftlib.questions.rules.build_your_own.solution import solution_of
from raftlib.questions.servers.build_your_own import leaders as servers
from raftlib.questions.trials.build_your_own import ELECTIONS

candidates = Step(
    "Write first_votes(self), start_election(self), ignores(self, reply), and on_request_vote_reply(self, reply): "
    "stand for election, and count the votes.",
    "candidates",
    ELECTIONS,
    Scope(terms=2, entries=0, restarts=1, late=1),
    right=servers.Candidates,
    reason="A new term, its own vote first, and each other server's once: with a majority the candidate leads.",
    hint="start_election sets role, current_term, voted_for, leader_id, votes and timer_restarts. Then it returns a "
         "RequestVote for each of self.peers. A reply counts if it answers a request of this term, comes to a "
         "candidate, says yes, and is the first of its sender. self.majority() votes are enough.",
    hints={
        "first_votes": "An election begins with the candidate's own vote and no other: a tuple of one id.",
        "start_election": "Six things are set: role, current_term, voted_for, leader_id, votes and timer_restarts. It "
                          "is a candidate of the next term that has voted for itself, knows no leader, has its first "
                          "votes, and waits anew. If these are a majority already, it leads. Else a RequestVote goes "
                          "to each of self.peers, of the new term and with the end of its own log.",
        "ignores": "True if the reply answers a question of another term: its request_term is not current_term.",
        "on_request_vote_reply": "A reply counts if self.ignores(reply) says no, if you are a candidate still, and if "
                                 "vote_granted says yes; each sender counts once. You lead as soon as there are "
                                 "self.majority() votes: >=, for just so many are enough.",
    },
    wrong=[
        (servers.NotForItself, "A candidate votes for itself: with its own vote it needs one less of the others."),
        (servers.CountsLastVotes, "Votes are of one term. Those of the last election say nothing about this one, and "
                                  "may be given to another candidate now."),
        (servers.VoteIsFree, "Your candidate has voted, for itself: voted_for must say so, or it gives its vote to "
                             "the next one that asks in the same term."),
        (servers.SameTerm, "Each election has a term of its own. Who stands again in the same term asks for votes that "
                           "are given away already."),
        (servers.CountsAnyTerm, "A yes can come late, when the term it was given in is over. request_term says of "
                                "which term the question was."),
        (servers.NeverAlone, "A cluster of one server has its majority with its own vote, and nobody will answer: look "
                             "in start_election, too, whether the votes are enough already."),
        (servers.LooksAtTheAnswersTerm, "term says when the answer was given, request_term of which term the question "
                                        "was. An answer of today to a question of yesterday says nothing about today: "
                                        "compare request_term."),
        (servers.CountsRefusals, "A reply is not yet a vote: it says yes or no, in vote_granted."),
        (servers.CountsTwice, "A reply can come twice. Two answers of one server are one vote."),
        (servers.WaitsForAll, "A server that is down answers nobody. How many votes are enough?"),
    ],
    solution=solution_of(servers.Candidates),
)

heartbeats = Step(
    "Write become_leader(self), append_entries_to_all(self), heartbeat_timeout(self), accepts_leader(self, request) "
    "and follow(self, leader_id): speak as a leader, and hear one.",
    "heartbeats",
    ELECTIONS,
    Scope(terms=3, entries=1, most=3000),
    right=servers.Heartbeats,
    reason="A leader speaks as soon as it has won and then at each heartbeat; who hears it follows, and waits anew.",
    hint="A new leader knows nothing of the others: next_index is one past its own log, match_index 0. It sends to all "
         "at once. A message of an older term comes from a leader of the past. A candidate that hears the leader of "
         "its own term becomes a follower, and its vote stays as it is.",
    hints={
        "become_leader": "Five things are set: role; leader_id, its own id; next_index, for each peer one past its own "
                         "log; match_index, for each peer 0; and timer_restarts, for it has a timer for heartbeats "
                         "now. Then it speaks to all at once.",
        "append_entries_to_all": "A list with self.append_entries_for(peer) for each of self.peers.",
        "heartbeat_timeout": "It speaks to all, and sets timer_restarts to True: else this heartbeat is the last.",
        "accepts_leader": "Only a leader of an older term is refused: False if request.term is below current_term. "
                          "Else call self.follow(request.leader_id), and say True.",
        "follow": "Three things: whoever is no follower becomes one, by self.become_follower(); leader_id is whoever "
                  "was heard; and the timer begins anew, timer_restarts. The vote stays as it is.",
    },
    wrong=[
        (servers.WinsInSilence, "The others' timers run. A leader that says nothing until its first heartbeat timeout "
                                "may meet the next candidate before."),
        (servers.SupposesMatch, "match_index is what the leader *knows* to be held. Nobody has told it anything yet, "
                                "so it is 0; only next_index is a guess."),
        (servers.SpeaksOnce, "A heartbeat is to be followed by the next one: restart the timer, for a leader it is "
                             "that of heartbeats."),
        (servers.FollowsThePast, "A leader of an older term has been replaced. Who follows it lets it overwrite what "
                                 "was committed since."),
        (servers.RefusesItsOwnTerm, "The leader of your own term is the one to follow: you may have voted for it. Only "
                                    "an older term is refused."),
        (servers.LosesPatience, "The election timer is to run out only if no leader is heard. Each message of the "
                                "leader sets it anew."),
        (servers.StandsOn, "Somebody leads your term, so you have lost: a candidate becomes a follower when it hears "
                           "the leader of its own term."),
    ],
    solution=solution_of(servers.Heartbeats),
)
