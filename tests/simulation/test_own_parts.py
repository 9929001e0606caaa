"""Each cluster has parts of its own: what is handed in, or copied, stays out of it, and what it takes over counts."""
from copy import copy, deepcopy
from math import inf, nan

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, Network, Server
from raftlib.search.faults import submit
from raftlib.simulation.own_parts import whole_delay
from tests.simulation.test_recipe import ADVANCES, LATENCIES, STEPS, advance, live

# ---- What is handed in -------------------------------------------------------------------------------------------


def test_state_machines_begin_with_what_their_server_has_applied():
    server = Server("S1", ["S1"])
    server.election_timeout()
    server.client_command("x=5")
    assert Cluster([server]).submit("x+=1").answer == "x=6"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), STEPS)
def test_machines_in_the_middle_of_a_run_are_the_same_in_a_cluster_that_begins_there(seed, steps):
    cluster = live(Cluster(3, seed, latency=1), [(("for", 300), submit, 1), *steps, (("for", 200), submit, 7)])
    cluster.run(for_=100)
    for id in cluster.down:
        cluster.restart(id)
    again = Cluster(cluster.servers.values())
    assert [machine.values for machine in again.machines.values()] == [
        machine.values for machine in cluster.machines.values()]


def run_of(network, servers=3):
    cluster = Cluster(servers, seed=3, network=network)
    cluster.run(to=500)
    cluster.cut(["S1"], ["S2"])
    cluster.run(to=900)
    return cluster


@pytest.mark.parametrize("in_turn", [True, False])
def test_two_clusters_on_one_network_and_of_one_list_of_servers_do_not_touch_each_other(in_turn):
    def make():
        ids = ["S1", "S2", "S3"]
        return [Server(id, ids, 2, log=[1]) for id in ids], Network(latency=(5, 9), loss=0.1, reordering=0.1)

    alone = run_of(make()[1], make()[0])
    servers, network = make()
    before = [server.freeze() for server in servers]
    if in_turn:
        both = [run_of(network, servers), run_of(network, servers)]
    else:
        both = [Cluster(servers, seed=3, network=network) for _ in range(2)]
        network.cut(["S1"], ["S3"])
        network.loss = 1
        for time in (250, 500):
            for each in both:
                each.run(to=time)
        for each in both:
            each.cut(["S1"], ["S2"])
            each.run(to=900)
    assert [each.history.digest() for each in both] == [alone.history.digest()] * 2
    assert [server.freeze() for server in servers] == before


def test_a_network_that_is_cut_already_is_cut_in_the_run_and_in_its_record():
    network = Network()
    network.cut(["S1"], ["S2", "S3"])
    cluster = Cluster(3, seed=1, network=network)
    cluster.run(to=1000)
    assert cluster.history.at(0).cut_links == network.cut_links
    assert [event.why for event in cluster.history if event.kind == "cut"] == [
        "cut from the start: S1→S2, S1→S3, S2→S1, S3→S1"]
    assert not [e for e in cluster.history if e.kind == "receive" and "S1" in e.message[:2]]
    cluster.heal()
    cluster.run(to=2000)
    assert [e for e in cluster.history if e.kind == "receive" and "S1" in e.message[:2]]


# ---- Copies ------------------------------------------------------------------------------------------------------

@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), LATENCIES, STEPS, ADVANCES, STEPS, st.sampled_from([copy, deepcopy]))
def test_a_copy_goes_on_by_itself_as_the_original_does(seed, latency, steps, last, later, copied):
    def make():
        cluster = live(Cluster(3, seed, latency=latency, loss=0.1, duplication=0.1, reordering=0.1), steps)
        advance(cluster, *last)
        return cluster

    never_copied, original = make(), make()
    first = copied(original)
    live(first, later).run(for_=300)
    assert original.history.digest() == live(make(), []).history.digest()
    second = copied(original)
    for each in (original, second, never_copied):
        live(each, later).run(for_=300)
    digests = {each.history.digest() for each in (first, original, second, never_copied)}
    assert len(digests) == 1
    assert len({str(sorted((id, m.values.items()) for id, m in each.machines.items()))
                for each in (first, original, second)}) == 1


# ---- What is under way -------------------------------------------------------------------------------------------

@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99), LATENCIES, STEPS, ADVANCES)
def test_in_flight_is_what_was_sent_and_has_not_come(seed, latency, steps, last):
    cluster = live(Cluster(3, seed, latency=latency, duplication=0.2), steps)
    advance(cluster, *last)
    ended = {event.flight.number for event in cluster.history if event.kind in ("receive", "lost")}
    sent = {flight.number for event in cluster.history for flight in event.sent}
    under_way = cluster.in_flight
    assert {flight.number for flight in under_way} == sent - ended
    assert all(flight.arrives >= round(cluster.time * 1000) for flight in under_way)
    for flight in under_way:
        cluster.drop(flight)
    assert cluster.in_flight == ()
    cluster.run(for_=400)
    fates = [event for event in cluster.history if event.flight and event.flight in under_way
             and event.kind in ("receive", "lost")]
    assert {(fate.kind, fate.detail) for fate in fates} <= {("lost", "dropped by hand")}


def test_a_message_that_is_due_now_is_under_way_and_can_be_dropped():
    cluster = Cluster(3, seed=1, latency=10)
    cluster.time_out("S1")
    cluster.run(until=lambda c: c.servers["S2"].voted_for)
    due = next(flight for flight in cluster.in_flight if flight.message.receiver == "S3")
    assert due.arrives == 10_000 == round(cluster.time * 1000)
    cluster.drop(due)
    cluster.run(for_=5)
    assert cluster.servers["S3"].voted_for is None
    assert due not in cluster.history.at(10).in_flight


# ---- A network of one's own --------------------------------------------------------------------------------------

class Strange(Network):
    """A network whose messages take what it is told, from the fifth one on."""

    def __init__(self, delay):
        super().__init__(latency=10)
        self.strange, self.sent = delay, 0

    def delay(self, sender, receiver):
        self.sent += 1
        return 10_000 if self.sent < 5 else self.strange


@pytest.mark.parametrize("delay", [-5000, -0.5, nan, inf, -inf, "10", None, [10], True])
def test_a_delay_that_is_none_is_refused_in_one_sentence_and_time_goes_on(delay):
    cluster = Cluster(3, seed=1, network=Strange(delay))
    with pytest.raises(ValueError, match=r"Network\.delay gave .*: it must give a number of microseconds"):
        cluster.run(to=1000)
    times = [event.at for event in cluster.history]
    assert times == sorted(times)
    assert cluster.time >= times[-1] / 1000


@pytest.mark.parametrize("delay", [numpy.int64(12_000), 12_000.4, numpy.float32(12_000), 0])
def test_any_number_will_do_as_a_delay(delay):
    cluster = Cluster(3, seed=1, network=Strange(delay))
    cluster.run(to=1000)
    flights = cluster.history.flights(0, 1000)[4:]
    assert {type(flight.arrives) for flight in flights} == {int}
    assert whole_delay(delay) in {flight.arrives - flight.sent for flight in flights}
