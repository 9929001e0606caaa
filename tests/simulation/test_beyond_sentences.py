"""Every sentence of the rules beyond Figure 2 is true of its run, whichever of the servers runs that have them."""
from random import Random

import pytest

from raftlib import (
    CheckQuorumServer,
    Client,
    Cluster,
    EtcdServer,
    PreVoteServer,
    TransferServer,
    VoteLeaseServer,
)
from raftlib.protocol.words.beyond import BEYOND
from raftlib.protocol.words.sentences import SENTENCES
from raftlib.search.faults import FAULTS, HAND_OVERS, heal, restart, submit
from raftlib.search.random_runs import troubled
from tests import claims
from tests.beyond_claims import CLAIMS, false_sentences

KINDS = [PreVoteServer, CheckQuorumServer, VoteLeaseServer, TransferServer, EtcdServer]


class SaysNo(PreVoteServer):
    """Would never vote for S1, without having a reason."""

    def would_vote(self, request):
        return request.candidate_id != "S1" and super().would_vote(request)


class WouldAlways(EtcdServer):
    """Would vote for whoever asks, and so lets candidates come up that disturb a leader."""

    def would_vote(self, request):
        return True


def run(server, seed, asks=True):
    """Sixty things done to some servers, by ticks or without, hand-overs among them; a client asks, if it is served."""
    random = Random(seed)
    ticks = random.choice([{}, {"tick": 20, "election_timeout": (100, 200), "heartbeat": 20}])
    cluster = Cluster(random.randint(1, 5), seed, latency=random.choice([(1, 10), (1, 40)]),
                      loss=random.choice([0, 0.1]), duplication=random.choice([0, 0.3]),
                      reordering=random.choice([0, 0.3]), server=server, **ticks)
    client = Client(cluster) if asks and issubclass(server, EtcdServer) else None
    faults = [*FAULTS, *HAND_OVERS, *[heal] * 2, *[restart] * 4, *[submit] * 4, HAND_OVERS[0]]
    for _ in range(60):
        troubled(cluster, [(random.randrange(80), random.choice(faults), random.randrange(1000))])
        if client and random.random() < 0.2:
            client.ask("x+=1")
    return cluster


@pytest.mark.parametrize("server", [*KINDS, SaysNo, WouldAlways], ids=lambda kind: kind.__name__)
def test_each_sentence_is_true(server):
    runs = [run(server, seed) for seed in range(40)]
    assert [false for each in runs for false in false_sentences(each, set())] == []


@pytest.mark.parametrize("server", KINDS, ids=lambda kind: kind.__name__)
def test_those_of_figure_2_are_true_of_these_servers_too(server):
    for cluster in (run(server, seed, asks=False) for seed in range(20)):
        said = {(event.time, each.why) for event in cluster.history for each in event.decisions
                if each.reason in SENTENCES}
        assert said.isdisjoint(claims.false_sentences(cluster))


def test_each_reason_has_a_claim_and_is_given_in_these_runs():
    given = set()
    for kind in (*KINDS, SaysNo, WouldAlways):
        for seed in range(40):
            list(false_sentences(run(kind, seed), given))
    assert BEYOND.keys() - given == set()
    assert len(CLAIMS) == len(BEYOND)
