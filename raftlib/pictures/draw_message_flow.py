"""The drawing of a message-flow graph: servers round a circle, each message an arrow with its number and its words."""
from collections import Counter
from math import dist
from typing import NamedTuple

import networkx

from raftlib.pictures.flow_graph import clients_in, cut_links_in, is_flow, servers_in
from raftlib.pictures.flow_in_words import flow_tables
from raftlib.pictures.flow_labels import Placed, by_length, by_number, label_arrows
from raftlib.pictures.flow_legend import entries_of
from raftlib.pictures.flow_marks import CLIENT_SIZE, draw_client, draw_cut, draw_end, draw_server
from raftlib.pictures.flow_words import Arrow, arrows_of, is_journey, tally, tell, title, way_gone
from raftlib.pictures.legend import with_legend
from raftlib.pictures.message_lines import MessageLines
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, round_places
from raftlib.pictures.style import CLIENT, NORMAL, SMALL, WIDTH, MessageStyle

FEW = 6  # servers and clients: so many leave each other room on a ring that is not as high as it could be
RADII, WIDE_RADII = (3.05, 1.83), (3.05, 2.1)  # inches: of the ring of few, and of more
JOURNEY_RADII = 2.85, 2.7  # of more servers and a client, whose many arrows need more room between neighbours
BELOW, AROUND = 0.59, 1.16  # inches from the lowest server to the edge, and from it and the highest to both edges
CLIENT_GAP = 0.44  # inches from the command's arrow to the answer's: the words of one stand clear of the other
CLIENT_LEANS = 0.28  # and by how much both lean to the middle of the ring
TITLE = 0.18, 0.2, 0.18  # inches from the top to the first line of the title, from there to the second, and so on


def draw_message_flow(graph: networkx.DiGraph) -> Picture:
    """Draw a graph made by `message_flow` or `command_flow`: who sent what to whom, in which order, and what was said.

    A part of such a graph will do, as `graph.subgraph(["S1", "S2"])`, and one that networkx has read from a file: it
    may be a DiGraph, if no two messages went the same way. A client has the first place round the circle, and then the
    title stands above it. Raises ValueError for any other graph.
    """
    if not is_flow(graph):
        raise ValueError(f"graph is {graph!r}: it must be a graph that message_flow or command_flow has made.")
    arrows = arrows_of(graph)
    clients = clients_in(graph)
    names = [*clients, *servers_in(graph)]
    radius = 0.43 if len(names) <= FEW else 0.39
    lines = title(graph, arrows)
    ring, height = frame(graph, len(names), lines)
    picture = Picture((WIDTH, height), tell(graph))
    places = dict(zip(names, round_places(len(names), *ring), strict=True))
    draw_title(picture, lines, height)
    message_lines = MessageLines(arrow[:3] for arrow in arrows)
    picture.in_words = lambda: flow_tables(graph, arrows, message_lines.rivals)
    for name, place in places.items():
        draw_node(picture, name, place, radius, graph, message_lines.rivals)
    margins = margins_of(arrows, names, radius, clients)
    # Clients have no links with each other.
    cuts = [link for link in cut_links_in(graph) if not {*clients} >= {*link}]
    placed = [each for lane in lanes_of(arrows, cuts)
              for each in draw_lane(picture, lane, places, margins, graph.graph["end"], message_lines)]
    label_arrows(picture, sorted(placed, key=by_length if is_journey(graph) else by_number), places, radius)
    return with_legend(picture, entries_of(graph, arrows, message_lines))


def draw_title(picture: Picture, lines: list[str], height: float) -> None:
    """The lines of the title, the first a little larger, in the upper left corner."""
    first, second, more = TITLE
    for number, line in enumerate(lines):
        below = first + (second + (number - 1) * more if number else 0)
        picture.words(0.1, height - below, line, size=SMALL if number else NORMAL, ha="left")


def frame(graph: networkx.DiGraph, count: int, lines: list[str]):
    """The ring (centre and radii) for so many servers and clients, and the height of the picture, all in inches.

    The title of a journey stands above its ring.
    """
    radii, above = RADII if count <= FEW else WIDE_RADII, 0
    if is_journey(graph):
        _, second, next_ones = TITLE
        radii, above = radii if count <= FEW else JOURNEY_RADII, 0.05 + second + next_ones * (len(lines) - 2)
    low = min(y for _, y in round_places(count, (0, 0), radii))
    return ((WIDTH / 2, BELOW - low), radii), radii[1] - low + AROUND + above


def draw_node(picture: Picture, name: str, place, radius: float, graph, rivals) -> None:
    """A server, one of several candidates with its votes, or a client."""
    if graph.nodes[name]["role"] == CLIENT:
        draw_client(picture, place, name)
    else:
        draw_server(picture, name, place, radius, graph.nodes[name], tally(graph, name) if name in rivals else "")


# ---- Arrows ----------------------------------------------------------------------------------------------------


class Lane(NamedTuple):
    """What runs between two servers, side by side: arrows in the order of their numbers, and cut directions."""

    pair: tuple[str, str]
    arrows: list[Arrow]
    cuts: list[tuple[str, str]]


def lanes_of(arrows: list[Arrow], cut_links) -> list[Lane]:
    """Everything to draw between servers, by pairs of them."""
    lanes = {}
    for sender, receiver, arrow in [*((*link, None) for link in sorted(cut_links)),
                                    *((arrow.sender, arrow.receiver, arrow) for arrow in arrows)]:
        pair = tuple(sorted((sender, receiver)))
        lane = lanes.setdefault(pair, Lane(pair, [], []))
        if arrow:
            lane.arrows.append(arrow)
        else:
            lane.cuts.append((sender, receiver))
    return list(lanes.values())


def draw_lane(picture: Picture, lane: Lane, places: dict, margins: dict, end: float,
              message_lines: MessageLines) -> list[Placed]:
    """Draw what runs between two servers, each on a curve of its own; return the arrows, to be labelled."""
    curves = bends(lane.pair, len(lane.arrows) + bool(lane.cuts), list(places))
    if lane.cuts:
        sender, receiver = lane.cuts[0]
        draw_cut(picture, bow(sender, receiver, places, curves.pop()), both=len(lane.cuts) == 2)
    placed = [place_arrow(arrow, bow(arrow.sender, arrow.receiver, places, bend), margins, end)
              for arrow, bend in zip(lane.arrows, curves, strict=True)]
    for each in placed:
        draw_arrow(picture, each, message_lines.of(*each.arrow[:3]))
    return placed


def bow(sender: str, receiver: str, places: dict, bend: float) -> Bow:
    """The curve from sender to receiver, bent to the left as seen from the first of the two in the alphabet."""
    return Bow(places[sender], places[receiver], bend if sender < receiver else -bend)


def bends(pair: tuple[str, str], count: int, servers: list[str]) -> list[float]:
    """How far each of `count` arrows between a pair bends to the left, from its first to its second server (inches)."""
    gap = CLIENT_GAP if CLIENT in pair else min(0.27, 1.3 / max(count - 1, 1))
    first, second = (servers.index(server) for server in pair)
    spread = gap * (count - 1) / 2
    middle = spread * outward(second - first, len(servers))
    if CLIENT in pair:
        middle = inward(servers.index(pair[0]) / len(servers))
    return [middle + place * gap - spread for place in range(count)]


def inward(turn: float) -> float:
    """How far (inches) what runs between the client, at the top, and a server leans to the middle of the ring.

    `turn` is the server's share of the way round. Beside the ring, words at the arrows of its neighbour need the room.
    """
    return CLIENT_LEANS if turn < 0.5 else -CLIENT_LEANS if turn > 0.5 else 0.0


def outward(apart: int, count: int) -> float:
    """Which way arrows lean where it is crowded: to the left (1), which is out of the circle going clockwise, or right.

    Between neighbours there is room outside; between servers with one other between them, that one is in the way.
    """
    if count < 7:
        return 0.0
    return {1: 0.75, count - 1: -0.75, 2: -1.0, count - 2: 1.0}.get(apart % count, 0.0)


def margins_of(arrows: list[Arrow], servers, radius: float, clients: list[str]) -> dict:
    """How far from each server's centre arrows end: its radius, and the more beyond the more of them meet there."""
    meet = Counter(server for arrow in arrows for server in (arrow.sender, arrow.receiver))
    return {server: ((CLIENT_SIZE[0] + 0.02 if server in clients else radius) + 0.04, 0.006 * meet[server])
            for server in servers}


def place_arrow(arrow: Arrow, curve: Bow, margins: dict, end: float) -> Placed:
    """The stretch of its curve that an arrow takes: clear of both servers, and as far as it has come."""
    start, _, end_ = curve.places
    crowded = min(max((dist(start, end_) - 1.5) / 2, 0), 1)
    low, high = curve.share_outside(*(radius + crowd * crowded
                                      for radius, crowd in (margins[arrow.sender], margins[arrow.receiver])))
    return Placed(arrow, curve, low, low + (high - low) * way_gone(arrow, end))


def draw_arrow(picture: Picture, placed: Placed, line: MessageStyle) -> None:
    """The line of an arrow, and its end."""
    curve, tip = placed.curve, placed.high
    picture.shape(curve.part(placed.low, tip), edge=line.colour, width=line.width, dash=line.dash, z=3)
    draw_end(picture, placed.arrow.edge, line, curve.at(tip), curve.at(tip - 0.05))
