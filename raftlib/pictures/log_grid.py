"""The logs of all servers at one moment: a row a server, a column an index, and what the leader believes of each."""
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.pictures.arguments import moment
from raftlib.pictures.legend import Entry, with_legend, words_only
from raftlib.pictures.legend_words import LOG_WORDS
from raftlib.pictures.log_cells import CELL_HEIGHT, NARROW, cell_width, draw_cell, draw_match, draw_next, fitted
from raftlib.pictures.log_rows import (
    APPENDED,
    APPLIED,
    COMMITTED,
    Row,
    commands_of,
    longest_of,
    rows_of,
    tell,
    why_dashed,
)
from raftlib.pictures.log_sides import SIDE_WIDTH, draw_sides
from raftlib.pictures.logs_in_words import logs_table
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.space_time_cuts import groups_of
from raftlib.pictures.style import DARK_GREY, NORMAL, ROLES, WIDTH, shown, text_width
from raftlib.simulation.history import recorded

COLUMNS = 12  # at most in sight
ROW = 0.56  # inches from one server to the next
LEFT = 0.1  # inches: where a row begins
NAME, CELLS = 0.88, 1.0  # inches: how wide a server's name is, and from where a row begins to its cells
TOP, BOTTOM, LINE = 0.58, 0.02, 0.2  # inches above the first row, below the last, and for one more line of words
APPLIED_WIDTH = 0.6, 1.3  # inches of the values at the right, at least and at most


class Grid(NamedTuple):
    """Where things are: where rows begin, the first index in sight, how many columns, and the width of one (inches)."""

    left: float
    first: int
    columns: int
    cell: float

    @property
    def last(self) -> int:
        """The last index in sight."""
        return self.first + self.columns - 1

    @property
    def cells(self) -> float:
        """Where the first column begins."""
        return self.left + CELLS

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.left_of(self.last + 1)

    def left_of(self, index: int) -> float:
        """Where the column of an index begins."""
        return self.cells + (index - self.first) * self.cell


def log_grid(history, time: float) -> Picture:
    """Draw all logs at a time (ms): each entry's term and command, and how far each server knows it to have come.

    Of a log longer than the grid the part round the highest commit index is shown. Where servers are cut off from each
    other a line runs between them, and beside them stands who can commit. `history` is a History, or a Cluster or a
    Player, which have one. Raises ValueError for a time outside the run.
    """
    history = recorded(history)
    time = moment("time", time, history)
    now = history.at(time)
    rows = rows_of(now)
    groups, why = groups_of(now.cut_links, history.servers), why_dashed(rows)
    grid = grid_of(rows, SIDE_WIDTH if groups else 0)
    head = TOP + (LINE if why else 0)
    height = head + BOTTOM + ROW * len(rows)
    picture = Picture((WIDTH, height), tell(rows, time))
    indexes = range(grid.first, min(grid.last, longest_of(rows)) + 1)
    picture.in_words = lambda: [logs_table(rows, indexes, groups, now.down, time)]
    draw_head(picture, rows, grid, time, why, height - head + 0.12)
    lows = [height - head - ROW * number - CELL_HEIGHT for number in range(len(rows))]
    room = WIDTH - grid.right - 0.2 - (SIDE_WIDTH if groups else 0)
    for row, low in zip(rows, lows, strict=True):
        draw_row(picture, row, grid, low, room)
    draw_sides(picture, groups, now.down, dict(zip(history.servers, lows, strict=True)))
    return with_legend(picture, entries_of(rows, grid))


# ---- What is in sight ------------------------------------------------------------------------------------------


def grid_of(rows: list[Row], beside: float) -> Grid:
    """As many columns as the longest log needs, or as there is room for, with so much `beside` them (inches)."""
    cell = cell_width(commands_of(rows))
    least, most = APPLIED_WIDTH
    values = min(max(least, *(text_width(row.values) for row in rows)), most)
    most = min(COLUMNS, int((WIDTH - LEFT - CELLS - 0.2 - values - beside) / cell))
    first = first_column(rows, most)
    return Grid(LEFT, first, min(most, longest_of(rows) + 2 - first), cell)


def first_column(rows: list[Row], columns: int) -> int:
    """The first index in sight: 1 if all are, or as much more as brings the highest commit index and what follows."""
    committed, longest = max(row.state.commit_index for row in rows), longest_of(rows)
    return 1 if longest <= columns else max(1, min(committed - columns // 2, longest + 2 - columns))


# ---- Drawing ---------------------------------------------------------------------------------------------------


def draw_head(picture: Picture, rows: list[Row], grid: Grid, time: float, why: str, y: float) -> None:
    """The time, the part of the logs in sight, why entries are not committed, and, at y, the columns' numbers."""
    longest = longest_of(rows)
    part = "" if grid.first == 1 and longest <= grid.last else (
        f", indexes {grid.first} to {min(grid.last, longest)} of {longest}: round the highest commit index")
    picture.words(0.1, picture.size[1] - 0.18, f"at {shown(time)} ms{part}", size=NORMAL, ha="left")
    picture.words(0.1, picture.size[1] - 0.18 - LINE, why, ha="left")
    draw_indexes(picture, grid, y)
    if any(row.values for row in rows):
        picture.words(grid.right + 0.1, y, "applied", ha="left")


def draw_indexes(picture: Picture, grid: Grid, y: float) -> None:
    """The columns' numbers, at y."""
    picture.words(grid.left, y, "index", ha="left")
    for index in range(grid.first, grid.last + 1):
        picture.words(grid.left_of(index) + grid.cell / 2 - 0.02, y, str(index), colour=DARK_GREY)


def draw_row(picture: Picture, row: Row, grid: Grid, low: float, room: float) -> None:
    """A server and its log, its values, and what the leader believes of it."""
    draw_log(picture, row, grid, low)
    if 0 < row.state.log.last_index < grid.first:
        picture.words(grid.cells, low + CELL_HEIGHT / 2, f"‹ up to index {row.state.log.last_index}", ha="left")
    picture.words(grid.right + 0.1, low + CELL_HEIGHT / 2, fitted(row.values, room), ha="left")
    if row.match_index is not None:
        draw_belief(picture, row, grid, low)


def draw_log(picture: Picture, row: Row, grid: Grid, low: float) -> None:
    """A server's name, role and term, and its entries."""
    style, middle = ROLES[row.role], grid.left + NAME / 2
    picture.shape(box(grid.left, low, grid.left + NAME, low + CELL_HEIGHT), face=style.fill, edge=style.edge,
                  width=style.width, dash=style.dash)
    picture.words(middle, low + 0.245, row.server, size=NORMAL, colour=style.words, weight="bold")
    picture.words(middle, low + 0.09, f"{row.role} t{row.state.current_term}", size=7, colour=style.words)
    for index in in_sight(row, grid):
        entry = row.state.log.entry_at(index)
        draw_cell(picture, grid.left_of(index), low, entry.term, entry.command, row.stage(index),
                  0 < row.conflict <= index, grid.cell)


def in_sight(row: Row, grid: Grid) -> range:
    """The indexes of a server's entries that are in sight."""
    return range(grid.first, min(grid.last, row.state.log.last_index) + 1)


def draw_belief(picture: Picture, row: Row, grid: Grid, low: float) -> None:
    """Under a follower's cells: up to where the leader knows that it agrees, and from where it sends next.

    What is out of sight stands beyond the nearer end, with its number, each of the two in a place of its own.
    """
    for index, x, draw, place in (
            (row.match_index, grid.left_of(row.match_index + 1) - 0.02, draw_match, 0.0),
            (row.next_index, grid.left_of(row.next_index) + grid.cell / 2 - 0.02, draw_next, 0.42)):
        inside = grid.cells - 0.02 <= x <= grid.right
        beyond = (grid.left + 0.1 if x < grid.cells else grid.right + 0.15) + place
        draw(picture, x if inside else beyond, low - 0.03)
        if not inside:
            picture.words(beyond + 0.1, low - 0.1, str(index), size=7.5, ha="left")


# ---- Legend ----------------------------------------------------------------------------------------------------


def entries_of(rows: list[Row], grid: Grid) -> Iterator[list[Entry]]:
    """What occurs, in groups, in the order in which the legend names it."""
    seen = [(row.stage(index), 0 < row.conflict <= index) for row in rows for index in in_sight(row, grid)]
    stages = {stage for stage, _ in seen}
    yield [Entry(cell_of(stage), NARROW - 0.04, LOG_WORDS[stage], CELL_HEIGHT)
           for stage in (APPENDED, COMMITTED, APPLIED) if stage in stages]
    if any(conflicts for _, conflicts in seen):
        yield [Entry(cell_of(APPENDED, conflicts=True), NARROW - 0.04, LOG_WORDS["conflict"], CELL_HEIGHT)]
    if any(row.match_index is not None for row in rows):
        yield [Entry(triangle(draw_match), 0.14, LOG_WORDS["match"]),
               Entry(triangle(draw_next), 0.14, LOG_WORDS["next"])]
    if seen:
        yield [words_only("number and tint: term")]


def cell_of(stage: str, conflicts: bool = False):
    """An entry that has come so far, as high as a row of the legend is."""
    return lambda picture, x, y: draw_cell(picture, x, y - CELL_HEIGHT / 2, 3, "", stage, conflicts)


def triangle(draw):
    """One of the leader's beliefs."""
    return lambda picture, x, y: draw(picture, x + 0.07, y + 0.06)
