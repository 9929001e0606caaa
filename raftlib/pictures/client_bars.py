"""The bars of clients' operations: where each lies, and how it is drawn."""
from math import inf
from typing import NamedTuple

from raftlib.analysis.linearizability import Judgement
from raftlib.analysis.linearization_points import linearization_points
from raftlib.analysis.operations import Operation
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Outline, box, cross, disc, loop
from raftlib.pictures.space_time_frame import Window
from raftlib.pictures.style import BLACK, DARK_GREY, GREY, VERMILION, WHITE

HALF, TIP = 0.1, 0.1  # inches: half a bar's height, and how long the tip of one without an end is
NARROWEST = 0.04  # inches: what takes less time is drawn as broad as this, to be seen
POINT, CROSS = 0.045, 0.065  # inches: the radius of a point, and half a cross
IN, OUT, STUCK, UNJUDGED = "in the order", "not in it", "fits nowhere", "not judged"
LOOKS = {IN: (WHITE, BLACK, 1.2), OUT: (GREY, DARK_GREY, 0.8), STUCK: (WHITE, VERMILION, 2.2),
         UNJUDGED: (WHITE, BLACK, 1.2)}  # face, edge and width


class Bar(NamedTuple):
    """An operation, how it stands to the order, and at which place in it, from 1 on, and moment (ms); 0 if at none."""

    operation: Operation
    kind: str
    place: int = 0
    moment: float = inf


def bars_of(judgement: Judgement) -> list[Bar]:
    """A bar for each operation."""
    points = linearization_points(judgement)
    places = {id(each): (IN, place, moment) for place, (each, moment) in
              enumerate(zip(judgement.order, points, strict=True), start=1)}
    return [Bar(each, STUCK) if each is judgement.stuck else Bar(each, *places.get(id(each), (OUT,)))
            for each in judgement.operations]


def has_point(bar: Bar, window: Window) -> bool:
    """Whether the moment of an operation is in sight."""
    return bool(bar.place) and window.start <= bar.moment <= window.end


def lanes_of(bars: list[Bar]) -> list[list[Bar]]:
    """The bars of one client, lane by lane: what is called while another one is not answered gets another lane."""
    lanes = []
    for bar in bars:
        free = next((lane for lane in lanes if lane[-1].operation.end <= bar.operation.called), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def ends_of(bar: Bar, window: Window) -> tuple[float, float]:
    """Where a bar begins and ends (inches)."""
    called, answered = bar.operation.called, bar.operation.end
    left, right = window.x(max(called, window.start)), window.x(min(answered, window.end))
    return left, max(right, left + NARROWEST)


def draw_body(picture: Picture, left: float, right: float, y: float, kind: str, has_tip: bool = False) -> None:
    """The bar itself (inches), with a tip where no answer came."""
    face, edge, width = LOOKS[kind]
    picture.shape(body(left, right, y, has_tip), face=face, edge=edge, width=width, z=2)


def body(left: float, right: float, y: float, has_tip: bool) -> Outline:
    """The outline of a bar."""
    low, high = y - HALF, y + HALF
    if has_tip:
        tip = min(TIP, right - left)
        return loop([(left, low), (right - tip, low), (right, y), (right - tip, high), (left, high)])
    return box(left, low, right, high)


def draw_point(picture: Picture, x: float, y: float) -> None:
    """The moment of an operation, on its bar."""
    picture.shape(disc(x, y + HALF, POINT), face=BLACK, edge=WHITE, width=0.6, z=4)


def draw_cross(picture: Picture, x: float, y: float) -> None:
    """Where the operation ends that fits nowhere."""
    picture.shape(cross(x, y + HALF, CROSS), edge=VERMILION, width=2.4, z=5)
