"""Notebook 00 says of its runs what they say."""
from functools import cache

import pytest

from raftlib import Cluster
from tests.cells import run_cells
from tests.prose.claims import EXERCISES, Claim, check, stood, won, word

NOTEBOOK = "00-start-here"


@cache
def clusters():
    """The cluster with all its servers, and the one in which S1 has crashed."""
    names = run_cells(NOTEBOOK, "replay", "crash")
    return names["one"], names["without"]


@cache
def seed_three():
    cluster = Cluster(servers=5, seed=3)
    cluster.run(to=1500)
    return cluster


@cache
def waiting_longer():
    cluster = Cluster(servers=5, seed=10, election_timeout=(350, 500))
    cluster.run(to=1500)
    return cluster


def drawn(cluster):
    return cluster.history.at(0).deadlines


def later(runs):
    """How much later (ms) the second run has a leader; stands for election; and how much faster its votes are back."""
    (whole_stood, rest_stood), (whole_won, rest_won) = (stood(run)[0] for run in runs), (run.time for run in runs)
    return rest_won - whole_won, rest_stood - whole_stood, (whole_won - whole_stood) - (rest_won - rest_stood)


def same_timeouts(runs):
    """How many servers drew the same timeout in both runs."""
    one, other = map(drawn, runs)
    return sum(one[id] == other[id] for id in one)


CLAIMS = [
    Claim("pictures", clusters, "{} does, and it leads {} ms later than {} did: its timer ran out {} ms later, and its "
                                "votes happened to come back {} ms faster.",
          lambda runs: [runs[1].leader, later(runs)[0], runs[0].leader, *later(runs)[1:]]),
    Claim("pictures", clusters, "The other {} drew exactly the same timeouts",
          lambda runs: [word(same_timeouts(runs))]),
    Claim("pictures", clusters, "{}'s was the next to run out",
          lambda runs: [sorted(drawn(runs[0]), key=drawn(runs[0]).get)[1]]),
    Claim(EXERCISES, clusters, "earlier than at {} ms", lambda runs: [runs[0].time]),
    Claim(EXERCISES, clusters, "later than at {} ms", lambda runs: [runs[0].time]),
    Claim(EXERCISES, clusters, "at {} ms again", lambda runs: [runs[0].time]),
    Claim(EXERCISES, clusters, "the next of them is {}'s", lambda runs: [runs[1].leader]),
    Claim(EXERCISES, seed_three, "With seed 3 it's always {}", lambda run: [run.leader]),
    Claim(EXERCISES, seed_three, "With seed 3 {} stands for election too, but second",
          lambda run: [[event.server for event in run.history if event.kind == "election timeout"][1]]),
    Claim("sliders", waiting_longer, "move both handles of that slider by {} ms, to {} and {}",
          lambda run: [run.arguments["election_timeout"][0] - 150, *run.arguments["election_timeout"]]),
    Claim(EXERCISES, clusters, "{} is elected with seed 10", lambda runs: [runs[0].leader]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


def test_who_waits_longer_finds_a_leader_later():
    assert won(waiting_longer(), waiting_longer().leader, 1) > clusters()[0].time
