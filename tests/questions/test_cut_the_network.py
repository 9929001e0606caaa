"""What the predictions and exercises of notebook 06 say is true."""
from itertools import combinations

import pytest

from raftlib import Cluster
from raftlib.analysis.safety import check_all
from raftlib.questions.cut_the_network import links_of_five, links_of_four, single_leader
from raftlib.questions.runs.cut_the_network import (
    FOLLOWERS,
    both_sides_go_on,
    cut_after_the_answer,
    cut_everywhere,
    healed,
    healed_early_and_late,
    nearest_term,
    s1_alone,
    s1_is_back,
    what_became_of_x_2,
    what_its_return_does,
    what_the_next_leader_has,
    whether_x_comes_through,
    who_leads_after_the_one_way_cut,
    whose_commands,
    with_one_leader,
)
from raftlib.scenarios import elect, old_leader_completes, one_way_cut, three_ways
from raftlib.widgets.panels.logs import partition_panel
from tests.cells import run_cells

# The predictions: each is judged by the notebook's run, and would say something else of another one.


@pytest.mark.parametrize(("run", "cells", "name"), [
    (both_sides_go_on, ["two-run"], "cluster"), (healed, ["two-run", "heal-run"], "cluster"),
    (s1_alone, ["two-run", "alone-run"], "alone"), (s1_is_back, ["two-run", "alone-run", "alone-back"], "alone"),
    (cut_after_the_answer, ["two-run", "after-run"], "after"), (three_ways, ["two-run", "three-run"], "three"),
    (one_way_cut, ["two-run", "three-run", "alone-run", "alone-back", "one-way-run"], "one_way")])
def test_the_runs_are_the_notebook_s(run, cells, name):
    assert run().history.digest() == run_cells("06-cut-the-network", *cells)[name].history.digest()


@pytest.mark.parametrize("followers", FOLLOWERS)
def test_the_panel_shows_the_leaders_that_are_asked_for(followers):
    panel = partition_panel()
    panel.set(followers_kept=followers, time=900)
    assert (followers in single_leader.right) == (panel.caption.count("leads") == 1)


def test_whose_commands_are_answered():
    cluster = both_sides_go_on()
    assert whose_commands(cluster) == "c"
    uncut = Cluster(servers=5, seed=7)
    uncut.run(to=400)
    for command in ("x=1", "x=2"):
        uncut.submit(command)
        uncut.run(for_=100)
    assert whose_commands(uncut) == "d"


def test_what_became_of_the_entry():
    assert [what_became_of_x_2(run) for run in (healed(), both_sides_go_on())] == ["a", "d"]


def test_whether_the_old_leader_s_commands_come_through():
    early, late = healed_early_and_late()
    assert [whether_x_comes_through(pair) for pair in ((early, late), (late, late), (early, early))] == ["b", "a", "c"]


def test_a_side_with_a_majority_has_the_only_leader_or_elects_a_second_one():
    assert with_one_leader(cut_everywhere()) == {kept for kept in FOLLOWERS if kept + 1 >= 3}


def test_the_term_of_a_server_alone():
    cluster = s1_alone()
    letters = []
    for term in (1, 2, cluster.servers["S1"].current_term, 36):
        cluster.servers["S1"].current_term = term
        letters.append(nearest_term(cluster))
    assert letters == ["a", "b", "d", "c"]


def test_what_a_return_does():
    still_cut = s1_alone()
    still_cut.run(for_=220)
    assert [what_its_return_does(run) for run in (s1_is_back(), still_cut)] == ["b", "d"]


def test_what_the_next_leader_has():
    settled = cut_after_the_answer()
    settled.submit("y=1", to=settled.leader)
    settled.run(for_=40)
    empty = Cluster(servers=5, seed=7)
    elect(empty, "S1")
    alone = Cluster(servers=5, seed=7)
    elect(alone, "S2")
    runs = cut_after_the_answer(), settled, empty, alone
    assert [what_the_next_leader_has(run) for run in runs] == ["b", "c", "a", "d"]


def test_who_leads_after_the_one_way_cut():
    whole, cut, without = (Cluster(servers=5, seed=7) for _ in range(3))
    cut.run(to=400)
    cut.cut(["S1"], ["S2", "S3", "S4", "S5"])
    without.cut(["S1", "S2"], ["S3", "S4"], ["S5"])
    for cluster in (whole, cut, without):
        cluster.run(to=800)
    runs = one_way_cut(), whole, cut, without
    assert [who_leads_after_the_one_way_cut(run) for run in runs] == ["d", "a", "b", "c"]


# The exercises.


def fewest_cuts(servers):
    """By trying all: the fewest links to cut so that no server reaches a majority, itself counted."""
    links = list(combinations(range(servers), 2))
    for cuts in range(len(links) + 1):
        for kept in combinations(links, len(links) - cuts):
            if all(1 + sum(server in link for link in kept) <= servers // 2 for server in range(servers)):
                return cuts
    return None


@pytest.mark.parametrize(("servers", "exercise"), [(4, links_of_four), (5, links_of_five)])
def test_the_fewest_links(servers, exercise):
    assert fewest_cuts(servers) == exercise.right


def test_three_and_four_of_seven():
    cluster = Cluster(servers=7, seed=3)
    cluster.time_out("S1")
    cluster.run(for_=100)
    cluster.cut(["S1", "S2", "S3"], ["S4", "S5", "S6", "S7"])
    mine = cluster.submit("x=1", to="S1")
    cluster.run(for_=1000)
    assert cluster.leaders[0] == "S1"
    assert cluster.leader in ("S4", "S5", "S6", "S7")
    theirs = cluster.submit("y=1", to=cluster.leader)
    cluster.run(for_=100)
    assert (mine.status, theirs.status) == ("appended", "answered")


def test_the_deposed_leader_commits_its_old_entry_and_nothing_is_lost():
    cluster = old_leader_completes()
    assert cluster.leaders == ["S1", "S2"]
    assert cluster.servers["S1"].commit_index == 1
    cluster.heal()
    cluster.submit("y=1")
    cluster.run(for_=300)
    assert check_all(cluster.history.states()) == []
    assert {server.log.entry_at(1).command for server in cluster.servers.values()} == {"x=5"}
