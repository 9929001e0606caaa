"""The few shapes that pictures are made of, as vertices in inches: arrow heads, crosses, discs, curves."""
from math import cos, hypot, pi, sin

import numpy as np
from matplotlib.path import Path

CURVE = (Path.MOVETO, Path.CURVE3, Path.CURVE3)
CROSS = (Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO)
UNIT_DISC = Path.unit_circle()
CORNERS = 8  # of a dot: so small, it looks round
DOT = Path.unit_regular_polygon(CORNERS).vertices
DOT_CODES = (Path.MOVETO, *(CORNERS - 1) * (Path.LINETO,), Path.CLOSEPOLY)


def disc(x: float, y: float, radius: float):
    """The vertices and codes of a disc."""
    return UNIT_DISC.vertices * radius + (x, y), UNIT_DISC.codes


def dots(places, radius: float):
    """The vertices and codes of many small discs as one path, which is drawn much faster than a path for each."""
    vertices = (np.array(places)[:, None] + DOT * radius).reshape(-1, 2)
    return vertices, DOT_CODES * len(places)


def cross(x: float, y: float, size: float):
    """The vertices and codes of a cross (✗) of a half width."""
    return [(x - size, y - size), (x + size, y + size), (x - size, y + size), (x + size, y - size)], CROSS


def box(left: float, low: float, right: float, high: float):
    """The vertices of a rectangle."""
    return [(left, low), (right, low), (right, high), (left, high), (left, low)]


def diamond(x: float, y: float, size: float):
    """The vertices of a square on its corner."""
    return [(x, y + size), (x + size, y), (x, y - size), (x - size, y), (x, y + size)]


def head(tip, back, size: float):
    """The vertices of an arrow head at `tip`, coming from the direction of `back`."""
    along_x, along_y = tip[0] - back[0], tip[1] - back[1]
    length = hypot(along_x, along_y) or 1.0
    along_x, along_y = along_x / length * size, along_y / length * size
    base = tip[0] - along_x, tip[1] - along_y
    half_x, half_y = -along_y * 0.45, along_x * 0.45
    return [tip, (base[0] + half_x, base[1] + half_y), (base[0] - half_x, base[1] - half_y), tip]


def round_places(count: int, centre, radii):
    """Places of `count` servers round an ellipse, the first on top, clockwise."""
    angles = [pi / 2 - 2 * pi * place / count for place in range(count)]
    return [(centre[0] + radii[0] * cos(angle), centre[1] + radii[1] * sin(angle)) for angle in angles]


class Bow:
    """A quadratic curve between two places, bent to one side, that can be cut short at either end."""

    def __init__(self, start, end, bend: float):
        self.points = np.array([start, start, end], dtype=float)
        along = self.points[2] - self.points[0]
        normal = np.array([-along[1], along[0]]) / (hypot(*along) or 1.0)
        self.points[1] = (self.points[0] + self.points[2]) / 2 + normal * 2 * bend

    def at(self, share):
        """The points at shares (0 to 1) of the way."""
        share = np.asarray(share, dtype=float)[..., None]
        start, middle, end = self.points
        return (1 - share) ** 2 * start + 2 * share * (1 - share) * middle + share**2 * end

    def part(self, low: float, high: float) -> np.ndarray:
        """The three points of the stretch from share `low` to share `high`, itself such a curve."""
        start, middle, end = self.points
        ends = self.at([low, high])
        bent = (1 - low) * ((1 - high) * start + high * middle) + low * ((1 - high) * middle + high * end)
        return np.array([ends[0], bent, ends[1]])

    def share_outside(self, leaves: float, enters: float) -> tuple[float, float]:
        """The shares at which the curve leaves a disc round its start, and enters one round its end, of given radii."""
        shares = np.linspace(0, 1, 65)
        points = self.at(shares)
        out = shares[np.hypot(*(points - self.points[0]).T) > leaves]
        into = shares[np.hypot(*(points - self.points[2]).T) > enters]
        return (out[0] if len(out) else 0.5, into[-1] if len(into) else 0.5)
