"""The messages of a space-time diagram: slanted lines that end in a head, or in a cross where they are lost."""
from collections import defaultdict
from typing import NamedTuple

from raftlib.pictures.message_flow import describe, is_heartbeat
from raftlib.pictures.message_lines import MessageLines
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Discs, cross, head
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.space_time_marks import BAND, DOT, HEAD
from raftlib.pictures.style import PALE, VERMILION, WHITE, MessageStyle

CLEAR = 0.083  # inches from one cross to the next, so that they are seen as two


def flights_of(history, events, start: float) -> list:
    """All messages under way at some time of the window, each once, in the order of sending."""
    flights = {flight.number: flight for flight in history.at(start).in_flight}
    flights.update({flight.number: flight for event in events for flight in event.sent})
    return [flights[number] for number in sorted(flights)]


class Way(NamedTuple):
    """The stretch of a message's line that lies in the window, from and to a place (inches); whether it is whole."""

    sender: str
    receiver: str
    edge: dict
    places: list
    has_start: bool
    has_end: bool


def ways_of(frame: Frame, history, flights: list) -> list[Way]:
    """What is to be seen of each message."""
    crosses, ways = [], []
    for flight in flights:
        edge = describe(flight, history)
        begin, tip = ends_of(frame, flight, edge, history, crosses)
        start, stop = clip(begin, tip, frame)
        if start is not None:
            places = [(frame.x(time), y) for time, y in (start, stop)]
            ways.append(Way(flight.message.sender, flight.message.receiver, edge, places, start == begin, stop == tip))
    return ways


def draw_messages(picture: Picture, ways: list[Way], lines: MessageLines) -> None:
    """All messages, with a dot where each leaves its sender's band: a line without one only passes behind the band."""
    starts = defaultdict(list)
    for way in ways:
        line = lines.of(*way[:3])
        draw_line(picture, way.places, way.edge, line)
        if way.has_start:
            starts[line.colour].append(way.places[0])
        if way.has_end:
            draw_end(picture, way.places, way.edge, line)
    for colour, places in starts.items():
        picture.shape(Discs(places, DOT), face=colour, edge=WHITE, width=0.4, z=5)


def ends_of(frame: Frame, flight, edge: dict, history, crosses: list):
    """Where (time, y) a message begins and ends; a lost one ends at its cross, which is added to the `crosses`."""
    sender, receiver = flight.message.sender, flight.message.receiver
    arrives = max(history.way_ends(flight) / 1000, edge["sent"])
    begin, tip = (edge["sent"], frame.edge(sender, receiver)), (arrives, frame.edge(receiver, sender))
    if not edge["dropped"]:
        return begin, tip
    if edge["lost"] == f"{receiver} is down":
        tip, heights = (arrives, frame.y(receiver)), on_the_line(frame, sender, receiver)
    else:
        heights = in_the_gap(frame, gap_of_loss(frame, sender, receiver, history.at(arrives).cut_links))
    places = [between(begin, tip, height / abs(tip[1] - begin[1])) for height in heights]
    spots = [(frame.x(time), y) for time, y in places]
    free = next((number for number, spot in enumerate(spots) if is_clear(spot, crosses)), 0)
    crosses.append(spots[free])
    return begin, places[free]


def gap_of_loss(frame: Frame, sender: str, receiver: str, cut_links) -> int:
    """The gap between life lines, counted from the sender's, where a message is lost: at the cut, or half-way."""
    lines = frame.on_the_way(sender, receiver)
    return next((place for place, server in enumerate(lines) if (sender, server) in cut_links), len(lines) // 2)


def in_the_gap(frame: Frame, gap: int) -> list[float]:
    """How far (inches) from its sender's band a cross in a gap may be, the best first: clear of the bands."""
    middle, room = gap * frame.gap + frame.gap / 2 - BAND, frame.gap / 2 - BAND - CLEAR / 2
    steps = sorted(range(-int(room // CLEAR), int(room // CLEAR) + 1), key=abs)
    return [middle + step * CLEAR for step in steps]


def on_the_line(frame: Frame, sender: str, receiver: str) -> list[float]:
    """How far (inches) from its sender's band a cross at a life line may be: there, or somewhat before."""
    way = len(frame.on_the_way(sender, receiver)) * frame.gap - BAND
    return [way - step * CLEAR for step in range(5)]


def is_clear(spot, crosses: list) -> bool:
    """Whether a cross at this spot would cover none of the others."""
    return all(max(abs(spot[0] - x), abs(spot[1] - y)) >= CLEAR - 1e-9 for x, y in crosses)


def draw_line(picture: Picture, places, edge: dict, line: MessageStyle) -> None:
    """The slanted line of a message."""
    picture.shape(places, edge=line.colour, width=line.width, dash=line.dash, z=2 if edge["kind"] in PALE else 3)


def draw_end(picture: Picture, points, edge: dict, line: MessageStyle) -> None:
    """The end of a message: a cross if it is lost, a hollow head for "no", a full one otherwise."""
    if edge["dropped"]:
        size = 0.034 if is_heartbeat(edge) else 0.042
        picture.shape(cross(*points[1], size), edge=VERMILION, width=size * 34, z=6)
    else:
        face = WHITE if edge["granted"] is False else line.colour
        picture.shape(head(points[1], points[0], HEAD, line.barbs), face=face, edge=line.colour, z=5)


def between(begin, tip, share: float):
    """The point at a share of the way."""
    return tuple(a + (b - a) * share for a, b in zip(begin, tip, strict=True))


def clip(begin, tip, frame: Frame):
    """The stretch of a line (time, y) that lies in the window, or (None, None)."""
    if tip[0] < frame.start or begin[0] > frame.end:
        return None, None
    length = (tip[0] - begin[0]) or 1.0
    start = begin if begin[0] >= frame.start else between(begin, tip, (frame.start - begin[0]) / length)
    stop = tip if tip[0] <= frame.end else between(begin, tip, (frame.end - begin[0]) / length)
    return start, stop
