"""What analysis is handed: accepted in any form, or refused in one sentence that names the argument and the value."""
from math import nan

import numpy
import pytest

from raftlib import (
    Cluster,
    Failover,
    KeyValue,
    check_all,
    compare_reads,
    downtimes,
    election_safety,
    hold_elections,
    leader_append_only,
    live,
    mean_terms,
    reads_of,
    replay,
    same_order_by_luck,
    share_down,
    share_down_in_racks,
    split_probability,
    split_rates,
    with_faults,
)
from raftlib.analysis.life import NEVER, Life
from raftlib.analysis.majorities import groups, majorities, majority, survivable
from raftlib.analysis.published import figure_16
from raftlib.analysis.terms import terms_of

COMMANDS = ["x=1", "y=2", "x+=1"]
NOT_SERVERS = (0, -1, 2.5, "3", None, True, nan, 10**30, 10**5000, [3], numpy.array([1, 2]))
NOT_SEEDS = (-1, 1.5, 2.5, nan, "5", None, True, [1], 10**101, numpy.float64(1))
NOT_NEEDED = (0, 6, 2.5, "3", True, nan, [3], numpy.array([1, 2]), 10**30)
HELD = hold_elections(Failover(), 10)
NOT_SHARES = (-0.1, 1.5, nan, "0.5", None, [0.5, 2])
NOT_COMMANDS = (None, 5, "x=5", [5], ["x=5", None])
REFUSED = [
    ("commands", NOT_COMMANDS, replay), ("commands", NOT_COMMANDS, with_faults),
    ("swapped", (3, -1, 1.0, "1", None, True, nan), lambda value: with_faults(COMMANDS, swapped=value)),
    ("lost", (4, -1, 1.0, "1", None, True, nan), lambda value: with_faults(COMMANDS, lost=value)),
    ("doubled", (4, -1, 1.0, "1", None, True, nan), lambda value: with_faults(COMMANDS, doubled=value)),
    ("commands", (-1, 2.5, "3", None, True, nan), lambda value: same_order_by_luck(value, 3)),
    ("servers", NOT_SERVERS, lambda value: same_order_by_luck(3, value)),
    ("servers", NOT_SERVERS, majority), ("servers", NOT_SERVERS, majorities),
    ("size", (0, 6, "3", None, True, 10**30), lambda value: groups(5, value)),
    ("servers", (*NOT_SERVERS, 21, 1000), lambda value: groups(value, 1)), ("servers", (21, 1000), majorities),
    ("servers", (*NOT_SERVERS, 1001), survivable),
    ("servers", NOT_SERVERS, lambda value: share_down(value, 0.1)),
    ("down", NOT_SHARES, lambda value: share_down(5, value)),
    ("needed", NOT_NEEDED, lambda value: share_down(5, 0.1, value)),
    ("needed", NOT_NEEDED, lambda value: share_down_in_racks([2, 2, 1], 0.1, 0.1, value)),
    ("needed", (5, None, "majority", [3]), lambda value: downtimes(NEVER, 1, value)),
    ("needed", (0, 2, "1", nan), lambda value: downtimes(NEVER, 1, lambda servers: value)),
    ("life", (None, 5, Life, [Life()]), lambda value: downtimes(value, 1)),
    ("shared", (None, 5, Life, [Life()]), lambda value: downtimes(NEVER, 1, shared=value)),
    ("racks", ([501, 500], [1000, 1]), lambda value: share_down_in_racks(value, 0.1, 0.1)),
    ("racks", (None, 5, "221", [], ()), lambda value: share_down_in_racks(value, 0.1, 0.1)),
    ("down", (-0.1, 1.5, nan, "0.5", None, [0.5]), lambda value: share_down_in_racks([2, 1], value, 0.1)),
    ("ratio", (-0.1, nan, "0.5", None, [0.5, -1]), split_probability),
    ("servers", NOT_SERVERS, lambda value: split_probability(0.1, value)),
    ("up", (2, 6, 3.5, "4", True), lambda value: split_probability(0.1, 5, value)),
    ("lives", (None, 5, [], [5], ["life"]), live),
    ("years", (0, -1, nan, "5", None, True, 10**30, 1e7), lambda value: live([NEVER], value)),
    ("seed", NOT_SEEDS, lambda value: live([NEVER], 10, value)),
    ("seed", NOT_SEEDS, lambda value: hold_elections(Failover(), 10, value)),
    ("seed", NOT_SEEDS, lambda value: hold_elections(Failover(equal_logs=False), 10, value)),
    ("seed", NOT_SEEDS, lambda value: split_rates([0.1], trials=10, seed=value)),
    ("failover", (None, 5, Failover, {}, [Failover()]), hold_elections),
    ("trials", (10**8, 10**30), lambda value: hold_elections(Failover(down=3), value)),
    ("candidacies", (10**10, 10**30), lambda value: hold_elections(Failover(), 10, candidacies=value)),
    ("limit", (1e10, 10**30, nan, True, [5]), lambda value: hold_elections(Failover(), 10, limit=value)),
    ("equal_logs", ("no", 0, None, []), lambda value: Failover(equal_logs=value)),
    ("election_timeout", (5 * [1], None, "x", {150, 300}, {150: 1, 300: 2}), figure_16),
    ("request", ({5, 15}, frozenset({5, 15}), {5: 15}, {5: 1, 15: 1}), lambda value: Failover(request=value)),
    ("share", (-1, -0.1, 1.1, nan, "3", None, True, [0.5]), HELD.quantile),
    ("time", (nan, "5", None, True, [5]), HELD.share_below),
    ("probability", ("x", None, 1, 1.5, -0.1, nan, [0.5, 1], [0.5, "x"], True, 10**400), mean_terms),
    ("commands", (1001, 10**30), lambda value: same_order_by_luck(value, 3)),
    ("servers", (1001, 10**30), lambda value: same_order_by_luck(3, value)),
    ("machine", (5, "x", KeyValue, {}), lambda value: replay(COMMANDS, value)),
    ("ratio", (10**400, numpy.array(["x"])), split_probability),
    ("down", (10**400,), lambda value: share_down(5, value)),
    *(("states", (None, 5, "states", [5], [None], Cluster), check)
      for check in (check_all, election_safety, leader_append_only)),
    ("history", (None, 5, "events", {}), terms_of),
    ("runs", (0, -1, 1001, 2.5, "3", None, True, nan, [3], 10**30), compare_reads),
    *((name, (None, 5, "none", [5], ["none of these"], [None]), lambda value, name=name: compare_reads(**{name: value}))
      for name in ("ways", "troubles")),
    ("cluster", (None, 5, "cluster", {}, Cluster), reads_of),
]


@pytest.mark.parametrize(("name", "value", "call"), [
    pytest.param(name, value, call, id=f"{number}-{name}-{place}")
    for number, (name, values, call) in enumerate(REFUSED) for place, value in enumerate(values)])
def test_it_is_refused_in_one_sentence(name, value, call):
    with pytest.raises(ValueError, match=rf"^{name} (is|has) .*\.$") as raised:
        call(value)
    if type(value) in (float, str, type(None)) or (type(value) is int and abs(value) < 10**50):
        assert repr(value) in str(raised.value)


def test_any_collection_and_any_number_will_do():
    for kind in (list, tuple, iter, numpy.array):
        assert replay(kind(COMMANDS)) == replay(COMMANDS)
        assert with_faults(kind(COMMANDS), numpy.int64(1), lost=numpy.int64(2)) == with_faults(COMMANDS, 1, 2)
        assert share_down_in_racks(kind([2, 2, 1]), numpy.float64(0.1), 0.2) == share_down_in_racks((2, 2, 1), 0.1, 0.2)
        assert list(share_down(5, kind([0.1, 0.2]))) == [share_down(5, 0.1), share_down(5, 0.2)]
        assert list(split_probability(kind([0.1, 0.2]))) == [split_probability(0.1), split_probability(0.2)]
    assert same_order_by_luck(numpy.int64(3), numpy.int64(3)) == same_order_by_luck(3, 3)
    assert majority(numpy.int64(5)) == 3
    lives = [Life(), Life(0.1)]
    assert (live(iter(lives), numpy.int64(5), numpy.int64(1)).hours == live(lives, 5, 1).hours).all()
    for seed in (numpy.int64(1), numpy.uint8(1)):
        assert (hold_elections(Failover(), 50, seed).times == hold_elections(Failover(), 50, 1).times).all()
    assert list(mean_terms(numpy.array([0, 0.5]))) == [mean_terms(0), mean_terms(0.5)] == [1, 2]


def test_what_is_largest_is_answered():
    assert len(groups(20, 10)) == 184_756
    assert majority(1000) == 501
    assert 0 < share_down(1000, 0.4) < share_down(1000, 0.49) < 0.5 < share_down(1000, 0.51) < 1
    assert share_down_in_racks([500, 500], 0.4, 0) == pytest.approx(share_down(1000, 0.4), rel=1e-6)
    assert split_probability(1, 1000) == 1
    assert same_order_by_luck(1000, 1) == 1
    assert same_order_by_luck(1000, 1000) == 0


def test_a_cluster_or_a_history_stands_for_its_states_and_its_events():
    cluster = Cluster(3, seed=1)
    cluster.run(to=1000)
    for check in (check_all, election_safety, leader_append_only):
        assert check(cluster) == check(cluster.history) == check(cluster.history.states())
    assert terms_of(cluster) == terms_of(cluster.history) == terms_of(list(cluster.history))
    assert len(terms_of(cluster)) >= 1
