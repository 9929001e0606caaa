"""The shortest disaster of a broken rule, told move by move, as raftlib.search has found it."""
from collections.abc import Mapping
from functools import singledispatch

from raftlib.analysis.safety import first_difference
from raftlib.protocol.state import LEADER, ServerState
from raftlib.protocol.words.counts import counted
from raftlib.search.moves import Command, Election, Exchange, Heartbeat, Late, Move, Restart, bare
from raftlib.search.performance import performed
from raftlib.search.shortest import Break
from raftlib.stories.record import Moment, Record
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story
from raftlib.stories.telling import Telling
from raftlib.stories.words import names, number

SHOWS = ROLE, TERM, LOG
States = Mapping[str, ServerState]


def a_break(found: Break) -> Telling:
    """How servers with a broken rule come to grief: what `shortest_break` has found. It has no sliders."""
    return Telling(lambda: story(found))


def story(found: Break) -> Story:
    """The story of a break."""
    performance = performed(found.server, found.bounds, found.moves)
    ends = [Moment(*end) for end in performance.ends]
    return Story(performance.cluster, lambda record: beats(record, found, ends))


def beats(record: Record, found: Break, ends: list[Moment]) -> list[Beat]:
    """A beat for each move, at its end; and what is broken now."""
    told, before = [], record.states(record.start.count)
    for move, end in zip(found.moves, ends, strict=True):
        after = record.states(end.count)
        told.append(Beat(end, f"{move} {outcome(bare(move), before, after)}", move.servers, shows=SHOWS))
        before = after
    _, servers, _, _, sentence = found.evidence
    last = Beat(ends[-1], f"{capital(sentence)}. {found.evidence.property} is broken.", servers, shows=SHOWS)
    return [*told, last, last.handed_over("This is the run, arranged by hand: its timers never run out. Go back "
                                    "in it, and look for the moment of no return.")]


@singledispatch
def outcome(move: Move, before: States, after: States) -> str:
    """What has come of a move, from the states of all servers before and after it."""
    raise TypeError(move)


@outcome.register(Election)
def of_election(move: Election, before: States, after: States) -> str:
    """Whether the candidate has won, and by whose votes."""
    state = after[move.candidate]
    if state.role != LEADER:
        return f"{move.candidate} wins no majority in term {state.current_term}."
    voters = [id for id in state.votes if id != move.candidate]
    return f"{move.candidate} leads term {state.current_term}, with the vote of {names(voters or [move.candidate])}."


@outcome.register(Command)
def of_command(move: Command, before: States, after: States) -> str:
    """Where it went."""
    log = after[move.server].log
    return f"{move.server} appends it at index {log.last_index}: {log.entry_at(log.last_index).command}."


@outcome.register(Exchange)
def of_exchange(move: Exchange, before: States, after: States) -> str:
    """Whether the logs are alike now, and what the leader has committed by it."""
    leader, follower = after[move.leader], after[move.follower]
    alike = f"{move.follower} holds {move.leader}'s log now."
    if leader.log != follower.log:
        index = first_difference(leader.log, follower.log) or leader.log.last_index + 1
        alike = f"{move.follower} does not hold {move.leader}'s log now: they differ at index {index}."
    if leader.commit_index > before[move.leader].commit_index:
        return f"{alike} {move.leader} has committed {counted(leader.commit_index, 'entry', number)}."
    return alike


@outcome.register(Heartbeat)
def of_heartbeat(move: Heartbeat, before: States, after: States) -> str:
    """What the follower carries out on it."""
    carried_out = after[move.follower].last_applied
    if carried_out > before[move.follower].last_applied:
        command = after[move.follower].applied_log.entry_at(carried_out).command
        return f"{move.follower} carries out {command}, at index {carried_out}."
    return f"{move.follower} carries out nothing."


@outcome.register(Restart)
def of_restart(move: Restart, before: States, after: States) -> str:
    """What the server has lost that should have been on its disk."""
    was, now = before[move.server], after[move.server]
    lost = ["its vote"] * (was.voted_for != now.voted_for) + ["its last entry"] * (was.log != now.log)
    return f"It has lost {' and '.join(lost)}." if lost else "It has lost nothing that must be kept."


@outcome.register(Late)
def of_late(move: Late, before: States, after: States) -> str:
    """What it does to its receiver's log and role."""
    who = move.message.receiver
    was, now = before[who], after[who]
    if now.log.last_index < was.log.last_index:
        return f"{who} drops {counted(was.log.last_index - now.log.last_index, 'entry', number)} for it."
    if now.role == LEADER and was.role != LEADER:
        return f"{who} leads term {now.current_term}."
    return f"{who} has {counted(now.log.last_index, 'entry', number)}."


def capital(sentence: str) -> str:
    """A sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
