"""The words and numbers at bars of operations: where there is room for them."""
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.pictures.client_bars import HALF, Bar, ends_of, has_point
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.space_time_frame import LEFT, RIGHT, Window
from raftlib.pictures.style import WHITE, text_width

AIR = 0.05  # inches round words
INSIDE, BELOW, ABOVE = -0.015, -HALF - 0.09, HALF + 0.12  # inches: words, from the middle of their bar


class Label(NamedTuple):
    """A text with its middle at a place (inches) across, and up from the middle of its lane."""

    x: float
    up: float
    text: str


def words_of(lane: list[Bar], window: Window, model) -> Iterator[Label]:
    """What was done: in each bar or, where that is too narrow, behind it or below; nowhere for want of room."""
    ends = [ends_of(bar, window) for bar in lane]
    before, behind = [LEFT, *(right for _, right in ends[:-1])], [*(left for left, _ in ends[1:]), RIGHT]
    written = LEFT  # up to where (inches) there are words below the bars
    for bar, (left, right), low, high in zip(lane, ends, before, behind, strict=True):
        text = model.words(bar.operation.action, bar.operation.given)
        wide, middle = text_width(text) + 2 * AIR, (left + right) / 2
        low = max(low, written)
        if wide < right - left:
            yield Label(middle, INSIDE, text)
        elif wide < high - right:
            yield Label(right + wide / 2, 0, text)
        elif wide < high - low:
            x = min(max(middle, low + wide / 2), high - wide / 2)
            yield Label(x, BELOW, text)
            written = x + wide / 2


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
