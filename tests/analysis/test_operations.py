"""What clients and their machine can have done is taken in any form, and all else is refused in one sentence."""
from fractions import Fraction
from math import inf, nan

import numpy as np
import pytest

from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.models import NO_ANSWER, REFUSED, KeyValueStore, Model, Register
from raftlib.analysis.operations import Operation
from raftlib.simulation.key_value import KeyValue

HISTORY = [Operation("A", 0, 10, ("write", 1)), Operation("B", 5, 20, ("read",), 1),
           Operation("A", 10, None, ("read",))]
READ = Operation("A", 0, 10, ("read",), 1)
ACTION = r"it must be \('read',\), \('write', value\) or \('cas', value, value\), with a text, a number"
OF_STORE = "it must be a command such as 'x=5', 'x\\+=1' or 'x-=2', or a read such as 'x\\?'"


# ---- Taken -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("history", [
    tuple(HISTORY), iter(HISTORY), {*HISTORY}, dict.fromkeys(HISTORY), HISTORY[::-1], map(tuple, HISTORY),
    map(list, HISTORY), [HISTORY[0][:4], *HISTORY[1:]], np.array([[*each, None][:5] for each in HISTORY], object),
    [each._replace(called=np.int64(each.called)) for each in HISTORY],
    [each._replace(called=np.float32(each.called), action=(np.str_(each.action[0]), *map(np.int8, each.action[1:])))
     for each in HISTORY],
    [each._replace(called=Fraction(each.called), answer=each.answer and np.uint8(each.answer)) for each in HISTORY],
], ids=lambda history: type(history).__name__)
def test_any_collection_and_any_number_will_do(history):
    judgement = linearizable(history, Register())
    assert judgement.operations == HISTORY
    assert judgement.ok
    for each in judgement.operations:
        assert type(each.called) in (int, float)
        assert {type(part) for part in each.action} <= {int, str}


def test_nothing_of_what_is_given_is_changed():
    given = [*HISTORY[::-1]]
    linearizable(given)
    assert given == HISTORY[::-1]


def test_who_waited_in_vain_may_go_on():
    assert linearizable([("A", 0, None, ("write", 1)), ("A", 0, 5, ("read",), None), ("A", 5, 9, ("read",), 1)])
    assert linearizable([("A", 0, 5, ("read",), None), ("A", 0, None, ("write", 1))])


# ---- Refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("operations", "said"), [
    *((bad, "operations is .*: it must be a list of Operation, or another collection") for bad in (None, 5, "history")),
    *(([bad], r"operations has .*: each must be an Operation\(client, called, answered, action, answer\)")
      for bad in (None, 5, "ABCDE", (), ("A", 0, 5), (*READ, 1), {"client": "A"})),
    (READ, "operations has 'A': each must be"),
    *(([READ._replace(client=bad)], "client is .*: it must be a name or a whole number")
      for bad in (None, 1.5, True, ("A",))),
    *(([READ._replace(called=bad)], "called is .*: it must be a number of milliseconds")
      for bad in (None, "0", nan, inf, True, [0], 1e10)),
    *(([READ._replace(answered=bad)], "answered is .*: it must be a number of milliseconds or, where no answer came, "
                                      "None") for bad in ("10", nan, inf, False, (10,))),
    ([READ._replace(answered=-1)], "answered is -1 and called is 0: no answer comes before the call"),
    ([READ._replace(answered=None)], "answer is 1 and answered is None: an answer must have come at some time"),
    ([READ, READ._replace(called=9.5, answered=20)],
     r"A calls \('read',\) at 9.5 ms: it must wait until its call of \('read',\) was answered, at 10"),
    ([READ._replace(client=3), READ._replace(client=3, called=9)], r"client 3 calls \('read',\) at 9 ms: it must wait"),
    *(([READ._replace(action=bad)], f"action is .*: {ACTION}") for bad in (
        None, "read", (), ("raed",), ("read", 1), ("write",), ("write", 1, 2), ("cas", 1), ("write", nan),
        ("write", [1]), (["read"],), ["read"], {"read": 1}, ("READ",))),
    ([READ._replace(answer=[1])], r"answer is \[1\]: a read answers a text, a number, True, False or None"),
    ([READ._replace(action=("write", 1), answer="ok")], "answer is 'ok': a write answers None"),
    *(([READ._replace(action=("cas", 1, 2), answer=bad)], "answer is .*: a cas answers True or False")
      for bad in (None, 1, "yes")),
])
def test_what_no_client_of_a_register_can_have_done(operations, said):
    with pytest.raises(ValueError, match=f"^{said}.*\\.$"):
        linearizable(operations)


@pytest.mark.parametrize(("action", "answer", "said"), [
    *((bad, "x=1", f"action is .*: {OF_STORE}.") for bad in (None, 5, "", "x", "x==1", "x=y", "?", "1?", ("x?",))),
    ("x=1", None, "answer is None: the machine answers with a text such as 'x=6'."), ("x?", 5, "answer is 5: the"),
])
def test_what_no_client_of_the_key_value_store_can_have_done(action, answer, said):
    with pytest.raises(ValueError, match=f"^{said}"):
        linearizable([("A", 0, 5, action, answer)], KeyValueStore())


@pytest.mark.parametrize("model", [Register, "register", KeyValue(), 5])
def test_what_is_no_model(model):
    with pytest.raises(ValueError, match=r"^model is .*: it must be a Model, such as Register\(\) or KeyValueStore"):
        linearizable([], model)


def test_an_action_of_a_model_of_one_s_own_must_be_such_that_it_can_be_told_apart():
    class Any(Model):
        def step(self, state, action, answer):
            return state

    assert linearizable([("A", 0, 5, "anything", ["any"])], Any())
    with pytest.raises(ValueError, match=r"^action is \[1\]: it must be a value that can be hashed\.$"):
        linearizable([("A", 0, 5, [1], None)], Any())


# ---- Models ----------------------------------------------------------------------------------------------------


def test_the_store_answers_as_the_simulator_s_machine_does():
    machine, store, state = KeyValue(), KeyValueStore(), KeyValueStore.initial
    for command in ("x+=1", "x=5", "x-=7", " x += 2 "):
        answer = machine.apply(command)
        assert store.part_of(command) == "x"
        assert store.step(state, command, "x=99") is REFUSED
        state = store.step(state, command, answer)
        assert store.step(state, "x?", answer) == state == machine.values["x"]


@pytest.mark.parametrize(("model", "action", "answer", "words"), [
    (Register(), ("read",), None, "read → nothing"), (Register(), ("read",), 0, "read → 0"),
    (Register(), ("write", 3), None, "write 3"), (Register(), ("write", 3), NO_ANSWER, "write 3 → ?"),
    (Register(), ("read",), NO_ANSWER, "read → ?"), (Register(), ("cas", None, 4), True, "cas nothing 4 → yes"),
    (Register(), ("cas", 3, 4), False, "cas 3 4 → no"), (KeyValueStore(), "x+=1", "x=6", "x+=1 → x=6"),
])
def test_what_was_done_is_told_in_words(model, action, answer, words):
    assert model.words(action, answer) == words
