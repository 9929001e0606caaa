"""A server's own clock: its ticks, and its timers, may come faster or more slowly than time passes."""
import pytest

from raftlib import Cluster, Server


class Counting(Server):
    """Counts the ticks of its own clock, and knows nothing else of time."""

    ticks = 0

    def tick(self):
        self._begin()
        self.ticks += 1
        return []


@pytest.mark.parametrize("rate", [0.5, 1, 2, 1.2])
def test_ticks_come_every_ten_milliseconds_of_a_server_s_own_clock(rate):
    cluster = Cluster(3, seed=1, server=Counting, clock={"S2": rate})
    cluster.run(for_=3000)
    assert [each.ticks for each in cluster.servers.values()] == pytest.approx([300, 300 * rate, 300], abs=1)


def test_timers_go_by_the_server_s_own_clock():
    def deadlines(**more):
        return Cluster(3, seed=1, **more).history.at(0).deadlines

    plain, slow = deadlines(), deadlines(clock={"S2": 0.5})
    assert slow == {**plain, "S2": pytest.approx(2 * plain["S2"], abs=0.002)}


def test_a_server_that_is_down_does_not_tick():
    cluster = Cluster(3, seed=1, server=Counting)
    cluster.run(for_=100)
    cluster.crash("S1")
    cluster.run(for_=500)
    assert cluster.servers["S1"].ticks == 10
    cluster.restart("S1")
    cluster.run(for_=100)
    assert cluster.servers["S1"].ticks == 20


@pytest.mark.parametrize("clock", [5, {"S9": 1}, {"S1": 0}, {"S1": "fast"}, {"S1": 1000}])
def test_what_is_no_clock_is_refused(clock):
    with pytest.raises(ValueError, match=r"^clock (is|has) "):
        Cluster(3, clock=clock)
