"""The one-vote rule of notebook 03: the paper's, wrong ones that have a hint of their own, and runs that tell them
apart."""
from raftlib.exercises.overrides import Trial
from raftlib.protocol.messages import RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster


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


TRIALS = [Trial("a request that arrives twice, its first answer being lost", run_with_a_repeated_request),
          *(election(seed) for seed in range(20))]
