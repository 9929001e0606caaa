"""What clients did, and when: operations, each from its call to its answer."""
from collections.abc import Iterable, Mapping
from math import inf
from typing import NamedTuple

from raftlib.analysis.models import NO_ANSWER, Model
from raftlib.simulation.arguments import LONGEST, brief, is_collection, is_number, plain

UNORDERED = (set, frozenset, Mapping)


class Operation(NamedTuple):
    """A client's call of an action, and the answer to it, at two times (ms).

    Where no answer came, `answered` is None: it may have happened, now or at any later time, or never.
    """

    client: str | int
    called: float
    answered: float | None
    action: object
    answer: object = None

    @property
    def end(self) -> float:
        """When (ms) it has happened at the latest, if it ever does."""
        return inf if self.answered is None else self.answered

    @property
    def given(self):
        """The answer as a model takes it."""
        return NO_ANSWER if self.answered is None else self.answer


def client_name(client: str | int) -> str:
    """A client as sentences name it."""
    return client if isinstance(client, str) else f"client {client}"


class Span(NamedTuple):
    """When an operation was called and answered, as moments that can be told apart: (ms, which one at this time)."""

    called: tuple[float, int]
    answered: tuple[float, int] | None


def spans_of(operations: Iterable[Operation]) -> list[Span]:
    """The spans of checked operations: of what happens at one time, calls come first, and then answers.

    So two operations of which one ends when the other begins can have come in either order. But a client that calls at
    the time of its own answer does so after this, and its next answer comes after that.
    """
    spans, last = [], {}
    for each in operations:
        time, place = last.get(each.client, (None, 0))
        called = each.called, place + 1 if each.called == time else 0
        answered = None
        if each.answered is not None:
            answered = last[each.client] = each.answered, called[1] + 1 if each.answered == each.called else 1
        spans.append(Span(called, answered))
    return spans


def checked(operations: Iterable[Operation], model: Model) -> list[Operation]:
    """Operations in Python's own numbers, in the order of their calls.

    Raises ValueError for what no client can have done with this model. A client that has waited in vain may go on.
    """
    if not is_collection(operations):
        raise ValueError(f"operations is {brief(operations)}: it must be a list of Operation, or another collection.")
    given = sorted(operations, key=repr) if isinstance(operations, set | frozenset) else operations
    found = sorted((checked_one(each, model) for each in given), key=when)
    last: dict[str | int, Operation] = {}
    for each in found:
        before = last.get(each.client)
        if before and before.answered is not None and each.called < before.answered:
            raise ValueError(f"{client_name(each.client)} calls {brief(each.action)} at {each.called:.12g} ms: it must "
                             f"wait until its call of {brief(before.action)} was answered, at {before.answered:.12g}.")
        last[each.client] = each
    return found


def when(operation: Operation) -> tuple[float, float]:
    """When (ms) an operation began and ended for its client, which may give up at once."""
    return operation.called, operation.called if operation.answered is None else operation.answered


def checked_one(operation: Operation, model: Model) -> Operation:
    """One operation, in Python's own numbers."""
    fields = () if isinstance(operation, UNORDERED) or not is_collection(operation) else tuple(map(plain, operation))
    if len(fields) not in (4, 5):
        raise ValueError(f"operations has {brief(operation)}: each must be an Operation(client, called, answered, "
                         "action, answer).")
    client, called, answered, action, answer = found = Operation(*fields)
    if isinstance(client, bool) or not isinstance(client, str | int):
        raise ValueError(f"client is {brief(client)}: it must be a name or a whole number.")
    for name, time in (("called", called), ("answered", called if answered is None else answered)):
        if not is_number(time) or not abs(time) <= LONGEST:
            raise ValueError(f"{name} is {brief(time)}: it must be a number of milliseconds"
                             f"{' or, where no answer came, None' * (name == 'answered')}.")
    if found.end < called:
        raise ValueError(f"answered is {answered:.12g} and called is {called:.12g}: no answer comes before the call.")
    if answered is None and answer is not None:
        raise ValueError(f"answer is {brief(answer)} and answered is None: an answer must have come at some time.")
    model.check(action, found.given)
    return found
