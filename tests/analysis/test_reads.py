"""What reads cost, held against what each way to answer them must send; and which reads are too old."""
import pytest

from raftlib import (
    Client,
    Cluster,
    KeyValueStore,
    LeaseServer,
    Operation,
    ReadIndexServer,
    ReadsFromMemory,
    ServingServer,
    linearizable,
    reads_of,
)
from raftlib.analysis.reads import wrong_reads
from raftlib.scenarios.reading import leader_crashes, leader_cut_off, nothing, reading

LATENCY, EVERY = 10, 50  # ms
READS = 21


def quiet_reads(server, servers, client=0):
    """Reads by one client, one each 50 ms, of a leader that says nothing but what it must."""
    cluster = Cluster(servers=servers, seed=7, heartbeat=4000, latency=LATENCY, election_timeout=(5000, 9000),
                      server=server)
    cluster.run(to=200)  # the promises of servers with leases are over
    cluster.time_out("S1")
    clients = [Client(cluster) for _ in range(2)]
    cluster.run(for_=100)
    clients[0].ask("x=1")
    cluster.run(for_=100)
    for _ in range(READS):
        clients[client].ask("x?")
        cluster.run(for_=EVERY)
    return reads_of(cluster)


def to_all_and_back(servers):
    return 2 * (servers - 1)


@pytest.mark.parametrize("servers", [1, 2, 3, 5, 7])
@pytest.mark.parametrize(("server", "asks_others", "round_trips"), [
    (ReadsFromMemory, 0, 1), (ServingServer, 1, 2), (ReadIndexServer, 1, 2)])
def test_a_read_takes_a_request_an_answer_and_perhaps_a_message_to_each_other_server_and_back(
        server, asks_others, round_trips, servers):
    cost = quiet_reads(server, servers)
    assert (cost.asked, cost.answered) == (READS, READS)
    assert cost.messages_each == 2 + asks_others * to_all_and_back(servers)
    assert cost.answer_times == (2 * LATENCY * (1 if servers == 1 else round_trips),) * READS


@pytest.mark.parametrize("servers", [2, 3, 5, 7])
def test_a_lease_pays_once_for_all_reads_as_long_as_it_lasts(servers):
    cost = quiet_reads(LeaseServer, servers)
    lease = LeaseServer.lease * 10  # ms, by ticks of 10
    paid = READS // (lease // EVERY + 1)
    assert cost.messages == 2 * READS + paid * to_all_and_back(servers)
    assert sorted(cost.answer_times) == [2 * LATENCY] * (READS - paid) + [4 * LATENCY] * paid
    assert cost.median_time == 2 * LATENCY


def test_to_be_sent_to_the_leader_costs_two_messages_more_and_only_once():
    assert quiet_reads(ReadsFromMemory, 3, client=1).messages == 2 * READS + 2


def test_requests_that_get_no_answer_count_too():
    cluster = reading(server=ReadsFromMemory, trouble=nothing, loss=1)
    tries = cluster._clients["C1"].current.tries
    assert (reads_of(cluster).asked, reads_of(cluster).answered, reads_of(cluster).messages) == (1, 0, tries)
    assert reads_of(cluster).messages_each == float("inf")


def test_without_reads_there_is_nothing_to_count():
    cost = reads_of(Cluster(server=ServingServer))
    assert (cost.asked, cost.messages, str(cost.median_time)) == (0, 0, "nan")


# ---- Reads that are too old ------------------------------------------------------------------------------------


def judged(cluster):
    return linearizable(map(Operation._make, cluster.operations()), KeyValueStore())


def older_than_known(operations):
    """The reads before which somebody was told a newer value, in runs in which one client writes 1, 2, 3 … alone."""
    def value(each):
        return int(each.answer[2:])
    answered = [each for each in operations if each.answered is not None]
    return [each for each in answered if each.action == "x?"
            and any(other.answered < each.called and value(other) > value(each) for other in answered)]


@pytest.mark.parametrize("trouble", [leader_cut_off, leader_crashes])
@pytest.mark.parametrize("server", [ReadsFromMemory, LeaseServer, ServingServer])
def test_a_read_is_wrong_if_somebody_was_told_a_newer_value_before(server, trouble):
    for seed in range(10):
        judgement = judged(reading(trouble, server, seed, clock=0.2, heartbeat=20))
        wrong = wrong_reads(judgement)
        assert wrong == older_than_known(judgement.operations)
        assert bool(wrong) != judgement.ok
        others = [each for each in judgement.operations if each not in wrong]
        assert linearizable(others, KeyValueStore())


def test_a_read_is_wrong_if_it_is_older_than_one_before_it_though_the_write_is_not_answered_yet():
    write, new = Operation("A", 0, 100, "x=1", "x=1"), Operation("B", 10, 20, "x?", "x=1")
    old, at_once = Operation("C", 30, 40, "x?", "x=0"), Operation("C", 5, 40, "x?", "x=0")
    for last, wrong in ((old, [old]), (at_once, [])):
        assert wrong_reads(linearizable([write, new, last], KeyValueStore())) == wrong


def test_a_new_leader_reads_from_a_memory_that_lacks_what_the_old_one_had_committed():
    """Section 6.4, step 1: until an entry of its own term is committed, a leader does not know what is."""
    cluster = reading(leader_crashes, ReadsFromMemory, 0)
    read, = wrong_reads(judged(cluster))
    answering = [event for event in cluster.history.window(read.called, read.answered) if event.kind == "reply"
                 and event.detail[:2] == ("x?", read.answer)]
    state = answering[-1].state
    assert state.log.term_at(state.commit_index) < state.current_term
    assert state.log.last_index > state.commit_index
