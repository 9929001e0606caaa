"""The sides of a cut in a grid of logs: lines between the rows of servers that don't reach each other."""
from itertools import groupby

from raftlib.pictures.log_cells import CELL_HEIGHT, fitted
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, DASHED, VERMILION, WIDTH

SIDE_WIDTH = 1.05  # inches at the right, for what each side can do
BELOW = 0.175  # inches from a row's cells to the line below it: under the triangles
CAN, CANNOT = "can commit", "can't commit"


def can_commit(side: tuple[str, ...], down, count: int) -> str:
    """Whether a majority of so many servers is on a side and up, in words."""
    return CAN if len(set(side) - set(down)) > count // 2 else CANNOT


def draw_sides(picture: Picture, groups: list[tuple[str, ...]], down, lows: dict[str, float]) -> None:
    """A dashed line wherever the next row is on another side, and beside the rows of a side whether it can commit.

    A side can commit if a majority of all servers is there and up. Where its rows don't follow each other, it says with
    whom. `lows` are the lower edges (inches) of the rows.
    """
    side = {server: group for group in groups for server in group}
    runs = [list(run) for _, run in groupby(lows, key=side.get)] if groups else []
    for number, run in enumerate(runs):
        top, low = lows[run[0]] + CELL_HEIGHT, lows[run[-1]]
        said = can_commit(side[run[0]], down, len(lows))
        colour = BLACK if said == CAN else VERMILION
        picture.shape([(WIDTH - SIDE_WIDTH, low), (WIDTH - SIDE_WIDTH, top)], edge=colour)
        others = " ".join(server for server in side[run[0]] if server not in run)
        words = [said, *([fitted(f"with {others}", SIDE_WIDTH - 0.1)] if others else [])]
        for place, line in enumerate(words):
            picture.words(WIDTH - SIDE_WIDTH + 0.08, (low + top) / 2 + 0.15 * ((len(words) - 1) / 2 - place), line,
                          ha="left", colour=colour)
        if number + 1 < len(runs):
            picture.shape([(0.1, low - BELOW), (WIDTH - 0.1, low - BELOW)], edge=VERMILION, width=1.2, dash=DASHED)
