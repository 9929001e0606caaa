"""What a run only notes, and makes into events when somebody reads it, is what happened: told in a second way each."""
import sys
import tracemalloc
from random import Random
from threading import Thread
from time import sleep

import numpy
import pytest

from raftlib import Cluster, Network, Server
from raftlib.protocol.log import Log
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.state import LEADER
from raftlib.simulation import ledger
from tests.random_runs import FAULTS, act


def run(seed, kind=Cluster, read=False, **arguments):
    """Thirty things done to a cluster, with much late, lost and doubled; `read` reads its history in between."""
    random = Random(seed)
    cluster = kind(random.randint(1, 5), seed, election_timeout=(40, 120), heartbeat=random.choice([15, 30]),
                   latency=(1, random.choice([10, 40])), loss=random.choice([0, 0.1]),
                   duplication=random.choice([0, 0.2]), reordering=random.choice([0, 0.3]), **arguments)
    for _ in range(30):
        milliseconds, fault, number = random.randrange(40), random.choice(["submit", *FAULTS]), random.randrange(1000)
        end = cluster.time + milliseconds
        if read:
            cluster.run(until=lambda c: c.history[-1].at < 0, limit=milliseconds)
        cluster.run(to=end)
        act(cluster, fault, number)
    return cluster


class Watched(Cluster):
    """Writes down each event by itself, at once and whole."""

    def __init__(self, *arguments, **options):
        self.seen = []
        super().__init__(*arguments, **options)

    def _happen(self, kind, server, outgoing, *more, **options):
        self.seen.append((self.time, kind, server.freeze(), tuple(map(tuple, server.decisions)), tuple(outgoing)))
        super()._happen(kind, server, outgoing, *more, **options)


@pytest.mark.parametrize("seed", range(40))
def test_an_event_tells_what_was_there_to_be_seen_when_it_happened(seed):
    cluster = run(seed, Watched)
    kinds = {kind for _, kind, *_ in cluster.seen}
    told = [(event.time, event.kind, event.state, tuple(map(tuple, event.decisions)), event.sent)
            for event in cluster.history if event.kind in kinds]
    assert [each[:4] for each in told] == [each[:4] for each in cluster.seen]
    for (_, _, _, _, sent), (*_, outgoing) in zip(told, cluster.seen, strict=True):
        assert list(dict.fromkeys(flight.message for flight in sent)) == list(dict.fromkeys(outgoing))


@pytest.mark.parametrize("seed", range(40))
def test_a_history_is_the_same_whether_it_is_read_early_or_late_packed_or_not(seed, monkeypatch):
    late = run(seed).history
    early = run(seed, read=True).history
    monkeypatch.setattr(ledger, "MANY", 7 * ledger.FIELDS)
    packed_often = run(seed).history
    assert early == late == packed_often
    assert early.to_json() == late.to_json() == packed_often.to_json()
    # Nothing of a message is known twice: what arrives is what was sent.
    sent = {id(flight) for event in packed_often for flight in event.sent}
    held = {event.flight.number for event in packed_often if event.kind == "hold"}
    assert all(id(event.flight) in sent for event in packed_often if event.flight and event.flight.number not in held)


class SetsEachTimerAnew(Cluster):
    """The plain way: each start of a timer has an entry of its own in the queue, and a later start makes it void."""

    def _set_timer(self, server):
        self._ringing[server.id] = None
        super()._set_timer(server)

    def _look_at_timer(self, server):
        if self._deadlines[server.id] == self._now:
            self._run_out(server)


@pytest.mark.parametrize("seed", range(200))
def test_timers_that_are_looked_at_late_run_out_when_plain_ones_do(seed):
    random = Random(seed)
    size, heartbeat = random.randint(1, 5), random.choice([15, 30])
    lazy, plain = (kind(size, seed, (40, 120), heartbeat, latency=(1, 30)) for kind in (Cluster, SetsEachTimerAnew))
    for _ in range(20):
        milliseconds, number = random.randrange(40), random.randrange(1000)
        fault = random.choice(["submit", "crash", "restart", "cut", "one way", "heal", "time out"])
        for cluster in (lazy, plain):
            cluster.run(for_=milliseconds)
            act(cluster, fault, number)
    assert in_no_order(lazy.history) == in_no_order(plain.history)


def in_no_order(history):
    """What happened to each server: two of them may have something due at the same microsecond."""
    return {id: [(event.at, event.kind, event.state, event.deadline) for event in history if event.server == id]
            for id in history.servers}


@pytest.mark.parametrize("more", [[], [numpy.float64(0.5)], [Log([1, 2])], [lambda: None], [Random(1)]])
def test_what_a_reader_s_server_notes_is_not_changed_by_packing(more, monkeypatch):
    values = ["S9", 300, 1, True, 1.0, None, ("S1", (1, True)), *more]

    class Notes(Server):
        def start_election(self):
            self._decide("mine", *values)
            return super().start_election()

    monkeypatch.setattr(ledger, "MANY", 2 * ledger.FIELDS)
    cluster = Cluster(3, seed=1, server=Notes)
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=100)
    notes = [note for event in cluster.history for note in event.notes if note[0] == "mine"]
    assert notes
    for _, server, *told in notes:
        assert server in cluster.servers
        assert told == values
        assert list(map(type, told)) == list(map(type, values))
        assert list(map(type, told[6])) == [str, tuple]
        assert all(value is noted for value, noted in zip(told[7:], more, strict=True))


def test_a_history_ends_with_its_last_event_while_its_run_goes_on():
    ends = []
    Cluster(3, seed=1).run(until=lambda c: ends.append((c.history.end, c.history[-1].time)), limit=500)
    assert ends[-1][0] > 400
    assert all(end == last for end, last in ends)


def test_a_run_that_nobody_has_read_takes_less_room():
    tracemalloc.start()
    cluster = Cluster(5, seed=7)
    cluster.run(for_=20_000)
    noted = tracemalloc.get_traced_memory()[0]
    cluster.history.at(0)
    read = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert noted < 0.75 * read


@pytest.mark.parametrize("seed", range(5))
def test_a_history_that_threads_read_while_it_grows_loses_nothing(seed, monkeypatch):
    def go_on():
        for _ in range(1000):
            cluster.run(for_=5)
            sleep(0)  # the others may have a look

    def read():
        while runs.is_alive():
            lengths.append((len(cluster.history), len(list(cluster.history)), len(cluster.history)))
            cluster.history.at(0)

    monkeypatch.setattr(ledger, "MANY", 5 * ledger.FIELDS)
    cluster, alone = (Cluster(5, seed, duplication=0.2) for _ in range(2))
    lengths = []
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        runs = Thread(target=go_on)
        readers = [Thread(target=read) for _ in range(3)]
        for each in (runs, *readers):
            each.start()
        for each in (runs, *readers):
            each.join()
    finally:
        sys.setswitchinterval(interval)
    alone.run(for_=5000)
    assert len(set(lengths)) > 10
    assert all(before <= read <= after for before, read, after in lengths)
    assert cluster.history == alone.history
    assert cluster.history.flights(0, 5000) == alone.history.flights(0, 5000)
    assert cluster.history.at(4990) == alone.history.at(4990)


def test_a_network_of_a_reader_s_own_may_say_when_a_message_arrives():
    class OnTheHour(Network):
        def arrival(self, sender, receiver, now):
            return (now // 10_000 + 1) * 10_000

    cluster = Cluster(3, seed=1, network=OnTheHour())
    cluster.run(for_=1000)
    assert {event.at % 10_000 for event in cluster.history if event.kind == "receive"} == {0}


def test_a_copy_goes_on_by_itself_with_messages_under_way():
    cluster = run(3)
    copy = cluster.__copy__()
    copy.run(for_=300)
    before = len(cluster.history)
    assert before < len(copy.history)
    cluster.run(for_=300)
    assert cluster.history == copy.history


def test_what_a_server_was_about_to_say_when_its_freeze_failed_is_never_under_way():
    class Fails(Server):
        fails = True

        def freeze(self):
            if self.role == LEADER and self.fails:
                self.fails = False
                raise RuntimeError("no state today")
            return super().freeze()

    cluster = Cluster(3, seed=7, server=Fails)
    with pytest.raises(RuntimeError):
        cluster.run(for_=1000)
    leader, before = cluster.leader, len(cluster.history)
    assert all(flight.message.sender != leader or isinstance(flight.message, RequestVote)
               for flight in cluster.in_flight)
    cluster.run(for_=200)
    sent = {flight for event in cluster.history for flight in event.sent}
    received = [event for event in cluster.history[before:] if event.kind == "receive"]
    assert received
    assert all((event.message.receiver, event.flight.arrives) == (event.server, event.at) for event in received)
    assert {event.flight for event in received} <= sent
    assert all(flight.sent == event.at and flight.message.sender == event.server
               for event in cluster.history for flight in event.sent)
