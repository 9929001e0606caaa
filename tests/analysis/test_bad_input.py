"""What analysis is handed: accepted in any form, or refused in one sentence that names the argument and the value."""
from math import nan

import numpy
import pytest

from raftlib import live, replay, same_order_by_luck, share_down, share_down_in_racks, split_probability, with_faults
from raftlib.analysis.availability import NEVER, Life
from raftlib.analysis.majorities import groups, majorities, majority

COMMANDS = ["x=1", "y=2", "x+=1"]
NOT_SERVERS = (0, -1, 2.5, "3", None, True, nan)
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
    ("size", (0, 6, "3", None, True), lambda value: groups(5, value)),
    ("servers", NOT_SERVERS, lambda value: share_down(value, 0.1)),
    ("down", NOT_SHARES, lambda value: share_down(5, value)),
    ("needed", (0, 6, "3", True), lambda value: share_down(5, 0.1, value)),
    ("racks", (None, 5, "221", [], ()), lambda value: share_down_in_racks(value, 0.1, 0.1)),
    ("down", (-0.1, 1.5, nan, "0.5", None, [0.5]), lambda value: share_down_in_racks([2, 1], value, 0.1)),
    ("ratio", (-0.1, nan, "0.5", None, [0.5, -1]), split_probability),
    ("servers", NOT_SERVERS, lambda value: split_probability(0.1, value)),
    ("up", (2, 6, 3.5, "4", True), lambda value: split_probability(0.1, 5, value)),
    ("lives", (None, 5, [], [5], ["life"]), live),
    ("years", (0, -1, nan, "5", None, True), lambda value: live([NEVER], value)),
    ("seed", (-1, 1.5, nan, "5", None), lambda value: live([NEVER], 10, value)),
]


@pytest.mark.parametrize(("name", "value", "call"), [
    pytest.param(name, value, call, id=f"{number}-{name}-{value}")
    for number, (name, values, call) in enumerate(REFUSED) for value in values])
def test_it_is_refused_in_one_sentence(name, value, call):
    with pytest.raises(ValueError, match=rf"^{name} (is|has) .*\.$") as raised:
        call(value)
    if type(value) in (int, float, str, type(None)):
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
