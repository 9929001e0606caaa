"""The rows of clients: which operations lie in a lane together, and how all is drawn."""
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from raftlib.pictures.client_bars import (
    HALF,
    STUCK,
    Bar,
    draw_body,
    draw_cross,
    draw_point,
    ends_of,
    has_point,
    lanes_of,
)
from raftlib.pictures.client_words import BELOW, Label, numbers_of, words_of, write
from raftlib.pictures.log_cells import fitted
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import LEFT, Window, draw_times, ticks
from raftlib.pictures.style import DARK_GREY, DOTTED

TOP, BOTTOM = 0.36, 0.5  # inches above the middle of the first lane, and below the last, without the legend
LANE, BETWEEN, UNDER = 0.4, 0.08, 0.14  # inches of a lane, and more of it between two clients, and with words below


class Row(NamedTuple):
    """A lane of a client, with what is written there, its middle so far (inches) below the picture's upper edge."""

    client: str | int
    bars: list[Bar]
    labels: list[Label]
    down: float


def rows_of(bars: list[Bar], window: Window, model) -> tuple[list[Row], float]:
    """All lanes, those of a client together, and how high (inches) a picture of them is."""
    rows, down = [], TOP
    for client in dict.fromkeys(bar.operation.client for bar in bars):
        for lane in lanes_of([bar for bar in bars if bar.operation.client == client]):
            labels = [*words_of(lane, window, model), *numbers_of(lane, window)]
            rows.append(Row(client, lane, labels, down))
            down += LANE + UNDER * any(label.up == BELOW for label in labels)
        down += BETWEEN
    return rows, down - BETWEEN - LANE + BOTTOM


def draw_rows(picture: Picture, rows: list[Row], window: Window) -> None:
    """All rows, and a thread from point to point, in the order."""
    top = picture.size[1]
    for client, lanes in groupby(rows, attrgetter("client")):
        draw_client(picture, client, [top - row.down for row in lanes])
    for row in rows:
        draw_row(picture, row, top - row.down, window)
    places = [(bar.place, window.x(bar.moment), top - row.down + HALF) for row in rows for bar in row.bars
              if has_point(bar, window)]
    if len(places) > 1:
        draw_thread(picture, [place for _, *place in sorted(places)])


def draw_thread(picture: Picture, places: list) -> None:
    """A thread from point to point (inches), below all else."""
    picture.shape(places, edge=DARK_GREY, width=0.7, dash=DOTTED, z=1)


def draw_client(picture: Picture, client: str | int, heights: list[float]) -> None:
    """A client's name, and a line beside its lanes if there are several."""
    picture.words(0.05, heights[0], fitted(str(client), LEFT - 0.15), ha="left", weight="bold")
    if len(heights) > 1:
        picture.shape([(LEFT - 0.05, heights[0] + HALF), (LEFT - 0.05, heights[-1] - HALF)], edge=DARK_GREY)


def draw_row(picture: Picture, row: Row, y: float, window: Window) -> None:
    """The bars of a lane, with their points and words."""
    for bar in row.bars:
        left, right = ends_of(bar, window)
        draw_body(picture, left, right, y, bar.kind, bar.operation.answered is None)
        if has_point(bar, window):
            draw_point(picture, window.x(bar.moment), y)
        if bar.kind == STUCK and bar.operation.end <= window.end:
            draw_cross(picture, right, y)
    for label in row.labels:
        write(picture, label, y)


def draw_scale(picture: Picture, window: Window, unit: str) -> None:
    """The axis of time, and a pale line up from each round number."""
    low = BOTTOM - 0.25
    for x in map(window.x, ticks(window.start, window.end)):
        picture.shape([(x, low), (x, picture.size[1] - 0.1)], edge="#E6E6E6", width=0.6, z=0)
    draw_times(picture, window, low, unit)
