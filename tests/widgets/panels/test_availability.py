"""The panel of availability: each slider moves picture and sentence, and its numbers are the formula's."""
import random
import re

import pytest

from raftlib import Panel
from raftlib.analysis.availability import share_down, share_down_in_racks
from raftlib.analysis.life import Life
from raftlib.pictures.availability_curves import long_time
from raftlib.widgets.panels.availability import availability_panel

MINUTES = 365 * 24 * 60


def said_after(**values):
    panel = availability_panel()
    panel.set(**values)
    return panel.caption


def test_it_says_how_often_how_many_and_how_long():
    match = re.fullmatch(r"3 servers, each down 0\.99 % of the time \(12 hours after 50 days of running\); 2 must be "
                         r"up, so 1 may be down: no service for (.+) a year by the formula, (.+) a year in a "
                         r"simulation of 138 years\.",
                         availability_panel().caption)
    assert match[1] == long_time(MINUTES * share_down(3, 12 / 1212))
    assert match[2].endswith("hours")


@pytest.mark.parametrize(("values", "said"), [
    ({"servers": 1}, "1 server down 0.99 % of the time (12 hours after 50 days of running); nobody stands in for it: "
                     "no service for 3.6 days a year by the formula"),
    ({"servers": 2}, "2 must be up, so none may be down"),
    ({"servers": 4}, "(with one server fewer, 2.6 hours)."),
    ({"servers": 9}, "by the formula, and not once in a simulation of 138 years."),
    ({"fails_a_day": 50, "repair": 72}, "; a server that is mostly down makes each majority mostly down."),
    ({"repair": 1}, "(1 hour after 50 days of running)"),
])
def test_what_is_special_in_a_setting_is_said(values, said):
    assert said in said_after(**values)


@pytest.mark.parametrize("cuts", [1, 4, 12])
def test_power_cuts_of_an_hour_each_are_the_floor(cuts):
    shared = Life(cuts / 365, 1).down
    assert shared * 365 * 24 == pytest.approx(cuts, rel=0.01)  # each of them an hour
    expected = long_time(MINUTES * share_down_in_racks([9], 12 / 1212, shared))
    assert f"no service for {expected} a year by the formula" in said_after(servers=9, power_cuts_a_year=cuts)


@pytest.mark.parametrize(("name", "value"), [
    ("servers", 4), ("fails_a_day", 3), ("repair", 13), ("power_cuts_a_year", 1)])
def test_each_slider_moves_picture_and_sentence(name, value):
    panel = availability_panel()
    picture, caption = panel._shown_picture.value, panel.caption
    panel.sliders[name].value = value
    assert panel._shown_picture.value != picture
    assert panel.caption != caption


def test_every_setting_of_the_sliders_has_a_sentence():
    random_ = random.Random(1)
    panel = availability_panel()
    ends = [{name: end(slider) for name, slider in panel.sliders.items()}
            for end in (lambda slider: slider.min, lambda slider: slider.max)]
    some = [{name: random_.randint(slider.min, slider.max) for name, slider in panel.sliders.items()}
            for _ in range(25)]
    for values in ends + some:
        panel.set(**values)
        assert panel.caption.endswith(".")
        assert "Traceback" not in panel._shown_picture.value


def test_first_values_can_be_given_and_are_checked():
    assert isinstance(availability_panel(servers=9, repair=1), Panel)
    with pytest.raises(ValueError, match="repair is 0: it must be a whole number from 1 to 72"):
        availability_panel(repair=0)
