"""The histories of notebook 08 are what they are said to be: every order is tried, and all logs are looked through."""
from itertools import combinations, permutations
from math import inf

import pytest

from raftlib import KeyValueStore, Operation, SessionKeyValue, linearizable
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
    (serve_clients.odd_but_fine, True), (serve_clients.too_old, False), (serve_clients.done_late, True)])
def test_each_is_judged_as_brute_force_judges_it(history, fine):
    operations = history()
    assert 4 <= len(operations) <= 6
    assert 2 <= len({each.client for each in operations}) <= 3
    judgement = linearizable(operations, KeyValueStore())
    assert judgement.ok == bool(explanations(operations)) == fine


def test_the_odd_one_needs_the_write_first_that_was_asked_for_last():
    orders = explanations(serve_clients.odd_but_fine())
    assert {tuple(each.action for each in order if each.action != "x?") for order in orders} == {("x=2", "x=1")}


def test_the_old_read_alone_is_what_fits_nowhere():
    operations = serve_clients.too_old()
    stuck = linearizable(operations, KeyValueStore()).stuck
    assert [each for each in operations if explanations([other for other in operations if other != each])
            and each.answer == "x=1" and each.action == "x?"] == [stuck]
    write = next(each for each in operations if each.action == "x=2")
    assert write.called < stuck.called < stuck.answered < write.answered


def test_the_write_without_an_answer_explains_the_reads_and_nothing_else_does():
    operations = serve_clients.done_late()
    assert not explanations([each for each in operations if each.answered is not None])
    assert all(any(each.answered is None for each in order) for order in explanations(operations))


@pytest.mark.parametrize(("machine", "x"), [({}, 3), ({"machine": SessionKeyValue}, 2)])
def test_the_duplicate_is_in_every_log_and_done_once_where_there_are_sessions(machine, x):
    cluster = serve_clients.asked_twice(**machine)
    index, = serve_clients.duplicates(cluster)
    for server in cluster.servers.values():
        commands = [entry.command for entry in server.log.suffix(1, server.log.last_index)]
        assert commands[index - 1] in commands[:index - 1]
        assert len(commands) - len(set(commands)) == 1
    assert {each.values["x"] for each in cluster.machines.values()} == {x}
    judgement = linearizable(map(Operation._make, cluster.operations()), KeyValueStore())
    assert judgement.ok == (x == 2)
