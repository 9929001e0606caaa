"""The client outside of the world, in a small picture of the ring: its box, and what it has just said and heard."""
from collections.abc import Collection, Iterator
from itertools import combinations
from math import dist, hypot

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, Place, box, head
from raftlib.pictures.style import BLACK, CLIENT, CLIENT_MESSAGES, CLIENT_STYLE
from raftlib.stories.little_clients import TINY, TINY_LETTER
from raftlib.stories.little_log import log_box
from raftlib.stories.record import Record, Step
from raftlib.stories.story import LOG, Beat
from raftlib.widgets.player.client_words import client_name

Box = tuple[float, float, float, float]  # left, low, right, high

AT, SIZE = (0.2, 2.05), (0.2, 0.09)  # its middle from the lower left corner, and half its box, in inches
RADIUS = 0.325  # of a server with the mark round it
LINGERS = 12_000  # µs for which what was said is seen, as on the page
ASIDE = 0.03  # inches that an arrow keeps to its left, so that a command and its answer do not meet
BENDS = [0.03 * step for step in range(26)]  # by which an arrow leaves the straight line half-way
STEPS = 25  # of an arrow's way, when it is asked whether it is free
MARGINS = 0.08, 0.18  # inches to the left of the picture, and above it, that an arrow may take
SPOTS = 0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2, 0.9  # of its way: where its words may stand, the best first
AIR, HALF_HIGH = 0.09, 0.055  # inches from an arrow to the middle of its words, and half their height


def draw_client(picture: Picture, left: float, low: float, places: dict[str, Place], record: Record,
                beat: Beat) -> None:
    """Draw the client, if the run has one, and what it and a server have said by the moment of a beat, while fresh."""
    exchanges = [step for step in record.steps if step.event.kind in ("command", "answer")]
    if not exchanges:
        return
    (x, y), (half_wide, half_high) = (left + AT[0], low + AT[1]), SIZE
    picture.shape(box(x - half_wide, y - half_high, x + half_wide, y + half_high), face=CLIENT_STYLE.fill,
                  edge=CLIENT_STYLE.edge, width=CLIENT_STYLE.width, z=5)
    picture.words(x, y, f"{CLIENT}s" if len(record.commands) > 1 else CLIENT, TINY)
    states = record.states(beat.moment.count) if LOG in beat.shows else {}
    logs = [log_box(places[id], state, left) for id, state in states.items() if state.log.entries]
    said: list[tuple[Place, float]] = []
    for step in exchanges:
        if step.number < beat.moment.count and beat.moment.at - step.event.at < LINGERS:
            draw_exchange(picture, (x, y), places, step, words_of(record, step), logs, said)


def words_of(record: Record, step: Step) -> str:
    """What a client sends, or is answered; one among several after its letter, and of it is known for which command."""
    asks, detail = step.event.kind == "command", step.event.detail
    name = client_name(record.commands, detail if asks else detail[0])
    if asks:
        return f"{name}: {detail}" if name else detail
    return f"{name}: done" if name else f"done: {detail[1]}"


def draw_exchange(picture: Picture, client: Place, places: dict[str, Place], step: Step, words: str,
                  logs: Collection[Box], said: list[tuple[Place, float]]) -> None:
    """A command to a server, or its answer: an arrow clear of all other servers, and what is said, clear of logs, too.

    `said` are the places of words that stand there already, and half their widths: these come to them.
    """
    asks, server = step.event.kind == "command", places[step.server]
    others = [place for id, place in places.items() if id != step.server]
    bow = next(filter(lambda bow: is_free(bow, client, others), bows(client, server, centre(places), asks)),
               next(bows(client, server, centre(places), asks)))
    leaves, enters = (reach(client, bow), RADIUS) if asks else (RADIUS, reach(client, bow))
    low, high = bow.share_outside(leaves, enters)
    dash = CLIENT_MESSAGES["Command" if asks else "Answer"].dash
    picture.shape(bow.part(low, high), edge=BLACK, width=1.4, dash=dash, z=2)
    picture.shape(head(bow.at(high), bow.at(high - 0.1), 0.11), face=BLACK, edge=BLACK, z=6)
    half = len(words) * TINY_LETTER / 2
    place = spot(bow, half, client, places.values(), logs, said)
    said.append((place, half))
    picture.words(*place, words, TINY)


def centre(places: dict[str, Place]) -> Place:
    """The middle of the ring."""
    return tuple(sum(along) / len(places) for along in zip(*places.values(), strict=True))


def bows(client: Place, server: Place, middle: Place, asks: bool):
    """The ways that an arrow may take, the straight one first, then those round the outside, then the others."""
    half = (client[0] + server[0]) / 2 - middle[0], (client[1] + server[1]) / 2 - middle[1]
    start, end = (client, server) if asks else (server, client)
    length = dist(start, end)
    aside_x, aside_y = -(end[1] - start[1]) / length * ASIDE, (end[0] - start[0]) / length * ASIDE
    outwards = 1 if aside_x * half[0] + aside_y * half[1] > 0 else -1
    for bend in (*BENDS, *(-bend for bend in BENDS[1:])):
        yield Bow((start[0] + aside_x, start[1] + aside_y), (end[0] + aside_x, end[1] + aside_y), bend * outwards)


def is_free(bow: Bow, client: Place, others: Collection[Place]) -> bool:
    """Whether a way is on no disc, and leaves the picture by no more than its margins."""
    left, high = client[0] - AT[0] - MARGINS[0], client[1] + SIZE[1] + MARGINS[1]
    return all(x > left and y < high and all(dist((x, y), place) > RADIUS for place in others)
               for x, y in bow.points(0, 1, STEPS))


def reach(client: Place, bow: Bow) -> float:
    """How far the client's box reaches from its middle in the direction of an arrow."""
    _, bend, _ = bow.places
    along_x, along_y = abs(bend[0] - client[0]), abs(bend[1] - client[1])
    length = hypot(along_x, along_y)
    return length * min(SIZE[0] / max(along_x, 1e-9), SIZE[1] / max(along_y, 1e-9)) + 0.03


def spot(bow: Bow, half: float, client: Place, servers: Collection[Place], logs: Collection[Box],
         said: Collection[tuple[Place, float]]) -> Place:
    """Where words, so wide to both sides, stand: beside the arrow, to its left if there is room, on nothing else.

    If there is a place where no message can run through them, they stand there.
    """
    below_box = client[0] + AIR + half, client[1] - SIZE[1] - 2 * HALF_HIGH
    spots = [*(beside(bow, share, side, half) for side in (1, -1) for share in SPOTS), below_box]
    free = [each for each in spots if is_inside(each, half, client)
            and not any(is_on_disc(each, half, place) for place in servers)
            and not any(is_on_log(each, half, log) for log in logs)
            and all(is_apart(each, half, *other) for other in said)]
    return next((each for each in free if not is_crossed(each, half, servers)), (free or spots)[0])


def is_crossed(spot: Place, half: float, servers: Collection[Place]) -> bool:
    """Whether the way from a server to another one leads through words, so wide to both sides."""
    return any(abs(x - spot[0]) < half and abs(y - spot[1]) < HALF_HIGH + ASIDE
               for start, end in combinations(servers, 2) for x, y in between(start, end))


def between(start: Place, end: Place) -> Iterator[Place]:
    """Places on the straight line from one to another."""
    for step in range(STEPS + 1):
        yield tuple(one + (other - one) * step / STEPS for one, other in zip(start, end, strict=True))


def is_apart(spot: Place, half: float, other: Place, half_other: float) -> bool:
    """Whether two words, so wide to both sides, do not touch."""
    return abs(spot[1] - other[1]) >= 2 * HALF_HIGH or abs(spot[0] - other[0]) >= half + half_other + HALF_HIGH


def is_inside(spot: Place, half: float, client: Place) -> bool:
    """Whether words, so wide to both sides, are within the picture, and not on the client's box."""
    across, up = spot[0] - client[0], spot[1] - client[1]
    return across - half > -AT[0] and up < SIZE[1] and (across - half > SIZE[0] or up < -SIZE[1] - HALF_HIGH)


def is_on_disc(spot: Place, half: float, place: Place) -> bool:
    """Whether words, so wide to both sides, are on a server."""
    across, up = max(0, abs(spot[0] - place[0]) - half), spot[1] - place[1]
    return hypot(across, max(0, abs(up) - HALF_HIGH)) < RADIUS


def is_on_log(spot: Place, half: float, log: Box) -> bool:
    """Whether words, so wide to both sides, are on the boxes of a log."""
    left, low, right, high = log
    return left - half < spot[0] < right + half and low - HALF_HIGH < spot[1] < high + HALF_HIGH


def beside(bow: Bow, share: float, side: int, half: float) -> Place:
    """The middle of words, so wide to both sides, to the left (1) or right (-1) of a bow."""
    (x, y), (before_x, before_y) = bow.at(share), bow.at(share - 0.05)
    along_x, along_y = x - before_x, y - before_y
    length = hypot(along_x, along_y)
    aside = side * (AIR + half * abs(along_y) / length) / length
    return x - along_y * aside, y + along_x * aside
