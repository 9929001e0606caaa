"""Clients without a leader: every server hears all commands, in an order of its own."""
from collections import Counter
from math import factorial, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib import broadcast

COMMANDS = ("x=5", "x+=1", "x-=2", "y=7")


@given(commands=st.lists(st.sampled_from(COMMANDS)), servers=st.integers(1, 9), seed=st.integers(0, 10_000))
def test_each_server_hears_each_command_exactly_once(commands, servers, seed):
    logs = broadcast(commands, servers, seed)
    assert list(logs) == [f"S{number}" for number in range(1, servers + 1)]
    assert all(Counter(log) == Counter(commands) for log in logs.values())
    assert broadcast(commands, servers, seed) == logs


def test_every_order_is_as_likely_as_any_other():
    trials, orders = 3000, factorial(3)
    found = Counter(tuple(broadcast(COMMANDS[:3], servers=1, seed=seed)["S1"]) for seed in range(trials))
    expected = trials / orders
    assert len(found) == orders
    assert sum((count - expected) ** 2 / expected for count in found.values()) < 15.1  # χ², 5 degrees, 1 %


@pytest.mark.parametrize(("commands", "servers", "probability"), [(2, 2, 1 / 2), (2, 3, 1 / 4), (3, 3, 1 / 36)])
def test_one_order_is_a_matter_of_luck(commands, servers, probability):
    trials = 4000
    same = sum(len(set(map(tuple, broadcast(COMMANDS[:commands], servers, seed).values()))) == 1
               for seed in range(trials))
    assert abs(same - trials * probability) < 3 * sqrt(trials * probability * (1 - probability))


def test_one_more_server_changes_nothing_for_the_others():
    three, four = broadcast(COMMANDS, 3, seed=5), broadcast(COMMANDS, 4, seed=5)
    assert {server: four[server] for server in three} == three


def test_messages_that_all_take_equally_long_keep_the_order_of_sending():
    assert set(map(tuple, broadcast(COMMANDS, 5, latency=10).values())) == {COMMANDS}


@pytest.mark.parametrize(("arguments", "named"), [
    ({"servers": 0}, "servers is 0"), ({"servers": True}, "servers is True"), ({"servers": 2.5}, "servers is 2.5"),
    ({"commands": ["x=now()"]}, "command is 'x=now\\(\\)'"), ({"latency": -1}, "latency is -1")])
def test_bad_input_is_refused(arguments, named):
    with pytest.raises(ValueError, match=named):
        broadcast(**{"commands": COMMANDS, **arguments})
