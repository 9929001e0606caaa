"""The named runs show what the paper's figures and raft-facts say of them."""
import pytest

from raftlib.analysis.safety import check_all
from raftlib.protocol.messages import AppendEntriesReply
from raftlib.simulation import scenarios


def won(cluster):
    return [(event.server, event.state.current_term) for event in cluster.history
            if any(decision.reason == "C3 won" for decision in event.decisions)]


@pytest.mark.parametrize("make", [scenarios.first_election, scenarios.leader_crash, scenarios.split_vote,
                                  scenarios.partition, scenarios.figure_6, scenarios.figure_7, scenarios.figure_8])
def test_every_scenario_is_safe_and_replays(make):
    cluster = make()
    assert check_all(cluster.history.states()) == []
    assert make().history.digest() == cluster.history.digest()


@pytest.mark.parametrize("servers", [4, 5])
def test_a_split_vote_gives_two_candidates_two_votes_each_and_a_later_term_a_leader(servers):
    history = scenarios.split_vote(servers).history
    term_1 = history.at(140).servers
    assert {id: len(state.votes) for id, state in term_1.items() if state.role == "candidate"} == {"S1": 2, "S2": 2}
    assert [term for _, term in won(scenarios.split_vote(servers))] == [2]


def test_a_crashed_leader_is_replaced_in_the_next_term():
    cluster = scenarios.leader_crash()
    (first, one), (second, two) = won(cluster)
    assert (one, two) == (1, 2)
    assert first != second
    assert cluster.leader == second


def test_the_leader_on_the_small_side_of_a_partition_goes_on_leading_its_old_term_until_it_is_healed():
    history = scenarios.partition().history
    leaders = {id: state.current_term for id, state in history.at(990).servers.items() if state.role == "leader"}
    assert sorted(leaders.values()) == [1, 2]
    assert [state.current_term for state in history.at(1400).servers.values() if state.role == "leader"] == [2]


def test_figure_6_has_its_entries_up_to_index_7_on_a_majority():
    lengths = sorted(server.log.last_index for server in scenarios.figure_6().servers.values())
    assert lengths == [2, 5, 7, 8, 8]  # the paper's caption: committed up to index 7, which three of five hold
    assert lengths[2] == 7


REFUSALS = {"a": 1, "b": 6, "c": 0, "d": 0, "e": 5, "f": 7}  # Figure 7, next_index going back by one


def test_figure_7_is_repaired_with_as_many_refusals_as_each_follower_needs():
    cluster = scenarios.figure_7()
    cluster.run(for_=600)
    # A heartbeat may ask again before the answer is back: what counts is how many places were refused.
    refused = {(flight.message.sender, flight.message.prev_log_index)
               for flight in cluster.history.flights(0, cluster.time)
               if isinstance(flight.message, AppendEntriesReply) and not flight.message.success}
    leader = scenarios.FIGURE_7_LEADER
    logs = {id: server.log.terms for id, server in cluster.servers.items()}
    assert logs == dict.fromkeys(logs, leader) | {"c": [*leader, 6], "d": [*leader, 7, 7]}
    assert {id: sum(sender == id for sender, _ in refused) for id in REFUSALS} == REFUSALS


def test_figure_7_loses_the_extra_entries_when_a_conflicting_one_arrives():
    cluster = scenarios.figure_7()
    cluster.run(for_=300)
    cluster.submit("x=1")
    cluster.run(for_=200)
    assert [server.log.terms for server in cluster.servers.values()] == [[*scenarios.FIGURE_7_LEADER, 8]] * 7


def test_figure_8_a():
    assert [server.log.terms for server in scenarios.figure_8().servers.values()] == [[1, 2], [1, 2], [1], [1], [1]]
