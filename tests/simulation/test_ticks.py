"""Timers that go by ticks, as etcd's do: they run out only when the server's own clock ticks."""
from copy import deepcopy
from itertools import pairwise
from math import ceil
from statistics import mean

import pytest

from raftlib import Cluster, History, Server
from raftlib.protocol.state import AS_BEFORE
from raftlib.simulation.recipe import Recipe, imports

ETCD = {"servers": 3, "tick": 100, "election_timeout": (1000, 1900), "heartbeat": 100, "latency": (0.2, 0.5)}
TIMEOUTS = "election timeout", "heartbeat timeout"


class Telling(Server):
    """Says that its clock has ticked."""

    def tick(self):
        self._begin()
        self._decide("tick")
        return []


class Asks(Server):
    """Never stands, and waits as long as before."""

    def election_timeout(self):
        self._begin()
        self.timer_restarts = AS_BEFORE
        return []


def times(cluster, id, *kinds):
    return [event.at for event in cluster.history if event.server == id and event.kind in kinds]


def test_timers_run_out_when_the_clock_ticks_and_at_no_other_moment():
    cluster = Cluster(seed=3, server=Telling, clock={"S2": 0.5}, **ETCD)
    cluster.run(for_=5000)
    cluster.crash(cluster.leader)
    cluster.run(for_=10_000)
    for id in cluster.servers:
        ticks = times(cluster, id, "tick")
        assert {*times(cluster, id, *TIMEOUTS)} <= {*ticks}
        if id not in cluster.down:
            assert {later - sooner for sooner, later in pairwise(ticks)} == {
                200_000 if id == "S2" else 100_000}


def test_each_clock_has_a_phase_of_its_own():
    clusters = [Cluster(seed=seed, server=Telling, **ETCD) for seed in range(200)]
    phases = []
    for cluster in clusters:
        cluster.run(for_=100)
        of_run = [times(cluster, id, "tick")[0] / 1000 for id in cluster.servers]
        assert len(set(of_run)) == 3
        phases += of_run
    assert mean(phases) == pytest.approx(50, abs=4 * 100 / (12 * len(phases)) ** 0.5)


def test_a_timeout_of_k_ticks_runs_out_between_k_minus_1_and_k_ticks_later():
    # 10 to 19 ticks: from 900 to 1900 ms, uniform, where a timer without ticks would have 1000 to 1900.
    found = []
    for seed in range(400):
        found += Cluster(seed=seed, **ETCD).history.at(0).deadlines.values()
    assert {ceil(each / 100) for each in found} == {*range(10, 20)}
    assert 900 < min(found) < 920
    assert 1880 < max(found) <= 1900
    assert mean(found) == pytest.approx(1400, abs=4 * 1000 / (12 * len(found)) ** 0.5)


def test_a_heartbeat_of_one_tick_comes_at_each_tick():
    cluster = Cluster(seed=5, **ETCD)
    cluster.run(until=lambda c: c.leader)
    leader, since = cluster.leader, cluster.time * 1000
    cluster.run(for_=2000)
    spoken = times(cluster, leader, "heartbeat timeout")
    assert spoken[0] - since <= 100_000
    assert {later - sooner for sooner, later in pairwise(spoken)} == {100_000}


@pytest.mark.parametrize("tick", [None, 10])
def test_a_timer_may_start_again_with_the_timeout_that_it_had(tick):
    cluster = Cluster(3, seed=1, server=Asks, tick=tick)
    cluster.run(for_=5000)
    for id in cluster.servers:
        assert len({later - sooner for sooner, later in pairwise(times(cluster, id, "election timeout"))}) == 1


def test_a_run_with_ticks_is_made_again_by_its_recipe_its_code_its_json_and_a_copy():
    cluster = Cluster(seed=2, clock={"S1": 1.1}, **ETCD)
    cluster.run(for_=2000)
    twin = deepcopy(cluster)
    for each in (cluster, twin):
        each.crash(each.leader)
        each.run(for_=4000)
    recipe = Recipe.of(cluster)
    code, names = recipe.code(), {}
    exec(f"{imports(code)}\n{code}", names)
    again = [twin, recipe.make(), names["cluster"]]
    assert "tick=100" in code
    assert cluster.tick == 100
    assert all(each.history == cluster.history for each in again)
    assert History.from_json(cluster.history.to_json()) == cluster.history


def test_the_code_of_a_run_without_ticks_says_nothing_of_them():
    assert "tick" not in Recipe.of(Cluster(3)).code()


@pytest.mark.parametrize("tick", [0, -1, "often", (10, 20), True])
def test_what_is_no_tick_is_refused(tick):
    with pytest.raises(ValueError, match=r"^tick is "):
        Cluster(3, tick=tick)


@pytest.mark.parametrize("more", [{"tick": 100}, {"tick": 50, "heartbeat": 60}, {"tick": 7}])
def test_timers_must_be_whole_numbers_of_ticks(more):
    with pytest.raises(ValueError, match=r"^tick is .*must be whole numbers of ticks"):
        Cluster(3, **more)
