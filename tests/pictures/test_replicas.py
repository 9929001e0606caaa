"""The picture of replicas: each command and state is there, and a difference is marked by more than a colour."""
import pytest

from raftlib import PeekingKeyValue, broadcast, replay, replica_grid, with_faults
from raftlib.analysis.replicas import in_words
from raftlib.pictures.replicas import crossings, rows_of
from raftlib.pictures.style import VERMILION, luminance
from raftlib.simulation.key_value import KeyValue
from raftlib.widgets.panels.replicas import COMMANDS
from tests.pictures.drawn import marks_in, texts

THREE = ("S1", "S2", "S3")


def with_fault(**faults):
    straight, faulty = with_faults(COMMANDS, **faults)
    return replica_grid({"S1": straight, "S2": straight, "S3": faulty})


def boxed(picture):
    """The words with a thin vermilion box round them, those of the legend left out."""
    boxes = [shape.places for shape, look in picture.shapes[2] if (look.edge, look.width) == (VERMILION, 0.9)]
    rows = min(words.y for words in picture.texts if words.text == "S3")
    return [words for words in picture.texts if words.y > rows - 0.4
            and any(low_y < words.y < high_y and low_x <= words.x <= high_x
                    for (low_x, low_y), (high_x, high_y) in ((min(box), max(box)) for box in boxes))]


def test_each_command_and_each_state_can_be_read():
    picture = replica_grid(dict.fromkeys(THREE, COMMANDS))
    shown = texts(picture)
    for state in replay(COMMANDS)[1:]:  # the first one, x=5, is a command, too
        assert shown.count(in_words(state)) == 3 * (1 + (state == replay(COMMANDS)[-1]))
    assert shown.count("y-=2") == 3
    assert boxed(picture) == []


@pytest.mark.parametrize(("faults", "marks", "caption"), [
    ({"swapped": 1}, 8, "S1 and S2 end with x=7 y=4; S3 ends with x=6 y=4; the states differ first after index 1."),
    ({"swapped": 3}, 3, "S1, S2 and S3 end with x=7 y=4; the states differ first after index 3."),
    ({"lost": 2}, 7, "S1 and S2 end with x=7 y=4; S3 ends with x=6 y=4; the states differ first after index 2."),
    ({"doubled": 5}, 4, "S1 and S2 end with x=7 y=4; S3 ends with x=8 y=4; "
                        "the states differ first after the second copy of command 5."),
    ({"doubled": 1}, 0, "S1, S2 and S3 end with x=7 y=4; the states never differ."),
])
def test_states_that_differ_are_marked_and_told(faults, marks, caption):
    picture = with_fault(**faults)
    marked = boxed(picture)
    assert len(marked) == marks
    assert {words.colour for words in marked} <= {VERMILION}
    assert ("a state that differs from S1's" in texts(picture)) == (marks > 0)
    assert picture.caption == caption


def test_each_fault_has_a_mark_of_its_own():
    plain, swapped, lost, doubled = (marks_in(with_fault(**faults), VERMILION)
                                     for faults in ({}, {"swapped": 2}, {"lost": 2}, {"doubled": 1}))
    assert min(swapped, lost, doubled) > plain
    assert texts(with_fault(doubled=1)).count("2×") == 2  # one of them the legend's
    assert texts(with_fault(lost=1)).count("2×") == 0
    assert crossings(with_faults(COMMANDS, swapped=3)[1]) == [2]
    assert crossings(with_faults(COMMANDS, swapped=3, lost=3)[1]) == []
    assert crossings(with_faults(COMMANDS, lost=3, doubled=5)[1]) == []


def test_words_can_be_read_on_their_ground():
    assert luminance("#FFFFFF") + 0.05 > 3 * (luminance(VERMILION) + 0.05)  # WCAG 2 asks for 3 beside another mark


@pytest.mark.parametrize("faults", [
    {}, {"swapped": 2}, {"lost": 2}, {"doubled": 1}, {"swapped": 3, "lost": 5},
    {"swapped": 3, "lost": 5, "doubled": 1}])
def test_the_legend_names_the_faults_that_occur_and_no_other(faults):
    words = {"swapped": "not where S1 has it", "lost": "lost", "doubled": "a second time"}
    assert {fault for fault, said in words.items() if said in texts(with_fault(**faults))} == set(faults)


@pytest.mark.parametrize("seed", range(5))
def test_commands_that_are_not_where_the_first_server_has_them_are_displaced(seed):
    logs = broadcast(["x=5", "x+=1", "y=2"], servers=4, seed=seed)
    for row in rows_of(logs, lambda server: KeyValue()):
        displaced = [place.fault == "displaced" for place in row.copy]
        assert displaced == [one != other for one, other in zip(logs[row.server], logs["S1"], strict=True)]


def test_a_server_that_is_behind_is_not_marked():
    picture = replica_grid({"S1": COMMANDS, "S2": COMMANDS[:4]})
    assert marks_in(picture, VERMILION) == 0
    assert picture.caption == "S1 ends with x=7 y=4; S2 ends with x=6 y=5; the states never differ."


def test_each_server_may_have_a_machine_of_its_own():
    picture = replica_grid(dict.fromkeys(THREE, ("x=now()",)), machine=PeekingKeyValue)
    for server in THREE:
        assert any(in_words(replay(["x=now()"], PeekingKeyValue(server))[-1]) in text for text in texts(picture))


@pytest.mark.parametrize("logs", [
    {"S1": []}, {"S1": [], "S2": ["x=1"]}, {f"S{number}": COMMANDS * 2 for number in range(1, 10)},
    {"S1": ["a_very_long_name=123456789"] * 8}])
def test_all_words_are_on_the_paper(logs):
    picture = replica_grid(logs)
    width, height = picture.size
    for words in picture.texts:
        assert 0 < words.x < width
        assert 0 < words.y < height
    assert picture.svg() == replica_grid(logs).svg()


def test_no_server_is_refused():
    with pytest.raises(ValueError, match=r"logs is \{\}"):
        replica_grid({})
