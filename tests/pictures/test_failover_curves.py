"""The two curves of one failover, read back from the axes."""
import numpy as np
import pytest

from raftlib.analysis.elections import Elections, hold_elections
from raftlib.analysis.failover import Failover
from raftlib.analysis.split_votes import split_probability
from raftlib.pictures.failover_curves import TIMES, failover_curves, latency_ratio
from tests.pictures.drawn import axes_of

HUNDRED = np.arange(101.0, 201.0)


def drawn(failover=None, times=HUNDRED, terms=None):
    failover = failover or Failover.on_network(15)
    return axes_of(failover_curves, Elections(failover, times, np.ones(100, int) if terms is None else terms, times,
                                              100, 1000))


def words(axes):
    return [text.get_text().strip() for text in axes.texts]


def test_half_and_99_percent_are_marked_on_the_curve():
    times, _ = drawn()
    assert times.get_xlim() == TIMES
    assert list(times.lines[0].get_xdata()) == list(HUNDRED)
    assert [tuple(line.get_xdata()) for line in times.lines[1:]] == [(151, 151), (200, 200)]
    assert words(times) == ["half: 151 ms", "99 %: 200 ms"]


def test_what_is_never_reached_is_not_marked():
    times, _ = drawn(times=np.where(HUNDRED > 180, np.nan, HUNDRED))
    assert words(times) == ["half: 151 ms"]


def test_the_circle_is_at_the_ratio_and_the_share_of_more_than_one_term():
    _, splits = drawn(terms=np.array([1] * 75 + [2] * 25))
    assert [list(data) for data in splits.lines[1].get_data()] == [[15 / 150], [0.25]]


def test_the_curve_is_the_formula_s():
    _, splits = drawn(Failover.on_network(15, servers=9, down=4))
    ratios, shares = splits.lines[0].get_data()
    np.testing.assert_allclose(shares, split_probability(ratios, 9, 5))


@pytest.mark.parametrize(("timeout", "shape"), [
    ((150, 300), "o"), ((150, 170), "o"), ((150, 160), ">"), ((150, 150), ">")])
def test_the_axis_is_one_for_all_and_an_arrow_leads_beyond_it(timeout, shape):
    _, splits = drawn(Failover.on_network(15, election_timeout=timeout))
    assert splits.get_xlim() == (0, 1)
    assert splits.lines[1].get_marker() == shape
    assert splits.lines[1].get_xdata()[0] == min(latency_ratio(Failover.on_network(15, election_timeout=timeout)), 1)


def test_a_time_beyond_the_axis_is_said_at_its_end():
    times, _ = drawn(times=np.full(100, 2.0 * TIMES[1]))
    assert {text.get_position()[0] for text in times.texts} == {TIMES[1]}


def test_without_a_majority_the_curves_are_empty():
    times, splits = axes_of(failover_curves, hold_elections(Failover(down=3), 10))
    assert not words(times)
    assert not splits.lines
