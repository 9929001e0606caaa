"""Where a reader's server fails: a run's first broken property, or the first event that is not the reference's."""
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from raftlib.analysis.breaks import break_of
from raftlib.protocol.log import Log
from raftlib.protocol.messages import AppendEntriesReply, RequestVoteReply
from raftlib.protocol.words.counts import counted
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import Event, History


class Failure(NamedTuple):
    """Which of several runs failed, when that shows (ms), and how, in a sentence without its full stop."""

    run: Cluster
    at: float
    sentence: str


def first_failure(names: Sequence[str], runs: Sequence[Cluster], expected: Sequence[History],
                  properties) -> Failure | None:
    """The first run that breaks one of some safety properties, else the first that is not as expected, event by event.

    Each run has a name that its failure is told with.
    """
    for name, run in zip(names, runs, strict=True):
        found = break_of(run.history, properties)
        if found:
            number, evidence = found
            at = run.history[number].time
            return Failure(run, at, f"With {name}{troubles(run.history, at)}, {evidence.sentence}")
    for name, run, right in zip(names, runs, expected, strict=True):
        found = first_difference(run.history, right)
        if found:
            at = next(filter(None, found)).time
            return Failure(run, at, f"With {name}{troubles(run.history, at)}, at {at:.0f} ms "
                                    f"{difference_in_words(*found)}")
    return None


# ---- Differences -----------------------------------------------------------------------------------------------


def same_events(one: Iterable[Event], other: Iterable[Event]) -> bool:
    """Whether two runs are the same but for the notes, which say why and change nothing."""
    return first_difference(one, other) is None


def first_difference(one: Iterable[Event], other: Iterable[Event]) -> tuple[Event, Event] | None:
    """The first pair of events that differ in more than their notes."""
    pairs = zip_longest(one, other)
    return next((pair for pair in pairs if without_notes(pair[0]) != without_notes(pair[1])), None)


def without_notes(event: Event | None) -> Event | None:
    """An event without what was decided."""
    return event and event._replace(notes=())


def difference_in_words(mine: Event | None, right: Event | None) -> str:
    """What a server does at an event, and what it should have done: up to there both runs are the same."""
    if mine and right and mine.server == right.server:
        for does, should in zip(what_it_does(mine), what_it_does(right), strict=True):
            if does != should:
                return f"{does}, but by the paper's rule {should}"
    return "the run goes on otherwise than by the paper's rule"


def what_it_does(event: Event) -> Iterator[str]:
    """What can be seen of a server at an event, each in a clause: its answer, its state, how much it sends."""
    yield " and ".join(dict.fromkeys(answers_in_words(event))) or f"{event.server} answers nobody"
    for name, value in event.state._asdict().items():
        shown = value.terms if isinstance(value, Log) else value
        yield f"{event.server}'s {name} is {shown}"
    yield f"{event.server} sends {counted(len(event.sent), 'message')}"
    yield f"{event.server}'s timer runs out at {event.deadline and event.deadline / 1000} ms"


def answers_in_words(event: Event) -> Iterator[str]:
    """The answers that a server gives at an event."""
    for message in (flight.message for flight in event.sent):
        if isinstance(message, RequestVoteReply):
            yield f"{event.server} {'gives' if message.vote_granted else 'refuses'} its vote to {message.receiver}"
        elif isinstance(message, AppendEntriesReply):
            entries = counted(message.entry_count, "entry") if message.entry_count else "no entries"
            yield (f"{event.server} says {'yes' if message.success else 'no'} to {message.receiver}, which sent "
                   f"{entries} to follow index {message.prev_log_index}")


# ---- What else happened ----------------------------------------------------------------------------------------


def troubles(history: History, until: float) -> str:
    """What else went wrong in a run up to a time (ms), in brackets with a blank before; "" if nothing did."""
    events = history.window(0, until)
    lost = sum(event.kind == "lost" for event in events)
    doubled = sum(len(event.sent) - len({flight.message for flight in event.sent}) + (event.kind == "duplicate")
                  for event in events)
    crashed = list(dict.fromkeys(event.server for event in events if event.kind == "crash"))
    said = [f"{counted(lost, 'message')} lost"] if lost else []
    said += [f"{doubled} doubled"] if doubled else []
    said += [f"{' and '.join(crashed)} crashed"] if crashed else []
    return f" ({', '.join(said)} by then)" if said else ""
