"""Notebook 03 says of its runs what they say."""
from functools import cache

import pytest

from raftlib import Cluster, scenarios
from raftlib.protocol.messages import AppendEntries, RequestVote
from tests.cells import run_cells
from tests.prose.claims import (
    EXERCISES,
    Claim,
    at,
    candidates,
    check,
    if_so,
    receipts,
    sendings,
    stood,
    terms_led,
    voters,
    won,
    word,
)

NOTEBOOK = "03-elect-a-leader"
SHORTEST, LONGEST, QUICKEST, SLOWEST = 150, 300, 5, 15  # ms: election timeouts and messages, as the notebook gives them


@cache
def first():
    return run_cells(NOTEBOOK, "make", "run-1")["cluster"]


@cache
def split():
    return scenarios.two_timers()


@cache
def three():
    return scenarios.three_leaders()


@cache
def stale():
    return scenarios.held_heartbeat()


@cache
def slow():
    cluster = Cluster(servers=5, seed=7, heartbeat=400)
    cluster.run(to=1500)
    return cluster


@cache
def late():
    cluster = Cluster(servers=5, seed=12, latency=(150, 200))
    cluster.run(to=1500)
    return cluster


@cache
def crash():
    return scenarios.leader_crash()


@cache
def lonely():
    return run_cells(NOTEBOOK, "make", "run-1", "run-5")["lonely"]


@cache
def cut():
    return scenarios.partition()


@cache
def close():
    cluster = Cluster(servers=5, seed=56)
    cluster.run(to=250)
    return cluster


def drawn(cluster):
    return cluster.history.at(0).deadlines


def deposed(cluster):
    """How many leaders a higher term made followers, though they were up."""
    roles, count = {}, 0
    for event in cluster.history:
        count += roles.get(event.server) == "leader" and event.state.role == "follower"
        roles[event.server] = event.state.role if event.state else None
    return count


def behind(cluster, server):
    """When (ms) a server was back, and how long after that it heard of the term that it had missed."""
    back, = [event for event in cluster.history if event.kind == "restart" and event.server == server]
    told = next(event.time for event in cluster.history.window(back.time, cluster.time)
                if event.server == server and event.state.current_term > back.state.current_term)
    return back.time, told - back.time


def last_heartbeat(cluster, before):
    """When (ms) the last heartbeat before a time was sent, and when it arrived."""
    sent = [time for time in sendings(cluster, AppendEntries, "S2") if time < before][-1]
    return sent, [time for time in receipts(cluster, AppendEntries, "S2") if time > sent]


CLAIMS = [
    Claim("explain-1", first, "S2 had drawn the shortest timeout, {} ms.", lambda c: [min(drawn(c).values())]),
    Claim("explain-1", first, "had a majority {} ms later", lambda c: [won(c, "S2", 1) - stood(c)[0]]),
    Claim("explain-1", first, "{} other server became a candidate",
          lambda c: [if_so(stood(c) == stood(c, "S2"), "No")]),
    Claim("explain-1", first, "would have run out at {:.5} ms", lambda c: [f"{drawn(c)['S5']:.1f}"]),
    Claim("explain-1", first, "gave S2 its vote, at {} ms", lambda c: receipts(c, RequestVote, "S2", "S5")),
    Claim("explain-1", first, "the new leader's first message came, at {} ms",
          lambda c: receipts(c, AppendEntries, "S2", "S5")[:1]),
    Claim(EXERCISES, first, "the first to run out, {} ms before the next one",
          lambda c: [sorted(drawn(c).values())[1] - stood(c)[0]]),
    Claim(EXERCISES, first, "Between these two timers lie {} ms, and a message takes {} ms at most",
          lambda c: [sorted(drawn(c).values())[1] - stood(c)[0], SLOWEST]),
    Claim(EXERCISES, first, "S1 had drawn {} ms", lambda c: [drawn(c)["S1"]]),
    Claim("term-lines-2", three, "S1 is back at {} ms, with term {}",
          lambda c: [behind(c, "S1")[0], at(c, behind(c, "S1")[0])["S1"].current_term]),
    Claim("term-lines-2", three, "{} ms later the leader {} speaks", lambda c: [behind(c, "S1")[1], terms_led(c)[3]]),
    Claim("term-lines-2", three, "S5, away when term 2 began, had to wait for {} ms", lambda c: [behind(c, "S5")[1]]),
    Claim("predict-term", stale, "{} leads term 1, and crashes at 400 ms", lambda c: [terms_led(c)[1]]),
    Claim("predict-term", stale, "{} becomes the leader of term 2, and S5 is one of those {}",
          lambda c: [terms_led(c)[2], if_so("S5" in voters(c, "S3", 2), "who voted for it")]),
    Claim("predict-term", stale, "At {} ms that message arrives",
          lambda c: receipts(c, AppendEntries, "S2", "S5")[-1:]),
    Claim("look-term", stale, "the moments round {} ms", lambda c: receipts(c, AppendEntries, "S2", "S5")[-1:]),
    Claim("explain-term", stale, "its reply says term {}",
          lambda c: [at(c, receipts(c, AppendEntries, "S2", "S5")[-1])["S5"].current_term]),
    Claim("explain-2", split, "S1 has its own vote and {}'s; S2 has its own and {}'s.",
          lambda c: [voters(c, "S1", 1), voters(c, "S2", 1)]),
    Claim("explain-2", split, "term 1 ends {}", lambda c: [if_so(1 not in terms_led(c), "without a leader")]),
    Claim("run-3-more", slow, "S5 waited {} ms", lambda c: [stood(c, "S5")[0] - receipts(c, AppendEntries, "S2")[2]]),
    Claim("explain-3", slow, "a new term, {} to {} in this run",
          lambda c: [min(set(terms_led(c)) - {1}), max(terms_led(c))]),
    Claim("explain-3", slow, "(In term {} there were {} candidates, and {} of them won.)",
          lambda c: next([term, word(len(candidates(c, term))), "one" if term in terms_led(c) else "none"]
                         for term in terms_led(c) if len(candidates(c, term)) > 1)),
    Claim("explain-3", slow, "{} times in {} ms a healthy leader is deposed",
          lambda c: [word(deposed(c)), c.time]),
    Claim("explain-3", late, "150–200 ms. A request takes at least 150 ms to arrive, and no timer waits for more than "
                             "300: by then all others have run out too, and each server has voted for itself. Term "
                             "after term {}", lambda c: [if_so(not terms_led(c), "has no winner")]),
    Claim("explain-3", late, "{} has voted for itself", lambda c: [if_so(
        all(state.voted_for == id for id, state in at(c, stood(c)[0] + 150).items()), "each server")]),
    Claim("crash", crash, "Its last heartbeat had left at {} ms.", lambda c: [last_heartbeat(c, 400)[0]]),
    Claim("explain-4", crash, "between {} and {} ms, and each then set its timer",
          lambda c: [last_heartbeat(c, 400)[0] + delay for delay in (QUICKEST, SLOWEST)]),
    Claim("explain-4", crash, "nobody could become a candidate before 378 + 150 = {} ms, and somebody had to by "
                              "388 + 300 = {} ms",
          lambda c: [last_heartbeat(c, 400)[0] + sum(delays)
                     for delays in ((QUICKEST, SHORTEST), (SLOWEST, LONGEST))]),
    Claim("explain-4", crash, "{} did at {} ms", lambda c: [candidates(c, 2)[0], stood(c)[1]]),
    Claim("explain-4", crash, "nobody could have become one before {}.", lambda _: [400 + SHORTEST]),
    Claim(EXERCISES, crash, "between {} and {} ms: as soon as a message can tell of the crash",
          lambda _: [400 + QUICKEST, 400 + SLOWEST]),
    Claim(EXERCISES, crash, "between {} and {} ms: when the heartbeat of {} ms fails to come",
          lambda c: [last_heartbeat(c, 400)[0] + 50 + delay for delay in (QUICKEST, SLOWEST, 0)]),
    Claim(EXERCISES, crash, "between {} and {} ms: when all four timers have run out, and the four have told",
          lambda c: [last_heartbeat(c, 400)[0] + SLOWEST + LONGEST + delay for delay in (QUICKEST, SLOWEST)]),
    Claim(EXERCISES, crash, "between {} and {} ms: when the first of the four timers runs out",
          lambda c: [last_heartbeat(c, 400)[0] + sum(delays)
                     for delays in ((QUICKEST, SHORTEST), (SLOWEST, LONGEST))]),
    Claim("two-leaders", lonely, "S1's runs out first, at {} ms; then follow S3 at {}, S4 at {}, S2 at {} and S5 at {} "
                                 "ms.", lambda c: sorted(drawn(c).values())),
    Claim("explain-5", lonely, "{} became a candidate {} ms later, in the same term {}, and could ask {} others that "
                               "heard it.",
          lambda c: [candidates(c, 1)[1], stood(c)[1] - stood(c)[0], at(c, stood(c)[1])["S3"].current_term,
                     word(len({event.server for event in c.history
                               if event.kind == "receive" and isinstance(event.message, RequestVote)}))]),
    Claim("explain-5", lonely, "It times out again at {} ms and begins term {}, all alone",
          lambda c: [stood(c, "S1")[1], at(c, 400)["S1"].current_term]),
    Claim(EXERCISES, lonely, "S4's timer would run out {} ms after S3's", lambda c: [drawn(c)["S4"] - drawn(c)["S3"]]),
    Claim("partition-3", cut, "at {} ms {} becomes a candidate. Its own vote and those of {} are three of five",
          lambda c: [stood(c)[1], candidates(c, 2)[0], sorted(voters(c, "S3", 2))]),
    Claim("exercises", close, "two timers run out nearly together: S1's at {:.5} ms, S4's at {:.5} ms",
          lambda c: [f"{stood(c, id)[0]:.1f}" for id in candidates(c, 1)]),
    Claim("exercises", close, "no message {}",
          lambda c: [if_so(not any(event.kind == "lost" for event in c.history), "is lost")]),
    Claim(EXERCISES, close, "S4's request is the first at S2 and at S5: with its own vote it has {}. S1 was a "
                            "candidate before it, and has its own vote and {}'s.",
          lambda c: [word(1 + len(voters(c, "S4", 1))), voters(c, "S1", 1)]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)
