"""What the exercises of notebook 04 say is true."""
import pytest

from raftlib.analysis.split_votes import split_probability
from raftlib.exercises.split_the_vote import TOO_LONG, TOO_NARROW, tried, wide_area_range, widths


def test_nine_servers_with_four_down():
    assert split_probability(0.1, 9, 5) == pytest.approx(1 - 0.9**5) == pytest.approx(0.41, abs=0.001)
    assert split_probability(0.1, 5, 4) == pytest.approx(0.05, abs=0.003)


def test_the_width_is_where_the_formula_gives_one_percent():
    assert split_probability(2 / widths.right, 5, 4) == pytest.approx(0.01, abs=0.0003)
    assert split_probability(2 / 18, 5, 5) == pytest.approx(0.01, abs=0.002)
    assert split_probability(0.042, 5, 4) == pytest.approx(0.01, abs=0.0001)


def test_the_narrowest_and_the_widest_right_range():
    # Messages of exactly 35 ms would need a width of 35 ÷ 0.098 = 357 ms; their spread makes splits more likely.
    verdicts = {width: wide_area_range((250, 250 + width)) for width in (357, 450, 500, 600, 700, 900)}
    assert [width for width, verdict in verdicts.items() if verdict.state == "✓"] == [450, 500, 600, 700]
    assert tried((250, 700)).quantile(0.99) < min(tried((250, high)).quantile(0.99) for high in (750, 850, 950))
    assert verdicts[357].text == TOO_NARROW
    assert verdicts[900].text == TOO_LONG


def test_the_requirements_are_measured_on_the_network_that_the_question_tells_of():
    failover = tried((250, 800)).failover
    assert (failover.servers, failover.down, failover.request, failover.vote) == (5, 1, (30, 40), (30, 40))


@pytest.mark.parametrize("answer", [(0.001, 0.002), (1e9, 1e10), (300, 250), (1, 2, 3), ("a", "b"), 7])
def test_strange_answers_get_a_hint(answer):
    assert wide_area_range(answer).state == "✗"
