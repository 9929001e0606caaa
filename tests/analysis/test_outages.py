"""Simulated lives: on the formula within their stated errors, and what is counted is what happened."""
import numpy as np
import pytest

from raftlib.analysis.availability import minutes_a_year, share_down, share_down_in_racks
from raftlib.analysis.life import NEVER, Life
from raftlib.analysis.majorities import majority
from raftlib.analysis.outages import STRETCHES, Years, downtimes, live

SEED = 1  # no other was tried
LIVES = [Life(0.02, 12), Life(0.5, 1), Life(0.5, 72), Life(0.1, 24), Life(0.01, 60)]
HOURS_A_YEAR = 365 * 24
# Two machines over five hours; the last hour is the second stretch.
BY_HAND = Years(np.array([1.0, 2.0, 1.0, 1.0]), np.array([[1, 1, 0, 1], [1, 0, 0, 1]], bool), np.array([0, 0, 0, 1]))


@pytest.mark.parametrize("life", LIVES)
def test_one_server_is_down_for_the_formula_s_share(life):
    lived = live([life], 2000, SEED)
    minutes, error = lived.downtime(lived.up[0])
    assert abs(minutes - minutes_a_year(life.down)) <= 4 * error
    assert error < 0.05 * minutes


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("needed", [majority, lambda servers: servers, lambda servers: 1])
def test_clusters_lie_on_the_formula(life, needed):
    times = downtimes(life, 5000 * (life.runs + life.repair) / HOURS_A_YEAR, needed, seed=SEED)
    expected = [minutes_a_year(share_down(servers, life.down, needed(servers))) for servers in times.servers]
    np.testing.assert_allclose(times.formula, expected)
    often = (times.simulated > 0) & (times.errors < 0.1 * times.formula)  # some hundred outages, or more
    assert np.all(abs(times.simulated - times.formula)[often] <= 4 * times.errors[often])
    assert often[0]


def test_of_what_is_shared_all_feel_the_failure():
    power = Life(4 / 365, 6)
    times = downtimes(LIVES[0], 2000, shared=power, seed=SEED)
    expected = [minutes_a_year(share_down_in_racks([servers], LIVES[0].down, power.down)) for servers in times.servers]
    np.testing.assert_allclose(times.formula, expected)
    assert np.all(abs(times.simulated - times.formula) <= 4 * times.errors)
    assert np.all(times.simulated >= 0.9 * minutes_a_year(power.down))


@pytest.mark.parametrize(("place", "racks"), [([0] * 5, [5]), ([0, 0, 0, 1, 1], [3, 2]), ([0, 0, 1, 1, 2], [2, 2, 1])])
def test_racks_lie_on_the_formula(place, racks):
    life, power = Life(0.1, 24), Life(0.02, 12)
    lived = live(5 * [life] + 3 * [power], 1000, SEED)
    up = lived.up[:5] & lived.up[5:][place]
    minutes, error = lived.downtime(up.sum(axis=0) >= 3)
    assert abs(minutes - minutes_a_year(share_down_in_racks(racks, life.down, power.down))) <= 4 * error


def test_the_stated_error_is_the_one_that_is_made():
    life = Life(0.1, 24)
    off = []
    for seed in range(200):
        lived = live([life], 40, seed)
        minutes, error = lived.downtime(lived.up[0])
        off.append((minutes - minutes_a_year(life.down)) / error)
    # 200 draws of Student's t with 39 degrees of freedom: a spread of 1.03, known within 0.05.
    assert abs(np.mean(off)) < 4 / 200**0.5
    assert np.std(off) == pytest.approx(1.03, abs=0.2)


def test_runs_are_exponential_and_repairs_take_equally_long():
    life = Life(0.1, 30)
    lived = live([life], 3000, SEED)
    change = np.flatnonzero(np.diff(lived.up[0].astype(int))) + 1
    lengths = np.diff(np.concatenate([[0], lived.ends])[change])
    down, up = (lengths[1::2], lengths[::2]) if lived.up[0, change[0]] else (lengths[::2], lengths[1::2])
    np.testing.assert_allclose(down, 30)
    assert up.mean() == pytest.approx(240, rel=4 / len(up)**0.5)
    assert up.std() == pytest.approx(240, rel=6 / len(up)**0.5)
    assert np.mean(up > 240) == pytest.approx(np.exp(-1), abs=4 * 0.5 / len(up)**0.5)


def test_the_first_hours_are_like_all_others():
    life = Life(0.5, 48)  # down for half of the time
    at_first = live(2000 * [life], 0.01, SEED).up[:, 0]
    assert at_first.mean() == pytest.approx(0.5, abs=4 * 0.5 / 2000**0.5)


def test_pieces_fill_the_years_and_stretches_are_equal():
    lived = live(3 * [Life(0.1, 24)], 50, SEED)
    assert lived.hours.sum() == pytest.approx(50 * HOURS_A_YEAR)
    assert lived.hours.min() > 0
    lengths = np.bincount(lived.stretch, lived.hours)
    np.testing.assert_allclose(lengths, 50 * HOURS_A_YEAR / STRETCHES)
    assert np.all(np.diff(lived.stretch) >= 0)


def test_a_machine_more_changes_nothing_for_the_others():
    life = Life(0.1, 24)
    few, more = live(2 * [life], 20, SEED), live(3 * [life], 20, SEED)
    for machine in range(2):
        spans = [lived.outages(lived.up[machine], 0, 20 * HOURS_A_YEAR) for lived in (few, more)]
        down = [(span[:, 1] - span[:, 0]).sum() for span in spans]
        assert down[0] == pytest.approx(down[1])
        assert few.first_outage(few.up[machine]) == pytest.approx(more.first_outage(more.up[machine]))


def test_the_same_seed_gives_the_same_years_and_another_one_others():
    one, again, other = (live([Life(0.1, 24)], 5, seed).hours for seed in (3, 3, 4))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_what_never_fails_is_always_up():
    assert live([NEVER, NEVER], 10).up.all()


def test_time_without_service_is_added_up():
    both, either = BY_HAND.up.all(axis=0), BY_HAND.up.any(axis=0)
    assert BY_HAND.downtime(either).minutes == pytest.approx(minutes_a_year(1 / 5))
    assert BY_HAND.downtime(both).minutes == pytest.approx(minutes_a_year(3 / 5))


def test_outages_are_found_and_cut_off_at_the_ends():
    both, either = BY_HAND.up.all(axis=0), BY_HAND.up.any(axis=0)
    assert BY_HAND.first_outage(either) == 3
    assert BY_HAND.first_outage(both) == 1
    assert BY_HAND.first_outage(np.ones(4, bool)) is None
    assert BY_HAND.outages(either, 0, 5).tolist() == [[3, 4]]
    assert BY_HAND.outages(both, 2, 3.5).tolist() == [[2, 3.5]]
    assert BY_HAND.outages(~both, 0, 5).tolist() == [[0, 1], [4, 5]]
    assert BY_HAND.outages(both, 4, 5).tolist() == []


def test_an_outage_is_one_whatever_other_machines_do_meanwhile():
    life = Life(0.1, 30)
    lived = live(9 * [life], 50, SEED)
    hours = 50 * HOURS_A_YEAR
    for up in lived.up:
        outages = lived.outages(up, 0, hours)
        whole = outages[(outages[:, 0] > 0) & (outages[:, 1] < hours)]
        np.testing.assert_allclose(whole[:, 1] - whole[:, 0], life.repair)  # which all repairs take
        assert len(whole) > 100
    for needed in (1, 5, 9):
        served = lived.up.sum(axis=0) >= needed
        outages = lived.outages(served, 0, hours)
        assert np.all(outages[1:, 0] > outages[:-1, 1])
        assert (outages[:, 1] - outages[:, 0]).sum() == pytest.approx((lived.hours * ~served).sum())


@pytest.mark.parametrize(("call", "said"), [
    (lambda: live([]), "lives is \\[\\]"), (lambda: live([NEVER], 0), "years is 0"),
    (lambda: downtimes(NEVER, -1), "years is -1"), (lambda: live([NEVER], float("inf")), "years is inf")])
def test_bad_arguments_are_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
