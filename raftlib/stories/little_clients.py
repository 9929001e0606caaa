"""The clients that are in the world, in a small picture of the ring: their boxes, and what each believes."""
from collections.abc import Collection
from math import hypot

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Place, box
from raftlib.pictures.style import BLUE, CLIENT_STYLE, DARK_GREY
from raftlib.stories.record import Record
from raftlib.stories.story import Beat
from raftlib.widgets.player.client_words import beliefs_of

TINY, TINY_LETTER = 7, 0.055  # points; about how wide a letter is, in inches
SERVER = 0.36, 0.55, 0.36  # how far it reaches to its sides, below with its log, and above
NAMED = 0.5, 0.26, 0.12  # and so a client, with its words
SIZE, MARK = (0.14, 0.085), 0.03  # half a box, and how far round it the mark of who is spoken of is, in inches
LINES, LINE_HIGH = (0.17, 0.28), 0.07  # below its middle: what it was told, and what it does now; half a line
# From the upper right corner, as on the page: they stand in the corners, but not where the one of `submit` does.
RIGHT, LEFT, TOP, LOW = 0.16, 2.14, 0.1, 1.81


def draw_clients(picture: Picture, corner: Place, record: Record, beat: Beat) -> dict[str, Place]:
    """Draw the first that have come by the moment of a beat, as far as there are corners; gives their places."""
    x, y = corner
    left, has_submit = x - LEFT, any(step.event.kind == "command" for step in record.steps)
    upper = [(x - RIGHT, y - TOP)] if has_submit else [(x - RIGHT, y - TOP), (left, y - TOP)]
    places = *upper, (x - RIGHT, y - LOW), (left, y - LOW)
    beliefs = beliefs_of(record.history[:beat.moment.count])
    named = dict(zip(beliefs, places, strict=False))
    for id, place in named.items():
        draw_client(picture, place, id, id in beat.servers)
        draw_belief(picture, place, "left" if place[0] == left else "right", beliefs[id])
    return named


def draw_client(picture: Picture, place: Place, id: str, is_spoken_of: bool) -> None:
    """A client's box."""
    if is_spoken_of:
        picture.shape(around(place, MARK), edge=BLUE, width=2.2, z=4)
    picture.shape(around(place, 0), face=CLIENT_STYLE.fill, edge=CLIENT_STYLE.edge, width=CLIENT_STYLE.width, z=5)
    picture.words(*place, id, TINY)


def around(place: Place, more: float):
    """The box round a place, wider by so much on each side."""
    (x, y), (half_wide, half_high) = place, SIZE
    return box(x - half_wide - more, y - half_high - more, x + half_wide + more, y + half_high + more)


def client_reach(client: Place, other: Place, belief: tuple[str, str]) -> float:
    """How far from a client's middle its messages begin and end: what comes from below, or goes there, at its words."""
    lines = [line for line in belief if line]
    wide, high = abs(other[0] - client[0]), client[1] - other[1]
    least = SIZE[0] + MARK
    if not lines or high <= 0:
        return least
    inwards = TINY_LETTER * max(map(len, lines)) - SIZE[0]
    share = min((LINES[len(lines) - 1] + LINE_HIGH) / high, inwards / wide if wide else 1)
    return max(least, share * hypot(wide, high)) if share * high > SIZE[1] else least


def draw_belief(picture: Picture, place: Place, side: str, belief: tuple[str, str]) -> None:
    """What it was told, and what it does now, below its box, from its left or its right edge."""
    edge = place[0] + (-SIZE[0] if side == "left" else SIZE[0])
    for low, said in zip(LINES, filter(None, belief), strict=False):
        picture.words(edge, place[1] - low, said, TINY, DARK_GREY, ha=side)


def words_at(start: Place, tip: Place, words: str, servers: Collection[Place], clients: Collection[Place]) -> Place:
    """Where what a client says, or is told, stands: beside its arrow, near the head, clear of all who have words.
    """
    along_x, along_y = tip[0] - start[0], tip[1] - start[1]
    length, half = hypot(along_x, along_y) or 1, len(words) * TINY_LETTER / 2
    aside = 0.08 + half * abs(along_y / length)
    middle_x = sum(x for x, _ in servers) / len(servers)
    inwards = 1 if along_y * (tip[0] - middle_x) > 0 else -1  # to the left or to the right of its way
    spots = [(tip[0] - along_x * back - side * along_y / length * aside,
              tip[1] - along_y * back + side * along_x / length * aside)
             for side in (inwards, -inwards) for back in (0.1, 0.35, 0.6)]
    boxes = [(place, *SERVER) for place in servers] + [(place, *NAMED) for place in clients]
    return next((spot for spot in spots if all(is_clear(spot, half, *each) for each in boxes)), spots[0])


def is_clear(spot: Place, half: float, place: Place, wide: float, below: float, above: float) -> bool:
    """Whether words, so wide to both sides, are neither on who stands at a place nor on the words below that one."""
    return abs(spot[0] - place[0]) - half > wide or not -below < spot[1] - place[1] < above
