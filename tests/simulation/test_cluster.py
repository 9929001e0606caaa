"""The world round the servers: time, timers, faults, clients, and what it says of bad input."""
from itertools import pairwise

import pytest

from raftlib import Cluster, Network, Server
from raftlib.protocol.messages import AppendEntries


def elected(**arguments):
    cluster = Cluster(**{"seed": 7, **arguments})
    assert cluster.run(until=lambda c: c.leader, limit=5000)
    cluster.run(for_=50)
    return cluster


def test_the_first_timer_to_run_out_is_the_shortest_drawn():
    cluster = Cluster(seed=7)
    deadlines = cluster.history.at(0).deadlines
    assert all(150 <= deadline <= 300 for deadline in deadlines.values())
    cluster.run(until=lambda c: any(s.role == "candidate" for s in c.servers.values()))
    first = min(deadlines, key=deadlines.get)
    assert cluster.servers[first].role == "candidate"
    assert cluster.time == deadlines[first]


@pytest.mark.parametrize("servers", range(1, 10))
def test_any_number_of_servers_elects_exactly_one_leader(servers):
    cluster = elected(servers=servers)
    assert len(cluster.leaders) == 1
    assert {server.leader_id for server in cluster.servers.values()} == {cluster.leader}


def test_run_says_whether_the_condition_came_true_and_stops_there():
    cluster = Cluster(seed=1)
    assert cluster.run(until=lambda c: False, limit=120) is False
    assert cluster.time == 120
    assert cluster.run(until=lambda c: c.leader) is True
    assert cluster.history[-1].time == cluster.time


def test_a_run_in_pieces_is_the_same_run():
    whole, pieces = Cluster(seed=3), Cluster(seed=3)
    whole.run(to=1000)
    for _ in range(1000):
        pieces.run(for_=1)
    assert pieces.history.digest() == whole.history.digest()


def test_heartbeats_keep_everyone_a_follower_for_ten_seconds():
    cluster = elected()
    cluster.run(for_=10_000)
    assert [server.current_term for server in cluster.servers.values()] == [1] * 5


def test_a_majority_that_is_down_leaves_no_leader_and_one_that_comes_back_elects_one():
    cluster = elected()
    for id in [cluster.leader, *[id for id in cluster.servers if id != cluster.leader][:2]]:
        cluster.crash(id)
    assert cluster.run(until=lambda c: c.leader, limit=3000) is False
    cluster.restart(cluster.down[0])
    assert cluster.run(until=lambda c: c.leader, limit=3000)


def test_restart_keeps_the_persistent_state_and_nothing_else():
    cluster = elected()
    cluster.submit("x=5")
    cluster.run(for_=200)
    id = next(id for id in cluster.servers if id != cluster.leader)
    before = cluster.servers[id].freeze()
    cluster.crash(id)
    cluster.restart(id)
    after = cluster.servers[id].freeze()
    assert after[3:6] == before[3:6]  # current_term, voted_for, log
    assert (after.role, after.commit_index, after.last_applied, after.leader_id) == ("follower", 0, 0, None)
    assert cluster.machines[id].values == {}
    cluster.run(for_=200)
    assert cluster.machines[id].values == {"x": 5}


def test_nothing_passes_a_cut_and_heal_lets_it_pass_again():
    cluster = elected()
    lonely = next(id for id in cluster.servers if id != cluster.leader)
    cluster.cut([lonely], [id for id in cluster.servers if id != lonely])
    start = len(cluster.history)
    cluster.run(for_=1000)
    crossing = [e for e in cluster.history[start:] if e.kind == "receive" and lonely in e.message[:2]]
    assert crossing == []
    assert cluster.servers[lonely].current_term > 1
    cluster.heal()
    cluster.run(for_=1000)
    assert len({server.current_term for server in cluster.servers.values()}) == 1


def test_a_one_way_cut_stops_one_direction_only():
    cluster = Cluster(servers=2, seed=1)
    cluster.cut_link("S1", "S2", one_way=True)
    assert cluster.history.at(cluster.time).cut_links == {("S1", "S2")}
    cluster.run(for_=1000)
    received = {(e.message.sender, e.message.receiver) for e in cluster.history if e.kind == "receive"}
    assert received == {("S2", "S1")}


def test_a_message_under_way_can_be_dropped_and_duplicated():
    cluster = Cluster(seed=7)
    cluster.run(until=lambda c: c.in_flight)
    first, second, *_ = cluster.in_flight
    cluster.drop(first)
    cluster.duplicate(second)
    cluster.run(for_=100)
    assert cluster.history.fate(first.number).kind == "lost"
    arrived = [e for e in cluster.history if e.kind == "receive" and e.message == second.message]
    assert len(arrived) == 2
    with pytest.raises(ValueError, match="in_flight"):
        cluster.drop(first)


def test_a_command_is_answered_after_the_leader_applied_it_and_applied_everywhere_after_the_next_heartbeat():
    cluster = elected(latency=10)
    request = cluster.submit("x=5")
    assert request.status == "appended"
    sent = cluster.time
    cluster.run(until=lambda c: request.status == "answered")
    assert cluster.time - sent == 20  # one round trip
    assert request.answer == "x=5"
    assert sum(machine.values == {"x": 5} for machine in cluster.machines.values()) == 1
    cluster.run(for_=50 + 10)
    assert all(machine.values == {"x": 5} for machine in cluster.machines.values())


def test_a_client_without_a_leader_waits_and_tries_again():
    cluster = Cluster(seed=7)
    request = cluster.submit("x=5")
    assert (request.status, request.note) == ("waiting", "no leader")
    cluster.run(for_=1000)
    assert request.status == "answered"
    assert request.tries > 1


def test_a_client_at_a_follower_is_sent_to_the_leader():
    cluster = elected()
    follower = next(id for id in cluster.servers if id != cluster.leader)
    request = cluster.submit("x=5", to=follower)
    assert request.status == "waiting"
    cluster.run(for_=200)
    assert (request.status, request.server) == ("answered", cluster.leader)


def test_a_request_of_a_leader_that_crashed_or_stepped_down_stays_open():
    cluster = elected()
    request = cluster.submit("x=5")
    cluster.crash(cluster.leader)
    assert request.status == "unknown"


def test_a_slow_server_is_slow_both_ways():
    network = Network(latency=10, slow={"S2": 5})
    assert network.delay("S1", "S2") == network.delay("S2", "S1") == 50_000
    assert network.delay("S1", "S3") == 10_000


def test_one_more_message_on_one_link_moves_nothing_on_another():
    quiet, busy = Network(), Network()
    busy.delay("S1", "S2")
    assert [quiet.delay("S1", "S3") for _ in range(9)] == [busy.delay("S1", "S3") for _ in range(9)]


def test_links_keep_their_order_unless_told_to_reorder():
    def overtaken(network):
        arrivals = [network.arrival("S1", "S2", now) for now in range(0, 100_000, 1000)]
        return sum(a > b for a, b in pairwise(arrivals))
    assert overtaken(Network(latency=(5, 50))) == 0
    assert overtaken(Network(latency=(5, 50), reordering=0.3)) > 5


def test_losses_and_duplicates_come_as_often_as_asked_for():
    cluster = elected(loss=0.2, duplication=0.1)
    cluster.run(for_=20_000)
    flights = cluster.history.flights(0, cluster.time)
    lost = sum(flight.lost is not None for flight in flights) / len(flights)
    doubled = len(flights) / len({(f.sent, f.message) for f in flights}) - 1
    assert lost == pytest.approx(0.2, abs=0.02)
    assert doubled == pytest.approx(0.1, abs=0.02)


def test_bigger_batches_mean_fewer_messages():
    class OneByOne(Server):
        batch = 1

    def catch_up(server):
        cluster = elected(servers=3, server=server)
        late = next(id for id in cluster.servers if id != cluster.leader)
        cluster.crash(late)
        for number in range(20):
            cluster.submit(f"x={number}")
        cluster.run(for_=100)
        cluster.restart(late)
        start = cluster.time
        cluster.run(for_=2000)
        assert cluster.machines[late].values == {"x": 19}
        return sum(isinstance(f.message, AppendEntries) and f.message.receiver == late and bool(f.message.entries)
                   for f in cluster.history.flights(start, cluster.time))
    assert catch_up(OneByOne) >= 20 > catch_up(Server)


@pytest.mark.parametrize(("arguments", "said"), [
    ({"servers": 0}, "servers is 0: it must be a number from 1 to 9"),
    ({"servers": 10}, "servers is 10"),
    ({"latency": (-1, 5)}, "latency is -1"),
    ({"latency": (9, 5)}, r"latency is \(9, 5\): the low end"),
    ({"election_timeout": (300, 150)}, "election_timeout is"),
    ({"heartbeat": 0}, "heartbeat is 0"),
    ({"heartbeat": "fast"}, "heartbeat is 'fast'"),
    ({"loss": 1.5}, "loss is 1.5: it must be a probability from 0 to 1"),
    ({"duplication": -0.1}, "duplication is -0.1"),
])
def test_bad_arguments_are_named_at_once(arguments, said):
    with pytest.raises(ValueError, match=said):
        Cluster(**arguments)


@pytest.mark.parametrize(("act", "said"), [
    (lambda c: c.crash("S9"), "id is 'S9': it must be one of S1, S2, S3"),
    (lambda c: c.restart("S1"), "S1 is running"),
    (lambda c: c.cut(["S1"], ["S4"]), "cut has 'S4'"),
    (lambda c: c.cut(["S1"]), "two or more"),
    (lambda c: c.cut(["S1"], ["S1", "S2"]), "no server in two"),
    (lambda c: c.cut_link("S1", "S7"), "receiver is 'S7'"),
    (lambda c: c.submit("hello"), "command is 'hello'"),
    (lambda c: c.submit("x=1", to="S8"), "to is 'S8'"),
    (lambda c: c.run(), "exactly one"),
    (lambda c: c.run(for_=-1), "for_ is -1"),
    (lambda c: c.history.at(-1), "time is -1"),
])
def test_impossible_calls_are_refused_in_one_sentence_and_change_nothing(act, said):
    cluster = Cluster(servers=3, seed=1)
    digest = cluster.history.digest()
    with pytest.raises(ValueError, match=said):
        act(cluster)
    assert cluster.history.digest() == digest


def test_a_leader_can_not_be_timed_out_nor_a_crashed_server():
    cluster = elected()
    with pytest.raises(ValueError, match="leads"):
        cluster.time_out(cluster.leader)
    cluster.crash("S1")
    with pytest.raises(ValueError, match="S1 is down"):
        cluster.time_out("S1")


def test_unwise_timings_run():
    cluster = Cluster(seed=1, heartbeat=400, latency=(100, 200))
    cluster.run(for_=5000)
    assert max(server.current_term for server in cluster.servers.values()) > 3
