"""Curves: what is drawn is read back from the axes and held against what was put in."""
import numpy as np
import pytest

from raftlib.analysis.split_votes import SplitRates
from raftlib.pictures.curves import FRAME, downtime_curves, split_curves

HUNDRED = np.arange(1.0, 101.0)  # 1 ms, 2 ms, ... 100 ms: share and time can be read off each other


def curve(picture, place=0):
    """Times and shares of one curve."""
    return picture.axes[0].lines[place].get_data()


def test_a_curve_rises_by_one_share_an_election_whatever_their_order():
    times, shares = curve(downtime_curves({"a": HUNDRED[::-1]}))
    assert list(times) == list(HUNDRED)
    np.testing.assert_allclose(shares, HUNDRED / 100)


def test_a_curve_of_many_points_keeps_its_quantiles_and_its_slowest_election():
    times, shares = curve(downtime_curves({"a": np.random.default_rng(1).permutation(20_000) / 100}))
    assert len(times) <= 400
    assert (times[-1], shares[-1]) == (199.99, 1)
    np.testing.assert_allclose(times, shares * 200, atol=0.011)  # uniform: the share is the time over its end


def test_elections_that_were_cut_off_keep_the_curve_below_the_top():
    _, shares = curve(downtime_curves({"a": np.array([10, np.nan, 20, np.nan])}))
    assert list(shares) == [0.25, 0.5]


def test_a_setting_that_never_ends_has_an_empty_curve():
    times, _ = curve(downtime_curves({"a": np.full(3, np.nan)}))
    assert len(times) == 0


def test_published_quantiles_are_marks_at_their_time_and_share():
    picture = downtime_curves({"a": HUNDRED}, published={"a": {0.5: 47.0, 0.9: 95.0}})
    assert [list(data) for data in curve(picture, 1)] == [[47, 95], [0.5, 0.9]]
    assert "marks: published" in [text.get_text() for text in picture.axes[0].get_legend().get_texts()]


def test_the_axis_is_logarithmic_from_a_time_above_0():
    assert downtime_curves({"a": HUNDRED}).axes[0].get_xscale() == "linear"
    assert downtime_curves({"a": HUNDRED}, low=10, high=1000).axes[0].get_xscale() == "log"


def test_no_two_curves_look_alike_and_each_has_its_name():
    axes = downtime_curves(dict.fromkeys("abcdef", HUNDRED)).axes[0]
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
    axes = split_curves({"3 servers, one down": rates}).axes[0]
    # One rival splits the vote of two: P = 1 − (1 − l)², 0.19 and 0.36; and sqrt(P (1 − P) / 100) is 0.0392 and 0.048.
    np.testing.assert_allclose(rates.formula, [0.19, 0.36])
    along, formula = axes.lines[0].get_data()
    np.testing.assert_allclose(formula, 1 - (1 - along) ** 2)
    assert (along[0], along[-1]) == (0, 0.2)
    np.testing.assert_allclose(axes.lines[1].get_ydata(), [0.18, 0.37])
    bars, = axes.collections
    low, high = np.array(bars.get_segments())[:, :, 1].T
    np.testing.assert_allclose(high - low, [8 * 0.0392, 8 * 0.048], rtol=1e-3)


def test_a_sentence_above_leaves_the_frame_where_it_was():
    picture = downtime_curves({"a": HUNDRED})
    data, _ = picture.still("One line.")
    assert "One line." in data["image/svg+xml"]
    picture.set_size_inches(8, 9)  # as Picture.still does, only more
    place = picture.axes[0].get_axes_locator()(picture.axes[0], None)
    np.testing.assert_allclose(place.get_points() * (8, 9), FRAME)


def test_the_same_elections_give_the_same_bytes():
    first, second = (downtime_curves({"a": HUNDRED}).svg() for _ in range(2))
    assert first == second
