"""The formula of availability against all states that the servers can be in, one by one."""
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib.analysis.availability import minutes_a_year, share_down, share_down_in_racks
from raftlib.analysis.life import NEVER, Life
from raftlib.analysis.majorities import majority

shares = st.floats(0, 1)


def chance(states, down):
    """The probability that things which are each down for a share of the time are in these states (True is up)."""
    return prod(1 - down if up else down for up in states)


def enumerated(racks, down, rack_down, needed):
    """The share of time without `needed` servers, as a sum over all states of all servers and racks."""
    rack_of = [rack for rack, servers in enumerate(racks) for _ in range(servers)]
    return sum(chance(servers, down) * chance(powered, rack_down)
               for servers in product((True, False), repeat=len(rack_of))
               for powered in product((True, False), repeat=len(racks))
               if sum(up and powered[rack] for up, rack in zip(servers, rack_of, strict=True)) < needed)


@given(st.integers(1, 7), shares, st.data())
def test_the_formula_is_the_sum_over_all_states(servers, down, data):
    needed = data.draw(st.integers(1, servers))
    expected = sum(chance(states, down) for states in product((True, False), repeat=servers) if sum(states) < needed)
    assert share_down(servers, down, needed) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), shares, shares)
def test_racks_too(racks, down, rack_down):
    needed = majority(sum(racks))
    expected = enumerated(racks, down, rack_down, needed)
    assert share_down_in_racks(racks, down, rack_down) == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 9), shares, shares)
def test_one_rack_is_its_power_and_else_the_servers(servers, down, rack_down):
    assert share_down_in_racks([servers], down, rack_down) == pytest.approx(
        rack_down + (1 - rack_down) * share_down(servers, down))
    assert share_down_in_racks(servers * [1], down, 0) == pytest.approx(share_down(servers, down))


def test_small_shares_keep_their_digits():
    # Nine servers: five are down, in one of 126 ways, and six or more hardly ever.
    assert share_down(9, 1e-4) == pytest.approx(126e-20, rel=1e-3)
    assert share_down_in_racks(9 * [1], 1e-4, 0) == pytest.approx(126e-20, rel=1e-3)


@pytest.mark.parametrize("servers", [1, 3, 5, 7, 9])
def test_at_one_half_an_odd_cluster_is_like_a_coin(servers):
    assert share_down(servers, 0.5) == pytest.approx(0.5)


@given(st.sampled_from([1, 3, 5, 7]), st.floats(0.01, 0.99))
def test_two_servers_more_help_below_one_half_and_hurt_above(servers, down):
    more, fewer = share_down(servers + 2, down), share_down(servers, down)
    assert (more < fewer) == (down < 0.5) or more == pytest.approx(fewer, rel=1e-6)


@given(st.sampled_from([2, 4, 6, 8]), st.floats(0.001, 0.99))
def test_an_even_cluster_is_down_for_longer_than_one_server_fewer(servers, down):
    assert share_down(servers, down) > share_down(servers - 1, down)


@pytest.mark.parametrize("servers", [2, 4, 6, 8])
def test_and_twice_as_long_where_failures_are_rare(servers):
    # Half of n in n ways against half of n in n − 1: comb(2m, m) is twice comb(2m − 1, m).
    assert share_down(servers, 1e-5) == pytest.approx(2 * share_down(servers - 1, 1e-5), rel=1e-3)


def test_all_of_them_and_any_one():
    assert share_down(9, 0.1, needed=9) == pytest.approx(1 - 0.9**9)
    assert share_down(9, 0.1, needed=1) == pytest.approx(0.1**9)


def test_many_shares_at_once():
    np.testing.assert_allclose(share_down(3, np.array([0.0, 0.1, 1.0])), [0, 3 * 0.01 * 0.9 + 0.001, 1])


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_life_is_down_for_repair_out_of_repair_and_running(percent, hours):
    assert Life(percent / 100, hours).down == pytest.approx(float(Fraction(hours) / (hours + Fraction(2400, percent))))


def test_what_never_fails_is_never_down():
    assert NEVER.down == 0
    assert NEVER.runs == np.inf


def test_a_year_has_525600_minutes():
    assert minutes_a_year(1) == 525_600


@pytest.mark.parametrize(("call", "said"), [
    (lambda: Life(2), "fails_a_day is 2"), (lambda: Life(0.1, 0), "repair is 0"),
    (lambda: Life(0.1, "an hour"), "repair is 'an hour'"), (lambda: Life(0.1, float("inf")), "repair is inf"),
    (lambda: share_down(3, 1.5), "down is 1.5"), (lambda: share_down(3, np.array([0.1, -1])), "down is array"),
    (lambda: share_down(0, 0.1), "servers is 0"), (lambda: share_down(3, 0.1, 4), "needed is 4"),
    (lambda: share_down(3, 0.1, 0), "needed is 0: it must be a number from 1 to 3"),
    (lambda: share_down_in_racks([2, 0], 0.1, 0.1), "servers is 0"),
    (lambda: share_down_in_racks([], 0.1, 0.1), "racks is \\[\\]: there must be at least one"),
    (lambda: share_down_in_racks([2], 0.1, 2), "rack_down is 2"),
    (lambda: share_down_in_racks([2], -1, 0.1), "down is -1")])
def test_bad_arguments_are_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
