"""The predictions of notebook 00 are judged by what the runs did."""
import pytest

from raftlib import Cluster
from raftlib.questions.runs.start_here import elected, likeness, without_the_winner


def with_other_delays():
    cluster = Cluster(servers=5, seed=10, latency=(6, 16))
    cluster.run(until=lambda c: c.leader)
    return cluster


@pytest.mark.parametrize(("other", "letter"), [
    (lambda: elected(crashed="S1"), "a"), (with_other_delays, "b"), (elected, "c")])
def test_the_two_clusters(other, letter):
    assert likeness((elected(), other())) == letter


@pytest.mark.parametrize(("whole", "rest", "letter"), [
    ("S1", None, "a"), (None, "S1", "b"), (None, None, "c")])
def test_the_four_that_are_left(whole, rest, letter):
    assert without_the_winner((elected(whole), elected(rest))) == letter


def test_nobody_is_left_to_win():
    stuck = Cluster(servers=5, seed=10)
    for server in ("S1", "S2", "S3"):
        stuck.crash(server)
    stuck.run(to=2000)
    assert without_the_winner((elected(), stuck)) == "d"
