"""Moments for the operations of an order: each within its operation, and none before the one before it."""
from itertools import pairwise

from hypothesis import given

from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.linearization_points import linearization_points
from raftlib.analysis.operations import Operation, checked, spans_of
from tests.random_histories import made_in_an_order, with_any_answers


def assert_fits(judgement):
    points = linearization_points(judgement)
    assert points == sorted(points)
    assert all(each.called <= point <= each.end for each, point in zip(judgement.order, points, strict=True))


@given(made_in_an_order(20))
def test_each_moment_is_within_its_operation_and_all_are_in_their_order(made):
    assert_fits(linearizable(made[1], made[0]))


@given(with_any_answers(12))
def test_those_of_the_longest_order_too(made):
    assert_fits(linearizable(made[1], made[0]))


@given(made_in_an_order(20))
def test_no_two_are_at_one_time_where_no_two_times_are_the_same(made):
    model, history = made
    operations = checked(history, model)
    moments = sorted((moment, number) for number, span in enumerate(spans_of(operations)) for moment in span if moment)
    ranks = {moment: rank for rank, moment in enumerate(moments)}
    apart = [each._replace(called=ranks[span.called, number], answered=span.answered and ranks[span.answered, number])
             for number, (each, span) in enumerate(zip(operations, spans_of(operations), strict=True))]
    judgement = linearizable(apart, model)
    assert judgement.ok
    if all(each.answered is not None for each in judgement.order):
        assert all(one < other for one, other in pairwise(linearization_points(judgement)))


def test_what_waits_for_nothing_is_spread_out():
    writes = [Operation(client, 0, 40, ("write", 1)) for client in "ABC"]
    assert linearization_points(linearizable(writes)) == [10, 20, 30]
    assert linearization_points(linearizable([])) == []
