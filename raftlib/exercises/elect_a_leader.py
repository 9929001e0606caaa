"""The exercises of notebook 03, elect a leader."""
from raftlib.exercises.kinds import Choice, Value
from raftlib.exercises.overrides import ServerOverride, Trial
from raftlib.protocol.messages import RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster

SEED = 6  # S4 draws 156 ms, and the next one, S5, 247 ms


def run_to_predict() -> Cluster:
    """Five servers at time 0: their timers are drawn (`history.at(0).deadlines`), and nothing has happened yet."""
    return Cluster(servers=5, seed=SEED)


winner = Value(
    "Who will win the first election? Answer with a server's id in quotes.",
    right="S4",
    reason="S4 drew the shortest timeout, 156 ms. Its requests are answered long before the next timer runs out, "
           "at 247 ms, so nobody stands against it.",
    hint="Look at the drawn timeouts: whose timer runs out first, and does another one follow within a few "
         "message times (5–15 ms)?",
    wrong=[
        ("S1", "S1 drew the longest timeout, 298 ms: it's the last to lose patience, and by then a leader's heartbeats "
               "have reached it. The id and the place in the picture count for nothing."),
        ("S5", "S5's timer would run out second, at 247 ms. By then the first one has asked, been answered and sent "
               "heartbeats, and each of these restarts S5's timer."),
        ("nobody", "A vote splits only if two timers run out almost together. Here 91 ms lie between the first "
                   "and the second, and a message takes at most 15."),
    ],
)


def run_with_a_cut() -> Cluster:
    """The same five servers with the same timers, but S4, whose timer runs out first, is cut off from all others."""
    cluster = run_to_predict()
    cluster.cut(["S4"], ["S1", "S2", "S3", "S5"])
    return cluster


late_winner = Choice(
    "The same timers, but S4 is cut off from all others: what will happen?",
    {
        "a": "S4 wins all the same: its timer runs out first.",
        "b": "S5 wins: its timer runs out next, and a majority answers it.",
        "c": "Nobody wins until S4 is back: an election needs all five servers.",
        "d": "S4 leads on its side, and S5 on the other.",
    },
    right="b",
    reason="Timers choose when, votes choose who: S4 stands first, again and again, but has its own vote only. S5 "
           "stands at 247 ms and wins term 1 at 267 ms with 3 of 5 votes.",
    hint="Count for each candidate the servers that can answer it. How many votes does it need?",
    wrong=[
        ("a", "Its timer makes S4 a candidate, not a leader: no request of its reaches anybody, so it has one vote, "
              "its own, and needs three."),
        ("c", "A majority is enough, and that is the point of it: three of five can elect without the other two."),
        ("d", "To lead, S4 too needs three votes of the five. Cut off, it has one, and stays a candidate for ever "
              "higher terms."),
    ],
)

majority = Choice(
    "Five servers, and two of them are down. How many votes does a candidate need?",
    {
        "a": "2, a majority of the three that are up",
        "b": "3, a majority of all five",
        "c": "5, the votes of all",
        "d": "No number will do: with two servers down nobody can win",
    },
    right="b",
    reason="A majority is always one of the full cluster: 3 of 5. All three servers that are up must then agree; with "
           "a third one down there would be no leader.",
    hint="Nobody can tell a server that is down from one that is cut off and votes on the other side. Which number "
         "rules out two leaders even then?",
    wrong=[
        ("a", "A server can't know who is down: the two may be alive behind a cut. If 2 votes were enough, they would "
              "elect a leader of their own, in the same term."),
        ("c", "Then one crash would stop the cluster, and it would be worse than a single server. Any two majorities "
              "share a server already, and that is enough."),
        ("d", "Three servers are up, and three are a majority of five: they can elect, if all of them agree."),
    ],
)


# ---- Write the one-vote rule ---------------------------------------------------------------------------------

def election(seed: int) -> Trial:
    """One second with timers so close together that candidates meet, on a network that delivers some messages twice."""
    def run(server):
        cluster = Cluster(5, seed, election_timeout=(150, 190), duplication=0.2, server=server)
        cluster.run(to=1000)
        return cluster
    return Trial(f"seed {seed}", run)


def run_with_a_repeated_request(server) -> Cluster:
    """S2's answer to S1's request is lost, and the request arrives again; S3 is down, so that S1 needs S2's vote."""
    cluster = Cluster(3, election_timeout=(1000, 1000), server=server)
    cluster.crash("S3")
    cluster.time_out("S1")
    cluster.duplicate(next(flight for flight in cluster.in_flight if flight.message.receiver == "S2"))
    cluster.run(until=lambda c: any(isinstance(f.message, RequestVoteReply) for f in c.in_flight), limit=100)
    for flight in cluster.in_flight:
        if isinstance(flight.message, RequestVoteReply):
            cluster.drop(flight)
    cluster.run(for_=100)
    return cluster


class OneVote(Server):
    """The reference: the paper's rule RV2."""

    def may_vote_for(self, candidate_id):
        """RV2: this term's vote is still free, or is this candidate's already."""
        return self.voted_for is None or self.voted_for == candidate_id


class AlwaysYes(Server):
    """Votes for all who ask."""

    def may_vote_for(self, candidate_id):
        """Without a look at voted_for."""
        return True


class AlwaysNo(Server):
    """Votes for nobody but itself."""

    def may_vote_for(self, candidate_id):
        """Not even while the vote is free."""
        return False


class OnlyItself(Server):
    """Votes for itself, which nobody asks it to."""

    def may_vote_for(self, candidate_id):
        """A candidate does not ask itself."""
        return candidate_id == self.id


class OnlyAgain(Server):
    """Votes for those only whom it has voted for."""

    def may_vote_for(self, candidate_id):
        """The first vote of a term is never given."""
        return self.voted_for == candidate_id


class OnlyOnce(Server):
    """Votes once, and refuses the same candidate when it asks again."""

    def may_vote_for(self, candidate_id):
        """As if a repeated request were a second candidate."""
        return self.voted_for is None


class OnlyOthers(Server):
    """Votes for anybody it has not voted for yet."""

    def may_vote_for(self, candidate_id):
        """The comparison is the wrong way round."""
        return self.voted_for != candidate_id


class OnlyTaken(Server):
    """Votes only when its vote is taken."""

    def may_vote_for(self, candidate_id):
        """The test is the wrong way round."""
        return self.voted_for is not None


class WithoutLeader(Server):
    """Votes for all as long as it knows of no leader."""

    def may_vote_for(self, candidate_id):
        """Takes a leader's absence for a free vote."""
        return self.leader_id is None


NO_VOTE = ("No server ever gives its vote to another one, so that each candidate has its own vote only. At the start "
           "of a term voted_for is None, and then the vote is free; and nobody asks itself.")

one_vote = ServerOverride(
    "Write may_vote_for(self, candidate_id): may this server give its vote of the current term to this candidate? "
    "Its vote so far is self.voted_for.",
    "may_vote_for",
    [Trial("a request that arrives twice, its first answer being lost", run_with_a_repeated_request),
     *(election(seed) for seed in range(20))],
    right=OneVote,
    reason="One vote a term, first come first served; who asks again is told yes again, for the first answer may "
           "be lost.",
    hint="There are two cases in which the answer is yes: the vote of this term is still free, or this very candidate "
         "has it already. In all others it is no.",
    wrong=[
        (AlwaysYes, "A server that votes for all who ask votes twice in one term, and then two candidates can both "
                    "reach a majority. Look at self.voted_for first."),
        (AlwaysNo, NO_VOTE),
        (OnlyItself, NO_VOTE),
        (OnlyAgain, NO_VOTE),
        (OnlyOnce, "Your rule is safe, but an answer can be lost, and a request can arrive twice: the candidate that "
                   "has your vote already must hear yes again, or a vote is wasted."),
        (OnlyOthers, "This is the wrong way round: it gives the vote to anybody but the one that has it. When is a "
                     "vote free, and who may hear yes again?"),
        (OnlyTaken, "This is the wrong way round: None means that the vote of this term is still free."),
        (WithoutLeader, "While an election goes on nobody knows of a leader, so your server votes for each candidate "
                        "that asks, and twice in one term. What counts is whom it has voted for: self.voted_for."),
    ],
    solution="def may_vote_for(self, candidate_id):\n"
             "    return self.voted_for is None or self.voted_for == candidate_id",
)
