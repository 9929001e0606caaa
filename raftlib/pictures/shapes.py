"""The few shapes that pictures are made of, in inches: outlines with corners and bends, and discs."""
from collections.abc import Sequence
from math import cos, dist, hypot, pi, sin
from typing import NamedTuple

Place = tuple[float, float]
BARB = 0.62  # of a head's size: how long each of several barbs is
STEPS = 64  # of a curve, when it is asked where it leaves a disc


class Outline(NamedTuple):
    """Places, and a letter for what leads to each, as in SVG: M moves, L draws a line, Q bends by one place to the
    next, and Z, which has no place, goes back to the start."""

    places: Sequence[Place]
    letters: str


class Discs(NamedTuple):
    """Discs of one radius, round these places."""

    places: Sequence[Place]
    radius: float


Shape = Outline | Discs


def line(places: Sequence[Place]) -> Outline:
    """Straight from each place to the next."""
    return Outline(places, "M" + "L" * (len(places) - 1))


def loop(places: Sequence[Place]) -> Outline:
    """The same, and back to the first."""
    return Outline(places, "M" + "L" * (len(places) - 1) + "Z")


def disc(x: float, y: float, radius: float) -> Discs:
    """A single disc."""
    return Discs([(x, y)], radius)


def cross(x: float, y: float, size: float) -> Outline:
    """A cross (✗) of a half width."""
    return Outline([(x - size, y - size), (x + size, y + size), (x - size, y + size), (x + size, y - size)], "MLML")


def box(left: float, low: float, right: float, high: float) -> Outline:
    """A rectangle."""
    return loop([(left, low), (right, low), (right, high), (left, high)])


def diamond(x: float, y: float, size: float) -> Outline:
    """A square on its corner."""
    return loop([(x, y + size), (x + size, y), (x, y - size), (x - size, y)])


def head(tip: Place, back: Place, size: float, barbs: int = 1) -> Outline:
    """An arrow head at `tip`, coming from the direction of `back`: so many triangles, one behind the other."""
    along_x, along_y = tip[0] - back[0], tip[1] - back[1]
    length = hypot(along_x, along_y) or 1.0
    along_x, along_y = along_x / length * size, along_y / length * size
    one = 1 if barbs == 1 else BARB
    bases = [(tip[0] - along_x * one * number, tip[1] - along_y * one * number) for number in range(1, barbs + 1)]
    half_x, half_y = -along_y * 0.45, along_x * 0.45
    # Down one side to the last base, and up the other, by way of each base's middle.
    there = [place for x, y in bases for place in ((x + half_x, y + half_y), (x, y))]
    back_again = [place for x, y in reversed(bases) for place in ((x, y), (x - half_x, y - half_y))]
    return loop([tip, *there[:-1], *back_again[1:]])


def round_places(count: int, centre: Place, radii: Place) -> list[Place]:
    """Places of `count` servers round an ellipse, the first on top, clockwise."""
    angles = [pi / 2 - 2 * pi * place / count for place in range(count)]
    return [(centre[0] + radii[0] * cos(angle), centre[1] + radii[1] * sin(angle)) for angle in angles]


class Bow:
    """A quadratic curve between two places, bent to one side, that can be cut short at either end."""

    def __init__(self, start: Place, end: Place, bend: float):
        along_x, along_y = end[0] - start[0], end[1] - start[1]
        length = hypot(along_x, along_y) or 1.0
        middle = ((start[0] + end[0]) / 2 - along_y / length * 2 * bend,
                  (start[1] + end[1]) / 2 + along_x / length * 2 * bend)
        self.places = (start, middle, end)

    def at(self, share: float) -> Place:
        """The place at a share (0 to 1) of the way."""
        return self._blend((1 - share) ** 2, 2 * share * (1 - share), share**2)

    def points(self, low: float, high: float, count: int) -> list[Place]:
        """So many places of the stretch from share `low` to share `high`, evenly spread, both ends among them."""
        return [self.at(low + (high - low) * number / (count - 1)) for number in range(count)]

    def part(self, low: float, high: float) -> Outline:
        """The stretch from share `low` to share `high`, itself such a curve."""
        bent = self._blend((1 - low) * (1 - high), (1 - low) * high + low * (1 - high), low * high)
        return Outline([self.at(low), bent, self.at(high)], "MQ")

    def share_outside(self, leaves: float, enters: float) -> Place:
        """The shares at which the curve leaves a disc round its start, and enters one round its end, of given radii."""
        start, _, end = self.places
        shares = [step / STEPS for step in range(STEPS + 1)]
        first = next((share for share in shares if dist(self.at(share), start) > leaves), 0.5)
        last = next((share for share in reversed(shares) if dist(self.at(share), end) > enters), 0.5)
        return first, last

    def _blend(self, first: float, second: float, third: float) -> Place:
        (x, y), (middle_x, middle_y), (end_x, end_y) = self.places
        return first * x + second * middle_x + third * end_x, first * y + second * middle_y + third * end_y
