"""A run is made again by its recipe, to the last bit; so is it by the code that the recipe shows."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, Entry, Network, Server
from raftlib.simulation import scenarios
from raftlib.simulation.recipe import Recipe
from tests.random_runs import FAULTS, act
from tests.simulation.test_scenarios import ALL

NAMES = {"Cluster": Cluster, "Network": Network, "Server": Server, "NearAndFar": scenarios.NearAndFar}


def run_of_code(code):
    names = dict(NAMES)
    exec(code, names)
    return names["cluster"]


@pytest.mark.parametrize("make", ALL)
def test_every_scenario_is_made_again_and_shown_as_code(make):
    cluster = make()
    recipe = Recipe.of(cluster)
    again = recipe.make()
    again.run(to=cluster.time)
    assert again.history.digest() == cluster.history.digest()
    assert run_of_code(recipe.code(round(cluster.time * 1000))).history.digest() == cluster.history.digest()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 99), servers=st.integers(1, 7), loss=st.sampled_from([0.0, 0.2]),
       latency=st.sampled_from([10, (5, 15)]),  # a fixed one brings many events to the same instant
       steps=st.lists(st.tuples(st.integers(0, 150), st.sampled_from(FAULTS), st.integers(0, 50)), max_size=12))
def test_any_calls_by_hand_are_noted(seed, servers, loss, latency, steps):
    cluster = Cluster(servers, seed, latency=latency, loss=loss)
    for milliseconds, fault, number in steps:
        cluster.run(for_=milliseconds)
        act(cluster, fault, number)
    cluster.run(for_=100)
    recipe = Recipe.of(cluster)
    assert run_of_code(recipe.code(round(cluster.time * 1000))).history.digest() == cluster.history.digest()


def test_a_call_between_events_of_one_instant_is_made_there_again():
    cluster = Cluster(3, seed=1, latency=10)
    cluster.time_out("S1")
    cluster.run(until=lambda c: c.leader)  # with the first vote; the second one arrives in the same instant
    cluster.crash("S1")
    assert cluster.calls[-1].is_between
    cluster.run(for_=500)
    again = Recipe.of(cluster).make()
    again.run(to=cluster.time)
    assert again.history.digest() == cluster.history.digest()
    assert run_of_code(Recipe.of(cluster).code(round(cluster.time * 1000))).history.digest() == cluster.history.digest()


def test_what_is_refused_is_not_noted():
    cluster = Cluster(3)
    with pytest.raises(ValueError, match="S9"):
        cluster.crash("S9")
    assert cluster.calls == []


def test_the_part_before_a_moment():
    cluster = scenarios.partition()
    assert [call.name for call in Recipe.of(cluster).before(999_999).calls] == ["cut"]
    assert [call.name for call in Recipe.of(cluster).before(1_000_000).calls] == ["cut", "heal"]


def test_servers_and_network_are_as_they_were_handed_in_however_often_the_run_is_made():
    network = Network(latency=(5, 9), slow={"S2": 3})
    ids, log = ["S1", "S2", "S3"], [Entry(1, "x=1"), Entry(2, "y=2")]
    servers = [Server(id, ids, 2, "S1", log=log) for id in ids]
    cluster = Cluster(servers, seed=3, network=network)
    cluster.cut(["S1"], ["S2", "S3"])
    cluster.run(to=900)
    recipe = Recipe.of(cluster)
    for _ in range(2):
        again = recipe.make()
        again.run(to=900)
        assert again.history.digest() == cluster.history.digest()


def test_code_is_short_and_names_what_differs_from_the_defaults():
    cluster = Cluster(servers=3, seed=4, heartbeat=70)
    cluster.run(to=250.5)
    cluster.crash("S1")
    cluster.cut_link("S2", "S3", one_way=True)
    assert Recipe.of(cluster).code(300_000) == (
        "cluster = Cluster(servers=3, seed=4, heartbeat=70)\ncluster.run(to=250.5)\ncluster.crash('S1')\n"
        "cluster.cut_link('S2', 'S3', one_way=True)\ncluster.run(to=300.0)")


def test_a_reader_s_own_class_stands_in_the_code_by_its_name():
    class Mine(Server):
        pass

    assert "server=Mine" in Recipe.of(Cluster(3, server=Mine)).code(0)
