"""What the simulation is handed: accepted, or refused in one sentence before anything has happened."""
import json
from fractions import Fraction
from math import inf, nan

import numpy
import pytest

from raftlib import Cluster, History, KeyValue, Network, PeekingKeyValue, Server, broadcast, scenarios

IDS = ["S1", "S2", "S3"]
HUGE = "x=" + "9" * 5000


def trio(peers=IDS):
    return [Server(id, peers) for id in IDS]


def with_other(**parts):
    """The JSON text of a history of 400 ms, with other parts."""
    cluster = Cluster(3, seed=1)
    cluster.run(until=lambda c: c.time >= 400)
    return json.dumps({**json.loads(cluster.history.to_json()), **parts})


def with_batch(size):
    return type("Mine", (Server,), {"batch": size})


# A call on a cluster of three at 310 ms that has a leader (or on None, where the call makes something), each value
# that it must refuse, and the argument that the sentence must name before it shows the value.
NOT_TIMES = (-1, -0.001, nan, inf, 1e10, 1e308, "5", None, True, [5], numpy.float64(nan))
NOT_RANGES = (-1, nan, inf, 1e308, "fast", "12", None, True, (), (1,), (1, 2, 3), (9, 5), (1, "2"), (nan, 2), {5: 15},
              {5, 15}, frozenset({5, 15}), {5: 1, 15: 1})
NOT_CHANCES = (-0.1, 1.5, nan, inf, "0.5", None, True, [0.5], numpy.float32(2))
NOT_IDS = ("S9", "", None, 1, ["S1"], ("S1",), {"S1"}, True, nan)
NOT_FLIGHTS = (0, 10**9, -1, "S1", None, True, [1], nan)
NOT_COMMANDS = ("", "x", "hello", "x=5.5", "x*=2", "=5", None, 5, ["x=5"], b"x=5", HUGE, "x+=" + "1" * 101,
                "x=٣", "x=५", "xé=5", "x\u2003=5")
REFUSED = [
    ("servers", (0, 10, -1, 5.0, "5", "S1", None, True, nan, [], (), ["S1"], [1, 2], Server, numpy.int64(10),
                 numpy.array([1, 2]), [*trio(), "S4"], [Server("S1", ["S2"]), Server("S1", ["S2"])], trio(["S1", "S2"]),
                 trio([*IDS, "S4"]), [Server("S1", ["S2"])], {"S1": 1}),
     lambda _, value: Cluster(value)),
    ("servers", (Fraction(3), "5\n" * 300, [[0] * 999]), lambda _, value: Cluster(value)),
    ("seed", (1.5, "7", None, True, nan, [1], 10**101, -10**5000), lambda _, value: Cluster(3, seed=value)),
    ("election_timeout", NOT_RANGES, lambda _, value: Cluster(3, election_timeout=value)),
    ("election_timeout", (0, (0, 100)), lambda _, value: Cluster(3, election_timeout=value)),
    ("heartbeat", (*NOT_TIMES, 0, (50, 60), 0.0001), lambda _, value: Cluster(3, heartbeat=value)),
    ("latency", NOT_RANGES, lambda _, value: Cluster(3, latency=value)),
    ("loss", NOT_CHANCES, lambda _, value: Cluster(3, loss=value)),
    ("duplication", NOT_CHANCES, lambda _, value: Cluster(3, duplication=value)),
    ("reordering", NOT_CHANCES, lambda _, value: Cluster(3, reordering=value)),
    ("server", (3, "Server", None, [Server], Network, lambda id, peers: id, print,
                lambda: 5, lambda id: Server(id, IDS), lambda id, peers: Server("S1", ["S1"]), dict,
                lambda id, peers: Server("S1", peers), lambda id, peers: Server(id, [*peers, "S4"])),
     lambda _, value: Cluster(3, server=value)),
    ("batch", (0, -1, 2.5, None), lambda _, value: Cluster(3, server=with_batch(value))),
    ("network", ("fast", 5, Network, {"latency": 5}, [Network()]), lambda _, value: Cluster(3, network=value)),
    ("network", ({"S9": 2},), lambda _, value: Cluster(3, network=Network(slow=value))),

    ("for_", NOT_TIMES[:7] + NOT_TIMES[8:], lambda c, value: c.run(for_=value)),
    ("to", (*NOT_TIMES[:7], *NOT_TIMES[8:], 0, 309.999), lambda c, value: c.run(to=value)),
    ("until", (5, "leader", True, [len]), lambda c, value: c.run(until=value)),
    ("limit", NOT_TIMES, lambda c, value: c.run(until=lambda c: False, limit=value)),
    ("run", ({}, {"for_": 5, "to": 500}, {"for_": 5, "until": len}), lambda c, value: c.run(**value)),
    ("id", (*NOT_IDS, "S3"), lambda c, value: c.crash(value)),  # S3 is down
    ("id", (*NOT_IDS, "S1"), lambda c, value: c.restart(value)),
    ("id", (*NOT_IDS, "S3"), lambda c, value: c.time_out(value)),
    ("cut", ((), (["S1"],), (["S1"], []), (["S1"], ["S1", "S2"]), (["S1", "S1"], ["S2"]), (["S1"], ["S4"]), (None,),
             (["S1"], None), ("S1", "S2"), (1, 2), ([1], [2]), ([["S1"]], [["S2"]]), (numpy.zeros((2, 2)), ["S1"]),
             (numpy.array([["S1"], ["S2"]]), ["S3"]), ([{"S1"}], ["S2"])), lambda c, value: c.cut(*value)),
    ("sender", NOT_IDS, lambda c, value: c.cut_link(value, "S2")),
    ("receiver", (*NOT_IDS, "S2"), lambda c, value: c.cut_link("S2", value)),
    ("one_way", ("yes", 1, None), lambda c, value: c.cut_link("S1", "S2", one_way=value)),
    ("flight", NOT_FLIGHTS, lambda c, value: c.drop(value)),
    ("flight", NOT_FLIGHTS, lambda c, value: c.duplicate(flight=value)),
    ("flight", NOT_FLIGHTS, lambda c, value: c.hold(value, for_=5)),
    ("for_", (*NOT_TIMES, 0, 0.0, 0.0004), lambda c, value: c.hold(c.in_flight[0], for_=value)),
    ("for_", (1e9, 999_999_691), lambda c, value: c.run(for_=value)),  # beyond the longest time
    ("command", NOT_COMMANDS, lambda c, value: c.submit(value)),
    ("to", [id for id in NOT_IDS if id is not None], lambda c, value: c.submit("x=1", to=value)),
    ("loss", NOT_CHANCES, lambda c, value: c.change_network(latency=5, loss=value)),
    ("latency", NOT_RANGES, lambda c, value: c.change_network(latency=value)),
    ("slow", ({"S9": 2}, {"S1": -1}, {"S1": nan}, {"S1": "2"}, {"S1": True}, ["S1"], "S1", 5),
     lambda c, value: c.change_network(slow=value)),
    ("time", NOT_TIMES, lambda c, value: c.history.at(value)),
    ("start", (nan, inf, -inf, "0", None, [0]), lambda c, value: c.history.window(value, 10)),
    ("end", (nan, inf, -inf, "0", None, [0]), lambda c, value: c.history.flights(0, value)),
    ("text", ("{}", "", None, 5, "[1, 2]", "[" * 100_000, *(with_other(**each) for each in (
        {"end": -5}, {"end": nan}, {"end": 1.5}, {"end": True}, {"end": "5"}, {"end": 399_999}, {"servers": [1, 2, 3]},
        {"servers": "S1S2S3"}, {"servers": ["S1", "S1", "S2"]}, {"servers": None}, {"events": 5}, {"names": {}}))),
     lambda _, value: History.from_json(value)),

    ("latency", NOT_RANGES, lambda _, value: Network(value)),
    ("reordering", NOT_CHANCES, lambda _, value: Network(reordering=value)),
    ("slow", ({"S1": -1}, {"S1": nan}, {"S1": "2"}, ["S1"], "S1", 5), lambda _, value: Network(slow=value)),
    ("cut", ((), (["S1"],), (["S1"], []), (["S1"], ["S1"]), ("S1", "S2"), (None, ["S1"])),
     lambda _, value: Network().cut(*value)),
    ("one_way", (5, "yes", None, []), lambda _, value: Network().cut(["S1"], ["S2"], one_way=value)),
    ("command", NOT_COMMANDS, lambda _, value: KeyValue.check(value)),
    ("command", NOT_COMMANDS, lambda _, value: broadcast(["x=1", value])),
    ("commands", (None, 5, "x=5"), lambda _, value: broadcast(value)),
    ("servers", (0, -1, 2.5, "3", None, True), lambda _, value: broadcast(["x=1"], servers=value)),
    ("servers", (1001, 10**30), lambda _, value: broadcast(["x=1"], servers=value)),
    ("seed", (1.5, "7", None), lambda _, value: broadcast(["x=1"], seed=value)),
    ("command", (5, None, b"x=5", ["x=5"]), lambda _, value: KeyValue().apply(value)),
    ("server", (5, None, "", ["S1"]), lambda _, value: PeekingKeyValue(value)),
    ("seed", (1.5, "7", None, [1]), lambda _, value: PeekingKeyValue("S1", value)),
    ("number", (1.5, "7", None, [1], {}, True, 0, -1), lambda c, value: c.history.fate(value)),
    ("latency", NOT_RANGES, lambda _, value: broadcast(["x=1"], latency=value)),
]


def under_way():
    """Three servers, S1 leading, S3 down, and messages under way."""
    cluster = Cluster(3, seed=1, latency=10)
    cluster.time_out("S1")
    cluster.run(to=300)
    cluster.crash("S3")
    cluster.submit("x=5")
    cluster.run(to=310)
    assert cluster.leader == "S1"
    assert cluster.in_flight
    return cluster


def rows(table):
    return [pytest.param(name, value, call, id=f"{number}-{name}-{place}")
            for number, (name, values, call) in enumerate(table) for place, value in enumerate(values)]


@pytest.mark.parametrize(("name", "value", "call"), rows(REFUSED))
def test_it_is_refused_in_one_sentence_and_nothing_has_happened(name, value, call):
    cluster, untouched = under_way(), under_way()
    digest = cluster.history.digest()
    with pytest.raises(ValueError, match=rf"^{name}\b") as raised:
        call(cluster, value)
    said = str(raised.value)
    assert type(raised.value) is ValueError
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 400
    if type(value) in (float, type(None)) or (isinstance(value, str) and len(value) < 50) or (
            type(value) is int and abs(value) < 10**50):
        assert repr(value) in said
    assert (cluster.history.digest(), cluster.calls) == (digest, untouched.calls)
    for each in (cluster, untouched):
        each.run(to=700)
    assert cluster.history.digest() == untouched.history.digest()


def numbers(value):
    return [value, float(value), numpy.int64(value), numpy.float64(value), numpy.float32(value), Fraction(value),
            numpy.array(value)]


ACCEPTED = [
    ("servers", [3, numpy.int64(3), numpy.uint8(3), trio(), tuple(trio()), (each for each in trio()),
                 {each.id: each for each in trio()}.values()], lambda value: Cluster(value)),
    ("seed", [0, numpy.int64(0), numpy.uint8(0)], lambda value: Cluster(3, seed=value)),
    ("latency", [(5, 15), [5, 15], numpy.array([5, 15]), range(5, 16, 10), (each for each in (5, 15)),
                 (numpy.int64(5), Fraction(15))], lambda value: Cluster(3, latency=value)),
    ("latency", numbers(10), lambda value: Cluster(3, latency=value)),
    ("election_timeout", [(150, 300), numpy.array([150.0, 300.0]), [numpy.float32(150), 300]],
     lambda value: Cluster(3, election_timeout=value)),
    ("heartbeat", numbers(60), lambda value: Cluster(3, heartbeat=value)),
    ("loss", [0.5, numpy.float64(0.5), numpy.float16(0.5), Fraction(1, 2)], lambda value: Cluster(3, loss=value)),
    ("network", [Network(latency=5), Network([5, 5]), Network(numpy.float64(5))],
     lambda value: Cluster(3, network=value)),
    ("for_", numbers(20), lambda value: touched(lambda c: c.run(value))),
    ("to", numbers(900), lambda value: touched(lambda c: c.run(to=value))),
    ("id", ["S1", numpy.str_("S1")], lambda value: touched(lambda c: c.crash(value))),
    ("cut", [["S1"], ("S1",), {"S1"}, iter(["S1"]), {"S1": 1}, numpy.array(["S1"])],
     lambda value: touched(lambda c: c.cut(value, (id for id in ("S2", "S3"))))),
    ("for_", numbers(20), lambda value: touched(lambda c: c.hold(c.in_flight[0], value))),
    ("flight", [lambda f: f, lambda f: f.number, lambda f: numpy.int64(f.number)],
     lambda value: touched(lambda c: c.drop(value(c.in_flight[0])))),
    ("slow", [{"S2": 3}, {numpy.str_("S2"): numpy.int64(3)}],
     lambda value: touched(lambda c: c.change_network(slow=value))),
    ("command", ["x=5", numpy.str_("x=5")], lambda value: touched(lambda c: c.submit(value))),
]


def touched(touch):
    cluster = under_way()
    touch(cluster)
    return cluster


@pytest.mark.parametrize(("values", "call"), [pytest.param(values, call, id=f"{number}-{name}")
                                              for number, (name, values, call) in enumerate(ACCEPTED)])
def test_it_is_accepted_in_any_form(values, call):
    digests = set()
    for value in values:
        cluster = call(value)
        cluster.run(to=1200)
        digests.add(cluster.history.digest())
    assert len(digests) == 1


def test_what_is_asked_with_any_number_is_answered():
    history = scenarios.leader_crash().history
    for number in numbers(400):
        assert history.at(number) == history.at(400)
        assert history.window(0, number) == history.window(0, 400)
        assert history.flights(number, 500) == history.flights(400, 500)


def test_a_long_number_is_carried_out_and_answered():
    cluster = Cluster(1)
    cluster.run(to=400)
    number = "9" * 100
    cluster.submit(f"x={number}")
    assert cluster.submit("x+=1").answer == "x=1" + "0" * 100
