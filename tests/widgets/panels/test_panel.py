import re
import threading

import pytest
from ipywidgets import FloatSlider

from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count, milliseconds, milliseconds_range, one_of, percent


class Toy:
    """A picture that shows a text."""

    def __init__(self, text):
        self.text = text

    def svg(self):
        return f"<svg>{self.text}</svg>"

    def still(self, caption):
        data = {"image/svg+xml": self.svg() + caption, "image/png": b"png", "text/plain": "no caption"}
        return data, {"image/png": {"width": 7}}


def draw(latency, servers):
    if servers == 4:
        raise ValueError("servers is 4: it must not be 4.")
    if servers == 6:
        raise ZeroDivisionError("six\ndivision by zero")
    return Toy(f"{servers} < {latency}"), f"{servers} servers & {latency} ms."


@pytest.fixture
def panel():
    return Panel(draw, latency=milliseconds_range((5, 15)), servers=count(5))


def shown(panel, part):
    found, = (each.value for each in panel.children[1:] if f"raft-panel-{part}" in each._dom_classes)
    return found


def bundle(panel):
    return panel._repr_mimebundle_()[0]


def test_it_draws_at_once_and_when_a_slider_moves(panel):
    before = shown(panel, "picture")
    assert panel.caption == "5 servers & (5, 15) ms."
    panel.sliders["servers"].value = 3
    assert panel.caption == "3 servers & (5, 15) ms."
    assert shown(panel, "caption") == "3 servers &amp; (5, 15) ms."
    assert shown(panel, "picture") != before


@pytest.fixture
def limited():
    """A panel of servers some of which are down: no more than there are."""
    made = Panel(lambda servers, down: (Toy(f"{down} of {servers}"), f"{down} of {servers}"), servers=count(5),
                 down=count(1, min=0))
    made.limit("down", lambda values: values["servers"])
    return made


def test_a_slider_goes_no_farther_than_another_one_lets_it(limited):
    down = limited.sliders["down"]
    assert (limited.caption, down.max) == ("1 of 5", 5)
    with pytest.raises(ValueError, match="is 6: it must be a whole number from 0 to 5"):
        down.value = 6
    down.value = 5
    limited.sliders["servers"].value = 3
    assert (limited.caption, down.value, down.max) == ("3 of 3", 3, 3)
    limited.sliders["servers"].value = 9
    assert (limited.caption, down.value, down.max) == ("3 of 9", 3, 9)


def test_both_of_them_can_be_set_at_once(limited):
    limited.set(servers=9, down=8)
    assert limited.caption == "8 of 9"
    limited.set(down=7, servers=2)
    assert (limited.caption, limited.sliders["down"].max) == ("2 of 2", 2)
    with pytest.raises(ValueError, match="down is 10: it must be a whole number from 0 to 9"):
        limited.set(down=10)
    assert (limited.caption, limited.sliders["down"].max) == ("2 of 2", 2)


def test_the_container_has_its_class(panel):
    assert "raft-panel" in panel._dom_classes


@pytest.mark.parametrize(("slider", "label"), [
    (milliseconds(5), "the name (ms)"), (milliseconds_range((5, 6)), "the name (ms)"),
    (percent(5), "the name (%)"), (count(5), "the name"), (one_of(1, {"one": 1, "two": 2}), "the name"),
])
def test_each_slider_has_a_label_with_its_unit(slider, label):
    Panel(lambda the_name: (Toy(the_name), ""), the_name=slider)
    assert slider.description == label


def test_another_package_s_slider_will_do():
    panel = Panel(lambda load: (Toy(load), f"{load}."), load=FloatSlider(0.5, max=1))
    panel.set(load=0.25)
    assert panel.caption == "0.25."
    assert panel.sliders["load"].description == "load"


def test_set_draws_once_for_several_sliders():
    drawn = []
    panel = Panel(lambda a, b: (Toy(""), str(drawn.append((a, b)))), a=count(1), b=count(2))
    panel.set(a=3, b=4)
    assert drawn == [(1, 2), (3, 4)]
    assert panel.values == {"a": 3, "b": 4}


@pytest.mark.parametrize(("values", "sentence"), [
    ({"heartbeat": 1}, "heartbeat: no such slider; there are latency, servers."),
    ({"servers": 12}, "servers is 12: it must be a whole number from 1 to 9."),
    ({"servers": "x"}, "servers is 'x': it must be a whole number from 1 to 9."),
    ({"latency": (5, 5000)}, "latency is (5, 5000): it must be a pair of whole numbers (low, high) from 1 to 500."),
    ({"latency": 7}, "latency is 7: it must be a pair of whole numbers (low, high) from 1 to 500."),
    ({"latency": (9, 7)}, "latency is (9, 7): it must be a pair of whole numbers (low, high) from 1 to 500."),
    ({"servers": 3, "latency": (5, 15, 25)},
     "latency is (5, 15, 25): it must be a pair of whole numbers (low, high) from 1 to 500."),
])
def test_set_refuses_in_one_sentence_and_changes_nothing(panel, values, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        panel.set(**values)
    assert panel.values == {"latency": (5, 15), "servers": 5}


def test_a_value_out_of_the_slider_s_own_bounds_is_refused():
    with pytest.raises(ValueError, match="value is 12: it must be a whole number from 1 to 9"):
        count(12)


def test_an_exception_becomes_a_sentence_above_the_last_good_picture(panel):
    good = shown(panel, "picture")
    panel.set(servers=4)
    assert panel.caption == "servers is 4: it must not be 4."
    assert shown(panel, "picture").endswith(good)
    assert "<b>servers is 4: it must not be 4.</b>" in shown(panel, "picture")
    assert "<details>" in shown(panel, "picture")
    assert "Traceback" in shown(panel, "picture")
    assert shown(panel, "caption") == "5 servers &amp; (5, 15) ms."
    panel.set(servers=6)
    assert panel.caption == "division by zero"
    assert shown(panel, "picture").endswith(good)
    panel.set(servers=7)
    assert panel.caption == "7 servers & (5, 15) ms."
    assert "Traceback" not in shown(panel, "picture")


def test_a_panel_whose_first_drawing_fails_says_so_and_recovers():
    panel = Panel(draw, latency=milliseconds_range((5, 15)), servers=count(4))
    assert bundle(panel).keys() == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle(panel)["text/plain"] == "servers is 4: it must not be 4."
    panel.set(servers=3)
    assert "image/svg+xml" in bundle(panel)


def test_the_saved_panel_is_a_still_picture_of_its_present_state(panel):
    panel.set(servers=3)
    data, metadata = panel._repr_mimebundle_()
    assert data["image/svg+xml"] == "<svg>3 < (5, 15)</svg>3 servers & (5, 15) ms."
    assert data["image/png"] == b"png"
    assert data["text/plain"] == "3 servers & (5, 15) ms."
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata == {"image/png": {"width": 7}}


def test_of_many_values_at_once_the_last_one_is_shown():
    started, go_on = threading.Event(), threading.Event()
    drawn = []

    def slow(number):
        drawn.append(number)
        if number == 2:
            started.set()
            go_on.wait(5)
        return Toy(number), f"{number}."

    panel = Panel(slow, number=count(1))
    move = lambda value: setattr(panel.sliders["number"], "value", value)  # noqa: E731
    first = threading.Thread(target=move, args=[2])
    first.start()
    assert started.wait(5)
    others = [threading.Thread(target=move, args=[value]) for value in (3, 4, 5, 6)]
    for other in others:
        other.start()
        while panel.values["number"] < others.index(other) + 3:
            pass
    go_on.set()
    for thread in [first, *others]:
        thread.join(5)
    assert panel.caption == "6."
    assert drawn == [1, 2, 6]
