"""Where the words of each arrow of a message flow stand: on the arrow, where they hide the least."""
from bisect import bisect_left, bisect_right
from collections import Counter
from math import dist
from typing import NamedTuple

from raftlib.pictures.flow_words import Arrow, words_of
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, box
from raftlib.pictures.style import CLIENT, WHITE, text_width

HIGH = 0.16  # inches: the height of a label
SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)  # of the arrow: where its label may stand
POINTS, AT_END = 24, 4  # places along an arrow that a label may hide, and how many of them are its end's


class Placed(NamedTuple):
    """An arrow on its curve, of which it takes the stretch from `low` to `high`."""

    arrow: Arrow
    curve: Bow
    low: float
    high: float

    def at(self, share: float):
        """The place (inches) at a share of the arrow's way."""
        return self.curve.at(self.low + (self.high - self.low) * share)


def by_number(placed: Placed) -> int:
    """The number of an arrow's message."""
    return placed.arrow.edge["order"]


def by_length(placed: Placed) -> float:
    """About how long an arrow is, in inches: the shortest have the least choice of where their words may stand."""
    return round(dist(placed.at(0), placed.at(1)), 6)


def label_arrows(picture: Picture, placed: list[Placed], places: dict, radius: float) -> None:
    """Write each arrow's words on it, where they hide the least."""
    meet = Counter(server for each in placed for server in each.arrow[:2])
    lines = Lines(placed)
    # A label may come into the corners of the square round a disc; with a client there is room to stay out.
    core = (1.0 if CLIENT in places else 0.85) * radius
    above = 4.5 if CLIENT in places else 7  # lines and heads; with a client, neither servers nor crosses
    taken = [around(place, core, core) for place in places.values()]
    for number, each in enumerate(placed):
        text = words_of(each.arrow)
        half = text_width(text) / 2 + 0.02
        # Where many arrows meet it is crowded: rather near the other end.
        sender, receiver = meet[each.arrow.sender], meet[each.arrow.receiver]
        best = 0.5 + 0.12 * ((sender > receiver) - (sender < receiver))
        spots = [(share, around(each.at(share), half, HIGH / 2)) for share in SHARES]
        costs = [round(400 * covered(spot, taken) + lines.hidden(spot, number) + 100 * outside(spot, picture.size)
                       + 0.6 * abs(share - best), 6) for share, spot in spots]
        share, spot = spots[costs.index(min(costs))]
        taken.append(spot)
        picture.shape(box(*spot), face=WHITE, z=above)
        picture.words(*each.at(share), text)


def around(place, half_width: float, half_height: float):
    """The left, lower, right and upper edge of a rectangle round a place."""
    x, y = place
    return x - half_width, y - half_height, x + half_width, y + half_height


def covered(spot, taken: list) -> float:
    """How much (square inches) of labels and servers a label would cover, with a little air round each."""
    left, low, right, high = spot
    area, air = 0.0, 0.01
    for other_left, other_low, other_right, other_high in taken:
        if other_left - air < right and left < other_right + air and other_low - air < high and low < other_high + air:
            area += ((min(right, other_right) - max(left, other_left) + air)
                     * (min(high, other_high) - max(low, other_low) + air))
    return area


def outside(spot, size) -> float:
    """How far (inches) a label would stand out of the picture, or too near to its edge, summed over the four sides."""
    left, low, right, high = spot
    return sum(max(beyond + 0.03, 0) for beyond in (-left, -low, right - size[0], high - size[1]))


class Lines:
    """Places along all arrows, in the order of their heights, so that those under a label are quickly found."""

    def __init__(self, placed: list[Placed]):
        self.places = sorted((y, x, number, point >= POINTS - AT_END) for number, each in enumerate(placed)
                             for point, (x, y) in enumerate(each.curve.points(each.low, each.high, POINTS)))
        self.heights = [place[0] for place in self.places]

    def hidden(self, spot, own: int) -> float:
        """What it costs to hide the lines under a label: its own, of this number, costs only at its end."""
        left, low, right, high = spot
        under = [(number, is_end) for _, x, number, is_end
                 in self.places[bisect_right(self.heights, low):bisect_left(self.heights, high)] if left < x < right]
        return sum(0.15 * (number != own) + 4 * is_end for number, is_end in under)
