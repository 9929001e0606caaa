"""What notebook 03 says of the runs of its exercises is true, and its predictions are judged by what a run did."""
import pytest

from raftlib.questions import start_here
from raftlib.questions.elect_a_leader import late_winner, run_to_predict, run_with_a_cut, winner
from raftlib.questions.runs.elect_a_leader import (
    candidates,
    leaders_at_900,
    noticed,
    rare_heartbeats,
    succession,
    winners_of_term_1,
)
from raftlib.questions.servers.elect_a_leader import AlwaysYes
from raftlib.scenarios import leader_crash, split_vote
from raftlib.simulation.cluster import Cluster
from raftlib.widgets.panels.captions import election_caption
from raftlib.widgets.panels.elections import election_panel


def run(*candidates, to=1500, **arguments):
    """A run of five servers, some of which stand at 100 ms whatever their timers say."""
    cluster = Cluster(servers=5, **{"seed": 7, **arguments})
    cluster.run(to=100)
    for candidate in candidates:
        cluster.time_out(candidate)
    cluster.run(to=to)
    return cluster


@pytest.mark.parametrize(("cluster", "letter"), [
    (run("S1"), "a"), (run("S2"), "b"), (run("S1", "S2", server=AlwaysYes), "c"), (split_vote(), "d")])
def test_who_won_term_1(cluster, letter):
    assert winners_of_term_1(cluster) == letter


@pytest.mark.parametrize(("cluster", "letter"), [
    (rare_heartbeats(), "a"), (run(heartbeat=50), "b"), (run(heartbeat=400, to=590), "c"),
    (run("S1", "S2", server=AlwaysYes), "d")])
def test_how_leaders_followed_each_other(cluster, letter):
    assert succession(cluster) == letter


def crash_and_stand_at(time):
    """The leader crashes at 400 ms, and S3 stands at some time whatever its timer says."""
    cluster = run(to=400)
    cluster.crash(cluster.leader)
    cluster.run(to=time)
    cluster.time_out("S3")
    return cluster


def crash_all():
    cluster = run(to=400)
    for server in cluster.servers:
        cluster.crash(server)
    cluster.run(to=1000)
    return cluster


@pytest.mark.parametrize(("cluster", "letter"), [
    (crash_and_stand_at(410), "a"), (crash_and_stand_at(430), "b"), (leader_crash(), "c"), (crash_all(), "d")])
def test_when_somebody_stood_after_the_crash(cluster, letter):
    assert noticed(cluster) == letter


def test_who_stood_and_who_led():
    assert candidates(run("S1", "S4", to=140)) == {"S1", "S4"}
    assert [leaders_at_900(cluster) for cluster in (crash_all(), run())] == [0, 1]


def test_the_panel_of_rare_heartbeats_shows_the_run_that_judges():
    assert election_panel(seed=7, heartbeat=400).caption == election_caption(rare_heartbeats().history, 1500)


def test_the_drawn_timeouts_and_the_winner():
    cluster = run_to_predict()
    drawn = {server: round(at) for server, at in cluster.history.at(0).deadlines.items()}
    assert drawn == {"S1": 298, "S2": 273, "S3": 272, "S4": 156, "S5": 247}
    cluster.run(until=lambda c: c.leader)
    assert cluster.leader == winner.right


def test_with_a_cut_the_second_to_time_out_wins():
    cluster = run_with_a_cut()
    cluster.run(until=lambda c: c.leader)
    assert (cluster.leader, round(cluster.time), cluster.servers["S5"].current_term) == ("S5", 267, 1)
    assert late_winner.options[late_winner.right].startswith("S5 wins")
    cluster.run(to=1500)
    assert cluster.leaders == ["S5"]
    assert cluster.servers["S4"].current_term > 2


@pytest.mark.parametrize(("seed", "leader"), [(3, start_here.seed_three.right), (0, start_here.seed_three.wrong[0][0])])
def test_the_panel_shows_what_the_first_exercise_asks_for(seed, leader):
    panel = election_panel()
    panel.set(seed=seed)
    assert panel.caption.startswith(f"{leader} timed out first")
    assert "and won term 1" in panel.caption
