"""What the predictions, the exercises and the prose of notebook 02 say is true."""
import json
from itertools import combinations_with_replacement, permutations, product

import pytest

from raftlib import replay
from raftlib.analysis.faulty_logs import states_at, with_faults
from raftlib.exercises.exercise import FromRun
from raftlib.questions import replay_the_same_log as exercises
from raftlib.questions.runs import replay_the_same_log as runs
from raftlib.widgets.panels.replicas import COMMANDS
from tests.cells import cells_of

END = replay(COMMANDS)[-1]
ALL = range(1, len(COMMANDS) + 1)


def shown_at(**faults):
    """The places at which the copy's state differs, from 1, and whether the end does."""
    straight, faulty = with_faults(COMMANDS, **faults)
    differs = [one != other for one, other in zip(states_at(straight), states_at(faulty), strict=True)]
    return [place for place, each in enumerate(differs, start=1) if each], differs[-1]


def test_predictions_are_judged_by_runs():
    names = ("three_clients", "luck", "swaps", "same_log", "leaders_order", "comes_back")
    assert all(isinstance(getattr(exercises, name)._right, FromRun) for name in names)
    assert "".join(getattr(exercises, name).right for name in names) == "cbbdbc"


@pytest.mark.parametrize(("logs", "letter"), [
    ([("x=5", "x+=1")] * 3, "a"), ([("x+=1", "x=5"), ("x+=1", "x=5"), ("x=5", "x+=1")], "b"),
    ([("x+=1", "x=5", "x-=2"), ("x-=2", "x=5", "x+=1"), ("x=5", "x+=1", "x-=2")], "c")])
def test_how_servers_end_is_read_off_their_logs(logs, letter):
    assert runs.how_many_ends(dict(enumerate(logs))) == letter


def test_the_three_commands_have_six_orders_and_more_ends_than_two():
    orders = list(permutations(("x=5", "x+=1", "x-=2")))
    assert len(orders) == 6
    assert {replay(order)[-1]["x"] for order in orders} == {3, 4, 5, 6}
    assert {replay(order)[-1]["x"] for order in orders if order[1] != "x=5"} == {4, 5}  # option b's two


@pytest.mark.parametrize(("states", "letter"), [
    ([{"x": 1, "y": 2}] * 2, "a"), ([{"x": 1, "y": 2}, {"x": 1, "y": 3}], "b"),
    ([{"x": 1, "y": 2}, {"x": 2, "y": 2}], "c"), ([{"x": 1, "y": 2}, {"x": 2, "y": 1}], "d")])
def test_what_is_the_same_is_read_off_the_states(states, letter):
    assert runs.what_is_the_same(states) == letter


FIRST, SECOND = ("x=5", "x+=1"), ("x+=1", "x=5")


@pytest.mark.parametrize(("clusters", "letter"), [
    ([("S1", [FIRST, FIRST]), ("S2", [FIRST, FIRST])], "a"), ([("S1", [FIRST, FIRST]), ("S2", [SECOND, SECOND])], "b"),
    ([("S1", [FIRST, FIRST]), ("S2", [SECOND, SECOND]), ("S3", [SECOND, SECOND])], "c"),
    ([("S1", [FIRST, FIRST]), ("S2", [FIRST, SECOND])], "d")])
def test_who_comes_first_is_read_off_the_logs(clusters, letter):
    assert runs.who_comes_first(clusters) == letter


def test_the_swaps_that_the_prose_tells_of():
    ends = {index: shown_at(swapped=index)[1] for index in range(1, 7)}
    assert [index for index, shows in ends.items() if shows] == [1, 6]
    assert shown_at(swapped=3)[0] == [3, 4, 5]
    _, faulty = with_faults(COMMANDS, swapped=3)
    assert states_at(faulty)[2]["y"] == -2
    assert all(state.get("y") != -2 for state in replay(COMMANDS))
    assert all(len(shown_at(swapped=index)[0]) == 1 for index in (2, 4, 5))


def test_the_losses_and_copies_that_the_prose_tells_of():
    assert [index for index in ALL if not shown_at(lost=index)[1]] == [3, 4]
    assert [index for index in ALL if not shown_at(doubled=index)[0]] == [1, 3, 6]
    assert [index for index in ALL if shown_at(doubled=index)[0] and not shown_at(doubled=index)[1]] == [4]
    assert [index for index in ALL if shown_at(doubled=index)[1]] == [2, 5, 7]


def test_the_notebook_s_log_is_the_panel_s():
    cells = cells_of("02-replay-the-same-log")
    assert f"log = {json.dumps(list(COMMANDS))}" in cells["replay"]
    assert ", ".join(f"`{command}`" for command in COMMANDS) in cells["when"]


def test_commands_commute_as_the_exercise_says():
    starts = [{}, {"x": 3}, {"x": -10, "y": 4}]

    def commute(one, other):
        return all(end_from(start, order) == end_from(start, order[::-1])
                   for start, order in product(starts, [[one, other]]))

    for letter, pair in exercises.commuting_pairs.items():
        assert commute(*pair.split(" and ")) == (letter in exercises.commuting.right)


def end_from(start, log):
    return replay([*(f"{name}={value}" for name, value in start.items()), *log])[-1]


def test_two_commands_of_one_name_diverge_just_where_the_exercise_hints():
    kinds = ("x=5", "x=6", "x+=1", "x-=2", "y=5")
    for one, other in combinations_with_replacement(kinds, 2):
        verdict = exercises.diverge(([one, other], [other, one]))
        x_set = any(command.startswith("x=") for command in (one, other))
        assert (verdict.state == "✓") == (x_set and one != other and "y=5" not in (one, other))


def test_longer_logs_are_tried_out_too():
    log = ["x=1", "y=2", "x+=3", "y-=1"]
    for order in permutations(log):
        same = replay(log)[-1] == replay(order)[-1]
        assert (exercises.diverge((log, list(order))).state == "✓") == (not same)


@pytest.mark.parametrize("answer", [
    7, "x", [], ([], []), (["x=1"], [2]), (["x=1"],), {"a": 1}, "x=5", (["x=5", "x*=2"], ["x*=2", "x=5"]),
    ("x=5", "x=6")])
def test_what_are_no_two_logs_leaves_it_open(answer):
    assert repr(exercises.diverge(answer)) == f"○ {exercises.TWO_LOGS}"


@pytest.mark.parametrize("answer", [2, (0, 8), (1, 8), (1.5, 2), (1, 2, 3), ("1", "2"), "2, 4", {2, 5}])
def test_what_are_no_two_indexes_leaves_it_open(answer):
    assert repr(exercises.hidden_faults(answer)) == f"○ {exercises.TWO_INDEXES}"


@pytest.mark.parametrize("log", [["x = 5", "x += 1"], [" x=5", "x+= 1 "], ("x=5 ", "x\t+=1")])
def test_blanks_in_commands_do_not_count(log):
    assert exercises.diverge((log, log[::-1])).state == "✓"
    assert exercises.diverge((log, ["x=5", "x+=1"])).text == exercises.SAME_ORDER


def test_just_one_pair_of_faults_hides():
    found = [pair for pair in product(ALL, ALL) if exercises.hidden_faults(pair).state == "✓"]
    assert found == [(2, 5), (5, 2)]
    for lost, doubled in found:
        straight, faulty = with_faults(COMMANDS, lost=lost, doubled=doubled)
        assert states_at(straight)[-1] == states_at(faulty)[-1] == END


def test_a_late_retry_undoes_what_was_answered():
    states = replay(["x=5", "x+=1", "x=5"])
    assert [state["x"] for state in states] == [5, 6, 5]


def test_the_return_of_the_crashed_leader():
    cluster, returned = runs.after_the_return()
    assert returned == "S2"
    assert cluster.leader == "S4"
    assert cluster.machines["S2"].values == cluster.machines["S4"].values
    assert len(set(runs.logs_of(cluster))) == 1
