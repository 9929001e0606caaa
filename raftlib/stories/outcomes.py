"""What has come of each move of a search, in words: from the states of all servers before and after it."""
from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import NamedTuple

from raftlib.analysis.safety import first_difference
from raftlib.protocol.log import Log
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER, ServerState
from raftlib.protocol.words.counts import counted
from raftlib.search.moves import Command, Election, Exchange, Heartbeat, Late, Move, Restart
from raftlib.stories.record import Record
from raftlib.stories.words import names, number

States = Mapping[str, ServerState]


class Change(NamedTuple):
    """What a move has changed: all states before and after it; and the run, and how many events it has by then."""

    before: States
    after: States
    record: Record
    count: int

    def of(self, id: str) -> tuple[ServerState, ServerState]:
        """A server's states."""
        return self.before[id], self.after[id]

    def vote_of(self, voter: str, candidate: str) -> int | None:
        """The term of the last vote of a server that a candidate has got; None if there is none."""
        got = self.record.last(lambda step: step.event.kind == "receive" and step.server == candidate
                               and step.event.message.sender == voter
                               and getattr(step.event.message, "vote_granted", False), self.count)
        return got and got.event.message.request_term


def all_of(move: Move, change: Change) -> str:
    """What has come of a move, and what else has changed by it: roles, and what logs have lost."""
    return " ".join(filter(None, [outcome(move, change), *roles(change), *losses(move, change)]))


@singledispatch
def outcome(move: Move, change: Change) -> str:
    """What has come of a move."""
    raise TypeError(move)


@outcome.register(Election)
def of_election(move: Election, change: Change) -> str:
    """Whether the candidate has won, and by whose votes."""
    who = move.candidate
    was, now = change.of(who)
    if now.role != LEADER:
        return f"{who} wins no majority in term {was.current_term + 1}."
    return f"{who} leads term {now.current_term}, with {votes(who, change)}."


def votes(who: str, change: Change) -> str:
    """The votes that a leader counted besides its own: those of its term, and what else it took for votes."""
    term = change.after[who].current_term
    given = {id: change.vote_of(id, who) for id in change.after[who].votes if id != who}
    now = [id for id, of in given.items() if of == term]
    parts = [f"the vote{'s' * (len(now) > 1)} of {names(now)}"] if now else []
    parts += [f"{id}'s vote of term {of}" for id, of in given.items() if of not in (None, term)]
    parts += [f"{id}, which gave no vote" for id, of in given.items() if of is None]
    return names(parts or ["its own vote alone"])


@outcome.register(Command)
def of_command(move: Command, change: Change) -> str:
    """Where it went."""
    who = move.server
    was, now = change.of(who)
    if now.log.last_index <= was.log.last_index:
        return f"{who} does not append it."
    said = f"{who} appends it at index {now.log.last_index}: {now.log.entry_at(now.log.last_index).command}."
    if now.commit_index > was.commit_index:
        return f"{said} It commits it at once."
    return f"{said} It carries it out at once." if now.last_applied > was.last_applied else said


@outcome.register(Exchange)
def of_exchange(move: Exchange, change: Change) -> str:
    """Whether the logs are alike now, and what the leader has committed by it."""
    leader, follower = change.after[move.leader], change.after[move.follower]
    alike = f"{move.follower} holds {move.leader}'s log now."
    if leader.log != follower.log:
        index = first_difference(leader.log, follower.log) or leader.log.last_index + 1
        alike = f"{move.follower} does not hold {move.leader}'s log now: they differ at index {index}."
    if leader.commit_index > change.before[move.leader].commit_index:
        return f"{alike} {move.leader} has committed {counted(leader.commit_index, 'entry', number)}."
    return alike


@outcome.register(Heartbeat)
def of_heartbeat(move: Heartbeat, change: Change) -> str:
    """What the follower carries out on it."""
    was, now = change.of(move.follower)
    if now.last_applied > was.last_applied:
        command = now.applied_log.entry_at(now.last_applied).command
        return f"{move.follower} carries out {command}, at index {now.last_applied}."
    return f"{move.follower} carries out nothing."


@outcome.register(Restart)
def of_restart(move: Restart, change: Change) -> str:
    """What the server has lost that should have been on its disk."""
    was, now = change.of(move.server)
    lost = ["its term"] * (was.current_term != now.current_term) + ["its vote"] * (was.voted_for != now.voted_for)
    lost += [f"entry {entry}" for entry in gone(was.log, now.log)]
    return f"It has lost {names(lost)}." if lost else "It has lost nothing that must be kept."


@outcome.register(Late)
def of_late(move: Late, change: Change) -> str:
    """What it does to its receiver; that an entry is given up is said with all losses."""
    who = move.message.receiver
    was, now = change.of(who)
    if now.role == LEADER != was.role:
        return f"{who} leads term {now.current_term}, with {votes(who, change)}."
    if now.log.last_index > was.log.last_index:
        return f"{who} has {counted(now.log.last_index, 'entry', number)} now."
    return f"{who}'s log stays as it was." if now.log == was.log else ""


def roles(change: Change) -> Iterator[str]:
    """Who is a leader or a candidate no more, and who leads on in another term."""
    lead_no_more = [id for id, now in change.after.items() if change.before[id].role == LEADER != now.role]
    if lead_no_more:
        yield f"{names(lead_no_more)} lead{'s' * (len(lead_no_more) == 1)} no more."
    for id in change.after:
        was, now = change.of(id)
        if was.role == CANDIDATE and now.role == FOLLOWER:
            yield f"{id} is a follower again."
        if was.role == now.role == LEADER and was.current_term != now.current_term:
            yield f"{id} leads on, in term {now.current_term}."


def losses(move: Move, change: Change) -> Iterator[str]:
    """Which entries logs hold no more, but for those that a restart has lost."""
    for id in change.after:
        was, now = change.of(id)
        lost = [] if isinstance(move, Restart) and id == move.server else gone(was.log, now.log)
        if lost:
            committed = first_difference(was.log.before(was.commit_index + 1), now.log)
            yield f"{id} gives up {names(lost)}{', which it had committed' * (committed is not None)}."


def gone(was: Log, now: Log) -> list[str]:
    """The commands of a log from the first entry on that another one does not hold."""
    index = first_difference(was, now)
    return [entry.command for entry in was.suffix(index)] if index else []
