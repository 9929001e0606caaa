"""Histories of clients by chance: made by a machine in some order, or with any answers at all."""
from hypothesis import strategies as st

from raftlib.analysis.models import KeyValueStore, Register
from raftlib.analysis.operations import Operation
from raftlib.simulation.key_value import KeyValue

REGISTER = st.one_of(st.just(("read",)), st.tuples(st.just("write"), st.integers(1, 2)),
                     st.tuples(st.just("cas"), st.sampled_from((None, 1, 2)), st.integers(1, 2)))
KEYS = st.sampled_from(("x?", "y?", "x=1", "x+=1", "x-=1", "y=2", "y+=2"))
ACTIONS = {Register: REGISTER, KeyValueStore: KEYS}
BY_KIND = {"read": (None, 1, 2), "write": (None,), "cas": (True, False),
           **{key: [f"{key}={number}" for number in range(-1, 4)] for key in "xy"}}


class OneValue:
    """A register that can be touched."""

    def __init__(self):
        self.value = None

    def apply(self, action):
        match action:
            case ("read",):
                return self.value
            case ("write", value):
                self.value = value
            case ("cas", old, new):
                found = self.value == old
                self.value = new if found else self.value
                return found
        return None


class Readable(KeyValue):
    """The simulator's machine, which answers what is read too."""

    def apply(self, action):
        return f"{action[0]}={self.values.get(action[0], 0)}" if action.endswith("?") else super().apply(action)


MACHINES = {Register: OneValue, KeyValueStore: Readable}


@st.composite
def made_in_an_order(draw, most):
    """A model's history that a machine made: one operation after the other, at the times 0, 2, 4 ..."""
    kind = draw(st.sampled_from((*MACHINES,)))
    machine, free, history = MACHINES[kind](), {"A": -9, "B": -9, "C": -9}, []
    for moment in range(0, 2 * draw(st.integers(0, most)), 2):
        client = draw(st.sampled_from([client for client, since in free.items() if since <= moment] or ["D"]))
        action, called = draw(ACTIONS[kind]), draw(st.integers(free.get(client, moment), moment))
        if draw(st.integers(0, 4)):
            answered = moment + draw(st.integers(0, 7))
            history.append(Operation(client, called, answered, action, machine.apply(action)))
            free[client] = answered
        else:  # nobody hears whether it happens
            if draw(st.booleans()):
                machine.apply(action)
            history.append(Operation(client, called, None, action))
            free[client] = called
    return kind(), draw(st.permutations(history))


@st.composite
def with_any_answers(draw, most):
    """A model's history with answers by chance."""
    kind = draw(st.sampled_from((*MACHINES,)))
    free, history = dict.fromkeys("ABC", 0), []
    for _ in range(draw(st.integers(0, most))):
        client, action = draw(st.sampled_from("ABC")), draw(ACTIONS[kind])
        called = free[client] + draw(st.integers(0, 3))
        free[client] = called + draw(st.integers(0, 4))
        is_answered = draw(st.integers(0, 4)) > 0
        history.append(Operation(client, called, free[client] if is_answered else None, action,
                                 draw(st.sampled_from(BY_KIND[action[0]])) if is_answered else None))
    return kind(), history
