"""Where the words of each arrow of a message flow stand: on the arrow, where they hide the least."""
from bisect import bisect_left, bisect_right
from collections import Counter
from math import dist
from typing import NamedTuple

from raftlib.pictures.flow_words import Arrow, words_of
from raftlib.pictures.picture import Picture, Words
from raftlib.pictures.shapes import Bow, box
from raftlib.pictures.style import CLIENT, WHITE, text_width

HIGH = 0.16  # inches: the height of a label
TRIES = 5  # at the most, to find a free spot for each label
SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)  # of the arrow: where its label may stand
# If no place there is free: all shares that may be tried, and how many inches beside the arrow.
FINE, ASIDE = [share / 25 for share in range(2, 24)], [side * step / 12 for step in range(9) for side in (1, -1)]
# What it costs to hide such a place of another arrow: where a client leaves room beside arrows, of a server, and of it.
OTHERS, BESIDE_CLIENT, OF_CLIENT = 0.15, 0.6, 3.0
LITTLE = 0.5  # what the words of an arrow may cost on it where there is that room
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


class Spot(NamedTuple):
    """Where a label may stand: its middle, its edges (inches), and how far that is from the best place on its arrow."""

    place: tuple[float, float]
    edges: tuple[float, float, float, float]
    far: float


def label_arrows(picture: Picture, placed: list[Placed], places: dict, radius: float) -> None:
    """Write each arrow's words on it, where they hide the least; beside it, where on it they would cover others."""
    meet = Counter(server for each in placed for server in each.arrow[:2])
    title = [box_of(words) for words in picture.texts if words.side == "left"]
    room = Room(picture.size, Lines(placed, CLIENT in places), places, radius, title)
    above = 4.5 if CLIENT in places else 7  # lines and heads; with a client, neither servers nor crosses
    for each, spot in zip(placed, arranged(placed, meet, room), strict=True):
        picture.shape(box(*spot.edges), face=WHITE, z=above)
        picture.words(*spot.place, words_of(each.arrow))


def arranged(placed: list[Placed], meet: Counter, room: "Room") -> list[Spot]:
    """A spot for each label in turn. Where one finds none that is free, all is done anew, with that one first."""
    order = list(range(len(placed)))
    for _ in range(TRIES):
        found, stuck = {}, []
        room.labels = [*room.title]
        for number in order:
            found[number] = spot = spot_for(placed[number], number, meet, room)
            stuck += [] if room.is_free(spot) else [number]
            room.labels.append(spot.edges)
        if not stuck:
            break
        order = [*stuck, *(number for number in order if number not in stuck)]
    return [found[number] for number in range(len(placed))]


def spot_for(placed: Placed, number: int, meet: Counter, room: "Room") -> Spot:
    """The best spot for the label of an arrow, of this number: on it if that is free, else beside it."""
    half = text_width(words_of(placed.arrow)) / 2 + 0.02
    # Where many arrows meet it is crowded: rather near the other end.
    sender, receiver = meet[placed.arrow.sender], meet[placed.arrow.receiver]
    best = 0.5 + 0.12 * ((sender > receiver) - (sender < receiver))
    spot = room.best(spots_of(placed, half, best), number)
    if room.is_free(spot) and not room.cuts(spot, number):
        return spot
    free = [*filter(room.is_free, spots_of(placed, half, best, FINE, ASIDE))]
    return room.best(free or [spot], number)


def spots_of(placed: Placed, half: float, best: float, shares=SHARES, asides=(0.0,)) -> list[Spot]:
    """Where the label of an arrow may stand, so many inches beside it: on its left, or, below 0, on its right."""
    spots = []
    for share in shares:
        (x, y), (x0, y0), (x1, y1) = placed.at(share), placed.at(share - 0.05), placed.at(share + 0.05)
        length = dist((x0, y0), (x1, y1)) or 1.0
        for aside in asides:
            place = (x - aside * (y1 - y0) / length, y + aside * (x1 - x0) / length) if aside else (x, y)
            spots.append(Spot(place, around(place, half, HIGH / 2), 0.6 * abs(share - best) + 4 * abs(aside)))
    return spots


class Room:
    """What of a picture is taken: servers, lines, the title, and the labels so far."""

    def __init__(self, size, lines: "Lines", places: dict, radius: float, title: list):
        self.title, self.labels, self.names = title, [*title], set(places)
        self.size, self.lines, self.places, self.radius = size, lines, list(places.values()), radius
        # A label may come into the corners of the square round a disc; with a client there is room to stay out.
        core = (1.0 if CLIENT in places else 0.85) * radius
        self.servers = [around(place, core, core) for place in self.places]

    def best(self, spots: list[Spot], number: int) -> Spot:
        """The spot at which the words of an arrow, of this number, cost the least."""
        costs = [round(400 * covered(edges, self.servers + self.labels) + self.lines.hidden(edges, number)
                       + 100 * outside(edges, self.size) + far, 6) for _, edges, far in spots]
        return spots[costs.index(min(costs))]

    def cuts(self, spot: Spot, number: int) -> bool:
        """Whether the words of an arrow, of this number, would hide much of others though there is room beside it."""
        return CLIENT in self.names and self.lines.hidden(spot.edges, number) > LITTLE

    def is_free(self, spot: Spot) -> bool:
        """Whether it would cover neither a label nor a disc, and stand in the picture."""
        return not (covered(spot.edges, self.labels) or outside(spot.edges, self.size)
                    or any(is_on_disc(spot.edges, place, self.radius) for place in self.places))


def is_on_disc(edges, place, radius: float) -> bool:
    """Whether a rectangle comes onto a disc round a place."""
    (left, low, right, high), (x, y) = edges, place
    return dist((min(max(x, left), right), min(max(y, low), high)), place) < radius


def box_of(words: Words):
    """The edges (inches) of words that begin at their place."""
    return words.x, words.y - HIGH / 2, words.x + text_width(words.text, words.size), words.y + HIGH / 2


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

    def __init__(self, placed: list[Placed], has_client: bool):
        plain = BESIDE_CLIENT if has_client else OTHERS
        self.worth = [OF_CLIENT if CLIENT in each.arrow[:2] else plain for each in placed]
        self.places = sorted((y, x, number, point >= POINTS - AT_END) for number, each in enumerate(placed)
                             for point, (x, y) in enumerate(each.curve.points(each.low, each.high, POINTS)))
        self.heights = [place[0] for place in self.places]

    def hidden(self, spot, own: int) -> float:
        """What it costs to hide the lines under a label: its own, of this number, costs only at its end."""
        left, low, right, high = spot
        under = [(number, is_end) for _, x, number, is_end
                 in self.places[bisect_right(self.heights, low):bisect_left(self.heights, high)] if left < x < right]
        return sum(self.worth[number] * (number != own) + 4 * is_end for number, is_end in under)
