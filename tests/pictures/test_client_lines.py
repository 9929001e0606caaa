"""Clients' bars: each operation at its time, with its moment on it, and nothing over anything else."""
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from raftlib import KeyValueStore, Operation, client_lines, linearizable
from raftlib.analysis.linearization_points import linearization_points
from raftlib.pictures.client_bars import HALF, LOOKS, STUCK
from raftlib.pictures.space_time_frame import LEFT, RIGHT
from raftlib.pictures.style import VERMILION
from tests.pictures.client_bars import bodies, legend_top, points
from tests.pictures.drawn import covering, extents_of, shapes_in, texts
from tests.random_histories import made_in_an_order, with_any_answers

READ = ("read",)
FINE = linearizable([Operation("A", 0, 120, ("write", 1)), Operation("B", 20, 60, READ, None),
                     Operation("B", 70, 150, READ, 1), Operation("C", 40, None, ("write", 2)),
                     Operation("C", 150, 260, READ, 2)])
BROKEN = linearizable([Operation("A", 0, 120, ("write", 1)), Operation("B", 20, 60, READ, 1),
                       Operation("C", 70, 110, READ, None), Operation(4, 130, 200, READ, 1)])


def at(time, start, end):
    """Where (inches) a time is."""
    return LEFT + (time - start) / (end - start) * (RIGHT - LEFT)


# ---- Bars ------------------------------------------------------------------------------------------------------


def test_each_operation_is_a_bar_from_its_call_to_its_answer():
    end = 260 * 1.1
    drawn = [(left, right, tip) for _, left, right, _, tip in bodies(client_lines(FINE))]
    expected = [(at(each.called, 0, end), at(end if each.answered is None else each.answered, 0, end),
                 each.answered is None) for each in FINE.operations]
    assert sorted(drawn) == [pytest.approx(each) for each in sorted(expected)]


def test_a_client_s_bars_are_in_its_lanes_and_only_what_runs_on_needs_another():
    heights = {}
    for _, left, _, y, _ in bodies(client_lines(FINE)):
        client = next(each.client for each in FINE.operations if at(each.called, 0, 286) == pytest.approx(left))
        heights.setdefault(client, []).append(y)
    assert len(set(heights["B"])) == 1
    assert len(set(heights["C"])) == 2
    assert min(heights["A"]) > max(heights["B"]) > max(heights["C"])


def test_moments_are_on_their_bars_and_numbered_in_the_order():
    picture = client_lines(FINE)
    numbers = sorted((words.text, words.x) for words in picture.texts
                     if words.text.isdigit() and words.y > legend_top(picture) + 0.5)
    moments = linearization_points(FINE)
    assert numbers == [(str(place), pytest.approx(at(moment, 0, 286))) for place, moment in enumerate(moments, start=1)]
    for x, y in points(picture):
        assert any(left <= x <= right and y == pytest.approx(middle + HALF)
                   for _, left, right, middle, _ in bodies(picture))


def test_what_fits_nowhere_is_framed_and_crossed_and_what_is_behind_it_is_grey():
    picture = client_lines(BROKEN)
    looks = [look for look, *_ in bodies(picture)]
    assert looks.count(LOOKS[STUCK]) == 1
    assert len(set(looks)) == 3
    marked = [shape for shape in shapes_in(picture, VERMILION) if min(y for _, y in shape.places) > legend_top(picture)]
    (_, _, right, _, _), = [each for each in bodies(picture) if each[0] == LOOKS[STUCK]]
    cross, = [shape for shape in marked if shape.letters == "MLML"]
    assert sum(x for x, _ in cross.places) / 4 == pytest.approx(right)
    assert len(marked) == 2
    assert not shapes_in(client_lines(FINE), VERMILION)


def test_a_window_shows_what_is_under_way_in_it():
    picture = client_lines(FINE, 65, 100)
    assert len(bodies(picture)) == 3
    assert all(left >= LEFT and right <= RIGHT for _, left, right, *_ in bodies(picture))
    assert picture.caption == "3 clients, 3 of 5 operations: linearizable, in the order of the numbers."
    assert len(points(picture)) == sum(65 <= moment <= 100 for moment in linearization_points(FINE))


# ---- Words -----------------------------------------------------------------------------------------------------


def test_captions_say_it_in_one_sentence():
    assert client_lines(FINE).caption == "3 clients, 5 operations: linearizable, in the order of the numbers."
    assert client_lines(BROKEN).caption == (
        "4 clients, 4 operations: not linearizable, because C's read → nothing fits into no order.")


def test_legends_name_what_is_there_and_no_more():
    def legend(picture):
        return [words.text for words in picture.texts if words.y < legend_top(picture)]

    assert legend(client_lines(FINE)) == ["called, done at this point, answered", "from one point to the next",
                                          "never answered"]
    assert legend(client_lines(BROKEN)) == ["called, done at this point in the longest order found, answered",
                                            "not in the order", "fits into no order", "from one point to the next"]


def test_the_same_in_words():
    table, = client_lines(BROKEN, unit="line").in_words()
    assert table.headers == ("client", "operation", "called, line", "answered, line", "place in the order")
    assert table.rows == [("A", "write 1", "0", "120", "1"), ("B", "read → 1", "20", "60", "2"),
                          ("C", "read → nothing", "70", "110", "fits nowhere"),
                          ("client 4", "read → 1", "130", "200", "not in it")]


def test_every_operation_of_a_small_history_is_told_on_it():
    assert {"write 1", "read → nothing", "read → 1", "write 2 → ?", "read → 2"} <= {*texts(client_lines(FINE))}
    assert "line" in texts(client_lines(FINE, unit="line"))


def assert_is_readable(picture, judgement):
    (width, height), extents = picture.size, extents_of(picture)
    assert covering(extents) == []
    assert all(0 <= left < right <= width and 0 <= low < high <= height for _, (left, low, right, high) in extents)
    assert min(words.size for words in picture.texts) * 96 / 72 >= 9
    table, = picture.in_words()
    assert [row[4] for row in table.rows if row[4].isdigit()] == [
        str(place) for each in judgement.operations for place, other in enumerate(judgement.order, start=1)
        if other is each]
    assert len(bodies(picture)) == len(table.rows) == len(judgement.operations)
    assert len(points(picture)) == len(judgement.order)
    assert [row[4] for row in table.rows].count("fits nowhere") == (not judgement.ok)
    assert picture.caption.count(". ") == 0


@settings(max_examples=60)
@given(made_in_an_order(25))
def test_no_words_cover_others_or_leave_the_paper(made):
    model, history = made
    judgement = linearizable(history, model)
    if history:
        assert_is_readable(client_lines(judgement), judgement)


@settings(max_examples=60)
@given(with_any_answers(25))
def test_nor_where_something_fits_nowhere(made):
    model, history = made
    judgement = linearizable(history, model)
    if history:
        assert_is_readable(client_lines(judgement), judgement)


def test_long_names_and_words_are_cut_or_left_out():
    judgement = linearizable([Operation("a client of a long name", time, time + 1, f"{'x' * 40}=1", f"{'x' * 40}=1")
                              for time in range(0, 40, 2)], KeyValueStore())
    assert_is_readable(client_lines(judgement), judgement)


def test_an_instant_can_be_drawn():
    judgement = linearizable([Operation("A", 5, 5, ("write", 1))])
    assert_is_readable(client_lines(judgement), judgement)
    unanswered = linearizable([Operation("A", 5, None, ("write", 1))])
    (_, left, right, _, tip), = bodies(client_lines(unanswered))
    assert tip
    assert right > left


def test_the_example_in_the_readme(capsys):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    code, = re.findall(r"```python\n(.*?client_lines.*?)```", readme.partition("**Judge a history.**")[2], re.DOTALL)
    exec(code, {})
    said, = re.findall(r"print\(judged\) +# (.*) …", code)
    assert capsys.readouterr().out.startswith(said)


@pytest.mark.parametrize(("arguments", "said"), [
    *(((bad,), "judgement is .*: it must be what linearizable\\(\\) returns") for bad in (None, [], True, 5)),
    ((linearizable([]),), "judgement is of no operations: there must be one at least"),
    *(((FINE, bad), "start is .*: it must be a number of milliseconds") for bad in ("0", float("nan"), True, [1])),
    *(((FINE, 0, bad), "end is .*: it must be a number of milliseconds") for bad in ("0", float("inf"), True, [1])),
    ((FINE, 20, 10), "end is 10 and start is 20: a window must not end before it starts"),
    ((BROKEN, 300, 400), "start is 300 and end is 400: some operation must be under way then"),
    ((FINE, 0, 10, 5), "unit is 5: it must be a word such as 'ms'"),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, said):
    with pytest.raises(ValueError, match=f"^{said}\\.$"):
        client_lines(*arguments)
