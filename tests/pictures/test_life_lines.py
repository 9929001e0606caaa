"""The lines of servers' lives: each outage that is there is drawn where it was, and no other."""
import re
from itertools import pairwise

import numpy as np
import pytest

from raftlib.analysis.outages import Years
from raftlib.pictures.life_lines import NARROWEST, life_lines, servers_and_service
from raftlib.pictures.style import VERMILION, WIDTH
from tests.pictures.drawn import shapes_in

HOURS = np.array([24.0, 48, 24, 1, 25e5])  # day 0; 1 and 2; 3; the first hour of day 4; some 100,000 days more
LIVED = Years(HOURS, np.array([[1, 0, 1, 1, 1], [1, 1, 1, 0, 1]], bool), np.zeros(5, int))
LEFT, RIGHT = 0.8, WIDTH - 0.3  # inches


def blocks(picture):
    """From where to where (inches) each vermilion block reaches, and how high its middle is."""
    return [(low_x, high_x, (low_y + high_y) / 2) for block in shapes_in(picture, VERMILION)
            for (low_x, low_y), (high_x, high_y) in [(min(block.places), max(block.places))]]


def drawn(days, served=None):
    served = LIVED.up.any(axis=0) if served is None else served
    return life_lines(LIVED, servers_and_service(LIVED, 2, served), days)


def test_outages_are_blocks_at_their_time_in_their_row():
    (first, second, first_y), (third, _, second_y) = blocks(drawn((0, 5)))
    day = (RIGHT - LEFT) / 5
    assert (first, second) == pytest.approx((LEFT + day, LEFT + 3 * day))
    assert third == pytest.approx(LEFT + 4 * day)
    assert first_y > second_y  # S1 is above S2


def test_the_service_is_down_when_it_was_said_to_be():
    rows = [y for _, _, y in blocks(drawn((0, 5), served=LIVED.up.all(axis=0)))]
    assert len(rows) == 4
    assert rows.count(min(rows)) == 2


def test_an_outage_is_one_block_though_another_server_changes_meanwhile():
    lived = Years(HOURS, np.array([[1, 0, 0, 0, 1], [1, 1, 0, 1, 1]], bool), np.zeros(5, int))
    found = blocks(life_lines(lived, servers_and_service(lived, 2, lived.up.all(axis=0)), (0, 5)))
    rows = [round(y, 6) for _, _, y in found]
    assert [rows.count(y) for y in sorted(set(rows), reverse=True)] == [1, 1, 1]


def test_a_short_outage_is_broad_enough_to_be_seen():
    low, high, _ = blocks(drawn((0, 3650)))[1]
    assert high - low == pytest.approx(NARROWEST)


@pytest.mark.parametrize("seed", range(10))
def test_no_gap_between_two_blocks_is_too_narrow_to_be_seen(seed):
    random = np.random.default_rng(seed)
    hours = random.exponential(20, 400)
    lived = Years(hours, random.random((2, 400)) < 0.5, np.zeros(400, int))
    days = hours.sum() / 24
    picture = life_lines(lived, servers_and_service(lived, 2, lived.up.any(axis=0)), (0, days))
    rows = {}
    for low, high, y in blocks(picture):
        rows.setdefault(round(y, 6), []).append((low, high))
    for row in rows.values():
        assert all(start - end >= NARROWEST - 1e-9 for (_, end), (start, _) in pairwise(sorted(row)))
    # What was down is under a block, whatever was joined.
    starts = LEFT + (RIGHT - LEFT) * (np.cumsum(hours) - hours) / hours.sum()
    top = rows[max(rows)]
    assert all(any(low - 1e-9 <= x <= high for low, high in top) for x in starts[~lived.up[0]])


def test_what_lies_outside_is_not_drawn_and_what_reaches_in_is_cut_off():
    (low, high, _), = blocks(drawn((2, 4)))
    assert (low, high) == pytest.approx((LEFT, (LEFT + RIGHT) / 2))


def test_all_rows_are_named_and_days_numbered():
    svg = drawn((0, 5)).svg()
    for words in ("S1", "S2", "service", "day"):
        assert f">{words}<" in svg
    assert [int(day) for day in re.findall(r">(\d+)<", svg)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("days", "numbers"), [
    ((0, 365), range(0, 365, 50)), ((99_980, 100_010), range(99_980, 100_011, 5)), ((1.5, 4.5), range(2, 5))])
def test_numbers_of_days_are_round_and_far_enough_apart(days, numbers):
    assert [int(day) for day in re.findall(r">(\d+)<", drawn(days).svg())] == list(numbers)


def test_days_must_follow_each_other():
    with pytest.raises(ValueError, match=r"days is \(5, 5\): the second day must be after the first"):
        drawn((5, 5))
