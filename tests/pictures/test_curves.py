"""Curves: what is drawn is read back from the axes and held against what was put in."""
import re

import numpy as np
import pytest

from raftlib.analysis.split_votes import SplitRates
from raftlib.pictures.curves import downtime_curves, split_curves
from raftlib.pictures.style import BLACK
from tests.pictures.drawn import axes_of, texts

HUNDRED = np.arange(1.0, 101.0)  # 1 ms, 2 ms, ... 100 ms: share and time can be read off each other


def curve(downtimes, place=0, **options):
    """Times and shares of one curve."""
    axes, = axes_of(downtime_curves, downtimes, **options)
    return axes.lines[place].get_data()


def test_a_curve_rises_by_one_share_an_election_whatever_their_order():
    times, shares = curve({"a": HUNDRED[::-1]})
    assert list(times) == list(HUNDRED)
    np.testing.assert_allclose(shares, HUNDRED / 100)


def test_a_curve_of_many_points_keeps_its_quantiles_and_its_slowest_election():
    times, shares = curve({"a": np.random.default_rng(1).permutation(20_000) / 100})
    assert len(times) <= 400
    assert (times[-1], shares[-1]) == (199.99, 1)
    np.testing.assert_allclose(times, shares * 200, atol=0.011)  # uniform: the share is the time over its end


def test_elections_that_were_cut_off_keep_the_curve_below_the_top():
    _, shares = curve({"a": np.array([10, np.nan, 20, np.nan])})
    assert list(shares) == [0.25, 0.5]


def test_a_setting_that_never_ends_has_an_empty_curve():
    times, _ = curve({"a": np.full(3, np.nan)})
    assert len(times) == 0


def test_published_quantiles_are_marks_at_their_time_and_share():
    published = {"a": {0.5: 47.0, 0.9: 95.0}}
    assert [list(data) for data in curve({"a": HUNDRED}, 1, published=published)] == [[47, 95], [0.5, 0.9]]
    assert "marks: published" in texts(downtime_curves({"a": HUNDRED}, published=published))


def test_the_axis_is_logarithmic_from_a_time_above_0():
    assert [axes.get_xscale() for axes in axes_of(downtime_curves, {"a": HUNDRED})] == ["linear"]
    assert [axes.get_xscale() for axes in axes_of(downtime_curves, {"a": HUNDRED}, low=10, high=1000)] == ["log"]


def test_no_two_curves_look_alike_and_each_has_its_name():
    axes, = axes_of(downtime_curves, dict.fromkeys("abcdef", HUNDRED))
    drawn = [line for line in axes.lines if len(line.get_xdata())]
    assert len({(line.get_color(), line.get_linestyle(), line.get_linewidth()) for line in drawn}) == 6
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list("abcdef")


@pytest.mark.parametrize("count", [0, 7])
def test_more_curves_than_can_be_told_apart_are_refused(count):
    with pytest.raises(ValueError, match=f"downtimes has {count} curves: there must be 1 to 6"):
        downtime_curves({str(number): HUNDRED for number in range(count)})


def test_split_rates_are_the_formula_s_curve_and_dots_with_four_standard_errors():
    ratios = np.array([0.1, 0.2])
    rates = SplitRates(3, 2, ratios, np.array([0.18, 0.37]), np.ones(2), 100)
    axes, = axes_of(split_curves, {"3 servers, one down": rates})
    # One rival splits the vote of two: P = 1 − (1 − l)², 0.19 and 0.36; and sqrt(P (1 − P) / 100) is 0.0392 and 0.048.
    np.testing.assert_allclose(rates.formula, [0.19, 0.36])
    along, formula = axes.lines[0].get_data()
    np.testing.assert_allclose(formula, 1 - (1 - along) ** 2)
    assert (along[0], along[-1]) == (0, 0.2)
    np.testing.assert_allclose(axes.lines[1].get_ydata(), [0.18, 0.37])
    bars, = axes.collections
    low, high = np.array(bars.get_segments())[:, :, 1].T
    np.testing.assert_allclose(high - low, [8 * 0.0392, 8 * 0.048], rtol=1e-3)


@pytest.mark.parametrize("low", [0, 10])
def test_a_curve_is_drawn_where_the_numbers_along_the_axes_say(low):
    picture = downtime_curves({"a": HUNDRED}, low=low, high=100)
    across, up = ([(float(words.text.removesuffix(" %")), place) for words in picture.texts
                   for place in [words.x if words.side == "center" else words.y]
                   if words.side == side and re.fullmatch(r"\d+( %)?", words.text)]
                  for side in ("center", "right"))
    curve, = (shape for shape, look in picture.shapes[1] if (look.edge, look.width) == (BLACK.lower(), 2.0)
              and len({y for _, y in shape.places}) > 1)  # the legend's sample is level
    scale = np.log if low else float
    times, shares = ([value for value, _ in axis] for axis in (across, up))
    assert {20, 50, 100} <= set(times) if low else {20, 40, 100} <= set(times)
    assert shares == [0, 20, 40, 60, 80, 100]
    for x, y in curve.places:
        time, share = (np.interp(at, [place for _, place in axis], [scale(value) if axis is across else value
                                                                    for value, _ in axis])
                       for at, axis in ((x, across), (y, up)))
        assert (np.exp(time) if low else time) == pytest.approx(share, abs=0.2)


def test_the_same_elections_give_the_same_bytes():
    first, second = (downtime_curves({"a": HUNDRED}).svg() for _ in range(2))
    assert first == second
