"""What clients believe that they speak to: one machine, which carries out one operation after the other.

A model says which answers that machine can give. It is a small class with an initial state, and a `step` from one state
to the next; states are values that can be hashed, and never change.
"""
from enum import Enum

from raftlib.simulation.arguments import OWN, brief
from raftlib.simulation.key_value import READ, KeyValue, parts_of

Sign = Enum("Sign", "NO_ANSWER REFUSED")
NO_ANSWER, REFUSED = Sign  # in the place of an answer that never came, and of a state


class Model:
    """A machine that begins in the state `initial`."""

    initial: object = None

    def step(self, state, action, answer):
        """The state after an action in a state, if the machine can give this answer to it there; else REFUSED.

        NO_ANSWER, where none came to a client, stands for any answer.
        """
        raise NotImplementedError

    def check(self, action, answer) -> None:
        """ValueError for an action that the machine does not know, or an answer that it never gives to it."""
        try:
            hash(action)
        except TypeError:
            raise ValueError(f"action is {brief(action)}: it must be a value that can be hashed.") from None

    def part_of(self, action):
        """The part of the machine that an action is about: parts know nothing of each other, and are judged alone."""

    def words(self, action, answer) -> str:
        """An action and its answer as pictures and sentences write them: "write 3", "cas 3 4 → no", "write 3 → ?"."""
        parts = action if isinstance(action, tuple) else (action,)
        said = " ".join("nothing" if part is None else str(part) for part in parts)
        given = {"None": "", "True": "yes", "False": "no", str(NO_ANSWER): "?"}.get(str(answer), str(answer))
        return f"{said} → {given}" if given else said


class Register(Model):
    """One value, None at first, which is read, written, or compared and set: ("cas", a, b) writes b where it finds a.

    A read answers the value, a cas True if it found a, else False; a write answers None.
    """

    def step(self, state, action, answer):
        """The value after a read, a write or a cas."""
        kind, *values = action
        if kind == "write":
            return values[0]
        given = state if kind == "read" else state == values[0]
        if answer is not NO_ANSWER and answer != given:
            return REFUSED
        return values[1] if kind == "cas" and given else state

    def check(self, action, answer) -> None:
        """ValueError for what is no read, write or cas of plain values, or no answer to it."""
        if not isinstance(action, tuple) or not is_operation(*action):
            raise ValueError(f"action is {brief(action)}: it must be ('read',), ('write', value) or "
                             "('cas', value, value), with a text, a number, True, False or None as a value.")
        kind = action[0]
        allowed = {"read": is_value(answer), "write": answer is None, "cas": isinstance(answer, bool)}[kind]
        if answer is not NO_ANSWER and not allowed:
            answers = {"read": "a text, a number, True, False or None", "write": "None", "cas": "True or False"}[kind]
            raise ValueError(f"answer is {brief(answer)}: a {kind} answers {answers}.")

    def words(self, action, answer) -> str:
        """The same as any model's, but that a read says so if it found nothing."""
        return super().words(action, "nothing" if action == ("read",) and answer is None else answer)


def is_operation(kind=None, *values) -> bool:
    """Whether it is a read, a write or a cas, with as many values as it needs."""
    return (kind, len(values)) in (("read", 0), ("write", 1), ("cas", 2)) and all(map(is_value, values))


def is_value(value) -> bool:
    """Whether something can be a register's value: a plain one, and equal to itself, as NaN is not."""
    return type(value) in OWN and value == value


class KeyValueStore(Model):
    """The key-value machine of the simulator, `KeyValue`: commands such as `x+=1`, answered `x=6`; each key by itself.

    Beside its commands there is the read `x?`, answered as a command would be, `x=5`. The state of a key is its number.
    """

    initial = 0  # an unset name counts from 0

    def step(self, state: int, action: str, answer: str):
        """The number of a key after a command, which the machine itself carries out, or after a read."""
        name, machine = self.part_of(action), KeyValue()
        machine.values[name] = state
        given = machine.answer(action)
        return machine.values[name] if answer in (NO_ANSWER, given) else REFUSED

    def check(self, action: str, answer: str) -> None:
        """ValueError for what is neither a command nor a read, and for an answer that is no text."""
        if not isinstance(action, str) or not (READ.fullmatch(action) or parts_of(action)):
            raise ValueError(f"action is {brief(action)}: it must be a command such as 'x=5', 'x+=1' or 'x-=2', or a "
                             "read such as 'x?'.")
        if answer is not NO_ANSWER and not isinstance(answer, str):
            raise ValueError(f"answer is {brief(answer)}: the machine answers with a text such as 'x=6'.")

    def part_of(self, action: str) -> str:
        """The key."""
        found = READ.fullmatch(action)
        return found[1] if found else parts_of(action)[0]
