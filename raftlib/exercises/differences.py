"""Where two runs of one trial differ first, a reader's and the reference's, and what of it is told in words."""
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.messages import AppendEntriesReply, Message, RequestVoteReply
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER, ServerState
from raftlib.protocol.words.counts import counted
from raftlib.simulation.event import Event


class Difference(NamedTuple):
    """The first events of two runs that differ, and when the server's timer would have run out before (µs)."""

    mine: Event | None
    right: Event | None
    timer: int | None

    @property
    def at(self) -> float:
        """When it shows (ms)."""
        return (self.mine or self.right).time


def same_events(one: Iterable[Event], other: Iterable[Event]) -> bool:
    """Whether two runs are the same but for what changes nothing."""
    return first_difference(one, other) is None


def first_difference(mine: Iterable[Event], right: Iterable[Event]) -> Difference | None:
    """The first pair of events that differ in what counts; None if there is none."""
    timers = {}
    for one, other in zip_longest(mine, right):
        if one is None or other is None or what_counts(one) != what_counts(other):
            server = (one or other).server
            return Difference(one, other, timers.get(server))
        timers[one.server] = one.deadline
    return None


def what_counts(event: Event) -> Event:
    """An event without its notes, the order of votes, and a leader's votes: no rule looks at these."""
    state = event.state
    if state and state.votes:
        state = state._replace(votes=() if state.role == LEADER else tuple(sorted(state.votes)))
    return event._replace(notes=(), state=state)


# ---- In words --------------------------------------------------------------------------------------------------


def difference_in_words(difference: Difference) -> str:
    """What a server does at an event, and what it should have done: up to there both runs are the same."""
    mine, right, timer = difference
    if mine and right and mine.server == right.server:
        for does, should in clauses(mine, right, timer):
            if does != should:
                return f"{does}, but by the paper's rule {should}"
    return f"{event_in_words(mine)}, but by the paper's rule {event_in_words(right)}"


def event_in_words(event: Event | None) -> str:
    """What an event is."""
    if event is None:
        return "nothing happens any more"
    return f"the next event is {event.kind!r}" + (f" at {called(event.server)}" if event.server else "")


def clauses(mine: Event, right: Event, timer: int | None) -> Iterator[tuple[str, str]]:
    """What can be seen of a server at an event, and what should be: its answer, its state, what it sends, its timer."""
    if list(map(says, messages_of(mine))) != list(map(says, messages_of(right))):
        yield answer_in_words(mine), answer_in_words(right)
    who = called(mine.server)
    for name, value in fields(mine.state, right.state):
        yield f"self.{name} of {who} is {value[0]}", f"it is {value[1]}"
    yield from sent_in_words(messages_of(mine), messages_of(right), who)
    if mine.deadline != right.deadline:
        yield f"{who}'s timer {timer_in_words(mine, timer)}", f"it {timer_in_words(right, timer)}"


def fields(mine: ServerState, right: ServerState) -> Iterator[tuple[str, tuple[str, str]]]:
    """The fields that differ of two states of one server, with their values as a reader knows them."""
    for name, one, other in zip(mine._fields, mine, right, strict=True):
        if one != other:
            yield name, (shown(name, one, mine.peers), shown(name, other, right.peers))


def shown(name: str, value, peers: tuple[str, ...]) -> str:
    """A field's value as a reader knows it: a log by its terms, and the indexes by their followers."""
    if name in ("next_index", "match_index"):
        return repr(dict(zip(peers, value, strict=False)))
    return repr(value.terms if isinstance(value, Log) else value)


def called(id: str) -> str:
    """A server's name, with a word before it where it could be taken for a role."""
    return f'the server "{id}"' if id in (FOLLOWER, CANDIDATE, LEADER) else id


# ---- Messages --------------------------------------------------------------------------------------------------


def messages_of(event: Event) -> list[Message]:
    """What a server sends at an event, what the network doubles once."""
    return list(dict.fromkeys(flight.message for flight in event.sent))


def answer_in_words(event: Event) -> str:
    """The answers that a server gives at an event."""
    said = " and ".join(filter(None, map(yes_or_no, messages_of(event))))
    return said or f"{called(event.server)} answers nobody"


def says(message: Message) -> tuple | None:
    """To whom a reply says yes or no; None of what is no reply."""
    if isinstance(message, RequestVoteReply):
        return message.receiver, message.vote_granted
    return (message.receiver, message.success) if isinstance(message, AppendEntriesReply) else None


def yes_or_no(message: Message) -> str:
    """A reply in words; "" for what is none."""
    who, to = called(message.sender), called(message.receiver)
    if isinstance(message, RequestVoteReply):
        return f"{who} {'gives' if message.vote_granted else 'refuses'} its vote to {to}"
    if isinstance(message, AppendEntriesReply):
        entries = counted(message.entry_count, "entry") if message.entry_count else "no entries"
        return (f"{who} says {'yes' if message.success else 'no'} to {to}, which sent {entries} to follow index "
                f"{message.prev_log_index}")
    return ""


def sent_in_words(mine: list[Message], right: list[Message], who: str) -> Iterator[tuple[str, str]]:
    """What differs in what a server sends: the messages, or a field of one."""
    if list(map(ways, mine)) != list(map(ways, right)):
        yield f"{who} sends {listed(mine)}", f"it sends {listed(right)}"
        return
    for one, other in zip(mine, right, strict=True):
        for name, has, should in zip(one._fields, one, other, strict=True):
            if has != should:
                yield (f"{name} is {field_shown(has)} in the {type(one).__name__} from {who} to "
                       f"{called(one.receiver)}", f"it is {field_shown(should)}")


def ways(message: Message) -> tuple[str, str]:
    """Of which kind a message is, and to whom it goes."""
    return type(message).__name__, message.receiver


def listed(messages: list[Message]) -> str:
    """Messages by their kinds and receivers."""
    by_kind: dict[str, list[str]] = {}
    for kind, receiver in map(ways, messages):
        by_kind.setdefault(kind, []).append(receiver)
    return " and ".join(f"{kind} to {', '.join(to)}" for kind, to in by_kind.items()) or "nothing"


def field_shown(value) -> str:
    """A field's value; entries by how many they are, and of which terms."""
    if not isinstance(value, tuple):
        return repr(value)
    return f"{counted(len(value), 'entry')} of the terms {[each.term for each in value]}" if value else "no entries"


# ---- Timers ----------------------------------------------------------------------------------------------------


def timer_in_words(event: Event, before: int | None) -> str:
    """What becomes of a server's timer at an event, by when it would have run out before."""
    if event.deadline is None:
        return "does not run any more"
    if event.deadline == before:
        return "is not set anew"
    return f"is set anew, to run out at {event.deadline / 1000:g} ms"
