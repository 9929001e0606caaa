"""The words and numbers at bars of operations: where there is room for them."""
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.pictures.client_bars import HALF, Bar, ends_of, has_point
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.space_time_frame import LEFT, RIGHT, Window
from raftlib.pictures.style import WHITE, text_width

AIR, BEFORE = 0.05, 0.3  # inches round words; from where they may stand below the name of a client
INSIDE, BELOW, ABOVE = -0.015, -HALF - 0.09, HALF + 0.12  # inches: words, from the middle of their bar


class Label(NamedTuple):
    """A text with its middle at a place (inches) across, and up from the middle of its lane."""

    x: float
    up: float
    text: str


def words_of(lane: list[Bar], window: Window, model) -> Iterator[Label]:
    """What was done: in each bar or, where that is too narrow, below it, only the answer if need be; if there is room.
    """
    below = []
    for bar in lane:
        text, (left, right) = model.words(bar.operation.action, bar.operation.given), ends_of(bar, window)
        middle = (left + right) / 2
        if wide(text) < right - left:
            yield Label(middle, INSIDE, text)
        else:
            below.append((middle, text))
    yield from below_of(below)


def below_of(wanted: list[tuple[float, str]]) -> Iterator[Label]:
    """Texts below the bars with these middles (inches), each as near to its own as those beside it leave room for."""
    written = LEFT - BEFORE  # up to where there are words
    for (middle, text), (next_one, other) in zip(wanted, [*wanted, (RIGHT, "")][1:], strict=True):
        short, until = answer_of(text), next_one - wide(answer_of(other)) / 2 if other else RIGHT
        # If there is no room else, the words of the next bar begin below its middle.
        fitting = ((words, end) for words, end in ((text, until), (short, until), (short, next_one))
                   if wide(words) <= end - written)
        words, end = next(fitting, ("", 0))
        if words:
            half = wide(words) / 2
            x = min(max(middle, written + half), end - half)
            yield Label(x, BELOW, words)
            written = x + half


def answer_of(text: str) -> str:
    """The answer alone, of words that end with one."""
    _, arrow, answer = text.rpartition("→")
    return arrow + answer


def wide(text: str) -> float:
    """How much room (inches) a text needs."""
    return text_width(text) + 2 * AIR


def numbers_of(lane: list[Bar], window: Window) -> Iterator[Label]:
    """The place of each moment in the order, above it; not where one stands already."""
    written = 0.0
    for bar in lane:
        if has_point(bar, window):
            x, half = window.x(bar.moment), text_width(str(bar.place)) / 2
            if x - half > written + AIR:
                yield Label(x, ABOVE, str(bar.place))
                written = x + half


def write(picture: Picture, label: Label, y: float) -> None:
    """A label of the lane at height y (inches), on white where it is on no bar."""
    if label.up != INSIDE:
        half, middle = text_width(label.text) / 2, y + label.up
        picture.shape(box(label.x - half, middle - 0.07, label.x + half, middle + 0.07), face=WHITE, z=1.5)
    picture.words(label.x, y + label.up, label.text)
