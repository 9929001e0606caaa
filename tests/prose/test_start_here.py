"""Notebook 00 says of its runs what they say."""
from functools import cache

import pytest

from raftlib import Cluster
from raftlib.questions.runs.start_here import leaderless
from tests.cells import run_cells
from tests.prose.claims import EXERCISES, Claim, check, if_so, stood, voters, won, word

NOTEBOOK = "00-start-here"
CRASH = 250


@cache
def first():
    return run_cells(NOTEBOOK, "replay")["back"]


@cache
def another():
    cluster = Cluster(servers=5, seed=5)
    cluster.run(to=1500)
    return cluster


@cache
def returned():
    cluster = leaderless()
    cluster.restart("S5")
    cluster.run(for_=200)
    return cluster


def came_back(cluster):
    """S5's first event after its return, and the first message of a newer term that it hears."""
    back = next(event for event in cluster.history if event.kind == "restart")
    return back, next(event for event in cluster.history if event.at >= back.at and event.server == "S5"
                      and event.kind == "receive" and event.message.term > back.state.current_term)


def next_candidate(cluster):
    """Who acted first after the crash, and when."""
    return next((event.server, event.time) for event in cluster.history.window(CRASH, 1000)
                if event.kind == "election timeout")


def drawn(cluster):
    """The servers by their timers of the start, the first to run out first."""
    deadlines = cluster.history.at(0).deadlines
    return sorted(deadlines, key=deadlines.get)


CLAIMS = [
    Claim("predict-crash", first, "In the run of seed 20, {} becomes the leader.", lambda c: [c.leader]),
    Claim("look-crash", first, "Click on {}, the dark blue disc", lambda c: [c.leader]),
    Claim("crash-2", leaderless, "{}'s timer ran out at {} ms, {} ms after the crash",
          lambda c: [*next_candidate(c), next_candidate(c)[1] - CRASH]),
    Claim("crash-2", leaderless, "it asked the {} others for their votes. The request to S5 {}",
          lambda c: [word(len(c.servers) - 1), if_so(any(
              event.kind == "lost" and (event.server, event.message.sender) == ("S5", next_candidate(c)[0])
              and event.detail == "S5 is down" for event in c.history), "was lost, since S5 was down")]),
    Claim("crash-2", leaderless, "the {} others said yes, and {} led at {} ms",
          lambda c: [word(len(voters(c, next_candidate(c)[0], 2))), next_candidate(c)[0],
                     won(c, next_candidate(c)[0], 2)]),
    Claim("crash-2", leaderless, "S4's timer had only {} ms left; but a message that S5 had sent before was {}",
          lambda c: [c.history.at(CRASH).deadlines["S4"] - CRASH, if_so(any(
              event.server == "S4" and event.kind == "receive" and event.message.sender == "S5"
              and event.flight.sent < CRASH * 1000 and event.deadline > event.at + 150_000
              for event in c.history.window(CRASH, CRASH + 20)), "still under way, and set it to a new random time")]),
    Claim("crash-2", leaderless, "For {} ms nobody led.", lambda c: [won(c, next_candidate(c)[0], 2) - CRASH]),
    Claim("crash-2", returned, "S5 comes back as a {}, still in term {}. Then a message of {} says term {}, and S5 "
          "follows {}", lambda c: [came_back(c)[0].state.role, came_back(c)[0].state.current_term,
                                   came_back(c)[1].message.sender, came_back(c)[1].message.term,
                                   came_back(c)[1].state.leader_id]),
    Claim(EXERCISES, another, "With seed 5 it's always {}", lambda c: [c.leader]),
    Claim(EXERCISES, another, "With seed 5 {}'s timer is the second to run out", lambda c: [drawn(c)[1]]),
    Claim(EXERCISES, first, "With seed 20 it is {}", lambda c: [c.leader]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


def test_the_winner_of_another_seed_has_more_than_half_of_the_votes():
    assert len(voters(another(), another().leader, 1)) >= 2
    assert stood(another())[0] < won(another(), another().leader, 1)
