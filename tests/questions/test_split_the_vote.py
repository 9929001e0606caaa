"""What the exercises of notebook 04 say is true, and its predictions are judged by what a run did."""
import numpy as np
import pytest

from raftlib import Cluster, Failover, hold_elections, mean_terms
from raftlib.analysis.elections import Elections
from raftlib.analysis.split_votes import SplitRates, split_probability
from raftlib.questions.runs import split_the_vote as runs
from raftlib.questions.servers.elect_a_leader import AlwaysYes
from raftlib.questions.split_the_vote import (
    A_RANGE,
    TOO_LONG,
    TOO_NARROW,
    slowest_hundredth,
    wide_area_range,
    widths,
)
from raftlib.scenarios import two_timers
from raftlib.widgets.panels.failovers_drawn import draw_failovers


@pytest.mark.parametrize(("servers", "missing"), [(5, 1), (4, 1)])
def test_the_votes_that_a_split_leaves_missing(servers, missing):
    assert runs.missing_votes(two_timers(servers)) == missing


@pytest.mark.parametrize(("reached", "missing"), [("", 2), ("S2", 1), ("S2 S3", 0), ("S2 S3 S4", 0)])
def test_the_votes_that_a_lonely_candidate_is_short_of(reached, missing):
    cluster = Cluster(servers=5, seed=1)
    cluster.cut(["S1", *reached.split()], [id for id in cluster.servers if id not in ("S1", *reached.split())])
    cluster.time_out("S1")
    cluster.run(until=lambda c: c.leader or c.time > 100)
    assert runs.missing_votes(cluster) == missing


@pytest.mark.parametrize(("split", "letter"), [(0, "a"), (9, "a"), (10, "b"), (59, "b"), (60, "c"), (180, "d")])
def test_how_many_of_300_were_split(split, letter):
    assert runs.splits_among_300([2] * split + [1] * (300 - split)) == letter


def elections(times=(100,), split=0.0):
    """A hundred elections of which a share needed a second term, or some that lasted so long (ms)."""
    terms = np.where(np.arange(100) < 100 * split, 2, 1)
    return Elections(None, np.array(times, float), terms, np.array(times, float), len(times), 60_000)


@pytest.mark.parametrize(("two", "letter"), [(0.5, "a"), (0.15, "b"), (0.1, "c"), (0.05, "d")])
def test_how_splits_changed(two, letter):
    assert runs.change_of_splits([elections(split=0.1), elections(split=two)]) == letter


@pytest.mark.parametrize(("place", "letter"), list(enumerate("abcd")))
def test_where_the_slowest_hundredth_is_over_soonest(place, letter):
    assert runs.soonest_for_the_slowest([elections([400 if each == place else 500]) for each in range(4)]) == letter


@pytest.mark.parametrize(("place", "option"), list(enumerate(slowest_hundredth.options.values())))
def test_the_panel_shows_the_elections_that_judge_the_ranges(place, option):
    shortest, longest = map(int, option.removesuffix(" ms").split("–"))
    _, caption = draw_failovers((shortest, longest), (10, 10), 5, 1, True)
    assert f"99 % {runs.four_ranges()[place].within(0.99)};" in caption


@pytest.mark.parametrize(("place", "letter"), [(0, "a"), (1, "b"), (2, "c")])
def test_the_straight_one_of_three_curves(place, letter):
    ratios = np.array([0.02, 0.05, 0.1])
    curves = [SplitRates(5, 5, ratios, ratios if each == place else ratios**2, None, 1) for each in range(3)]
    assert runs.straightest(curves) == letter


@pytest.mark.parametrize(("share", "letter"), [(1, "a"), (0.5, "b"), (2, "c")])
def test_the_terms_against_the_formula(share, letter):
    terms = share * mean_terms(split_probability(np.array([0.4]), 9, 5))
    assert runs.terms_against_formula(SplitRates(9, 5, np.array([0.4]), None, terms, 1)) == letter


@pytest.mark.parametrize(("half", "letter"), [(41_000, "a"), (9_900, "b"), (1_200, "c"), (180, "d")])
def test_how_long_half_took(half, letter):
    assert runs.half_within(elections([half])) == letter


@pytest.mark.parametrize(("half", "letter"), [(150, "a"), (50, "b"), (100, "c")])
def test_how_half_changed(half, letter):
    assert runs.change_of_half([elections([100]), elections([half])]) == letter


@pytest.mark.parametrize(("bottom", "top", "letter"), [
    (101, 1010, "a"), (200, 1000, "b"), (130, 1300, "c"), (103, 2200, "d")])
def test_where_the_curves_differ(bottom, top, letter):
    none, two = ([low] * 50 + [high] * 50 for low, high in ((100, 1000), (bottom, top)))
    assert runs.change_of_curve([elections(none), elections(two)]) == letter


def two_candidates(server):
    cluster = Cluster(servers=5, server=server)
    for candidate in ("S1", "S2"):
        cluster.time_out(candidate)
    cluster.run(to=100)
    return cluster


@pytest.mark.parametrize(("broken", "letter"), [(1, "a"), (0, "b"), (3, "c")])
def test_in_how_many_runs_a_term_had_two_leaders(broken, letter):
    made = [two_candidates(AlwaysYes) for _ in range(broken)] + [two_timers() for _ in range(4 - broken)]
    assert runs.with_two_leaders(made) == letter


def test_seven_servers_with_three_down():
    assert split_probability(0.1, 7, 4) == pytest.approx(1 - 0.9**4) == pytest.approx(0.34, abs=0.005)
    assert split_probability(0.1, 5, 4) == pytest.approx(0.05, abs=0.003)


def test_the_width_is_where_the_formula_gives_one_percent():
    assert split_probability(2 / widths.right, 5, 4) == pytest.approx(0.01, abs=0.0003)
    assert split_probability(2 / 19, 5, 5) == pytest.approx(0.01, abs=0.0002)
    assert split_probability(0.042, 5, 4) == pytest.approx(0.01, abs=0.0001)


def test_the_narrowest_and_the_widest_right_range():
    # Messages of exactly 35 ms would need a width of 35 ÷ 0.098 = 357 ms; their spread makes splits more likely.
    verdicts = {width: wide_area_range((250, 250 + width)) for width in (357, 450, 500, 600, 700, 900)}
    assert [width for width, verdict in verdicts.items() if verdict.state == "✓"] == [450, 500, 600, 700]
    means = {high: runs.tried((250, high)).mean for high in (400, 500, 550, 600, 700, 800, 1000)}
    assert min(means, key=means.get) in (500, 550, 600)
    assert runs.tried((250, 550)).more_than_one_term == pytest.approx(0.09, abs=0.01)
    assert verdicts[357].text == TOO_NARROW
    assert verdicts[900].text == TOO_LONG


def test_the_requirements_are_measured_on_the_network_that_the_question_tells_of():
    failover = runs.tried((250, 800)).failover
    assert (failover.servers, failover.down, failover.request, failover.vote) == (5, 1, (30, 40), (30, 40))


def test_messages_of_100_ms_are_too_slow_for_the_usual_timeouts():
    # The hint of `other_continents`: "hardly any first term", and "more than two seconds" for half of them.
    for down in (0, 1):
        elections = hold_elections(Failover.on_network(100, down=down), 500, seed=1)
        assert elections.more_than_one_term > 0.95
        assert 2000 < elections.quantile(0.5) < 3000


def test_a_number_must_be_one():
    assert [widths(answer).state for answer in ("48", True, None, 47.6, 48, 52)] == ["○", "○", "○", "✓", "✓", "✗"]


@pytest.mark.parametrize("answer", [(0.001, 0.002), (1e9, 1e10)])
def test_ranges_far_off_get_a_hint(answer):
    assert wide_area_range(answer).state == "✗"


@pytest.mark.parametrize("answer", [(300, 250), (1, 2, 3), ("a", "b"), 7, (250, float("inf")), "250 to 800"])
def test_what_is_no_range_leaves_it_open(answer):
    assert repr(wide_area_range(answer)) == f"○ {A_RANGE}"
