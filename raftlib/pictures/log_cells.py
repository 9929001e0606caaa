"""The marks of a grid of logs: entries, and what the leader believes of a follower."""
from raftlib.pictures.log_rows import APPENDED, APPLIED
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, cross, loop
from raftlib.pictures.style import (
    BLACK,
    DARK_GREY,
    DASHED,
    NORMAL,
    SMALL,
    SOLID,
    VERMILION,
    WHITE,
    text_width,
    tint,
)

CELL_HEIGHT = 0.36  # inches
# Inches: a cell and the gap behind it, without commands, with short ones, and with the longest.
NARROW, WITH_COMMANDS, WIDEST = 0.42, 0.5, 0.8
WIDE_SIGN = 0.03  # inches by which + and = are wider than a letter is on average


def draw_cell(picture: Picture, left: float, low: float, term: int, command: str, stage: str, conflicts: bool,
              width: float = NARROW) -> None:
    """An entry: its fill and number the term, its frame how far it has come, a cross in its corner for a conflict."""
    right, top = left + width - 0.04, low + CELL_HEIGHT
    plain = stage == APPENDED
    picture.shape(box(left, low, right, top), face=tint(term), edge=DARK_GREY if plain else BLACK,
                  width=0.9 if plain else 1.8, dash=DASHED if plain else SOLID, z=2)
    if stage == APPLIED:
        picture.shape(box(right - 0.09, top - 0.09, right, top), face=BLACK, z=3)
    middle = (left + right) / 2
    if command:
        picture.words(left + 0.05, low + 0.26, f"{term}", size=7.5, ha="left", colour=DARK_GREY)
        picture.words(middle, low + 0.11, fitted(command, right - left), size=SMALL)
    else:
        picture.words(middle - 0.06 * conflicts, low + CELL_HEIGHT / 2, f"{term}", size=NORMAL)
    if conflicts:
        picture.shape(cross(right - 0.085, top - 0.085, 0.05), edge=VERMILION, width=1.8, z=4)


def cell_width(commands: list[str], least: float = WITH_COMMANDS) -> float:
    """How wide (inches) cells are, and the gap behind each, so that every command stands in its own with some air."""
    widest = max((text_width(command) + WIDE_SIGN * sum(map(command.count, "+=")) for command in commands), default=0)
    return min(max(widest + 0.16, least), WIDEST) if any(commands) else NARROW


def fitted(text: str, width: float) -> str:
    """A text, cut short if it is wider than that (inches)."""
    while text_width(text) > width:
        text = text[:-2] + "…"
    return text


def draw_match(picture: Picture, x: float, y: float) -> None:
    """match_index: a full triangle behind the last entry that is known to agree."""
    picture.shape(loop([(x, y), (x - 0.07, y - 0.12), (x + 0.07, y - 0.12)]), face=BLACK, edge=BLACK, width=0.8, z=5)


def draw_next(picture: Picture, x: float, y: float) -> None:
    """next_index: a hollow triangle under the first entry that is sent next."""
    picture.shape(loop([(x, y), (x - 0.07, y - 0.12), (x + 0.07, y - 0.12)]), face=WHITE, edge=BLACK, width=1.0, z=5)
