"""Copies of a log with faults: what the machine gets is the log, but for these faults."""
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib import replay, with_faults
from raftlib.analysis.faulty_logs import DISPLACED, DOUBLED, LOST, beside, original, states_at

LOG = tuple(f"x+={10 ** number}" for number in range(6))  # whose sum tells which commands were carried out
LAST = len(LOG)
indexes = st.integers(0, LAST)


def carried_out(copy):
    return [place.command for place in copy if place.is_carried_out]


@given(swapped=st.integers(0, LAST - 1), lost=indexes, doubled=indexes)
def test_the_copy_has_exactly_these_faults(swapped, lost, doubled):
    straight, faulty = with_faults(LOG, swapped, lost, doubled)
    assert carried_out(straight) == list(LOG)
    expected = dict.fromkeys(LOG, 1)
    if lost:
        expected[LOG[lost - 1]] -= 1
    if doubled:
        expected[LOG[doubled - 1]] += 1
    got = carried_out(faulty)
    assert {command: got.count(command) for command in LOG} == expected
    total = sum(count * int(command[3:]) for command, count in expected.items())
    assert (states_at(faulty)[-1] if got else {}).get("x", 0) == total
    order = [LOG.index(command) for command in dict.fromkeys(got)]
    turned = [pair for pair in pairwise(order) if pair[0] > pair[1]]
    assert len(turned) == bool(swapped and expected[LOG[swapped - 1]] and expected[LOG[swapped]])


@given(swapped=st.integers(0, LAST - 1), lost=indexes, doubled=indexes)
def test_both_rows_have_the_same_places(swapped, lost, doubled):
    straight, faulty = with_faults(LOG, swapped, lost, doubled)
    assert len(straight) == len(faulty) == LAST + bool(doubled)
    assert [place.number for place in straight if place.command] == list(range(1, LAST + 1))
    free = [index for index, place in enumerate(straight) if place.command is None]
    assert free == [index for index, place in enumerate(faulty) if place.fault == DOUBLED]
    assert [place.fault for place in faulty].count(LOST) == bool(lost)
    displaced = {swapped, swapped + 1} - {lost} if swapped else set()
    assert {place.number for place in faulty if place.fault == DISPLACED} == displaced


def test_each_fault_by_hand():
    assert carried_out(with_faults(["a", "b", "c"], swapped=2)[1]) == ["a", "c", "b"]
    assert carried_out(with_faults(["a", "b", "c"], lost=2)[1]) == ["a", "c"]
    assert carried_out(with_faults(["a", "b", "c"], doubled=2)[1]) == ["a", "b", "b", "c"]
    assert carried_out(with_faults(["a", "b", "c"], swapped=1, doubled=1)[1]) == ["b", "a", "a", "c"]


def test_an_empty_log_has_an_empty_copy():
    assert with_faults([]) == ((), ())


def test_states_stay_where_nothing_is_carried_out():
    _, faulty = with_faults(["x=1", "x=2", "x=3"], lost=2)
    assert states_at(faulty) == [{"x": 1}, {"x": 1}, {"x": 3}]
    straight, _ = with_faults(["x=1", "x=2"], doubled=1)
    assert states_at(straight) == [{"x": 1}, {"x": 1}, {"x": 2}]
    assert states_at(original(LOG)) == replay(LOG)


def test_a_log_beside_another():
    places = beside(["a", "c", "b", "d"], ["a", "b", "c"])
    assert [place.fault for place in places] == ["", DISPLACED, DISPLACED, DISPLACED]
    assert beside(["a"], ["a", "b"]) == original(["a"])


@pytest.mark.parametrize(("faults", "named"), [
    ({"swapped": 6}, "swapped is 6: it must be a number from 1 to 5"), ({"lost": -1}, "lost is -1"),
    ({"doubled": 7}, "doubled is 7: it must be a number from 1 to 6"), ({"lost": "x"}, "lost is 'x'")])
def test_bad_input_is_refused(faults, named):
    with pytest.raises(ValueError, match=named):
        with_faults(LOG, **faults)
