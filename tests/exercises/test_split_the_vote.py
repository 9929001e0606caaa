"""What the exercises of notebook 04 say is true."""
import pytest

from raftlib.analysis.split_votes import split_probability
from raftlib.exercises.split_the_vote import TOO_LONG, TOO_NARROW, tried, wide_area_range, widths


def test_seven_servers_with_three_down():
    assert split_probability(0.1, 7, 4) == pytest.approx(1 - 0.9**4) == pytest.approx(0.34, abs=0.005)
    assert split_probability(0.1, 5, 4) == pytest.approx(0.05, abs=0.003)


def test_the_width_is_where_the_formula_gives_one_percent():
    assert split_probability(2 / widths.right, 5, 4) == pytest.approx(0.01, abs=0.0003)
    assert split_probability(2 / 18, 5, 5) == pytest.approx(0.01, abs=0.002)
    assert split_probability(0.042, 5, 4) == pytest.approx(0.01, abs=0.0001)


def test_the_narrowest_and_the_widest_right_range():
    # Messages of exactly 35 ms would need a width of 35 ÷ 0.098 = 357 ms; their spread makes splits more likely.
    verdicts = {width: wide_area_range((250, 250 + width)) for width in (357, 450, 500, 600, 700, 900)}
    assert [width for width, verdict in verdicts.items() if verdict.state == "✓"] == [450, 500, 600, 700]
    means = {high: tried((250, high)).mean for high in (400, 500, 550, 600, 700, 800, 1000)}
    assert min(means, key=means.get) in (500, 550, 600)
    assert tried((250, 550)).more_than_one_term == pytest.approx(0.09, abs=0.01)
    assert verdicts[357].text == TOO_NARROW
    assert verdicts[900].text == TOO_LONG


def test_the_requirements_are_measured_on_the_network_that_the_question_tells_of():
    failover = tried((250, 800)).failover
    assert (failover.servers, failover.down, failover.request, failover.vote) == (5, 1, (30, 40), (30, 40))


def test_a_number_must_be_one():
    assert [widths(answer).state for answer in ("48", True, None, 47.6, 48, 52)] == ["○", "○", "○", "✓", "✓", "✗"]


@pytest.mark.parametrize("answer", [
    (0.001, 0.002), (1e9, 1e10), (300, 250), (1, 2, 3), ("a", "b"), 7, (250, float("inf"))])
def test_strange_answers_get_a_hint(answer):
    assert wide_area_range(answer).state == "✗"
