"""The terms of a run, of servers that stand for election in a way of their own, too."""
import pytest

from raftlib import Cluster, Server
from raftlib.analysis.terms import depositions, terms_of


class StandsAtOnce(Server):
    """A server that stands for election as soon as it is back."""

    def restart(self):
        super().restart()
        return self.start_election()


class StandsWhenAsked(Server):
    """A server that stands for election itself when a client comes and there is no leader."""

    def client_command(self, command):
        self._begin()
        return self.start_election() if self.role == "follower" else super().client_command(command)


def crash_and_restart(c):
    c.run(to=400)
    c.crash("S2")
    c.run(for_=20)
    c.restart("S2")


def ask(c):
    c.submit("x=1", to="S2")


@pytest.mark.parametrize(("kind", "act"), [(StandsAtOnce, crash_and_restart), (StandsWhenAsked, ask)])
@pytest.mark.parametrize("size", [2, 3, 5])
@pytest.mark.parametrize("seed", range(5))
def test_whoever_asks_for_votes_is_a_candidate_of_its_term_whatever_made_it_stand(kind, act, size, seed):
    cluster = Cluster(size, seed, server=kind)
    act(cluster)
    cluster.run(for_=600)
    asked, won = {}, {}
    for event in cluster.history:
        for flight in event.sent:
            if type(flight.message).__name__ == "RequestVote":
                asked.setdefault(flight.message.term, {}).setdefault(flight.message.sender, event.time)
        if event.state.role == "leader":
            won.setdefault(event.state.current_term, event.server)
    terms = terms_of(cluster.history)
    assert {number: term.candidates for number, term in terms.items()} == asked
    assert {number: term.winner for number, term in terms.items() if term.winner} == won
    assert all(term.votes[candidate][0] == candidate for term in terms.values() for candidate in term.candidates)
    assert any(term.candidates.get("S2") for term in terms.values()) or act is ask
    assert isinstance(depositions(list(cluster.history)), list)


def test_a_cluster_of_one_that_stands_at_once_wins_its_term_at_once():
    cluster = Cluster(1, server=StandsAtOnce)
    cluster.run(to=400)
    cluster.crash("S1")
    cluster.run(to=420)
    cluster.restart("S1")
    newest = list(terms_of(cluster).values())[-1]
    assert (newest.candidates, newest.winner, newest.won_at) == ({"S1": 420}, "S1", 420)
