"""Histories are judged as others judged those of a real etcd, and as brute force judges small ones of any kind."""
import subprocess
import sys
from itertools import combinations, permutations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raftlib.analysis.jepsen import read_jepsen
from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.models import NO_ANSWER, REFUSED, KeyValueStore, Model
from raftlib.analysis.operations import Operation
from tests import histories
from tests.random_histories import BY_KIND, made_in_an_order, with_any_answers

# ---- Of real clusters ------------------------------------------------------------------------------------------


def test_all_etcd_histories_are_judged_as_they_were_elsewhere():
    histories.need()
    verdicts = histories.verdicts()
    assert len(verdicts) == histories.COUNT
    for name, is_linearizable in verdicts.items():
        judgement = linearizable(read_jepsen(histories.etcd(name)))
        assert (name, judgement.ok) == (name, is_linearizable)
        assert_shows(judgement)


@pytest.mark.parametrize("name", histories.KEY_VALUE)
def test_key_value_histories_too(name):
    histories.need()
    judgement = linearizable(histories.key_value(name), histories.TextStore())
    assert judgement.ok == name.endswith("ok")
    assert_shows(judgement)


# ---- What linearizable means -----------------------------------------------------------------------------------


def places_of(operations):
    """When each operation is called, as (its number, 0), and answered, (its number, 1), counted step by step.

    In a step all clients call that can at this time; in the next one all that can are answered, and so on.
    """
    todo = {number: [(each.called, number, 0), *([] if each.answered is None else [(each.answered, number, 1)])]
            for number, each in enumerate(operations)}
    by_client = {}
    for number, each in enumerate(operations):
        by_client.setdefault(each.client, []).extend(todo[number])
    places, step = {}, 0
    while any(by_client.values()):
        time = min(events[0][0] for events in by_client.values() if events)
        for kind in (0, 1):
            step += 1
            for events in by_client.values():
                while events and events[0][0] == time and events[0][2] == kind:
                    places[events.pop(0)[1:]] = step
    return places


def keeps_time(order, places):
    """Whether nothing comes before what was answered before it was called, all by their numbers."""
    return not any(places.get((later, 1), inf) < places[earlier, 0] for earlier, later in combinations(order, 2))


def states_after(order, model):
    """The states of all parts after operations in this order; None if no machine gives these answers."""
    states = {}
    for each in order:
        part, answer = model.part_of(each.action), NO_ANSWER if each.answered is None else each.answer
        states[part] = model.step(states.get(part, model.initial), each.action, answer)
        if states[part] is REFUSED:
            return None
    return states


def orders_of(must, may, operations, model):
    """All orders of some operations, by their numbers, with any of some others, in which they can have happened."""
    places = places_of(operations)
    return (order for count in range(len(may) + 1) for some in combinations(may, count)
            for order in permutations([*must, *some])
            if keeps_time(order, places) and states_after([operations[each] for each in order], model) is not None)


def is_linearizable(operations, model):
    """Whether there is an order of all that was answered, and of some of the others: each is tried."""
    answered = [number for number, each in enumerate(operations) if each.answered is not None]
    others = [number for number, each in enumerate(operations) if each.answered is None]
    return any(True for _ in orders_of(answered, others, operations, model))


def numbers_of(order, operations):
    """The operations' numbers."""
    numbers = []
    for each in order:
        numbers.append(next(number for number, other in enumerate(operations)
                            if other == each and number not in numbers))
    return numbers


def assert_shows(judgement):
    """The order is one, of all that was answered, or it leads to what can't follow, and has all that ended before."""
    operations, order, stuck, model = judgement.operations, judgement.order, judgement.stuck, judgement.model
    states, numbers = states_after(order, model), numbers_of(order, operations)
    assert states is not None
    assert keeps_time(numbers, places_of(operations))
    left = [each for number, each in enumerate(operations) if number not in numbers]
    assert bool(judgement) is judgement.ok is (stuck is None)
    if judgement.ok:
        assert all(each.answered is None for each in left)
    else:
        part = model.part_of(stuck.action)
        assert stuck in left
        assert model.step(states.get(part, model.initial), stuck.action, stuck.answer) is REFUSED
        assert all(each.end >= stuck.end for each in left if model.part_of(each.action) == part)


# ---- Histories of any kind -------------------------------------------------------------------------------------


@given(made_in_an_order(30))
def test_what_was_made_in_some_order_is_linearizable(made):
    model, history = made
    judgement = linearizable(history, model)
    assert judgement.ok
    assert_shows(judgement)


def assert_agrees(history, model):
    """The judgement is that of brute force."""
    judgement = linearizable(history, model)
    assert_shows(judgement)
    assert judgement.ok == is_linearizable(judgement.operations, model)


@given(made_in_an_order(6), st.data())
def test_with_one_answer_changed_brute_force_agrees(made, data):
    model, history = made
    answered = [number for number, each in enumerate(history) if each.answered is not None]
    if answered:
        place = data.draw(st.sampled_from(answered))
        other = data.draw(st.sampled_from(BY_KIND[history[place].action[0]]))
        history[place] = history[place]._replace(answer=other)
    assert_agrees(history, model)


@given(with_any_answers(7))
def test_with_any_answers_brute_force_agrees(made):
    model, history = made
    assert_agrees(history, model)


@given(with_any_answers(6))
def test_no_longer_order_leads_to_what_is_stuck(made):
    model, history = made
    judgement = linearizable(history, model)
    if judgement.ok:
        return
    part, stuck = model.part_of(judgement.stuck.action), judgement.stuck
    operations = [each for each in judgement.operations if model.part_of(each.action) == part]
    place, places = operations.index(stuck), places_of(operations)
    must = [number for number, each in enumerate(operations) if each.end < stuck.end and number != place]
    may = [number for number, each in enumerate(operations) if each.called <= stuck.end <= each.end
           and number != place and places[place, 1] > places[number, 0]]

    def answered(order):
        return sum(each.answered is not None for each in order)

    longest = max(answered([operations[number] for number in order])
                  for order in orders_of(must, may, operations, model))
    assert answered([each for each in judgement.order if model.part_of(each.action) == part]) == longest


# ---- By hand ---------------------------------------------------------------------------------------------------


def judged(*operations, model=None):
    return linearizable([Operation(*each) for each in operations], model)


def test_a_read_may_miss_a_write_only_while_that_is_under_way():
    """Figure 1 of Herlihy and Wing in small."""
    write = ("A", 0, 10, ("write", 1))
    assert judged(write, ("B", 5, 20, ("read",), None))
    assert judged(write, ("B", 5, 20, ("read",), 1))
    assert judged(write, ("B", 11, 20, ("read",), 1))
    late = judged(write, ("B", 11, 20, ("read",), None))
    assert not late
    assert late.stuck == Operation("B", 11, 20, ("read",), None)
    assert str(late) == "Not linearizable: B's read → nothing can't follow A's write 1, and fits into no other order."


def test_two_reads_that_see_a_write_come_and_go_are_not_linearizable():
    write, new, old = ("A", 0, 100, ("write", 1)), ("B", 10, 20, ("read",), 1), ("C", 30, 40, ("read",), None)
    assert judged(write, new, ("C", 15, 40, ("read",), None))
    assert not judged(write, new, old)


def test_what_was_never_answered_may_happen_late_or_never_but_not_before_its_call():
    write = ("A", 10, None, ("write", 1))
    assert judged(write)
    assert judged(write, ("B", 20, 30, ("read",), None), ("B", 1000, 1010, ("read",), 1))
    assert not judged(write, ("B", 20, 30, ("read",), 1), ("B", 40, 50, ("read",), None))
    assert not judged(write, ("B", 0, 9, ("read",), 1))
    assert not judged(write, ("C", 11, None, ("write", 2)), *(
        ("B", 20 + each, 20 + each, ("read",), each % 2 + 1) for each in range(3)))
    assert judged(("A", 0, 3, ("write", 1)), write, ("C", 11, None, ("write", 2)), ("C", 12, None, ("write", 2)), *(
        ("B", 20 + each, 20 + each, ("read",), each % 2 + 1) for each in range(4)))


def test_at_one_time_either_may_come_first_but_a_client_s_own_keep_their_order():
    write, read = ("A", 0, 10, ("write", 1)), ("B", 10, 20, ("read",), None)
    assert judged(write, read)
    assert not judged(write, ("A", *read[1:]))
    at_once = [("A", 5, 5, ("write", value)) for value in (1, 2)]
    assert judged(*at_once, ("A", 5, 5, ("read",), 2))
    assert not judged(*at_once, ("A", 5, 5, ("read",), 1))


def test_each_key_is_judged_by_itself_and_all_stand_in_one_order():
    history = [("A", 0, 10, "x=1", "x=1"), ("B", 1, 12, "y+=2", "y=2"), ("A", 11, 20, "y?", "y=0"),
               ("B", 13, 30, "x+=1", "x=2")]
    judgement = judged(*history, model=KeyValueStore())
    assert judgement
    assert [each.action for each in judgement.order] == ["x=1", "y?", "y+=2", "x+=1"]
    late = judged(*history, ("C", 40, 50, "x?", "x=1"), ("C", 60, 70, "y?", "y=7"), model=KeyValueStore())
    assert late.stuck.action == "x?"  # the first of two
    assert str(late) == ("Not linearizable: C's x? → x=1 can't follow A's x=1 → x=1, B's x+=1 → x=2, "
                         "and fits into no other order.")


def test_a_model_of_one_s_own():
    class Counter(Model):
        initial = 0

        def step(self, state, action, answer):
            return state + 1 if answer in (NO_ANSWER, state + 1) else REFUSED

    assert judged(("A", 0, 10, "next", 2), ("B", 0, 10, "next", 1), model=Counter())
    assert not judged(("A", 0, 10, "next", 1), ("B", 0, 10, "next", 1), model=Counter())


def test_a_long_order_is_told_by_its_end():
    writes = [("A", time, time, ("write", time)) for time in range(20)]
    assert str(judged(*writes)) == "Linearizable: 20 operations up to A's write 19."
    assert str(judged(*writes, ("B", 20, 21, ("read",), 3))) == (
        "Not linearizable: B's read → 3 can't follow 20 operations up to A's write 19, and fits into no other order.")
    assert str(judged(("B", 0, 1, ("read",), 3))) == (
        "Not linearizable: B's read → 3 can't come first, and fits into no other order.")


def test_nothing_at_all_is_linearizable():
    judgement = linearizable([])
    assert judgement.ok
    assert (judgement.order, str(judgement)) == ([], "Linearizable: nothing was done.")


WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = sys.modules["matplotlib"] = None
from raftlib import Operation, linearizable, read_jepsen
print(linearizable(read_jepsen("0 :invoke :write 3\\n0 :ok :write 3")))
"""


def test_it_needs_nothing_beyond_the_standard_library():
    ran = subprocess.run([sys.executable, "-c", WITHOUT_NUMPY], capture_output=True, text=True, check=True)
    assert ran.stdout == "Linearizable: client 0's write 3.\n"
