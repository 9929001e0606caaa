"""A story that needs a leader to begin with, in a run without one: what is to blame, and how to go back."""
from raftlib.stories.elections import SHOWS
from raftlib.stories.record import Record, heartbeat_of
from raftlib.stories.story import Beat
from raftlib.stories.words import ms

MESSAGES = "messages of 5 to 15 ms"  # as they are until a slider moves; so is what follows
QUICK = f"{MESSAGES} and timers of 150 to 300 ms"
HEARD = "heartbeats every 50 ms and timers of 150 to 300 ms"


def cannot_begin(record: Record) -> list[Beat]:
    """That the story can't begin, and why; and in the reader's turn, how to go back."""
    end = record.end
    why, settings = to_blame(record)
    beat = Beat(end, f"At {ms(end.at)} the servers do not all follow one leader: this story can't begin.{why}",
                record.history.servers, shows=SHOWS)
    return [beat, move_back(beat, settings)]


def move_back(beat: Beat, settings: str) -> Beat:
    """The reader's turn: with which settings there will be a leader."""
    return beat.handed_over(f"Move the sliders back: with {settings} a leader stays.")


def to_blame(record: Record) -> tuple[str, str]:
    """Which times of the run do not fit, in a sentence, "" if they do; and those that fit."""
    waited = waits(record)
    win = record.first(lambda step: step.wins)
    if win and any(ms(wait) != ms(heartbeat_of(win)) and wait < heartbeat_of(win) for wait in waited):
        return f" Heartbeats are {ms(heartbeat_of(win))} apart; a timer waited {ms(min(waited))}.", HEARD
    took = max((flight.arrives - flight.sent for flight in record.history.flights(0, record.history.end)), default=0)
    if waited and 2 * took >= min(waited):
        return f" A message took {ms(took)}; a timer waited {ms(min(waited))}.", QUICK
    return "", QUICK


def waits(record: Record) -> list[int]:
    """For how long (µs) the timers that ran out had waited."""
    started, waited = {}, []
    for step in record.steps:
        if step.stands:
            waited.append(step.event.at - started[step.server])
        if step.starts_timer:
            started[step.server] = step.event.at
    return waited
