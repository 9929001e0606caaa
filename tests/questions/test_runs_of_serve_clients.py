"""The histories of notebook 08 are what they are said to be: every order is tried, and all logs are looked through."""
from itertools import combinations, permutations
from math import inf

import pytest

from raftlib import KeyValueStore, linearizable
from raftlib.questions.runs import serve_clients


def explains(order):
    """Whether one machine, which does this in this order, gives these answers, and no time runs backwards."""
    x = 0
    for place, each in enumerate(order):
        if any((inf if later.answered is None else later.answered) < each.called for later in order[place:]):
            return False
        if "=" in each.action:
            x = int(each.action[2:])
        if each.answered is not None and each.answer != f"x={x}":
            return False
    return True


def explanations(operations):
    """All orders of what was answered, and of any of the rest, that explain the answers."""
    answered = [each for each in operations if each.answered is not None]
    others = [each for each in operations if each.answered is None]
    return [order for count in range(len(others) + 1) for some in combinations(others, count)
            for order in permutations([*answered, *some]) if explains(order)]


@pytest.mark.parametrize(("history", "fine"), [
    (serve_clients.first_history, True), (serve_clients.second_history, False), (serve_clients.third_history, True)])
def test_each_is_judged_as_brute_force_judges_it(history, fine):
    operations = history()
    assert 4 <= len(operations) <= 6
    assert 2 <= len({each.client for each in operations}) <= 3
    judgement = linearizable(operations, KeyValueStore())
    assert judgement.ok == bool(explanations(operations)) == fine


def test_the_odd_one_needs_the_write_first_that_was_asked_for_last():
    orders = explanations(serve_clients.first_history())
    assert {tuple(each.action for each in order if each.action != "x?") for order in orders} == {("x=2", "x=1")}


def test_the_old_read_alone_is_what_fits_nowhere():
    operations = serve_clients.second_history()
    stuck = linearizable(operations, KeyValueStore()).stuck
    assert [each for each in operations if explanations([other for other in operations if other != each])
            and each.answer == "x=1" and each.action == "x?"] == [stuck]
    write = next(each for each in operations if each.action == "x=2")
    assert write.called < stuck.called < stuck.answered < write.answered


def test_the_write_without_an_answer_explains_the_reads_and_nothing_else_does():
    operations = serve_clients.third_history()
    assert not explanations([each for each in operations if each.answered is not None])
    assert all(any(each.answered is None for each in order) for order in explanations(operations))
