"""What a run only notes, and makes into events when somebody reads it, is what happened: told in a second way each."""
from random import Random

import numpy
import pytest

from raftlib import Cluster, Server
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
def test_a_history_is_the_same_whether_it_is_read_early_or_late_in_columns_or_not(seed, monkeypatch):
    late = run(seed).history
    early = run(seed, read=True).history
    monkeypatch.setattr(ledger, "MANY", 7 * ledger.FIELDS)
    sorted_often = run(seed).history
    assert early == late == sorted_often
    assert early.to_json() == late.to_json() == sorted_often.to_json()
    # Nothing of a message is known twice: what arrives is what was sent.
    sent = {id(flight) for event in sorted_often for flight in event.sent}
    held = {event.flight.number for event in sorted_often if event.kind == "hold"}
    assert all(id(event.flight) in sent for event in sorted_often if event.flight and event.flight.number not in held)


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


def test_what_a_reader_s_server_notes_comes_out_of_the_columns_as_it_was(monkeypatch):
    class Notes(Server):
        def start_election(self):
            self._decide("mine", numpy.float64(0.5), 1, True, 1.0, self.log, lambda: None)
            return super().start_election()

    monkeypatch.setattr(ledger, "MANY", 2 * ledger.FIELDS)
    cluster = Cluster(3, seed=1, server=Notes)
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=100)
    [*_, noted] = (note for event in cluster.history for note in event.notes if note[0] == "mine")
    assert [type(value) for value in noted[2:6]] == [numpy.float64, int, bool, float]
    assert cluster.servers[cluster.leader].role == LEADER


def test_a_copy_goes_on_by_itself_with_messages_under_way():
    cluster = run(3)
    copy = cluster.__copy__()
    copy.run(for_=300)
    before = len(cluster.history)
    assert before < len(copy.history)
    cluster.run(for_=300)
    assert cluster.history == copy.history


def test_a_server_that_fails_while_it_acts_leaves_a_record_that_can_be_read():
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
    before = len(cluster.history)
    cluster.run(for_=200)
    received = [event for event in cluster.history[before:] if event.kind == "receive"]
    assert received
    assert all((event.message.receiver, event.flight.arrives) == (event.server, event.at) for event in received)
    assert all(flight.sent == event.at and flight.message.sender == event.server
               for event in cluster.history for flight in event.sent)
