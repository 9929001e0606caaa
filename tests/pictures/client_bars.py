"""What a picture of clients' operations shows: its bars, and the moments on them."""
import pytest

from raftlib.pictures.client_bars import POINT
from raftlib.pictures.shapes import Discs
from raftlib.pictures.style import WIDTH


def legend_top(picture):
    """How high (inches) the line across the whole picture is, under which the legend stands."""
    return next(places[0][1] for places in (shape.places for shape, _ in picture.shapes[1])
                if len(places) == 2 and places[1][0] - places[0][0] == pytest.approx(WIDTH - 0.2))


def bodies(picture):
    """The bars: for each its looks, from where to where (inches) it reaches, its middle, and whether it has a tip."""
    found = []
    for shape, look in picture.shapes[2]:
        across, up = zip(*shape.places, strict=True)
        if min(up) > legend_top(picture):
            found.append(((look.face, look.edge, look.width), min(across), max(across), (min(up) + max(up)) / 2,
                          len(shape.places) == 5))
    return found


def points(picture):
    """The places (inches) of all moments."""
    return [place for shape, _ in picture.shapes[4] if isinstance(shape, Discs) and shape.radius == POINT
            for place in shape.places if place[1] > legend_top(picture)]
