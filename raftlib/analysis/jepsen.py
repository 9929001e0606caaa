"""Histories as Jepsen writes them down: what several clients did to one register of a real cluster under faults."""
import re

from raftlib.analysis.operations import Operation
from raftlib.simulation.arguments import brief

LINE = re.compile(r"(?:.*\s-\s+)?(\d{1,100})\s+:(invoke|ok|fail|info)\s+:(\S+)\s+(.*\S)\s*")
VALUE = r"nil|-?\d{1,100}"
CALLS = {"read": "nil", "write": f"({VALUE})", "cas": rf"\[({VALUE}) ({VALUE})\]"}
ANSWERS = CALLS | {"read": VALUE}  # the others say again what was called


def read_jepsen(text: str) -> list[Operation]:
    """The operations of a log whose lines say `CLIENT :invoke|:ok|:fail|:info :read|:write|:cas VALUE`.

    Such a log has no clock: the numbers of its lines are the times. What ends in `:fail` did not happen and is left
    out, but for a cas that says so with its values: it found another one. What ends in `:info`, or not at all, has no
    answer. Other lines are passed over. Raises ValueError for a text without any such line, and where a line does not
    fit those before it.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is {brief(text)}: it must be the text of a log.")
    lines = [(number, LINE.fullmatch(line)) for number, line in enumerate(text.splitlines(), start=1)]
    if not any(found for _, found in lines):
        raise ValueError(f"text is {brief(text)}: it must have lines such as '0 :invoke :read nil'.")
    operations, calls = [], {}
    for number, (client, how, *said) in [(number, found.groups()) for number, found in lines if found]:
        if (how == "invoke") == (client in calls):
            raise ValueError(f"text has :{how} of client {client} in line {number}: calls and answers of a client "
                             "must take turns.")
        if how == "invoke":
            calls[client] = called(number, int(client), *said)
        else:
            operations += ended(calls.pop(client), number, how, *said)
    return sorted([*operations, *calls.values()], key=lambda each: each.called)


def called(number: int, client: int, kind: str, value: str) -> Operation:
    """The operation that is called in a line, without an answer so far."""
    values = re.fullmatch(CALLS.get(kind, "^"), value)
    if not values:
        raise ValueError(f"text has the call {brief(f'{kind} {value}')} in line {number}: it must be one such as "
                         "read nil, write 3 or cas [3 4].")
    return Operation(client, number, None, (kind, *map(value_of, values.groups())))


def ended(call: Operation, number: int, how: str, kind: str, value: str) -> list[Operation]:
    """The operation that ends in a line; none if it did not happen."""
    says_so = said_again(call, value)
    if kind != call.action[0] or (how == "ok" and not says_so):
        raise ValueError(f"text has the answer {brief(f'{kind} {value}')} in line {number}: it must be one to the "
                         f"call {brief(call.action)} in line {call.called}.")
    if how == "info":
        return [call]
    if how == "fail":
        return [call._replace(answered=number, answer=False)] if kind == "cas" and says_so else []
    answer = {"read": value_of, "write": lambda _: None, "cas": lambda _: True}[kind](value)
    return [call._replace(answered=number, answer=answer)]


def said_again(call: Operation, value: str) -> bool:
    """Whether a value in an answer is what was called; to a read any value can be the answer."""
    kind, *values = call.action
    found = re.fullmatch(ANSWERS[kind], value)
    return bool(found) and [value_of(each) for each in found.groups()] == values


def value_of(said: str) -> int | None:
    """A value as a log writes it."""
    return None if said == "nil" else int(said)
