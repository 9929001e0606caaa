"""The gap between two samples, and what of it is chance."""
from math import exp, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib import gap_limit, largest_gap

samples = st.lists(st.integers(-5, 5) | st.floats(-5, 5), min_size=1, max_size=12)


@given(samples, samples)
def test_it_is_the_largest_difference_of_shares_counted_one_by_one(one, other):
    counted = max(abs(sum(each <= value for each in one) / len(one) - sum(each <= value for each in other) / len(other))
                  for value in one + other)
    assert largest_gap(one, other) == pytest.approx(counted)
    assert largest_gap(other, one) == pytest.approx(counted)


def test_alike_and_apart():
    assert largest_gap([1, 2, 3], (3, 2, 1)) == 0
    assert largest_gap(range(5), np.arange(5, 10)) == 1
    assert largest_gap([1, 1, 2, 2], iter([1, 2])) == 0


def test_the_limit_is_what_kolmogorov_s_law_gives_and_tables_print():
    # The law of gap · √n for large samples: 1 − 2 Σ (−1)^(j−1) exp(−2 j² λ²).
    beyond = 2 * sum((-1) ** (j - 1) * exp(-2 * j * j * gap_limit(1) ** 2) for j in range(1, 50))
    assert beyond == pytest.approx(0.05, abs=1e-4)
    # F. Massey, The Kolmogorov-Smirnov Test for Goodness of Fit, JASA 46 (1951), table 1: 5 %, n = 35; and 1.36 / √n.
    assert round(gap_limit(35), 2) == 0.23
    assert gap_limit(100, inf) == pytest.approx(0.136, abs=5e-4)
    assert gap_limit(160) == pytest.approx(0.107, abs=5e-4)
    assert gap_limit(40) == pytest.approx(0.215, abs=5e-4)
    assert gap_limit(50, 50) == pytest.approx(1.36 * (100 / 2500) ** 0.5, rel=2e-3)


def test_samples_of_one_kind_pass_it_in_about_one_of_twenty_cases():
    random = np.random.default_rng(1)
    passed = [largest_gap(random.random(300), random.random(200)) > gap_limit(300, 200) for _ in range(2000)]
    assert 0.03 < np.mean(passed) < 0.055  # a bit less often: such gaps are multiples of something


@pytest.mark.parametrize(("one", "other"), [([], [1]), ([1], "12"), ([float("nan")], [1]), ([1], [None]), (3, [1])])
def test_what_is_no_sample_is_refused(one, other):
    with pytest.raises(ValueError, match=r"^(one|other) is "):
        largest_gap(one, other)


@pytest.mark.parametrize("sizes", [(0,), (10, 0), ("many",), (5, float("nan"))])
def test_what_is_no_size_is_refused(sizes):
    with pytest.raises(ValueError, match=r"^(one|other) is "):
        gap_limit(*sizes)
