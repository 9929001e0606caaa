"""What the exercises of notebook 06 say is true."""
from itertools import combinations

import pytest

from raftlib import Cluster
from raftlib.analysis.safety import check_all
from raftlib.exercises.cut_the_network import links_of_five, links_of_four
from raftlib.simulation.scenarios import old_leader_completes


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
