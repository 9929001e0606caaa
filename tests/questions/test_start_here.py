"""The predictions of notebook 00 are judged by what the runs did."""
import pytest

from raftlib import Cluster
from raftlib.questions.runs.start_here import aftermath, elected, leaderless, likeness


def led(**settings):
    """Five servers at the moment when they have a leader."""
    cluster = Cluster(servers=5, **{"seed": 20, **settings})
    cluster.run(until=lambda c: c.leader)
    return cluster


@pytest.mark.parametrize(("other", "letter"), [
    (lambda: led(seed=3), "a"), (lambda: led(latency=(6, 16)), "b"), (elected, "c")])
def test_the_two_clusters(other, letter):
    assert likeness((elected(), other())) == letter


def crashed(*more, at_once=False):
    """The leader of seed 20 crashes at 250 ms, and these servers, too; at once somebody stands, if wanted."""
    cluster = led()
    cluster.run(to=250)
    for server in ("S5", *more):
        cluster.crash(server)
    if at_once:
        cluster.run(for_=5)
        cluster.time_out("S3")
    cluster.run(to=1000)
    return cluster


@pytest.mark.parametrize(("run", "letter"), [
    (lambda: crashed("S1", "S2", "S3", "S4"), "a"), (lambda: crashed(at_once=True), "b"), (leaderless, "c"),
    (lambda: crashed("S1", "S2"), "d")])
def test_after_the_crash(run, letter):
    assert aftermath(run()) == letter
