"""What a run records is what happened: told in a second way each."""
from random import Random

import pytest

from raftlib import Cluster, Network, Server
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.state import LEADER
from raftlib.search.faults import FAULTS, submit
from raftlib.search.random_runs import troubled


def run(seed, kind=Cluster, **arguments):
    """Thirty things done to a cluster, with much late, lost and doubled."""
    random = Random(seed)
    cluster = kind(random.randint(1, 5), seed, election_timeout=(40, 120), heartbeat=random.choice([15, 30]),
                   latency=(1, random.choice([10, 40])), loss=random.choice([0, 0.1]),
                   duplication=random.choice([0, 0.2]), reordering=random.choice([0, 0.3]), **arguments)
    steps = ((random.randrange(40), random.choice([submit, *FAULTS]), random.randrange(1000)) for _ in range(30))
    return troubled(cluster, steps)


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
        fault = random.choice([submit, *FAULTS[:6]])
        for cluster in (lazy, plain):
            troubled(cluster, [(milliseconds, fault, number)])
    assert in_no_order(lazy.history) == in_no_order(plain.history)


def in_no_order(history):
    """What happened to each server: two of them may have something due at the same microsecond."""
    return {id: [(event.at, event.kind, event.state, event.deadline) for event in history if event.server == id]
            for id in history.servers}


def test_a_history_ends_with_its_last_event_while_its_run_goes_on():
    ends = []
    Cluster(3, seed=1).run(until=lambda c: ends.append((c.history.end, c.history[-1].time)), limit=500)
    assert ends[-1][0] > 400
    assert all(end == last for end, last in ends)


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
