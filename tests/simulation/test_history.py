"""The record of a run: what it says of any moment, and that it is the same everywhere."""
import os
import subprocess
import sys

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, History, Log, Server
from raftlib.search.broken_rules import LeadsOn, VotesTwice
from raftlib.simulation.history_json import rows_of, rules_of
from raftlib.simulation.plain_json import as_json
from tests.simulation.test_recipe import LATENCIES, STEPS, live


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


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 99), servers=st.integers(1, 5), kind=st.sampled_from([Server, VotesTwice, LeadsOn]),
       latency=LATENCIES, loss=st.sampled_from([0, 0.3]), steps=STEPS)
def test_any_history_becomes_json_and_comes_back_whole(seed, servers, kind, latency, loss, steps):
    cluster = live(Cluster(servers, seed, latency=latency, loss=loss, duplication=0.1, reordering=0.1, server=kind),
                   steps)
    history = cluster.history
    again = History.from_json(history.to_json())
    assert list(again) == list(history)
    assert again == history
    assert [event.why for event in again] == [event.why for event in history]
    assert (again.digest(), again.end, again.to_json()) == (history.digest(), history.end, history.to_json())
    assert again.at(history.end) == history.at(history.end)


def test_histories_are_equal_event_by_event():
    one, other, longer, later = (Cluster(3, seed=seed) for seed in (1, 1, 1, 2))
    for cluster, end in ((one, 300), (other, 300), (longer, 301), (later, 300)):
        cluster.run(to=end)
    assert one.history == other.history
    assert one.history != longer.history
    assert one.history != later.history
    assert one.history != list(one.history)
    other.crash("S1")
    assert one.history != other.history
    with pytest.raises(TypeError):
        hash(one.history)


@pytest.mark.parametrize("junk", ["", "{}", "[]", "5", "null", None, 5, b"x", "not JSON", '{"servers": ["S1"]}',
                                  '{"servers": 5, "end": 0, "names": [], "events": []}',
                                  '{"servers": ["S1"], "end": 0, "names": [], "events": [[0, 0]]}',
                                  '{"servers": ["S1"], "end": 0, "names": ["start"], "events": [[0, 0, 0]]}',
                                  '{"servers": ["S1"], "end": "late", "names": [], "events": []}'])
def test_what_is_no_history_is_refused_in_one_sentence(junk):
    with pytest.raises(ValueError, match=r"^text is .*: it must be what History.to_json has written.$"):
        History.from_json(junk)


def busy(commands):
    """Five servers, a command each 20 ms."""
    cluster = Cluster(5, seed=7)
    cluster.run(to=400)
    for number in range(commands):
        cluster.submit(f"x={number}")
        cluster.run(for_=20)
    return cluster.history


def test_json_and_the_digest_s_text_grow_as_the_run_does():
    short, long = busy(100), busy(400)
    size, sizes = len(long.to_json()), [sum(len(as_json(row)) for row in rows_of(history, str, rules_of))
                                        for history in (short, long)]
    assert size <= 1_000_000
    # Per event: longer numbers, but no longer logs.
    assert size / len(long) < 1.2 * len(short.to_json()) / len(short)
    assert sizes[1] / len(long) < 1.2 * sizes[0] / len(short)


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
DIGEST = "2864738ee0715d4a2a2111d6c108a4c11b33ecdf3ed19dca441df3fb1f93faef"


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_a_reference_run_is_the_same_whatever_the_hash_seed(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = subprocess.run([sys.executable, "-c", REFERENCE], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == DIGEST


def test_numbers_and_logs_that_a_reader_s_server_notes_come_back_as_what_they_were():
    class Notes(Server):
        def start_election(self):
            requests = super().start_election()
            self.current_term = numpy.int64(self.current_term)
            self._decide("mine", self.log, numpy.float64(0.5), numpy.int64(7), (self.log, numpy.bool_(True)))
            return requests

    cluster = Cluster(3, seed=1, server=Notes)
    cluster.run(to=300)
    cluster.submit("x=5")
    cluster.run(to=400)
    cluster.time_out(next(id for id in cluster.servers if id != cluster.leader))
    again = History.from_json(cluster.history.to_json())
    assert again == cluster.history
    assert again.digest() == cluster.history.digest()
    note = next(note for event in reversed(again) for note in event.notes if note[0] == "mine")
    assert note[2:] == (Log([(1, "x=5")]), 0.5, 7, (Log([(1, "x=5")]), True))
    assert isinstance(again[-1].state.current_term, int)
