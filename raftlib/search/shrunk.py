"""A schedule without all that its break does not need: what is left is little enough to be understood."""
from collections.abc import Iterable, Iterator

from raftlib.protocol.messages import Message
from raftlib.protocol.server import Server
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Aside, Election, Late, Move, Without, bare
from raftlib.search.rehearsal import Rehearsal

Schedule = tuple[Move, ...]


def shrunk(server: type[Server], bounds: Bounds, moves: Iterable[Move]) -> Schedule:
    """A schedule less one thing after another, as long as the same property breaks first: the moves that are left.

    No move of what is left can be left out, and no message that arrives in it can be lost, or it would not break.
    """
    schedule = tuple(moves)
    property_ = broken_by(server, bounds, schedule)
    while smaller := next((each for each in fewer(server, bounds, schedule)
                           if broken_by(server, bounds, each) == property_), None):
        schedule = smaller
    return tuple(as_it_is(move, sent) for move, sent in Rehearsal(server, bounds).play_each(schedule))


def broken_by(server: type[Server], bounds: Bounds, schedule: Schedule) -> str | None:
    """Which property breaks first; None if none does, or if what is to be late was never sent."""
    stage = Rehearsal(server, bounds)
    for move, sent in stage.play_each(schedule):
        if isinstance(move, Aside) and move.message not in sent:
            return None
    return stage.evidence and stage.evidence.property


def fewer(server: type[Server], bounds: Bounds, schedule: Schedule) -> Iterator[Schedule]:
    """The schedule less each of its moves, then less each of the messages that arrive, both from the last one on."""
    for place in reversed(range(len(schedule))):
        yield with_what_is_late(schedule[:place] + schedule[place + 1:])
    played = list(Rehearsal(server, bounds).play_each(schedule))
    for place, (move, sent) in reversed(list(enumerate(played))):
        for message in reversed([message for message, arrives in sent.items() if arrives]):
            yield (*schedule[:place], less(move, message), *schedule[place + 1:])


def with_what_is_late(schedule: Schedule) -> Schedule:
    """The schedule, in which what is late has been kept aside before, and nothing else has."""
    late = {bare(move).message for move in schedule if isinstance(bare(move), Late)}
    aside = {move.message for move in schedule if isinstance(move, Aside)}
    moves = (move.move if isinstance(move, Aside) and move.message not in late else move for move in schedule)
    return tuple(move for move in moves if not isinstance(bare(move), Late) or bare(move).message in aside)


def less(move: Move, message: Message) -> Move:
    """The move with one message less that arrives."""
    match move:
        case Aside() if message == move.message:
            return move._replace(arrived=False)
        case Aside():
            return move._replace(move=less(move.move, message))
        case Election() if message.sender == move.candidate:
            return move._replace(hearers=tuple(id for id in move.hearers if id != message.receiver))
        case Without():
            own = less(move.move, message)
            if isinstance(own, Without):
                return own._replace(messages=(*move.messages, message))
            return move._replace(move=own)
    return Without(move, (message,))


def as_it_is(move: Move, sent: dict[Message, bool]) -> Move:
    """A move in words that are true of it: what else was lost has changed what it sends, and what arrives."""
    match move:
        case Aside():
            return move._replace(move=as_it_is(move.move, sent), arrived=sent[move.message])
        case Without():
            messages = tuple(message for message in sent if message in move.messages)
            return Without(move.move, messages) if messages else move.move
    return move
