"""The closed formula of split votes: its published values, and the simulation on it."""
import numpy as np
import pytest

from raftlib.analysis.split_votes import mean_terms, split_probability, split_rates

SEED = 1  # no other was tried
MAJORITIES = [(servers, down) for servers in range(3, 10) for down in range((servers + 1) // 2)]


@pytest.mark.parametrize(("servers", "up", "ratio", "percent"), [
    (5, 4, 0.01, 0.06), (5, 4, 0.1, 5.2), (5, 4, 0.2, 18.1),
    (3, 3, 0.1, 2.8), (3, 2, 0.1, 19.0),
    (5, 5, 0.1, 0.9), (5, 3, 0.1, 27.1),
    (9, 5, 0.1, 41.0),
])
def test_the_published_values(servers, up, ratio, percent):
    assert 100 * split_probability(ratio, servers, up) == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(("servers", "down"), MAJORITIES)
def test_the_simulation_lies_on_the_formula(servers, down):
    rates = split_rates((0.02, 0.05, 0.1, 0.2, 0.3, 0.4), servers, down, trials=20_000, seed=SEED)
    error = np.sqrt(rates.formula * (1 - rates.formula) / rates.trials)
    assert np.all(abs(rates.simulated - rates.formula) <= 4 * error)


@pytest.mark.parametrize(("servers", "down"), MAJORITIES)
def test_each_server_down_makes_splits_more_likely(servers, down):
    if (servers, down + 1) in MAJORITIES:
        assert split_probability(0.1, servers, servers - down - 1) > split_probability(0.1, servers, servers - down)


@pytest.mark.parametrize(("servers", "down"), MAJORITIES)
def test_mean_terms_are_one_over_one_minus_p_while_splits_are_not_the_rule(servers, down):
    # Measured over all of these: at most 3.7 % too pessimistic, for the first split has spread the timers already.
    ratios = np.array([ratio for ratio in (0.02, 0.05, 0.1, 0.2, 0.3)
                       if split_probability(ratio, servers, servers - down) <= 0.4])
    rates = split_rates(ratios, servers, down, trials=40_000, seed=SEED)
    np.testing.assert_allclose(rates.terms, mean_terms(rates.formula), rtol=0.04)


def test_above_that_it_is_too_pessimistic():
    # raft-facts 3: nine servers, a bare majority, l = 0.4: formula 12.9 terms, simulation 6.6.
    rates = split_rates([0.4], 9, 4, trials=20_000, seed=SEED)
    assert mean_terms(rates.formula[0]) == pytest.approx(12.9, abs=0.05)
    assert rates.terms[0] == pytest.approx(6.6, abs=0.15)


def test_from_a_ratio_of_1_on_all_stand():
    assert split_probability(1.0) == split_probability(7.5) == 1
    assert split_probability(0.0) == 0


def test_a_server_alone_never_splits_its_vote():
    assert split_probability(0.7, 1) == 0


@pytest.mark.parametrize(("arguments", "said"), [
    ((0.1, 5, 2), "up is 2"), ((0.1, 5, 6), "up is 6"), ((-0.1,), "ratio is -0.1")])
def test_bad_arguments_are_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        split_probability(*arguments)
