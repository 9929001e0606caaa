"""Replicas replay logs: Python itself, which knows these commands as statements, says what must come out."""
from collections import defaultdict
from itertools import permutations, product
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib import KeyValue, first_difference, replay, same_order_by_luck
from raftlib.analysis.replicas import in_words

NAMES = ("x", "y", "z")
commands = st.builds("{}{}{}".format, st.sampled_from(NAMES), st.sampled_from(("=", "+=", "-=")), st.integers(-9, 9))
logs = st.lists(commands, max_size=12)


def by_python(log, start=()):
    """The state that Python comes to if it carries out the commands as statements; unset names are 0."""
    names = defaultdict(int, start)
    for command in log:
        exec(command, {}, names)
    return dict(names)


def machine_after(log):
    machine = KeyValue()
    replay(log, machine)
    return machine


@given(logs)
def test_states_are_python_s(log):
    assert replay(log) == [by_python(log[:length]) for length in range(1, len(log) + 1)]


@given(logs, logs)
def test_the_same_log_gives_the_same_states_from_any_start(start, log):
    one, other = machine_after(start), machine_after(start)
    assert replay(log, one) == replay(log, other)
    assert one.values == other.values == by_python(start + log)


@given(logs, logs)
def test_who_is_behind_differs_from_nobody(log, more):
    assert first_difference(replay(log), replay(log + more)) is None
    assert first_difference(replay(log + more), replay(log)) is None


@given(logs, commands, commands, logs)
def test_neighbours_of_different_names_may_change_places(before, one, other, after):
    other = other if other[0] != one[0] else NAMES[NAMES.index(one[0]) - 1] + other[1:]
    assert end([*before, one, other, *after]) == end([*before, other, one, *after])


@given(logs, st.sampled_from(NAMES), st.lists(st.tuples(st.sampled_from("+-"), st.integers(-9, 9)), max_size=5))
def test_sums_of_one_name_may_come_in_any_order(before, name, changes):
    sums = [f"{name}{sign}={number}" for sign, number in changes]
    assert len({tuple(end([*before, *order]).items()) for order in permutations(sums)}) == 1


@given(logs, st.integers(-9, 9), st.integers(-9, 9).filter(bool))
def test_setting_and_adding_may_not(before, number, added):
    set_first, added_first = ([*before, *pair] for pair in permutations((f"x={number}", f"x+={added}")))
    assert end(set_first)["x"] == number + added
    assert end(added_first)["x"] == number


@given(logs, logs)
def test_the_first_difference_is_the_first(one, other):
    index = first_difference(replay(one), replay(other))
    shared = min(len(one), len(other))
    if index is None:
        assert replay(one)[:shared] == replay(other)[:shared]
    else:
        assert replay(one)[: index - 1] == replay(other)[: index - 1]
        assert by_python(one[:index]) != by_python(other[:index])


@pytest.mark.parametrize(("count", "servers"), [(1, 4), (2, 1), (2, 3), (2, 5), (3, 3), (4, 2)])
def test_luck_by_counting_all_ways_to_arrive(count, servers):
    ways = list(product(permutations(range(count)), repeat=servers))
    assert isclose(same_order_by_luck(count, servers), sum(len(set(way)) == 1 for way in ways) / len(ways))


def test_a_state_in_words():
    assert in_words({"y": 7, "x": -5}) == "x=-5 y=7"
    assert in_words({}) == "nothing"


def end(log):
    return (replay(log) or [{}])[-1]
