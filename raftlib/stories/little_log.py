"""The log below a server's disc, in a small picture of the ring: a box for each of its last commands."""
from itertools import accumulate

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Place, box
from raftlib.pictures.style import BLACK, DARK_GREY, DASHED, SOLID, tint
from raftlib.protocol.state import ServerState
from raftlib.stories.little_clients import TINY

WIDE, RADIUS = 2.3, 0.26  # inches: the picture, and a disc
BELOW = 0.09  # inches from a disc to its log
CHIP, MARGINS = (0.22, 0.13), 0.06  # a command's box at the least, and its margins, in inches
LETTER, LETTERS = 0.061, {"+": 0.082, "=": 0.082, ".": 0.031, ":": 0.033, " ": 0.031}  # how wide a letter in it is
ROW = 1.13  # that the boxes of a log may be wide together
MOST_CHIPS = 3


def draw_log(picture: Picture, place: Place, state: ServerState, left: float) -> None:
    """The last commands of a log, dashed until this server knows that they are committed, within the picture."""
    widths = shown_widths(state)
    first, (x, low, _, top) = len(state.log.entries) - len(widths), log_box(place, state, left)
    starts = accumulate(widths, initial=x)
    for index, (at, wide) in enumerate(zip(starts, widths, strict=False), first):
        entry, committed = state.log.entries[index], index < state.commit_index
        picture.shape(box(at, low, at + wide, top), face=tint(max(entry.term, 1)),
                      edge=BLACK if committed else DARK_GREY, width=1.5 if committed else 0.8,
                      dash=SOLID if committed else DASHED, z=6)
        picture.words(at + wide / 2, (low + top) / 2, entry.command, TINY)


def log_box(place: Place, state: ServerState, left: float) -> tuple[float, float, float, float]:
    """Where the boxes are together: left, low, right, high."""
    half, top = sum(shown_widths(state)) / 2, place[1] - RADIUS - BELOW
    middle = min(max(place[0], left + half), left + WIDE - half)
    return middle - half, top - CHIP[1], middle + half, top


def shown_widths(state: ServerState) -> list[float]:
    """How wide the boxes of the last commands are, of so many as there is room for."""
    widths = [chip_width(entry.command) for entry in state.log.entries]
    shown = min(len(widths), MOST_CHIPS)
    while shown > 1 and sum(widths[-shown:]) > ROW:
        shown -= 1
    return widths[-shown:] if shown else []


def chip_width(command: str) -> float:
    """How wide a command's box is."""
    return max(CHIP[0], sum(LETTERS.get(letter, LETTER) for letter in command) + MARGINS)
