"""A leader that was cut off hears of a newer one: it gives way, and what it alone wrote down is deleted."""
from raftlib.stories.record import Moment, Step
from raftlib.stories.story import LOG, ROLE, TERM, Beat

SHOWS = ROLE, TERM, LOG


def gives_way(yields: Step) -> Beat:
    """The old leader hears of a higher term."""
    old, sender = yields.server, yields.event.message.sender
    return Beat(yields.moment, f"{old} led term {yields.before.current_term}. A message of {sender} says term "
                f"{yields.term}, which is higher: {old} becomes a follower.", (old, sender), shows=SHOWS)


def deletes(step: Step) -> Beat:
    """What was never committed goes."""
    who, leader = step.server, step.event.message.sender
    return Beat(step.moment, f"{who} deletes {gone(step)}, which was never committed, and writes down what "
                f"{leader} sends instead.", (who, leader), shows=SHOWS)


def gives_way_and_deletes(step: Step) -> list[Beat]:
    """Both at one message: what goes is seen before it comes, and what is there instead, once it has come."""
    who, leader = step.server, step.event.message.sender
    return [Beat(Moment(step.event.at, step.number), f"{who} still leads term {step.before.current_term}, and has "
                 f"{gone(step)}, never committed. Now a message of {leader} says term {step.term}, which is higher.",
                 (who, leader), shows=SHOWS),
            Beat(step.moment, f"{who} becomes a follower, deletes {gone(step)}, and writes down what {leader} sends "
                 "instead.", (who, leader), shows=SHOWS)]


def gone(step: Step) -> str:
    """The first command that a server deletes."""
    return next(entry.command for entry in step.before.log.entries if entry not in step.after.log.entries)
