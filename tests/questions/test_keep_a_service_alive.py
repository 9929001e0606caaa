"""What the predictions, exercises and prose of notebook 01 say is true."""
from itertools import combinations, product
from math import comb

import pytest

from raftlib.analysis.availability import minutes_a_year, share_down, share_down_in_racks
from raftlib.analysis.life import Life
from raftlib.questions.keep_a_service_alive import (
    A_PAIR,
    A_PLACEMENT,
    quorums,
    rooms,
    two_halves,
    two_majorities,
    upgrade,
)
from raftlib.questions.runs.keep_a_service_alive import LIFE, POWER, goes_on

DAY = 24 * 60  # minutes


def down(servers, needed=None):
    """Minutes a year, by the formula, with the lives of the notebook."""
    return minutes_a_year(share_down(servers, LIFE.down, needed))


def test_one_server_and_two():
    assert LIFE.down == pytest.approx(12 / 1212)
    assert down(1) == pytest.approx(3.6 * DAY, rel=0.01)
    failures_a_year = 365 * 24 / (LIFE.runs + LIFE.repair)
    assert failures_a_year == pytest.approx(7.2, abs=0.05)
    assert down(2, needed=1) == pytest.approx(52, abs=0.5)
    assert down(2, needed=1) / down(1) == pytest.approx(0.01, rel=0.02)


def test_all_of_nine_are_needed():
    assert 8.5 < down(9, needed=9) / down(1) < 9


@pytest.mark.parametrize("servers", [2, 4, 6])
def test_even_clusters_are_down_twice_as_long(servers):
    assert down(servers) / down(servers - 1) == pytest.approx(2, abs=0.02)


def test_without_power_cuts_five_servers_are_down_for_five_minutes():
    assert down(5) == pytest.approx(5, abs=0.1)


def test_half_the_repair_time_makes_a_quarter():
    assert share_down(3, Life(0.02, 6).down) / share_down(3, LIFE.down) == pytest.approx(0.25, abs=0.01)


def test_two_racks_are_a_little_worse_than_one_and_three_much_better():
    one, two, three = (365 * 24 * share_down_in_racks(racks, LIFE.down, POWER.down)
                       for racks in ([5], [3, 2], [2, 2, 1]))
    assert one == pytest.approx(24, abs=0.1)
    assert one < two < 1.05 * one
    assert three < one / 10


@pytest.mark.parametrize("servers", range(1, 10))
def test_how_many_may_be_down_in_the_simulator(servers):
    assert [goes_on(servers, down) for down in range(servers)] == [2 * down < servers for down in range(servers)]


def pairs(servers, sizes):
    """All pairs of groups of these sizes, each group as a text."""
    ids = [f"S{number}" for number in range(1, servers + 1)]
    some = [" ".join(group) for size in sizes for group in combinations(ids, size)]
    return product(some, repeat=2)


def test_each_pair_of_groups_of_five_is_told_what_is_wrong_with_it():
    for one, other in pairs(5, range(1, 6)):
        verdict = two_majorities(f"{one} | {other}")
        both = [server for server in one.split() if server in other]
        assert verdict.state == "✗"
        if both:
            assert verdict.text == f"Both have {' and '.join(both)} in them, so they are not apart."
        else:
            assert "They share no server, but " in verdict.text
            assert any(f"but {group} " in verdict.text and len(group.split()) < 3 for group in (one, other))


def test_of_six_servers_just_the_ten_ways_to_halve_them_are_right():
    right = {frozenset((one, other)) for one, other in pairs(6, range(1, 7))
             if two_halves(f"{one} | {other}").state == "✓"}
    assert len(right) == comb(6, 3) // 2
    assert all(sorted(" ".join(halves).split()) == ["S1", "S2", "S3", "S4", "S5", "S6"] for halves in right)


@pytest.mark.parametrize("answer", [
    "S1 S2 S3|S4 S5 S6", "s1,s2,s3 | s4,s5,s6", ("S1 S2 S3", "S4 S5 S6"), [{"S1", "S2", "S3"}, ["S4", "S5", "S6"]],
    (("s1", "s2", "s3"), ("s4", "s5", "s6"))])
def test_two_groups_are_understood_in_many_ways(answer):
    assert two_halves(answer).state == "✓"


@pytest.mark.parametrize("answer", [
    "", "S1 S2", "S1 | S2 | S3", "S1 S2 | S9", "nonsense", 7, ("S1",), (1, 2), {"S1", "S2"}, "S1 S2 |",
    (["S1"], {"S7"})])
def test_what_is_no_pair_leaves_it_open(answer):
    verdict = two_majorities(answer)
    assert verdict.state == "○"
    assert '"S1 S2 S3 | S3 S4 S5", or with "impossible"' in verdict.text


@pytest.mark.parametrize("answer", ["impossible", " Impossible "])
def test_impossible_is_right_for_majorities_and_wrong_for_halves(answer):
    assert two_majorities(answer).state == "✓"
    assert two_halves(answer).state == "✗"


def test_seven_is_the_least_that_survives_three():
    assert upgrade.right == min(servers for servers in range(3, 10) if goes_on(servers, 3))


def test_of_all_read_and_write_sizes_only_one_is_right():
    def misses(read, write):
        return any(not set(one) & set(other)
                   for one in combinations(range(5), read) for other in combinations(range(5), write))
    good = [pair for pair in product(range(1, 6), repeat=2) if not misses(*pair) and pair[1] <= 4]
    assert [pair for pair in product(range(1, 6), repeat=2) if quorums(pair).state == "✓"] == [min(good)]


def test_rooms_are_right_where_four_of_seven_are_left_without_any_of_them():
    for placement in product(range(8), repeat=3):
        survives = sum(placement) == 7 and all(7 - room >= 4 for room in placement)
        assert (rooms(placement).state == "✓") == survives


@pytest.mark.parametrize("answer", [(2.5, 2, 2.5), (-1, 4, 4), "abc", 7, (3, 2), ("3", "2", "2"), "3, 2, 2"])
def test_strange_rooms_leave_it_open(answer):
    assert repr(rooms(answer)) == f"○ {A_PLACEMENT}"


@pytest.mark.parametrize("answer", ["(2, 4)", "2, 4", 6, (0, 4), (2, 6), (2, 4, 1), (2.5, 4), {2, 4}])
def test_what_is_no_pair_of_numbers_leaves_it_open(answer):
    assert repr(quorums(answer)) == f"○ {A_PAIR}"
