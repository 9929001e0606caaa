"""The named runs show what the paper's figures and raft-facts say of them."""
import pytest

from raftlib import Cluster, scenarios
from raftlib.analysis.safety import check_all
from raftlib.protocol.messages import AppendEntriesReply


def won(cluster):
    return [(event.server, event.state.current_term) for event in cluster.history
            if any(decision.reason == "C3 won" for decision in event.decisions)]


ALL = [make for name, make in vars(scenarios).items()
       if getattr(make, "__annotations__", {}).get("return") is Cluster
       and name not in ("busy", "half_replicated")]  # which make no run of their own


def test_all_are_found():
    assert {scenarios.first_election, scenarios.figure_8_c, scenarios.old_leader_completes} <= set(ALL)


@pytest.mark.parametrize("make", ALL)
def test_every_scenario_is_safe_and_replays(make):
    cluster = make()
    assert check_all(cluster.history.states()) == []
    assert make().history.digest() == cluster.history.digest()


@pytest.mark.parametrize("servers", [4, 5])
def test_a_split_vote_gives_two_candidates_two_votes_each_and_a_later_term_a_leader(servers):
    history = scenarios.two_timers(servers).history
    term_1 = history.at(140).servers
    assert {id: len(state.votes) for id, state in term_1.items() if state.role == "candidate"} == {"S1": 2, "S2": 2}
    assert [term for _, term in won(scenarios.two_timers(servers))] == [2]


def commands_of(server):
    return [entry.command for entry in server.log.suffix(1, server.log.last_index)]


@pytest.mark.parametrize("seed", range(20))
def test_of_two_clients_at_once_the_one_at_the_leader_comes_first_on_all_servers(seed):
    cluster = scenarios.two_at_once(seed)
    order = ["x+=1", "x=5"] if cluster.history.at(400).leaders[-1][0] == "S2" else ["x=5", "x+=1"]
    assert all(commands_of(server) == order for server in cluster.servers.values())


def test_a_service_goes_on_under_its_next_leader():
    cluster = scenarios.service_goes_on()
    old, = cluster.down
    assert [event.detail for event in cluster.history.window(0, 500) if event.kind == "answer"] == [
        ("x=5", "x=5"), ("x+=1", "x=6")]
    assert commands_of(cluster.servers[old]) == ["x=5", "x+=1"]
    for id, server in cluster.servers.items():
        if id != old:
            assert commands_of(server) == ["x=5", "x+=1", "y=7", "y-=2", "x+=1"]
            assert cluster.machines[id].values == {"x": 7, "y": 5}


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


def logs(cluster):
    return {id: server.log.terms for id, server in cluster.servers.items()}


# The paper's Figure 8: the terms in each log, the leader of which term, and who is down.
FIGURE_8 = {
    "a": ([1, 2], [1, 2], [1], [1], [1], ("S1", 2), []),
    "b": ([1, 2], [1, 2], [1], [1], [1, 3], ("S5", 3), ["S1"]),
    "c": ([1, 2, 4], [1, 2], [1, 2], [1], [1, 3], ("S1", 4), ["S5"]),
    "d": ([1, 3], [1, 3], [1, 3], [1, 3], [1, 3], ("S5", 5), []),
    "e": ([1, 2, 4], [1, 2, 4], [1, 2, 4], [1], [1, 3], None, ["S1"]),
}


def figure_8(step):
    return getattr(scenarios, f"figure_8_{step}")()


@pytest.mark.parametrize("step", FIGURE_8)
def test_figure_8_is_the_paper_s(step):
    cluster, (*terms, leads, down) = figure_8(step), FIGURE_8[step]
    assert [server.log.terms for server in cluster.servers.values()] == terms
    assert cluster.down == down
    assert cluster.leader == (leads and leads[0])
    if leads:
        assert cluster.servers[leads[0]].current_term == leads[1]


def test_in_figure_8_nothing_is_committed_before_an_entry_of_the_leader_s_own_term_is():
    commits = {step: [server.commit_index for server in figure_8(step).servers.values()] for step in FIGURE_8}
    assert commits == {"a": [0] * 5, "b": [0] * 5, "c": [0] * 5, "d": [0] * 5, "e": [3, 3, 3, 0, 0]}


@pytest.mark.parametrize("step", FIGURE_8)
def test_the_steps_of_figure_8_lead_to_one_another(step):
    before = figure_8({"a": "a", "b": "a", "c": "b", "d": "c", "e": "c"}[step]).history
    assert list(figure_8(step).history)[:len(before)] == list(before)


def test_in_figure_8_e_s5_has_asked_all_and_only_s4_votes_for_it():
    s5 = figure_8("e").servers["S5"]
    assert (s5.role, s5.current_term, set(s5.votes)) == ("candidate", 5, {"S4", "S5"})


def test_one_command_is_applied_by_all():
    cluster = scenarios.one_command()
    assert [machine.values for machine in cluster.machines.values()] == [{"x": 5}] * 5


def test_a_half_replicated_entry_has_two_endings():
    kept, lost = scenarios.entry_survives(), scenarios.entry_is_lost()
    assert kept.machines["S5"].values == {"x": 5, "y": 1}
    assert lost.machines["S5"].values == {"y": 1}
    for cluster in kept, lost:
        (crash,) = (event for event in cluster.history if event.kind == "crash")
        before = cluster.history.at(crash.time).servers
        assert [state.log.last_index for state in before.values()] == [1, 1, 0, 0, 0]


def test_the_slow_follower_is_behind_and_nobody_waits_for_it():
    cluster = scenarios.slow_follower()
    assert cluster.servers["S4"].log.last_index < 18
    assert cluster.servers[cluster.leader].commit_index >= 17


def test_a_lossy_network_loses_a_third_and_no_command():
    cluster = scenarios.lossy_network()
    flights = cluster.history.flights(0, cluster.time)
    lost = sum(flight.lost is not None for flight in flights)
    assert 0.25 < lost / len(flights) < 0.41
    assert cluster.servers[cluster.leader].commit_index == 10


@pytest.mark.parametrize("followers", [0, 1, 2, 3])
def test_only_the_side_with_a_majority_answers(followers):
    cluster = scenarios.partition_with_clients(followers=followers)
    answered = {event.detail[0][0] for event in cluster.history.window(0, 1000) if event.kind == "answer"}
    assert answered == ({"y"} if followers < 2 else {"x"})
    assert len(set(map(tuple, logs(cluster).values()))) == 1


def test_of_nine_in_three_groups_nobody_commits_after_the_cut():
    cluster = scenarios.three_ways()
    assert len(cluster.leaders) == 1
    assert {server.commit_index for server in cluster.servers.values()} == {0}
    assert max(server.log.last_index for server in cluster.servers.values()) == 1


def test_a_one_way_cut_replaces_a_healthy_leader_by_the_server_that_does_not_hear_it():
    cluster = scenarios.one_way_cut()
    (old, _), (new, _) = won(cluster)
    (cut,) = (event for event in cluster.history if event.kind == "cut")
    assert cut.detail == {(old, new)}


def test_the_old_leader_commits_while_another_one_leads():
    cluster = scenarios.old_leader_completes()
    assert cluster.leaders == ["S1", "S2"]
    assert (cluster.servers["S1"].commit_index, cluster.servers["S2"].commit_index) == (1, 0)
