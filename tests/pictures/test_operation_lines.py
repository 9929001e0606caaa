"""Clients' operations before they are judged: the same bars as after it, and nothing that tells the verdict."""
import pytest
from hypothesis import given, settings

from raftlib import KeyValueStore, Operation, client_lines, linearizable, operation_lines
from raftlib.pictures.client_bars import IN, LOOKS
from raftlib.questions.runs import serve_clients
from tests.pictures.client_bars import bodies, points
from tests.pictures.drawn import covering, extents_of, texts
from tests.random_histories import with_any_answers

READ = Operation("A", 0, 1, "x?", "x=0")


def places(picture):
    """Where the bars reach to, and which have a tip."""
    return sorted((round(left, 6), round(right, 6), tip) for _, left, right, _, tip in bodies(picture))


@settings(max_examples=40)
@given(with_any_answers(12))
def test_the_bars_are_those_of_the_judged_picture_and_nothing_tells_the_verdict(made):
    model, history = made
    if not history:
        return
    picture, judged = operation_lines(history, model), client_lines(linearizable(history, model))
    assert places(picture) == places(judged)
    assert {look for look, *_ in bodies(picture)} == {LOOKS[IN]}
    assert points(picture) == []
    assert "linearizable" not in picture.caption
    table, = picture.in_words()
    assert [row[:4] for row in judged.in_words()[0].rows] == table.rows
    extents, (width, height) = extents_of(picture), picture.size
    assert covering(extents) == []
    assert all(0 <= left < right <= width and 0 <= low < high <= height for _, (left, low, right, high) in extents)


@pytest.mark.parametrize("history", [serve_clients.first_history, serve_clients.second_history,
                                     serve_clients.third_history])
def test_every_operation_of_the_exercise_is_told_on_it(history):
    picture, model = operation_lines(history(), KeyValueStore()), KeyValueStore()
    assert {model.words(each.action, each.given) for each in history()} <= {*texts(picture)}
    assert picture.caption == "3 clients, 5 operations."
    assert ("never answered" in texts(picture)) == any(each.answered is None for each in history())


@pytest.mark.parametrize(("arguments", "said"), [
    (([],), "operations is []: there must be one at least."),
    ((5,), "operations is 5: it must be a list of Operation, or another collection."),
    (([5],), "operations has 5: each must be an Operation(client, called, answered, action, answer)."),
    (([READ], 5), "model is 5: it must be a Model, such as Register() or KeyValueStore()."),
    (([READ._replace(action="x!")], KeyValueStore()), "action is 'x!': it must be a command such as "),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, said):
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the sentence is compared as it is
        operation_lines(*arguments)
    assert str(raised.value).startswith(said)
