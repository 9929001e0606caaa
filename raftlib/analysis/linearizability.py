"""Whether clients could believe that they spoke to one machine, which carries out one operation after the other.

A history is linearizable if each operation can be given a moment between its call and its answer, so that one machine,
carrying them out at these moments, gives just these answers (Herlihy and Wing, *Linearizability: a correctness
condition for concurrent objects*, 1990). Here the moments are found just in time: an operation is put into an order
when its answer comes, or before another one that needs it then (Lowe, *Testing for linearizability*, 2017).
"""
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import itemgetter, le
from typing import NamedTuple

from raftlib.analysis.models import NO_ANSWER, REFUSED, Model, Register
from raftlib.analysis.operations import Operation, Span, checked, client_name, spans_of
from raftlib.simulation.arguments import brief

Order = tuple[int, "Order"] | None  # an operation's number, and the order before it
MOST = 8  # operations that a sentence tells one by one


class Judgement(NamedTuple):
    """Whether a history is linearizable; true if it is.

    `order` is then an order in which one machine gives just these answers. What was never answered may be missing in
    it. Else `stuck` is an operation that fits into no order, and can't follow `order`: of those that were found up to
    its answer, one that has the most answered operations.
    """

    ok: bool
    operations: list[Operation]
    order: list[Operation]
    stuck: Operation | None
    model: Model

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        if self.ok:
            return f"Linearizable: {self.told(self.order) or 'nothing was done'}."
        part = self.model.part_of(self.stuck.action)
        before = self.told([each for each in self.order if self.model.part_of(each.action) == part])
        after = f"can't follow {before}" if before else "can't come first"
        return f"Not linearizable: {self.words(self.stuck)} {after}, and fits into no other order."

    def told(self, order: list[Operation]) -> str:
        """An order in words; of a long one, how it ends."""
        if len(order) > MOST:
            return f"{len(order)} operations up to {self.words(order[-1])}"
        return ", ".join(map(self.words, order))

    def words(self, operation: Operation) -> str:
        """An operation in words: its client, its action and its answer."""
        return f"{client_name(operation.client)}'s {self.model.words(operation.action, operation.given)}"


def linearizable(operations: Iterable[Operation], model: Model | None = None) -> Judgement:
    """Judge operations by a model, a register if none is given.

    Each part of the model is judged by itself (Herlihy and Wing, Theorem 1). The time that it takes grows with the
    number of operations, and much faster with how many of them are under way at once. Raises ValueError for what no
    client can have done with this model.
    """
    model = Register() if model is None else model
    if not isinstance(model, Model):
        raise ValueError(f"model is {brief(model)}: it must be a Model, such as Register() or KeyValueStore().")
    operations = checked(operations, model)
    spans, parts = spans_of(operations), defaultdict(list)
    for number, each in enumerate(operations):
        parts[model.part_of(each.action)].append(number)
    orders, stuck = [], []
    for numbers in parts.values():
        order, last = judged_part(numbers, operations, spans, model)
        # Each as soon as all up to it were called: so the orders of all parts make one.
        orders += zip(accumulate((spans[number].called for number in order), max), order, strict=True)
        stuck += [] if last is None else [last]
    order = [operations[number] for _, number in sorted(orders, key=itemgetter(0))]
    first = min(stuck, key=lambda number: spans[number].answered, default=None)
    return Judgement(not stuck, operations, order, None if first is None else operations[first], model)


def judged_part(numbers: list[int], operations: list[Operation], spans: list[Span],
                model: Model) -> tuple[list[int], int | None]:
    """An order of some operations, all by their numbers, and None; or of as many as can be, and the one that can't."""
    search = Search(numbers, operations, model)
    events = [(moment, number) for number in numbers for moment in spans[number] if moment]
    for moment, number in sorted(events):
        if moment == spans[number].called:
            search.call(number)
        elif not search.answer(number):
            return search.longest(), number
    return search.shortest(), None


class Found:
    """Ways to get to a state with some of the operations under way done: of two, the one suffices that used fewer.

    `done` has a bit for each of these operations; `used` counts, kind by kind, those that were never answered.
    """

    def __init__(self):
        self.ways: dict[tuple[object, int], dict[tuple[int, ...], Order]] = defaultdict(dict)

    def add(self, state, done: int, used: tuple[int, ...], order: Order) -> bool:
        """Whether this way is a new one: no other can do all that it can."""
        ways = self.ways[state, done]
        if any(all(map(le, other, used)) for other in ways):
            return False
        for other in [other for other in ways if all(map(le, used, other))]:
            del ways[other]
        ways[used] = order
        return True

    def __iter__(self) -> Iterator[tuple]:
        return ((*place, used, order) for place, ways in self.ways.items() for used, order in ways.items())


class Search:
    """All ways in which one machine can have given the answers to some operations up to an event.

    Of those that are never answered and have the same action, a kind, it does not matter which one happens: they are
    counted, and the one that was called first stands for any.
    """

    def __init__(self, numbers: list[int], operations: list[Operation], model: Model):
        self.operations, self.step = operations, model.step
        self.under_way: dict[int, int] = {}  # the bit of each, by its number
        kinds = [operations[number].action for number in numbers if operations[number].answered is None]
        self.unanswered: dict[object, list[int]] = {kind: [] for kind in kinds}  # the numbers of those called so far
        self.found = Found()
        self.found.add(model.initial, 0, (0,) * len(self.unanswered), None)

    def call(self, number: int) -> None:
        """An operation is called."""
        if self.operations[number].answered is None:
            self.unanswered[self.operations[number].action].append(number)
        else:
            self.under_way[number] = 1 << number

    def answer(self, number: int) -> bool:
        """An operation is answered: whether it can have happened by now, with this answer."""
        bit, tried, found = 1 << number, self.found, Found()
        ways = list(tried)
        for state, done, used, order in ways:  # which grow meanwhile
            if done & bit:
                found.add(state, done ^ bit, used, order)
            else:
                ways += [way for way in self.ways_on(state, done, used, order) if tried.add(*way)]
        if found.ways:
            self.found = found
            del self.under_way[number]
        return bool(found.ways)

    def ways_on(self, state, done: int, used: tuple[int, ...], order: Order) -> Iterator[tuple]:
        """All ways that go on from one by one operation."""
        for number, bit in self.under_way.items():
            if not done & bit:
                _, _, _, action, answer = self.operations[number]
                after = self.step(state, action, answer)
                if after is not REFUSED:
                    yield after, done | bit, used, (number, order)
        for kind, (action, numbers) in enumerate(self.unanswered.items()):
            if used[kind] < len(numbers):
                after = self.step(state, action, NO_ANSWER)
                if after is not REFUSED:
                    yield after, done, (*used[:kind], used[kind] + 1, *used[kind + 1:]), (numbers[used[kind]], order)

    def shortest(self) -> list[int]:
        """Of the orders found, one with the fewest operations."""
        return min(self.orders(), key=len)

    def longest(self) -> list[int]:
        """Of the orders found, one with the most operations that were answered."""
        return max(self.orders(), key=lambda order: sum(self.operations[each].answered is not None for each in order))

    def orders(self) -> Iterator[list[int]]:
        """The orders found."""
        return (numbers_of(order) for *_, order in self.found)


def numbers_of(order: Order) -> list[int]:
    """The numbers of an order's operations, the first one first."""
    numbers = []
    while order:
        number, order = order
        numbers.append(number)
    return numbers[::-1]
