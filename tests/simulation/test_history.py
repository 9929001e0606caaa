"""The record of a run: what it says of any moment, and that it is the same everywhere."""
import os
import subprocess
import sys

import pytest

from raftlib import Cluster, History


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster(seed=7, loss=0.1, duplication=0.1)
    cluster.run(to=400)
    cluster.submit("x=5")
    cluster.crash(cluster.leader)
    cluster.run(to=600)
    cluster.cut(["S1"], ["S2"])
    cluster.run(to=1500)
    cluster.restart(cluster.down[0])
    cluster.heal()
    cluster.run(to=2000)
    return cluster


def test_any_moment_is_what_a_plain_replay_of_the_events_says(cluster):
    history = cluster.history
    for time in range(0, 2000, 37):
        states, down, links, under_way = {}, set(), frozenset(), {}
        for event in history:
            if event.time > time:
                break
            if event.state:
                states[event.server] = event.state
            if event.kind == "crash":
                down.add(event.server)
            if event.kind == "restart":
                down.discard(event.server)
            if event.kind in ("cut", "heal"):
                links = event.detail
            if event.kind in ("receive", "lost"):
                del under_way[event.flight.number]
            under_way.update((flight.number, flight) for flight in event.sent)
        moment = history.at(time)
        assert (moment.servers, moment.down, moment.cut_links) == (states, down, links)
        assert set(moment.in_flight) == set(under_way.values())
        assert {id for id, deadline in moment.deadlines.items() if deadline is None} == down


def test_the_present_is_the_last_moment(cluster):
    assert cluster.history.end == cluster.time
    assert cluster.history.at(cluster.time).servers == {id: s.freeze() for id, s in cluster.servers.items()}


def test_it_becomes_dicts_and_json_and_comes_back_whole(cluster):
    history = cluster.history
    again = History.from_json(history.to_json())
    assert list(again) == list(history)
    assert again.digest() == history.digest()
    assert {"time", "kind", "server", "message", "rule", "why"} <= history.to_dicts()[-1].keys()


def test_every_event_of_a_server_that_decided_says_why(cluster):
    for event in cluster.history:
        if event.kind in ("receive", "election timeout", "heartbeat timeout", "restart"):
            assert event.rule
            assert event.why.startswith(event.server)
            assert "{" not in event.why


def test_windows_include_their_ends(cluster):
    events = list(cluster.history)
    start, end = events[20].time, events[40].time
    assert cluster.history.window(start, end) == [e for e in events if start <= e.time <= end]


def test_another_seed_is_another_run():
    digests = set()
    for seed in range(5):
        cluster = Cluster(seed=seed)
        cluster.run(for_=500)
        digests.add(cluster.history.digest())
    assert len(digests) == 5


REFERENCE = """
from raftlib import Cluster
c = Cluster(servers=5, seed=7, loss=0.05, duplication=0.05, reordering=0.05)
c.run(for_=500); c.submit("x=5"); c.crash(c.leader); c.run(for_=1500)
print(c.history.digest())
"""
# It changes only when what happens in a run changes; then every saved output does too, and the commit says why.
DIGEST = "9e1adbacccfb0d3cb7d72c8ac1a01557675ebf6f99a36d7b29e9ef39861a4cc6"


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_a_reference_run_is_the_same_whatever_the_hash_seed(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = subprocess.run([sys.executable, "-c", REFERENCE], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == DIGEST
