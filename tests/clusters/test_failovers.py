"""Failovers: those on record, and those that are measured here and now."""
import re
from statistics import quantiles

import pytest

from raftlib.clusters import failovers as module
from raftlib.clusters.failovers import Failovers, failovers, measure_failovers, recorded_failovers
from tests.clusters.plain import Paced


def test_the_record_is_of_a_real_leader_that_was_killed_often():
    """A follower of etcd stands after 10 to 19 ticks of 100 ms without a heartbeat; the last one was at most one ago.

    The first tick may be as short as nothing; and where votes are split, it takes longer.
    """
    found = recorded_failovers()
    assert len(found.times) >= 100
    assert min(found.times) > 800
    assert quantiles(found.times, n=10)[-1] < 2000
    assert re.fullmatch(r"etcd 3\.5\.1, measured on \d{4}-\d\d-\d\d on .+\.", found.caption)


def test_the_quarters_are_told():
    """Of the numbers from 1 to 100 the quarters are known."""
    said = repr(Failovers(tuple(map(float, range(100, 0, -1))), "Made up."))
    least, one, two, three, most = map(int, re.search(r"least (\d+), quartiles (\d+) / (\d+) / (\d+), most (\d+)",
                                                      said).groups())
    assert (least, most) == (1, 100)
    assert [one, two, three] == pytest.approx([25, 50, 75], abs=1)
    assert said.startswith("100 failovers, ms: ")
    assert said.endswith("Made up.")


def test_one_failover_is_told_too():
    assert repr(Failovers((5.0,), "")).startswith("1 failovers, ms: least 5, quartiles 5 / 5 / 5, most 5.")


def test_each_time_the_leader_is_killed_and_comes_back():
    with Paced(election_timeout=20) as cluster:
        times = list(failovers(cluster, 3))
        assert cluster.running == cluster.ids
    assert [(deed.kind, deed.server) for deed in cluster.deeds] == [("crash", "S1"), ("restart", "S1")] * 3
    assert len(times) == 3
    assert all(time > 0 for time in times)


def test_what_is_measured_says_with_which_settings(monkeypatch):
    monkeypatch.setattr(module, "EtcdCluster", Paced)
    found = measure_failovers(1, heartbeat=7, election_timeout=70)
    assert len(found.times) == 1
    assert found.caption.startswith("plain, heartbeat 7 ms, election timeout 70 ms, measured")
    assert "links of 30 ms" in measure_failovers(1, election_timeout=20, delay=30).caption


@pytest.mark.parametrize("repeats", [0, 1001, 2.5, "3", None])
def test_bad_numbers_of_failovers(repeats):
    with pytest.raises(ValueError, match=rf"^repeats is {repeats!r}: it must be a whole number from 1 to 1000\.$"):
        measure_failovers(repeats)


def test_settings_that_etcd_does_not_take():
    with pytest.raises(ValueError, match=r"^election_timeout is 200: it must be 500 or more, five heartbeats of 100"):
        measure_failovers(1, election_timeout=200)
