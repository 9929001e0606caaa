"""A leader that was cut off hears of a newer one: it gives way, and what was never committed is deleted."""
from raftlib.protocol.log import Entry
from raftlib.stories.record import Moment, Record, Step
from raftlib.stories.story import LOG, ROLE, TERM, Beat
from raftlib.stories.words import names

SHOWS = ROLE, TERM, LOG


def gives_way(yields: Step) -> Beat:
    """The old leader hears of a higher term."""
    old, sender = yields.server, yields.event.message.sender
    return Beat(yields.moment, f"{old} led term {yields.before.current_term}. A message of {sender} says term "
                f"{yields.term}, which is higher: {old} becomes a follower.", (old, sender), shows=SHOWS)


def deletes(record: Record, step: Step) -> Beat:
    """What was never committed goes, here; and who else has it still."""
    who, leader, entry = step.server, step.event.message.sender, gone(step)
    return Beat(step.moment, f"{who} deletes its copy of {entry.command}, which was never committed, and writes down "
                f"what {leader} sends instead. {still_held(record, step)}", (who, leader), shows=SHOWS)


def gives_way_and_deletes(record: Record, step: Step) -> list[Beat]:
    """Both at one message: what goes is seen before it comes, and what is there instead, once it has come."""
    who, leader, command = step.server, step.event.message.sender, gone(step).command
    return [Beat(Moment(step.event.at, step.number), f"{who} still leads term {step.before.current_term}, and has "
                 f"{command}, never committed. Now a message of {leader} says term {step.term}, which is higher.",
                 (who, leader), shows=SHOWS),
            Beat(step.moment, f"{who} becomes a follower, deletes its copy of {command}, and writes down what {leader} "
                 f"sends instead. {still_held(record, step)}", (who, leader), shows=SHOWS)]


def still_held(record: Record, step: Step) -> str:
    """Who has the entry that a server deletes, once that is done."""
    entry = gone(step)
    holders = [id for id, state in record.states(step.number + 1).items() if entry in state.log.entries]
    if not holders:
        return f"No server has {entry.command} any more."
    return f"{names(holders)} still {'has' if len(holders) == 1 else 'have'} {entry.command}."


def gone(step: Step) -> Entry:
    """The first entry that a server deletes."""
    return next(entry for entry in step.before.log.entries if entry not in step.after.log.entries)
