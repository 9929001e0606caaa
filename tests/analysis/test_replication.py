"""What replication costs, held against what the rules say it must."""
import math

import pytest

from raftlib import Cluster, refusals, replication
from raftlib.scenarios import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER, busy, figure_7, lossy_network, partition_with_clients


def run(servers=5, heartbeat=1000, latency=10, **options):
    """Twenty commands, one each 50 ms, to a leader that has been elected before and speaks only when it must."""
    cluster = Cluster(servers=servers, seed=7, heartbeat=heartbeat, latency=latency, election_timeout=(5000, 9000),
                      **options)
    cluster.time_out("S1")
    cluster.run(for_=100)
    start = cluster.time
    busy(cluster, commands=20, every=50)
    return replication(cluster.history, start)


@pytest.mark.parametrize("servers", [3, 5, 7, 9])
def test_a_command_takes_one_message_to_each_follower_and_one_back_and_one_round_trip(servers):
    cost = run(servers)
    assert (cost.commands, cost.answered) == (20, 20)
    assert cost.answer_times == (20,) * 20
    heartbeats = 2 * (servers - 1)  # one round of them falls into this second
    assert cost.messages == 20 * 2 * (servers - 1) + heartbeats


def test_answers_wait_for_latency_and_not_for_heartbeats():
    assert run(heartbeat=20).median_time == run(heartbeat=1000).median_time == 20
    assert run(latency=30).median_time == 60


def test_a_server_alone_answers_at_once_and_sends_nothing():
    cost = run(servers=1)
    assert (cost.median_time, cost.messages, cost.messages_per_command) == (0, 0, 0)


def test_without_a_majority_nothing_is_answered():
    cluster = Cluster(3, seed=7)
    cluster.time_out("S1")
    cluster.run(for_=100)
    cluster.crash("S2")
    cluster.crash("S3")
    cluster.submit("x=1")
    cluster.run(for_=500)
    cost = replication(cluster.history)
    assert (cost.commands, cost.answered, cost.messages_per_command) == (1, 0, math.inf)
    assert math.isnan(cost.median_time)


def test_what_a_deposed_leader_took_is_not_counted_as_answered():
    history = partition_with_clients().history
    cost = replication(history)
    answers = sum(event.kind == "answer" for event in history)
    assert cost.answered == answers
    assert cost.commands > answers
    assert max(cost.answer_times) < 100


def same_at_the_start(log, other):
    """How many entries two logs have in common, counted from the first."""
    return next((index for index, pair in enumerate(zip(log, other, strict=False)) if pair[0] != pair[1]),
                min(len(log), len(other)))


def test_refusals_go_back_one_by_one_to_where_the_logs_agree():
    cluster = figure_7()
    cluster.run(for_=600)
    assert refusals(cluster.history) == {
        (follower, index) for follower, log in FIGURE_7_FOLLOWERS.items()
        for index in range(len(FIGURE_7_LEADER), same_at_the_start(log, FIGURE_7_LEADER), -1)}


def test_without_gaps_nothing_is_refused():
    cluster = Cluster(3, seed=7)
    cluster.run(to=400)
    busy(cluster, commands=5, every=30)
    assert refusals(cluster.history) == set()


def test_a_cluster_will_do_for_its_history():
    cluster = lossy_network()
    assert replication(cluster) == replication(cluster.history)
    assert refusals(cluster) == refusals(cluster.history)
    for count in (replication, refusals):
        with pytest.raises(ValueError, match=r"^history is None: it must be a History,"):
            count(None)
