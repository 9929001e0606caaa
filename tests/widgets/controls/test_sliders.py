"""Sliders on Python's side: a value is set, observed, sent by the page, or refused in a sentence."""
import re

import numpy as np
import pytest

from raftlib.widgets.controls.sliders import NumberSlider, RangeSlider, ThingsSlider, Tick


def number():
    return NumberSlider(value=5, min=1, max=9)


def pair():
    return RangeSlider(value=(5, 15), min=0, max=20)


def things():
    return ThingsSlider(0, {"none": 0, "one": 1, "all": "x"})


def tick():
    return Tick(value=False)


@pytest.mark.parametrize(("make", "value", "kept"), [
    (number, 7, 7), (number, np.int64(7), 7), (pair, (1, 2), (1, 2)), (pair, [3, 3], (3, 3)),
    (pair, np.array([1, 2]), (1, 2)), (things, 1, 1), (things, "x", "x"), (tick, True, True),
])
def test_a_value_is_set_and_observed(make, value, kept):
    slider, seen = make(), []
    slider.observe(lambda change: seen.append(change.new), "value")
    slider.value = value
    assert (slider.value, type(slider.value), seen) == (kept, type(kept), [kept])
    slider.value = kept
    assert seen == [kept]  # nothing has changed


@pytest.mark.parametrize(("make", "value", "sentence"), [
    (number, 12, "value is 12: it must be a whole number from 1 to 9."),
    (number, "x", "value is 'x': it must be a whole number from 1 to 9."),
    (number, True, "value is True: it must be a whole number from 1 to 9."),
    (number, (1, 2), "value is (1, 2): it must be a whole number from 1 to 9."),
    (pair, 3, "value is 3: it must be a pair of whole numbers (low, high) from 0 to 20."),
    (pair, (1, 21), "value is (1, 21): it must be a pair of whole numbers (low, high) from 0 to 20."),
    (pair, (2, 1), "value is (2, 1): it must be a pair of whole numbers (low, high) from 0 to 20."),
    (pair, (1, 2, 3), "value is (1, 2, 3): it must be a pair of whole numbers (low, high) from 0 to 20."),
    (pair, "12", "value is '12': it must be a pair of whole numbers (low, high) from 0 to 20."),
    (things, 2, "value is 2: it must be one of 0, 1, 'x'."),
    (things, True, "value is True: it must be one of 0, 1, 'x'."),
    (tick, 1, "value is 1: it must be True or False."),
])
def test_what_it_cannot_show_is_refused_in_a_sentence_and_changes_nothing(make, value, sentence):
    slider, seen = make(), []
    before = slider.value
    slider.observe(seen.append, "value")
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        slider.value = value
    assert (slider.value, seen) == (before, [])


@pytest.mark.parametrize(("make", "told", "value"), [
    (number, {"value": 7}, 7), (pair, {"value": [1, 2]}, (1, 2)), (things, {"index": 1}, 1),
    (tick, {"value": True}, True),
])
def test_what_the_page_sends_is_the_value(make, told, value):
    slider, seen = make(), []
    slider.observe(lambda change: seen.append(change.new), "value")
    slider.set_state(told)
    assert slider.value == value
    assert seen == [value]


def test_things_have_names():
    slider = things()
    slider.value = "x"
    assert (slider.index, slider.label) == (2, "all")
    assert slider.options == (("none", 0), ("one", 1), ("all", "x"))
