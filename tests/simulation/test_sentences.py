"""Every why-sentence is true of its run, whichever server runs: intact, broken, or a reader's."""
from random import Random

import pytest

from raftlib import Cluster, Server
from raftlib.protocol.state import FOLLOWER, LEADER
from raftlib.protocol.words.sentences import SENTENCES
from raftlib.questions.servers import elect_a_leader, replicate_the_log
from raftlib.search import broken_rules
from raftlib.search.faults import FAULTS, restart, submit
from raftlib.search.random_runs import troubled
from tests import readers_servers
from tests.claims import CLAIMS, false_sentences
from tests.readers_servers import HasAGrudge

OTHERS = [kind for module in (broken_rules, readers_servers, elect_a_leader, replicate_the_log)
          for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Server)]
OTHERS = [kind for kind in OTHERS if kind is not Server]
OFTEN = [submit] * 4 + [restart] * 3  # else most logs stay empty, and most servers down


def run(server, seed):
    """Forty things done to some servers, with timers short beside the messages, so that much arrives late."""
    random = Random(seed)
    cluster = Cluster(random.randint(2, 5), seed, election_timeout=(40, 120), heartbeat=random.choice([15, 30]),
                      latency=random.choice([(1, 10), (1, 30)]), loss=random.choice([0, 0.1]),
                      duplication=random.choice([0, 0.3]), reordering=random.choice([0, 0.3]), server=server)
    steps = ((random.randrange(40), random.choice([*FAULTS, *OFTEN]), random.randrange(1000)) for _ in range(40))
    return troubled(cluster, steps)


@pytest.mark.parametrize("seed", range(100))
def test_each_sentence_of_the_intact_server_is_true(seed):
    assert list(false_sentences(run(Server, seed))) == []


@pytest.mark.parametrize("server", OTHERS, ids=lambda kind: kind.__name__)
def test_each_sentence_of_a_server_with_a_rule_of_its_own_is_true(server):
    assert [false for seed in range(15) for false in false_sentences(run(server, seed))] == []


def test_each_reason_has_a_claim_and_is_given_in_these_runs():
    # The intact server never refuses a vote although all speaks for it.
    runs = [*(run(Server, seed) for seed in range(100)), *(run(HasAGrudge, seed) for seed in range(10))]
    given = {decision.reason for made in runs for event in made.history for decision in event.decisions}
    assert SENTENCES.keys() - given == set()
    assert len(CLAIMS) == len(SENTENCES)


# ---- A late answer, as a schedule --------------------------------------------------------------------------------

def elected(server, *voters):
    """Let a server stand, and be answered by these voters: what it sends them as the new leader."""
    requests = {each.receiver: each for each in server.election_timeout()}
    sent = []
    for voter in voters:
        [reply] = voter.receive(requests[voter.id])
        sent += server.receive(reply)
    return requests, {each.receiver: each for each in sent}


def three():
    return [Server(id, ["S1", "S2", "S3"], 1, log=[1, 1]) for id in ("S1", "S2", "S3")]


def test_a_late_refusal_of_the_last_leadership_moves_no_next_index():
    s1, s2, s3 = three()
    _, late = elected(s1, s3)
    s1.restart()
    elected(s1, s2)
    [refusal] = s2.receive(late["S2"])
    before = s1.freeze()
    assert (refusal.success, refusal.term) == (False, s1.current_term)
    assert s1.receive(refusal) == []
    assert s1.freeze() == before
    assert before.next_index == (3, 3)
    assert s1.decisions[-1].why == "S1 ignores the reply of S2: it answers a request of term 2, and term 3 has begun"


def test_a_late_refusal_of_the_last_candidacy_is_not_the_answer_to_this_one():
    s1, s2, _ = three()
    late, _ = elected(s1)
    requests, _ = elected(s1)
    [yes] = s2.receive(requests["S2"])
    [no] = s2.receive(late["S2"])
    before = s1.freeze()
    assert s1.receive(no) == []
    assert s1.freeze() == before
    assert s1.decisions[-1].why == "S1 ignores the reply of S2: it answers a request of term 2, and term 3 has begun"
    s1.receive(yes)
    assert s1.role == LEADER


def test_a_late_answer_of_a_newer_term_is_adopted_and_no_more():
    s1, s2, _ = three()
    late, _ = elected(s1)
    s2.election_timeout()
    s2.election_timeout()
    [no] = s2.receive(late["S2"])
    s1.receive(no)
    assert (s1.role, s1.current_term, s1.voted_for) == (FOLLOWER, 3, None)
