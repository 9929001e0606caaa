"""The curves of availability, read back from the axes."""
import numpy as np
import pytest

from raftlib.analysis.life import Life
from raftlib.analysis.outages import Downtimes, downtimes
from raftlib.pictures.availability_curves import HIGHEST, LOWEST, availability_curves, long_time
from tests.pictures.drawn import axes_of

BY_HAND = Downtimes(np.array([100.0, 50, 1e-9]), np.array([90.0, 0, 0]), np.array([5.0, 0, 0]), 10)


def times_beside(picture):
    """The times along the upright axis, from below."""
    return [words.text for words in sorted(picture.texts, key=lambda words: words.y) if words.side == "right"]


def test_a_curve_is_the_formula_and_marks_with_two_standard_errors_are_the_simulation():
    axes, = axes_of(availability_curves, {"by hand": BY_HAND})
    curve, marks = axes.lines[0], axes.lines[1]
    assert [list(data) for data in curve.get_data()] == [[1, 2, 3], [100, 50, 1e-9]]
    assert [list(data) for data in marks.get_data()] == [[1], [90]]  # where nothing was seen there is no mark
    bars, = axes.collections
    assert np.array(bars.get_segments())[0, :, 1].tolist() == [80, 100]


def test_the_axis_is_logarithmic_and_the_same_for_all():
    curves = [{"a": downtimes(Life(*life), 10)} for life in ((0.01, 1), (0.5, 72))]
    (good,), (bad,) = (axes_of(availability_curves, each) for each in curves)
    assert good.get_yscale() == "log"
    assert good.get_ylim() == bad.get_ylim() == (LOWEST, HIGHEST)
    for each in curves:
        assert times_beside(availability_curves(each)) == [
            "0.1 second", "1 second", "1 minute", "1 hour", "1 day", "1 month", "all year"]


def test_what_its_words_on_the_axis_mean():
    axes, = axes_of(availability_curves, {"a": BY_HAND})
    places = dict(zip((text.get_text() for text in axes.get_yticklabels()), axes.get_yticks(), strict=True))
    assert places["1 second"] * 60 == pytest.approx(places["1 minute"]) == 1
    assert places["1 hour"] * 24 == places["1 day"] == 24 * 60
    assert places["all year"] == 365 * 24 * 60 == 12 * places["1 month"]


def test_it_can_begin_higher_up():
    axes, = axes_of(availability_curves, {"a": BY_HAND}, lowest=60 * 24 * 60)
    assert axes.get_ylim()[0] == 60 * 24 * 60
    picture = availability_curves({"a": BY_HAND}, lowest=30 * 24 * 60)
    assert times_beside(picture) == ["1 month", "3 months", "6 months", "all year"]


def test_no_two_curves_look_alike_and_each_has_its_name():
    axes, = axes_of(availability_curves, dict.fromkeys("abcdef", BY_HAND))
    drawn = [line for line in axes.lines if len(line.get_xdata()) == 3]
    assert len({(line.get_color(), line.get_linestyle(), line.get_linewidth()) for line in drawn}) == 6
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [*"abcdef", "marks: simulated"]


@pytest.mark.parametrize(("arguments", "said"), [
    (({},), "curves has 0 curves"), (({"a": BY_HAND}, 0), "lowest is 0"),
    (({"a": BY_HAND}, 525_600), "lowest is 525600")])
def test_bad_arguments_are_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        availability_curves(*arguments)


@pytest.mark.parametrize(("minutes", "words"), [
    (525_600, "365 days"), (5204, "3.6 days"), (153.55, "2.6 hours"), (51.5, "51.5 minutes"), (5.03, "5 minutes"),
    (1.2, "72 seconds"), (0.0029, "0.17 seconds"), (1 / 60, "1 second"), (1e-9, "less than 0.001 seconds"),
    (0, "0 seconds")])
def test_lengths_of_time_in_words(minutes, words):
    assert long_time(minutes) == words
