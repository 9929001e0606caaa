"""The logs of all servers at one moment: a row a server, a column an index, and what the leader believes of each."""
from typing import NamedTuple

from raftlib.pictures.arguments import moment
from raftlib.pictures.legend_words import LOG_WORDS
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, loop
from raftlib.pictures.style import (
    BLACK,
    DARK_GREY,
    DASHED,
    DOWN,
    NORMAL,
    ROLES,
    SMALL,
    SOLID,
    TERMS,
    VERMILION,
    WHITE,
    WIDTH,
    counted,
    shown,
    text_width,
    who_leads,
)
from raftlib.protocol.log import Log
from raftlib.protocol.state import LEADER, ServerState
from raftlib.simulation.history import recorded
from raftlib.simulation.key_value import KeyValue

COLUMNS = 12  # at most in sight
CELL_WIDTH, CELL_HEIGHT = 0.42, 0.36  # inches
ROW = 0.62  # inches from one server to the next
LEFT, RIGHT = 1.1, 1.1 + COLUMNS * CELL_WIDTH  # inches: where the cells begin and end
TOP, BOTTOM = 0.72, 0.95  # inches above the first row, and for the legend
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
        if index <= self.state.last_applied:
            return APPLIED
        return COMMITTED if index <= self.state.commit_index else APPENDED

    @property
    def values(self) -> str:
        """The key-value state after all that this server has applied."""
        machine = KeyValue()
        for entry in self.state.log.suffix(1, self.state.last_applied):
            machine.apply(entry.command)
        return "  ".join(f"{name}={value}" for name, value in machine.values.items())


def log_grid(history, time: float) -> Picture:
    """Draw all logs at a time (ms): each entry's term and command, and how far each server knows it to have come.

    Of a log longer than the grid the part round the highest commit index is shown. `history` is a History, or a Cluster
    or a Player, which have one. Raises ValueError for a time outside the run.
    """
    history = recorded(history)
    time = moment("time", time, history)
    rows = rows_of(history.at(time))
    first = first_column(rows)
    height = TOP + BOTTOM + ROW * len(rows)
    picture = Picture((WIDTH, height), tell(rows, time))
    draw_head(picture, rows, first, time, height)
    for number, row in enumerate(rows):
        draw_row(picture, row, first, height - TOP - ROW * number - CELL_HEIGHT)
    draw_legend(picture)
    return picture


# ---- What to show ----------------------------------------------------------------------------------------------


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


def first_column(rows: list[Row]) -> int:
    """The first index in sight: 1, or as much more as brings the highest commit index and what follows into sight."""
    longest = max(row.state.log.last_index for row in rows)
    committed = max(row.state.commit_index for row in rows)
    return max(1, min(committed - COLUMNS // 2, longest + 2 - COLUMNS))


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
    return f"At {shown(time)} ms the logs have {long}; {known}; {who_leads(leaders)}."


# ---- Drawing ---------------------------------------------------------------------------------------------------


def draw_head(picture: Picture, rows: list[Row], first: int, time: float, height: float) -> None:
    """The time, the part of the logs in sight, and the numbers of the columns."""
    longest = max(row.state.log.last_index for row in rows)
    last = first + COLUMNS - 1
    part = "" if first == 1 and longest <= last else (f", indexes {first} to {min(last, longest)} of {longest}: "
                                                      "round the highest commit index")
    picture.words(0.1, height - 0.18, f"at {shown(time)} ms{part}", size=NORMAL, ha="left")
    picture.words(0.1, height - TOP + 0.12, "index", ha="left")
    picture.words(RIGHT + 0.12, height - TOP + 0.12, "applied", ha="left")
    for index in range(first, min(last, longest + 1) + 1):
        picture.words(left_of(index, first) + CELL_WIDTH / 2, height - TOP + 0.12, str(index), colour=DARK_GREY)


def left_of(index: int, first: int) -> float:
    """Where the cell of an index begins."""
    return LEFT + (index - first) * CELL_WIDTH


def draw_row(picture: Picture, row: Row, first: int, low: float) -> None:
    """A server's name, role and term, its entries, its values, and what the leader believes of it."""
    style = ROLES[row.role]
    picture.shape(box(0.1, low, 0.98, low + CELL_HEIGHT), face=style.fill, edge=style.edge, width=style.width,
                  dash=style.dash)
    picture.words(0.54, low + 0.245, row.server, size=NORMAL, colour=style.words, weight="bold")
    picture.words(0.54, low + 0.09, f"{row.role} t{row.state.current_term}", size=7, colour=style.words)
    for index in range(first, min(first + COLUMNS - 1, row.state.log.last_index) + 1):
        entry = row.state.log.entry_at(index)
        draw_cell(picture, left_of(index, first), low, entry.term, entry.command, row.stage(index),
                  0 < row.conflict <= index)
    if 0 < row.state.log.last_index < first:
        picture.words(LEFT, low + CELL_HEIGHT / 2, f"‹ up to index {row.state.log.last_index}", ha="left")
    picture.words(RIGHT + 0.12, low + CELL_HEIGHT / 2, fitted(row.values, WIDTH - RIGHT - 0.2), ha="left")
    if row.match_index is not None:
        draw_belief(picture, row, first, low)


def fitted(text: str, width: float) -> str:
    """A text, cut short if it is wider than that (inches)."""
    while text_width(text) > width:
        text = text[:-2] + "…"
    return text


def draw_cell(picture: Picture, left: float, low: float, term: int, command: str, stage: str, conflicts: bool) -> None:
    """An entry: its fill and number the term, its frame how far it has come, crossed out if it will be erased."""
    right, top = left + CELL_WIDTH - 0.04, low + CELL_HEIGHT
    plain = stage == APPENDED
    picture.shape(box(left, low, right, top), face=TERMS[(term - 1) % len(TERMS)], edge=DARK_GREY if plain else BLACK,
                  width=0.9 if plain else 1.8, dash=DASHED if plain else SOLID, z=2)
    if stage == APPLIED:
        picture.shape(box(right - 0.09, top - 0.09, right, top), face=BLACK, z=3)
    middle = (left + right) / 2
    if command:
        picture.words(left + 0.05, low + 0.26, f"{term}", size=7.5, ha="left", colour=DARK_GREY)
        picture.words(middle, low + 0.11, fitted(command, 0.42), size=SMALL)
    else:
        picture.words(middle, low + CELL_HEIGHT / 2, f"{term}", size=NORMAL)
    if conflicts:
        for x, way in ((left, 1), (right, -1)):
            for y, up in ((low, 1), (top, -1)):  # a cross that leaves the words in the middle readable
                picture.shape([(x, y), (x + way * 0.09, y + up * 0.085)], edge=VERMILION, width=1.8, z=4)


def draw_belief(picture: Picture, row: Row, first: int, low: float) -> None:
    """Under a follower's cells: up to where the leader knows that it agrees, and from where it sends next.

    What is out of sight stands at the nearer end, with its number.
    """
    for index, x, draw in ((row.match_index, left_of(row.match_index + 1, first) - 0.02, draw_match),
                           (row.next_index, left_of(row.next_index, first) + CELL_WIDTH / 2 - 0.02, draw_next)):
        place = min(max(x, LEFT - 0.02), RIGHT - 0.02 if draw is draw_match else RIGHT + CELL_WIDTH / 2)
        draw(picture, place, low - 0.03)
        if place != x:
            picture.words(place + 0.1, low - 0.1, str(index), size=7.5, ha="left")


def draw_match(picture: Picture, x: float, y: float) -> None:
    """match_index: a full triangle behind the last entry that is known to agree."""
    picture.shape(loop([(x, y), (x - 0.07, y - 0.12), (x + 0.07, y - 0.12)]), face=BLACK, edge=BLACK, width=0.8, z=5)


def draw_next(picture: Picture, x: float, y: float) -> None:
    """next_index: a hollow triangle under the first entry that is sent next."""
    picture.shape(loop([(x, y), (x - 0.07, y - 0.12), (x + 0.07, y - 0.12)]), face=WHITE, edge=BLACK, width=1.0, z=5)


def draw_legend(picture: Picture) -> None:
    """All that can occur in such a picture, in two rows under it."""
    picture.shape([(0.1, 0.9), (WIDTH - 0.1, 0.9)], edge=DARK_GREY, width=0.6)
    for x, stage in ((0.15, APPENDED), (2.5, COMMITTED), (4.55, APPLIED), (5.6, "conflict")):
        conflicts = stage == "conflict"
        draw_cell(picture, x, 0.47, 3, "", APPENDED if conflicts else stage, conflicts)
        picture.words(x + 0.46, 0.65, LOG_WORDS[stage], ha="left")
    draw_match(picture, 0.34, 0.27)
    picture.words(0.61, 0.2, LOG_WORDS["match"], ha="left")
    draw_next(picture, 3.45, 0.27)
    picture.words(3.71, 0.2, LOG_WORDS["next"], ha="left")
    picture.words(WIDTH - 0.15, 0.2, "number and tint: term", ha="right")
