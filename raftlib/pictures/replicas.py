"""Replicas: the logs of several servers as rows of commands, and what each machine holds after each of them."""
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from raftlib.analysis.faulty_logs import DISPLACED, DOUBLED, LOST, Copy, Place, beside, states_at
from raftlib.analysis.replicas import State, first_difference, in_words
from raftlib.pictures.arguments import by_name
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.log_cells import fitted
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, head
from raftlib.pictures.style import (
    BLACK,
    DARK_GREY,
    DASHED,
    DOTTED,
    NORMAL,
    SMALL,
    SOLID,
    VERMILION,
    WHITE,
    WIDTH,
    text_width,
)
from raftlib.simulation.key_value import KeyValue

LEFT, RIGHT = 0.72, 6.1  # inches: where the commands begin, and where they end at most
WIDEST = 1.05  # inches of a command's cell and the gap behind it, at most
GAP, CELL_HEIGHT = 0.06, 0.3  # inches
ROW = 0.72  # inches from one server to the next
TOP, BOTTOM = 0.32, 0.02  # inches above the first row, and below the last
TINY = 7.5  # points, of the states under the commands
LOW, HIGH = 0.15, 0.18  # inches: the height of the box round a state under a command, and at the end
SAMPLE = 0.6  # inches of a command in the legend
BOLD = 1.12  # by which words with many = or in bold are wider than others
WRONG = {LOST: DASHED, DISPLACED: SOLID, DOUBLED: SOLID}


class Row(NamedTuple):
    """One server: its log, the states after each place of it, and those of the first server."""

    server: str
    copy: Copy
    states: list[State]
    right: list[State]

    @property
    def end(self) -> State:
        """The state after the whole log."""
        return self.states[-1] if self.states else {}

    def differs_at(self, column: int) -> bool:
        """Whether the state after a place is not the first server's there; a shorter log is not compared further."""
        return 0 <= column < min(len(self.states), len(self.right)) and self.states[column] != self.right[column]


def replica_grid(logs: Mapping[str, Sequence[str] | Copy], machine: Callable[[str], KeyValue] | None = None) -> Picture:
    """Draw each server's log and its states; the first server is the one with which all others are compared.

    `logs` are lists of commands by server, or copies of a log (`with_faults`); `machine(server)` makes a server's
    machine, a `KeyValue` if not given. Raises ValueError without a server, and for a log that is not of commands.
    """
    if not (machine is None or callable(machine)):
        raise ValueError(f"machine is {machine!r}: it must be a function that makes the machine of a server.")
    rows = rows_of(checked_logs(logs), machine or (lambda server: KeyValue()))
    height = TOP + BOTTOM + ROW * len(rows)
    step = min(WIDEST, (RIGHT - LEFT) / max(1, *(len(row.copy) for row in rows)))
    picture = Picture((WIDTH, height), tell(rows))
    end = LEFT + step * max(len(row.copy) for row in rows) + 0.06
    draw_head(picture, rows[0].copy, step, end, height - TOP + 0.12)
    for number, row in enumerate(rows):
        low = height - TOP - ROW * number - CELL_HEIGHT
        draw_row(picture, row, step, low)
        draw_end(picture, row, end, low + CELL_HEIGHT / 2)
    picture.in_words = lambda: [table_of(rows)]
    return with_legend(picture, entries_of(rows))


def table_of(rows: list[Row]) -> Table:
    """The same in words: each command with the state after it."""
    longest = max(len(row.copy) for row in rows)
    cells = [[cell_words(row, column) for column in range(len(row.copy))] for row in rows]
    return Table("The logs", ("server", *(f"place {column}" for column in range(1, longest + 1)), "at the end"),
                 [(row.server, *words, *[""] * (longest - len(words)), in_words(row.end))
                  for row, words in zip(rows, cells, strict=True)])


def cell_words(row: Row, column: int) -> str:
    """A command, what went wrong with it, and the state after it."""
    place = row.copy[column]
    if place.command is None:
        return "left free"
    fault = {LOST: ", lost", DISPLACED: ", displaced", DOUBLED: ", a second time"}.get(place.fault, "")
    return f"{place.command}{fault}: {in_words(row.states[column])}"


def checked_logs(logs) -> dict[str, tuple]:
    """The logs by server, each read once; ValueError for none, or for one that is not of commands, or of places."""
    logs = by_name("logs", logs, "lists of commands by server")
    if not logs:
        raise ValueError(f"logs is {logs!r}: it must hold the log of one server at least.")
    return {server: checked_log(server, log) for server, log in logs.items()}


def checked_log(server: str, log) -> tuple:
    """One log; ValueError unless all in it are commands, or all are places."""
    read = tuple(log) if isinstance(log, Iterable) and not isinstance(log, str) else (log,)
    if isinstance(log, str) or not any(all(isinstance(each, kind) for each in read) for kind in (str, Place)):
        raise ValueError(f"the log of {server} is {log!r}: it must be a list of commands such as 'x=5', or a copy of "
                         "a log.")
    return read


# ---- What to show ----------------------------------------------------------------------------------------------


def rows_of(logs: Mapping[str, Sequence[str] | Copy], machine: Callable[[str], KeyValue]) -> list[Row]:
    """A row for each server, compared with the first one's."""
    first = next(iter(logs.values()))
    copies = {server: as_copy(log, first) for server, log in logs.items()}
    states = {server: states_at(copy, machine(server)) for server, copy in copies.items()}
    right = next(iter(states.values()))
    return [Row(server, copy, states[server], right) for server, copy in copies.items()]


def as_copy(log: Sequence[str] | Copy, first: Sequence[str] | Copy) -> Copy:
    """A list of commands as a copy laid beside the first one; a copy as it is."""
    if all(isinstance(each, Place) for each in log):
        return tuple(log)
    return beside(log, [each.command if isinstance(each, Place) else each for each in first])


def tell(rows: list[Row]) -> str:
    """The caption: who ends with what, and after which place states differ first."""
    ends: dict[str, list[str]] = {}
    for row in rows:
        ends.setdefault(in_words(row.end), []).append(row.server)
    said = "; ".join(f"{listed(servers)} {'end' if len(servers) > 1 else 'ends'} with {state}"
                     for state, servers in ends.items())
    places = [first_difference(rows[0].states, row.states) for row in rows[1:]]
    first = min(filter(None, places), default=None)
    differ = f"differ first after {place_words(rows[0].copy, first)}" if first else "never differ"
    return f"{said}; the states {differ}."


def place_words(copy: Copy, index: int) -> str:
    """A place of the first server's log in words; a free one is that of a command which another server has twice."""
    place = copy[index - 1]
    return f"the second copy of command {place.number}" if place.command is None else f"index {place.number}"


def listed(servers: list[str]) -> str:
    """Names in a sentence: "S1, S2 and S3"."""
    return " and ".join(filter(None, (", ".join(servers[:-1]), servers[-1])))


# ---- Drawing ---------------------------------------------------------------------------------------------------


def draw_head(picture: Picture, first: Copy, step: float, end: float, y: float) -> None:
    """The numbers of the first server's commands, and what stands at the right."""
    picture.words(0.1, y, "index", ha="left")
    picture.words(end, y, "at the end", ha="left")
    for column, place in enumerate(first):
        if place.command is not None:
            picture.words(LEFT + column * step + (step - GAP) / 2, y, str(place.number), colour=DARK_GREY)


def draw_row(picture: Picture, row: Row, step: float, low: float) -> None:
    """A server's name, and its commands with the states under them."""
    picture.shape(box(0.1, low, 0.6, low + CELL_HEIGHT), face=WHITE, edge=DARK_GREY, width=1.0)
    picture.words(0.35, low + CELL_HEIGHT / 2 + 0.01, row.server, size=NORMAL, weight="bold")
    for column, place in enumerate(row.copy):
        left = LEFT + column * step
        draw_place(picture, place, left, left + step - GAP, low)
        if place.command is not None:
            draw_state(picture, row.states[column], row.differs_at(column), left + (step - GAP) / 2, low - 0.13, step)
    for column in crossings(row.copy):
        draw_crossing(picture, LEFT + (column + 1) * step - GAP / 2, low + CELL_HEIGHT)


def draw_end(picture: Picture, row: Row, x: float, y: float) -> None:
    """The state in which a server ends."""
    differs = row.differs_at(len(row.states) - 1)
    text = fitted(in_words(row.end), WIDTH - x - 0.1)
    picture.words(x, y, text, ha="left", weight="bold", colour=VERMILION if differs else BLACK)
    if differs:
        draw_difference(picture, x - 0.05, y, text_width(text) * BOLD + 0.1, HIGH)


def draw_place(picture: Picture, place: Place, left: float, right: float, low: float) -> None:
    """A command in its cell, or the dotted outline of a place that is left free, with the mark of what went wrong."""
    top, middle = low + CELL_HEIGHT, low + CELL_HEIGHT / 2
    if place.command is None:
        picture.shape(box(left, low, right, top), edge=DARK_GREY, width=1.0, dash=DOTTED)
        return
    wrong = place.fault in WRONG
    picture.shape(box(left, low, right, top), face=WHITE, edge=VERMILION if wrong else BLACK,
                  width=2.0 if wrong else 1.0, dash=WRONG.get(place.fault, SOLID), z=2)
    picture.words((left + right) / 2, middle, fitted(place.command, right - left),
                  colour=DARK_GREY if place.fault == LOST else BLACK)
    if place.fault == LOST:
        for x, way in ((left, 1), (right, -1)):
            for y, up in ((low, 1), (top, -1)):  # a cross that leaves the words in the middle readable
                picture.shape([(x, y), (x + way * 0.1, y + up * 0.085)], edge=VERMILION, width=1.8, z=3)
    if place.fault == DOUBLED:
        picture.words(right - 0.02, top + 0.07, "2×", size=TINY, colour=VERMILION, ha="right", weight="bold")


def draw_state(picture: Picture, state: State, differs: bool, x: float, y: float, width: float) -> None:
    """The state after a command; one that is not the first server's is boxed."""
    text = fitted(in_words(state), (width - 0.1) * SMALL / TINY)
    picture.words(x, y, text, size=TINY, colour=VERMILION if differs else DARK_GREY)
    if differs:
        wide = min(text_width(text, TINY) * BOLD + 0.06, width - 0.02)
        draw_difference(picture, x - wide / 2, y, wide, LOW)


def draw_difference(picture: Picture, left: float, y: float, width: float, height: float) -> None:
    """A thin box round a state that is not the first server's."""
    picture.shape(box(left, y - height / 2, left + width, y + height / 2), edge=VERMILION, width=0.9, z=2)


def crossings(copy: Copy) -> list[int]:
    """The columns whose command has changed places with the one in the next column."""
    numbers = [place.number if place.fault == DISPLACED else 0 for place in copy]
    return [column for column in range(len(copy) - 1) if numbers[column] == numbers[column + 1] + 1 > 1]


def draw_crossing(picture: Picture, x: float, y: float) -> None:
    """Two arrows that cross, over the border of two commands that have changed places."""
    for way in (1, -1):
        start, end = (x - way * 0.16, y + 0.03), (x + way * 0.16, y + 0.15)
        picture.shape([start, end], edge=VERMILION, width=1.3, z=3)
        picture.shape(head(end, start, 0.08), face=VERMILION, z=3)


# ---- Legend ----------------------------------------------------------------------------------------------------


def entries_of(rows: list[Row]) -> Iterator[list[Entry]]:
    """What occurs, in groups, in the order in which the legend names it."""
    first, faults = rows[0].server, {place.fault for row in rows for place in row.copy}
    words = {DISPLACED: f"not where {first} has it", LOST: "lost", DOUBLED: "a second time"}
    yield [Entry(place_with(fault), SAMPLE, said, CELL_HEIGHT + (0.24 if fault == DOUBLED else 0))
           for fault, said in words.items() if fault in faults]
    if any(place.command is None for row in rows for place in row.copy):
        yield [Entry(place_with("", command=None), SAMPLE, "left free", CELL_HEIGHT)]
    if any(row.differs_at(column) for row in rows for column in range(len(row.states))):
        yield [Entry(difference, SAMPLE, f"a state that differs from {first}'s")]


def place_with(fault: str, command: str | None = "x=1"):
    """A command with which something went wrong."""
    return lambda picture, x, y: draw_place(picture, Place(command, 1, fault), x, x + SAMPLE, y - CELL_HEIGHT / 2)


def difference(picture: Picture, x: float, y: float) -> None:
    """A state in its box."""
    picture.words(x + SAMPLE / 2, y, "x=1", size=TINY, colour=VERMILION)
    draw_difference(picture, x + 0.1, y, SAMPLE - 0.2, LOW)
