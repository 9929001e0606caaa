"""What a grid of logs shows of each server, and what can be said of all logs at one moment."""
from typing import NamedTuple

from raftlib.pictures.style import DOWN, shown, who_leads
from raftlib.protocol.log import Log
from raftlib.protocol.state import LEADER, ServerState
from raftlib.protocol.words.counts import counted
from raftlib.simulation.sessions import SessionKeyValue

APPENDED, COMMITTED, APPLIED = "appended", "committed", "applied"


class Row(NamedTuple):
    """One server's log as the grid shows it; the indexes are 0 where there is nothing to show."""

    server: str
    role: str
    state: ServerState
    conflict: int  # from here on the entries differ from the leader's
    next_index: int  # the leader's, for this server
    match_index: int | None

    def stage(self, index: int) -> str:
        """How far this server knows the entry at an index to have come."""
        if self.state.has_applied(index):
            return APPLIED
        return COMMITTED if index <= self.state.commit_index else APPENDED

    @property
    def values(self) -> str:
        """The key-value state after all that this server has applied."""
        machine = SessionKeyValue()  # without sessions it is the plain one
        for entry in self.state.applied_log.entries:
            machine.apply(entry.command)
        return "  ".join(f"{name}={value}" for name, value in machine.values.items())


def rows_of(moment) -> list[Row]:
    """One row for each server; the leader is the live one of the highest term."""
    leader = moment.servers[moment.leaders[-1][0]] if moment.leaders else None
    return [row_of(id, state, DOWN if id in moment.down else state.role, leader)
            for id, state in moment.servers.items()]


def row_of(id: str, state: ServerState, role: str, leader: ServerState | None) -> Row:
    """One server's row, beside what the leader holds and believes."""
    if leader is None or id == leader.id:
        return Row(id, role, state, 0, 0, None)
    place = leader.peers.index(id)
    return Row(id, role, state, first_conflict(state.log, leader.log), leader.next_index[place],
               leader.match_index[place])


def first_conflict(log: Log, leader_log: Log) -> int:
    """The first index at which both logs hold an entry, and not of the same term; 0 if there is none."""
    shared = range(1, min(log.last_index, leader_log.last_index) + 1)
    return next((index for index in shared if log.term_at(index) != leader_log.term_at(index)), 0)


# ---- All logs --------------------------------------------------------------------------------------------------


def longest_of(rows: list[Row]) -> int:
    """The last index of the longest log."""
    return max(row.state.log.last_index for row in rows)


def commands_of(rows: list[Row]) -> list[str]:
    """The commands in all logs."""
    return [entry.command for row in rows for entry in row.state.log.suffix(1, row.state.log.last_index)]


def why_dashed(rows: list[Row]) -> str:
    """Why the leader does not commit a client's command that it knows a majority to have, in words (L7), or ""."""
    leader = next((row for row in rows if row.role == LEADER and row.match_index is None), None)
    if leader is None:
        return ""
    log, term = leader.state.log, leader.state.current_term
    copies = sorted([log.last_index, *(row.match_index for row in rows if row is not leader)])
    index = copies[(len(copies) - 1) // 2]  # which a majority has: half of the others may lack it
    entry = log.entry_at(index)  # none where a broken leader takes more for known than there is
    if index <= leader.state.commit_index or entry is None or entry.term == term or not entry.command:
        return ""
    return (f"index {index} stays dashed at {leader.server} though a majority has it: "
            f"{leader.server} counts only copies of entries of its own term, {term}")


def tell(rows: list[Row], time: float) -> str:
    """The caption: how long the logs are, how much of the one that is known best is committed, and who leads."""
    leaders = [(row.server, row.state.current_term) for row in rows if row.role == LEADER]
    lengths = sorted({row.state.log.last_index for row in rows})
    if not lengths[-1]:
        return f"At {shown(time)} ms the logs are empty; {who_leads(leaders)}."
    long = counted(lengths[0], "entry") if len(lengths) == 1 else f"{lengths[0]} to {lengths[-1]} entries"
    knows = max(rows, key=lambda row: (row.state.commit_index, row.role == LEADER))
    known = (f"{knows.server} knows its own to be committed up to index {knows.state.commit_index}"
             if knows.state.commit_index else "none of them is known to be committed")
    why = why_dashed(rows)
    return f"At {shown(time)} ms the logs have {long}; {known}; {who_leads(leaders)}{why and f'; {why}'}."
