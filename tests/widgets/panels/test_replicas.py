"""The panel of notebook 02: each slider moves the picture, and the sentence says what the machines hold."""
from itertools import product

import pytest

from raftlib import replay, replicas_panel
from raftlib.analysis.replicas import in_words
from raftlib.widgets.panels.replicas import COMMANDS, draw_replicas, faults_in_words


def commands_of_s3(swapped, lost, doubled):
    """What S3 gets, worked out in another way than the library's."""
    numbers = list(range(1, len(COMMANDS) + 1))
    if swapped:
        numbers[swapped - 1], numbers[swapped] = swapped + 1, swapped
    got = [[] if number == lost else [number] for number in numbers]
    got = [each + [doubled] * (number == doubled) for each, number in zip(got, numbers, strict=True)]
    return [COMMANDS[number - 1] for each in got for number in each]


def test_the_sentence_tells_the_end_for_every_setting():
    panel, right = replicas_panel(), in_words(replay(COMMANDS)[-1])
    for swapped, lost, doubled in product((0, 1, 3, 6), (0, 2, 3, 7), (0, 1, 5, 7)):
        panel.set(swapped=swapped, lost=lost, doubled=doubled)
        wrong = in_words(replay(commands_of_s3(swapped, lost, doubled))[-1])
        said = (f"at the end it is {wrong} instead of {right}." if wrong != right
                else (f"at the end it is the same again, {right}.", f"and {right} at the end."))
        assert panel.caption.endswith(said)


@pytest.mark.parametrize("slider", ["swapped", "lost", "doubled"])
def test_each_slider_moves_picture_and_sentence(slider):
    panel = replicas_panel()
    before = panel._shown_picture.value, panel.caption
    panel.sliders[slider].value = 6
    assert panel._shown_picture.value != before[0]
    assert panel.caption != before[1]


def test_the_sliders_say_what_they_choose():
    panel = replicas_panel(lost=2)
    assert panel.sliders["lost"].label == "2: x+=1"
    assert panel.sliders["swapped"].label == "none"
    assert [label for label, _ in panel.sliders["swapped"].options] == ["none", "1 and 2", "2 and 3", "3 and 4",
                                                                        "4 and 5", "5 and 6", "6 and 7"]


def test_sentences():
    assert faults_in_words(3, 2, 5) == (
        "got commands 3 and 4 in the other order, never got command 2 and got command 5 twice")
    assert draw_replicas(0, 7, 7)[1] == (
        "S3 never got the first copy of command 7 but got a second one: its state differs first after index 7, and at "
        "the end it is the same again, x=7 y=4.")
    assert faults_in_words(3, 7, 7) == ("got commands 3 and 4 in the other order and never got the first copy of "
                                        "command 7 but got a second one")
    assert draw_replicas(0, 0, 0)[1] == (
        "S3 got what S1 and S2 got, in the same order: its states are the same at every step, and x=7 y=4 at the end.")
    assert draw_replicas(0, 0, 5)[1] == ("S3 got command 5 twice: its state differs first after the second copy of "
                                         "command 5, and at the end it is x=8 y=4 instead of x=7 y=4.")


@pytest.mark.parametrize(("values", "sentence"), [
    ({"lost": 8}, "lost is 8: it must be one of 0, 1, 2, 3, 4, 5, 6, 7."),
    ({"swapped": "1 and 2"}, "swapped is '1 and 2': it must be one of 0, 1, 2, 3, 4, 5, 6."),
])
def test_bad_defaults_are_refused(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        replicas_panel(**values)
