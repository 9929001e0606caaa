"""A run is made again by its recipe, to the last bit; so is it by the code that the recipe shows."""
import ast
from copy import deepcopy
from functools import partial
from math import inf
from random import Random

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, Entry, Network, Server, scenarios
from raftlib.search.broken_rules import KeepsVotes
from raftlib.search.faults import FAULTS
from raftlib.simulation.near_and_far import NearAndFar
from raftlib.simulation.recipe import Recipe, imports, in_state
from tests.scenarios.test_scenarios import ALL


class Tides(Network):
    """A network of a reader's own, with attributes of its own: how long messages take goes up and down."""

    def __init__(self, first, *tides):
        super().__init__(loss=0.1)
        self.tides = [first, *tides]
        self._turn = 0

    def delay(self, sender, receiver):
        self._turn += 1
        return self.tides[self._turn % len(self.tides)] * 1000


class Terse(Network):
    """A network of a reader's own that does not say what it is."""

    def __repr__(self):
        return "Terse()"


def a_server(id, peers):
    return KeepsVotes(id, peers)


def run_of_code(code):
    names = {"Tides": Tides, "Terse": Terse, "a_server": a_server, "KeepsVotes": KeepsVotes, "Draining": Draining}
    exec(imports(code) + "\n" + code, names)
    return names["cluster"]


def check_made_again(cluster):
    """Its recipe and the text of it make the same run, wherever this one stopped; it goes on the same way, too."""
    recipe, twin = Recipe.of(cluster), deepcopy(cluster)
    made, coded = recipe.make(), run_of_code(recipe.code())
    for again in (made, coded):
        assert again.history.digest() == cluster.history.digest()
        assert (again.instant, again.in_flight) == (cluster.instant, cluster.in_flight)
    end = round(cluster.time * 1000) + 300_000
    for again in (made, coded, twin):
        again.run(to=end / 1000)
    assert made.history.digest() == coded.history.digest() == twin.history.digest()
    assert run_of_code(recipe.code(end)).history.digest() == twin.history.digest()


@pytest.mark.parametrize("make", ALL)
def test_every_scenario_is_made_again_and_shown_as_code(make):
    check_made_again(make())


# How a run goes on from one call to the next: for a time, for no time, or for some steps, which may be of one instant.
ADVANCES = st.one_of(st.tuples(st.just("for"), st.sampled_from([0, 0.001, 5, 10, 49.9995, 150])),
                     st.tuples(st.just("for"), st.floats(0, 200).map(lambda time: round(time, 4))),
                     st.tuples(st.just("steps"), st.integers(0, 7)), st.tuples(st.just("none"), st.just(0)))
STEPS = st.lists(st.tuples(ADVANCES, st.sampled_from(FAULTS), st.integers(0, 5000)), max_size=12)
LATENCIES = st.sampled_from([0, 10, (5, 15), (0, 3), (0.25, 0.5)])  # 0 and 10 bring many events to one instant


def advance(cluster, how, much):
    if how == "for":
        cluster.run(for_=much)
    elif how == "steps":
        goal = cluster.steps + much
        cluster.run(until=lambda c: c.steps >= goal)


def live(cluster, steps):
    for (how, much), fault, number in steps:
        advance(cluster, how, much)
        fault(cluster, number)
    return cluster


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 99), servers=st.integers(1, 7), loss=st.sampled_from([0.0, 0.2]), latency=LATENCIES,
       duplication=st.sampled_from([0.0, 0.2]), steps=STEPS, last=ADVANCES)
def test_any_run_is_made_again(seed, servers, loss, latency, duplication, steps, last):
    cluster = live(Cluster(servers, seed, latency=latency, loss=loss, duplication=duplication), steps)
    advance(cluster, *last)
    check_made_again(cluster)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 99), latency=LATENCIES, earlier=STEPS, later=STEPS,
       kind=st.sampled_from([Server, KeepsVotes]))
def test_a_run_that_begins_in_the_middle_of_another_one_is_made_again(seed, latency, earlier, later, kind):
    servers = live(Cluster(3, seed, latency=latency, server=kind), earlier).servers.values()
    check_made_again(live(Cluster(servers, seed + 1, latency=latency), later))


NETWORKS = [lambda: Network(latency=(1234.567, 1234.568), slow={"S2": 0.333333333333}),
            lambda: Tides(3, 8, 0), lambda: Terse(loss=0.2), lambda: NearAndFar({("S1", "S3"), ("S2", "S1")}),
            lambda: Network(latency=10, loss=1 / 3, duplication=1e-7, reordering=0.1)]


@settings(max_examples=40, deadline=None)
@given(make=st.sampled_from(NETWORKS), cut=st.booleans(), steps=STEPS)
def test_a_run_on_a_network_of_ones_own_is_made_again(make, cut, steps):
    network = make()
    if cut:
        network.cut(["S1"], ["S2"], one_way=True)
    check_made_again(live(Cluster(3, seed=5, network=network), steps))


class Draining(Network):
    """A network that uses up what it was given."""

    def __init__(self, delays):
        super().__init__(latency=10)
        self.delays = delays

    def delay(self, sender, receiver):
        return self.delays.pop() * 1000 if self.delays else super().delay(sender, receiver)


def test_what_a_network_of_ones_own_does_to_its_attributes_stays_out_of_the_record():
    delays, more = [30, 5, 20], [1, 2, 3, 4]
    cluster = Cluster(3, seed=5, network=Draining(delays))
    cluster.run(to=400)
    cluster.change_network(delays=more)
    cluster.run(to=800)
    assert (delays, more, cluster.network.delays) == ([30, 5, 20], [1, 2, 3, 4], [])
    check_made_again(cluster)


def test_several_calls_in_one_instant_with_what_is_due_between_them():
    cluster = Cluster(3, seed=1, latency=0)
    cluster.run(until=lambda c: c.leader)
    leader = cluster.leader
    cluster.submit("x=1")
    cluster.run(for_=0)
    cluster.crash(leader)
    check_made_again(cluster)


@pytest.mark.parametrize("far", [0, 9_000, 25_000])
def test_a_call_between_events_of_one_instant_is_made_there_again(far):
    cluster = Cluster(3, seed=1, latency=10, heartbeat=50)
    cluster.run(for_=far)
    assert cluster.run(until=lambda c: c.instant.is_between and c.history[-1].kind == "receive")
    cluster.crash("S1")
    check_made_again(cluster)


def test_numbers_and_lists_are_kept_as_they_were_and_in_python_s_own_kinds():
    cluster = Cluster(numpy.int64(3), seed=numpy.int64(7), latency=numpy.array([5, 15]), loss=numpy.float32(0.5),
                      election_timeout=iter([numpy.int64(150), 300]), heartbeat=numpy.float64(50))
    plain = Cluster(3, 7, latency=(5, 15), loss=0.5)
    groups = [["S1"], ["S2", "S3"]]
    cluster.run(for_=numpy.float64(200)), plain.run(for_=200)
    cluster.cut(*groups), plain.cut(["S1"], ["S2", "S3"])
    groups[0].append("S2"), groups[1].clear()
    cluster.cut_link("S2", numpy.str_("S3"), one_way=numpy.True_), plain.cut_link("S2", "S3", one_way=True)
    for each in (cluster, plain):
        each.run(until=lambda c: c.in_flight)
    cluster.hold(flight=cluster.in_flight[0], for_=numpy.int64(3)), plain.hold(plain.in_flight[0], 3)
    cluster.drop(numpy.int64(cluster.in_flight[-1].number)), plain.drop(flight=plain.in_flight[-1])
    check_made_again(cluster)
    assert cluster.history.digest() == plain.history.digest()
    assert "numpy" not in Recipe.of(cluster).code()
    assert "np." not in Recipe.of(cluster).code()


@pytest.mark.parametrize("kind", [list, tuple, set, iter, lambda ids: (id for id in ids), dict.fromkeys, numpy.array])
def test_any_collection_is_read_once_and_kept(kind):
    cluster = Cluster((Server(id, (f"S{n}" for n in (1, 2, 3))) for id in ("S1", "S2", "S3")), seed=2)
    cluster.cut(kind(["S1"]), kind(["S3", "S2"]))
    assert cluster.history.at(0).cut_links == {("S1", "S2"), ("S2", "S1"), ("S1", "S3"), ("S3", "S1")}
    assert cluster.history[-1].why in ("cut between S1 and S3, S2", "cut between S1 and S2, S3")
    check_made_again(cluster)


def test_what_is_refused_is_not_noted():
    cluster = Cluster(3)
    with pytest.raises(ValueError, match="S9"):
        cluster.crash("S9")
    assert cluster.calls == []


def test_the_part_before_a_moment():
    cluster = scenarios.partition()
    assert [call.name for call in Recipe.of(cluster).before(999_999).calls] == ["cut"]
    assert [call.name for call in Recipe.of(cluster).before(1_000_000).calls] == ["cut", "heal"]
    assert Recipe.of(cluster).before(1_000_000).make().time == 1000


def test_servers_and_network_are_as_they_were_handed_in_however_often_the_run_is_made():
    network = Network(latency=(5, 9), slow={"S2": 3})
    ids, log = ["S1", "S2", "S3"], [Entry(1, "x=1"), Entry(2, "y=2")]
    servers = [Server(id, ids, 2, "S1", log=log) for id in ids]
    cluster = Cluster(servers, seed=3, network=network)
    cluster.cut(["S1"], ["S2", "S3"])
    cluster.run(to=900)
    recipe = Recipe.of(cluster)
    for _ in range(2):
        assert recipe.make().history.digest() == cluster.history.digest()


def test_code_is_short_and_names_what_differs_from_the_defaults():
    cluster = Cluster(servers=3, seed=4, heartbeat=70)
    cluster.run(to=250.5)
    cluster.crash("S1")
    cluster.cut_link("S2", "S3", one_way=True)
    assert Recipe.of(cluster).code(300_000) == (
        "cluster = Cluster(servers=3, seed=4, heartbeat=70)\ncluster.run(to=250.5)\ncluster.crash('S1')\n"
        "cluster.cut_link('S2', 'S3', one_way=True)\ncluster.run(to=300.0)")


def test_a_server_in_another_state_than_a_new_one_s_is_shown_with_that_state():
    server = in_state(Server("S1", ["S1"], 1, "S1", log=[1]), role="leader", votes=("S1",), commit_index=1)
    assert "in_state(Server('S1', [], 1, 'S1', log=[1]), role='leader', commit_index=1, votes=('S1',))" in (
        Recipe.of(Cluster([server])).code(0))


def test_a_reader_s_own_class_stands_in_the_code_by_its_name():
    class Mine(Server):
        pass

    assert "server=Mine" in Recipe.of(Cluster(3, server=Mine)).code(0)


def test_what_is_changed_in_a_network_of_ones_own_stands_in_the_code():
    network = NearAndFar({("S1", "S3"), ("S2", "S1")})
    network.change(loss=0.25, slow={"S2": 2})
    cluster = Cluster(3, seed=2, network=network)
    cluster.run(to=500)
    assert "loss=0.25" in Recipe.of(cluster).code()
    check_made_again(cluster)


def test_a_function_that_makes_servers_stands_in_the_code_by_its_name():
    cluster = Cluster(3, seed=2, server=a_server)
    cluster.run(to=500)
    check_made_again(cluster)


class Odd(Network):
    """A network with an attribute of any kind."""

    def __init__(self, what):
        super().__init__()
        self.what = what


class TakesAName(Server):
    """A server of a reader's own that is built in another way, or holds something of any kind."""

    def __init__(self, name, others, mood, what=None):
        super().__init__(name, others)
        self.mood, self.what = mood, what


class Holds(Server):
    what = None


def holding(what):
    server = Holds("S1", ["S1"])
    server.what = what
    return server


@pytest.mark.parametrize("make", [
    lambda: Cluster(3, server=lambda id, peers: Server(id, peers)), lambda: Cluster(3, server=partial(Server)),
    lambda: Cluster(3, network=Odd(Random(5))), lambda: Cluster(3, network=Odd(numpy.array([1, 2]))),
    lambda: Cluster(3, network=Odd([{"a": (Random(5),)}])), lambda: Cluster(3, network=Odd(lambda: 5)),
    lambda: Cluster([holding(numpy.array([1, 2]))]), lambda: Cluster([holding({1: Random(5)})]),
    lambda: Cluster([TakesAName("S1", ["S1"], "gay")]),
])
def test_what_cannot_be_written_as_code_is_named_in_a_comment(make):
    cluster = make()
    cluster.run(to=300)
    code = Recipe.of(cluster).code()
    assert code.startswith("# ... stands for what can't be written as code")
    assert "0x" not in code
    gaps = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant) and node.value is ...]
    assert len(gaps) == 1


@pytest.mark.parametrize("value", [inf, -inf, (1,), (), set(), frozenset(), frozenset({2, 1}), {"...": None}, "..."])
def test_any_plain_value_is_written_as_code(value):
    cluster = Cluster(3, network=Odd(value))
    code = Recipe.of(cluster).code()
    assert not code.startswith("#")
    assert eval(code.removeprefix("cluster = "), {"Cluster": Cluster, "Odd": Odd}).network.what == value
