"""The drawing of a message-flow graph: servers round a circle, each message an arrow with its number and its words."""
from collections import Counter, defaultdict
from typing import NamedTuple

import networkx
import numpy as np

from raftlib.pictures.message_flow import REPLIES
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import CURVE, Bow, box, cross, disc, head, round_places
from raftlib.pictures.style import (
    DARK_GREY,
    DASHED,
    DOWN,
    LARGE,
    MESSAGES,
    NORMAL,
    ROLES,
    VERMILION,
    WHITE,
    WIDTH,
    counted,
    shown,
    text_width,
    who_leads,
)
from raftlib.protocol.state import FOLLOWER, LEADER

HEIGHT, CENTRE, RADII = 6.45, (WIDTH / 2, 3.78), (3.05, 2.1)
# Above MANY arrows, repeated ones become one with a count; above TOO_MANY nobody reads them, and the last are shown.
MANY, TOO_MANY = 20, 32
HEAD = 0.13
LABEL_HEIGHT = 0.16
LABEL_SHARES = np.array([0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8])


class Arrow(NamedTuple):
    """One message, or several alike, from one server to another."""

    sender: str
    receiver: str
    edge: dict  # of the first of them
    count: int


class Placed(NamedTuple):
    """An arrow on its curve, of which it takes the stretch from `low` to `high`."""

    arrow: Arrow
    curve: Bow
    low: float
    high: float


def draw_message_flow(graph: networkx.MultiDiGraph) -> Picture:
    """Draw a graph made by `message_flow`: who sent what to whom, in which order, and what was said."""
    picture = Picture(figsize=(WIDTH, HEIGHT), caption=tell(graph))
    servers = graph.graph["servers"]
    radius = 0.43 if len(servers) <= 6 else 0.39
    places = dict(zip(servers, round_places(len(servers), CENTRE, RADII), strict=True))
    arrows = arrows_of(graph)
    draw_title(picture, graph, arrows)
    for server, place in places.items():
        draw_server(picture, server, place, radius, graph.nodes[server])
    margins = margins_of(arrows, servers, radius)
    placed = [each for lane in lanes_of(arrows, graph.graph["cut_links"])
              for each in draw_lane(picture, lane, places, margins, graph.graph["end"])]
    label_arrows(picture, sorted(placed, key=lambda each: each.arrow.edge["order"]), places, radius)
    draw_legend(picture)
    return picture.finish()


# ---- What to show ----------------------------------------------------------------------------------------------


def arrows_of(graph: networkx.MultiDiGraph) -> list[Arrow]:
    """One arrow a message; if these are too many, one for repeated AppendEntries; if still too many, the last ones."""
    messages = sorted(graph.edges(data=True), key=lambda message: message[2]["order"])
    for alike, most in ((by_itself, MANY), (heartbeats_alike, TOO_MANY), (appends_alike, TOO_MANY)):
        groups = defaultdict(list)
        for message in messages:
            groups[alike(*message)].append(message)
        if len(groups) <= most:
            break
    return [Arrow(*group[0], len(group)) for group in groups.values()][-TOO_MANY:]


def by_itself(sender: str, receiver: str, edge: dict):
    """No two messages are alike."""
    return edge["order"]


def heartbeats_alike(sender: str, receiver: str, edge: dict):
    """Heartbeats, and their replies, of one term between the same two servers with the same outcome are alike."""
    return edge["order"] if edge["entries"] else appends_alike(sender, receiver, edge)


def appends_alike(sender: str, receiver: str, edge: dict):
    """So are AppendEntries that carry entries, however many, and their replies; but no two votes."""
    if edge["kind"].startswith("RequestVote"):
        return edge["order"]
    return sender, receiver, edge["kind"], edge["term"], bool(edge["entries"]), edge["granted"], edge["dropped"]


def words_of(arrow: Arrow) -> str:
    """What an arrow says: its number, its message, and how often."""
    edge = arrow.edge
    if edge["kind"] == "RequestVote":
        said = f"vote? t{edge['term']}"
    elif edge["granted"] is not None:
        said = answer_words(edge)
    elif edge["entries"]:
        said = f"+{counted(edge['entries'], 'entry')} t{edge['term']}"
    else:
        said = f"beat t{edge['term']}"
    return f"{edge['order']} {said}" + (f" ×{arrow.count}" if arrow.count > 1 else "")


def answer_words(edge: dict) -> str:
    """A reply in a word; a refusal also names the term, which may be its reason."""
    if not edge["granted"]:
        return f"no t{edge['term']}"
    return "yes" if edge["kind"] == "RequestVoteReply" else "ok"


def tell(graph: networkx.MultiDiGraph) -> str:
    """The caption: how many messages, which, and who leads at the end."""
    edges = [edge for *_, edge in graph.edges(data=True)]
    kinds = [edge["kind"] for edge in edges]
    counts = [f"{kinds.count(kind)} {kind}" if kind not in REPLIES
              else counted(kinds.count(kind), f"{kind.removesuffix('Reply')} answer")
              for kind in MESSAGES if kind in kinds]
    lost = sum(edge["dropped"] for edge in edges)
    leaders = [(server, node["term"]) for server, node in graph.nodes(data=True)
               if node["role"] == LEADER and not node["down"]]
    return (f"From {shown(graph.graph['start'])} to {shown(graph.graph['end'])} ms "
            f"{counted(len(graph), 'server')} sent {', '.join(counts) or 'no messages'}"
            + (f", of which {lost} did not arrive" if lost else "") + f"; at the end {who_leads(leaders)}.")


# ---- Servers and links -----------------------------------------------------------------------------------------


def draw_title(picture: Picture, graph: networkx.MultiDiGraph, arrows: list[Arrow]) -> None:
    """The window and the number of messages, in the upper left corner."""
    start, end = shown(graph.graph["start"]), shown(graph.graph["end"])
    sent, drawn = graph.number_of_edges(), sum(arrow.count for arrow in arrows)
    picture.words(0.1, HEIGHT - 0.18, f"{start} to {end} ms", size=NORMAL, ha="left")
    last = "" if drawn == sent else f"the last {drawn} of "
    picture.words(0.1, HEIGHT - 0.38, f"{last}{counted(sent, 'message')}, numbered as sent", ha="left")
    picture.words(0.1, HEIGHT - 0.56, f"servers as at {end} ms", ha="left")


def draw_server(picture: Picture, server: str, place, radius: float, node: dict) -> None:
    """A disc with id, role and term; one that is down is grey and dotted."""
    role = DOWN if node["down"] else node["role"]
    style = ROLES[role]
    x, y = place
    picture.shape(*disc(x, y, radius), face=style.fill, edge=style.edge, width=style.width, dash=style.dash, z=5)
    picture.words(x, y + 0.19, server, size=LARGE, colour=style.words, weight="bold")
    picture.words(x, y + 0.005, role, colour=style.words)
    picture.words(x, y - 0.165, f"term {node['term']}", colour=style.words)


def draw_cut(picture: Picture, curve: Bow, both: bool) -> None:
    """The dashed line of a link cut both ways, crossed; one cut one way only ends at the cross."""
    middle = 0.5 if both else 0.6
    picture.shape(curve.part(0, 1 if both else middle), CURVE, edge=VERMILION, width=1.2, dash=DASHED, z=2)
    picture.shape(*cross(*curve.at(middle), 0.06), edge=VERMILION, width=1.8, z=2)


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


def draw_lane(picture: Picture, lane: Lane, places: dict, margins: dict, end: float) -> list[Placed]:
    """Draw what runs between two servers, each on a curve of its own; return the arrows, to be labelled."""
    curves = bends(lane.pair, len(lane.arrows) + bool(lane.cuts), list(places))
    if lane.cuts:
        sender, receiver = lane.cuts[0]
        draw_cut(picture, bow(sender, receiver, places, curves.pop()), both=len(lane.cuts) == 2)
    placed = [place_arrow(arrow, bow(arrow.sender, arrow.receiver, places, bend), margins, end)
              for arrow, bend in zip(lane.arrows, curves, strict=True)]
    for each in placed:
        draw_arrow(picture, each)
    return placed


def bow(sender: str, receiver: str, places: dict, bend: float) -> Bow:
    """The curve from sender to receiver, bent to the left as seen from the first of the two in the alphabet."""
    return Bow(places[sender], places[receiver], bend if sender < receiver else -bend)


def bends(pair: tuple[str, str], count: int, servers: list[str]) -> list[float]:
    """How far each of `count` arrows between a pair bends to the left, from its first to its second server (inches)."""
    gap = min(0.27, 1.3 / max(count - 1, 1))
    first, second = (servers.index(server) for server in pair)
    spread = gap * (count - 1) / 2
    middle = spread * outward(second - first, len(servers))
    return [middle + place * gap - spread for place in range(count)]


def outward(apart: int, count: int) -> float:
    """Which way arrows lean where it is crowded: to the left (1), which is out of the circle going clockwise, or right.

    Between neighbours there is room outside; between servers with one other between them, that one is in the way.
    """
    if count < 7:
        return 0.0
    return {1: 0.75, count - 1: -0.75, 2: -1.0, count - 2: 1.0}.get(apart % count, 0.0)


def margins_of(arrows: list[Arrow], servers, radius: float) -> dict:
    """How far from each server's centre arrows end: its radius, and the more beyond the more of them meet there."""
    meet = Counter(server for arrow in arrows for server in (arrow.sender, arrow.receiver))
    return {server: (radius + 0.04, 0.006 * meet[server]) for server in servers}


def place_arrow(arrow: Arrow, curve: Bow, margins: dict, end: float) -> Placed:
    """The stretch of its curve that an arrow takes: clear of both servers, and as far as it has come."""
    length = np.hypot(*(curve.points[2] - curve.points[0]))
    crowded = np.clip((length - 1.5) / 2, 0, 1)
    low, high = curve.share_outside(*(radius + crowd * crowded
                                      for radius, crowd in (margins[arrow.sender], margins[arrow.receiver])))
    return Placed(arrow, curve, low, low + (high - low) * way_gone(arrow, end))


def way_gone(arrow: Arrow, end: float) -> float:
    """The share of its way that a message has come at `end`: a lost one breaks off, one under way is not there yet."""
    edge = arrow.edge
    if edge["dropped"]:
        return 1.0 if edge["lost"] == f"{arrow.receiver} is down" else 0.62
    if edge["received"] is None:
        return 0.5
    if edge["received"] <= end:
        return 1.0
    return 0.35 + 0.55 * (end - edge["sent"]) / (edge["received"] - edge["sent"])


def draw_arrow(picture: Picture, placed: Placed) -> None:
    """The line of an arrow, and its end: a full head, a hollow one for "no", a cross for a lost message."""
    edge = placed.arrow.edge
    style = MESSAGES[edge["kind"]]
    points = placed.curve.part(placed.low, placed.high)
    picture.shape(points, CURVE, edge=style.colour, width=style.width, dash=style.dash, z=3)
    tip, back = placed.curve.at([placed.high, placed.high - 0.05])
    draw_end(picture, edge, tip, back)


def draw_end(picture: Picture, edge: dict, tip, back) -> None:
    """The end of an arrow at `tip`, coming from `back`."""
    colour = MESSAGES[edge["kind"]].colour
    if edge["dropped"]:
        picture.shape(*cross(*tip, 0.075), edge=VERMILION, width=2.2, z=6)
    else:
        picture.shape(head(tip, back, HEAD), face=WHITE if edge["granted"] is False else colour, edge=colour, z=4)


# ---- Labels ----------------------------------------------------------------------------------------------------


def label_arrows(picture: Picture, placed: list[Placed], places: dict, radius: float) -> None:
    """Write each arrow's words on it, where they hide the least."""
    if not placed:
        return
    meet = Counter(server for each in placed for server in each.arrow[:2])
    lines = np.array([each.curve.at(np.linspace(each.low, each.high, 24)) for each in placed])
    core = 0.85 * radius  # a label may come into the corners of the square round a disc
    taken = [(x - core, y - core, x + core, y + core) for x, y in places.values()]
    for number, each in enumerate(placed):
        text = words_of(each.arrow)
        half = text_width(text) / 2 + 0.02, LABEL_HEIGHT / 2
        # Where many arrows meet it is crowded: rather near the other end.
        lean = np.sign(meet[each.arrow.sender] - meet[each.arrow.receiver]) * 0.12
        shares = each.low + (each.high - each.low) * LABEL_SHARES
        spots = each.curve.at(shares)
        costs = hidden(spots, half, taken, lines, number) + 0.6 * abs(LABEL_SHARES - 0.5 - lean)
        x, y = spots[int(np.argmin(np.round(costs, 6)))]
        spot = (x - half[0], y - half[1], x + half[0], y + half[1])
        taken.append(spot)
        picture.shape(box(*spot), face=WHITE, z=7)
        picture.words(x, y, text)


def hidden(spots: np.ndarray, half, taken: list, lines: np.ndarray, own: int) -> np.ndarray:
    """How much a label of a half size would hide at each of some spots: labels and servers first, then other lines."""
    low, high = spots - half, spots + half
    boxes = np.array(taken)
    overlap = np.minimum(high[:, None], boxes[None, :, 2:]) - np.maximum(low[:, None], boxes[None, :, :2])
    area = np.prod(np.clip(overlap + 0.01, 0, None), axis=2).sum(axis=1)
    inside = ((lines > low[:, None, None]) & (lines < high[:, None, None])).all(axis=3)
    ends = inside[:, :, -4:].sum(axis=(1, 2))
    inside[:, own] = False
    outside = np.clip(np.hstack([-low, high - (WIDTH, HEIGHT)]) + 0.03, 0, None).sum(axis=1)
    return 400 * area + 0.15 * inside.sum(axis=(1, 2)) + 4 * ends + 100 * outside


# ---- Legend ----------------------------------------------------------------------------------------------------


def draw_legend(picture: Picture) -> None:
    """All that can occur in such a picture, in four rows under it; the same in each, so that nothing jumps."""
    picture.shape([(0.1, 1.09), (WIDTH - 0.1, 1.09)], edge=DARK_GREY, width=0.6)
    rows = 0.92, 0.67, 0.42, 0.17
    legend_messages(picture, rows[0], "RequestVote", "RequestVote: vote?", "yes")
    legend_messages(picture, rows[1], "AppendEntries", "AppendEntries: beat, or +entries", "ok")
    draw_cut(picture, Bow((6.05, rows[0]), (6.5, rows[0]), 0), both=True)
    picture.words(6.58, rows[0], "cut link", ha="left")
    picture.words(6.58, rows[1], "×2: twice", ha="left")
    for x, role in zip((0.15, 1.2, 2.45, 3.35), ROLES, strict=True):
        legend_disc(picture, x + 0.11, rows[2], role)
        picture.words(x + 0.28, rows[2], role, ha="left")
    legend_arrow(picture, 4.65, rows[2], {"kind": "AppendEntries", "granted": None, "dropped": False}, "")
    legend_disc(picture, 5.45, rows[2], FOLLOWER)
    picture.words(5.65, rows[2], "stops short: under way", ha="left")
    lost = {"kind": "AppendEntries", "granted": None, "dropped": True}
    legend_arrow(picture, 0.15, rows[3], lost, "lost on its way")
    legend_arrow(picture, 2.45, rows[3], lost, "")
    legend_disc(picture, 3.0, rows[3], DOWN)
    picture.words(3.18, rows[3], "lost, for its receiver is down", ha="left")


def legend_disc(picture: Picture, x: float, y: float, role: str) -> None:
    """A small server in a role."""
    style = ROLES[role]
    picture.shape(*disc(x, y, 0.1), face=style.fill, edge=style.edge, width=style.width, dash=style.dash)


def legend_messages(picture: Picture, y: float, kind: str, words: str, yes: str) -> None:
    """A row of the legend: a request and its two replies."""
    legend_arrow(picture, 0.15, y, {"kind": kind, "granted": None, "dropped": False}, words)
    for x, granted in ((3.25, True), (4.65, False)):
        reply = {"kind": kind + "Reply", "granted": granted, "dropped": False}
        legend_arrow(picture, x, y, reply, f"reply: {yes if granted else 'no'}")


def legend_arrow(picture: Picture, x: float, y: float, edge: dict, words: str) -> None:
    """A short arrow with its meaning."""
    style = MESSAGES[edge["kind"]]
    tip = x + (0.36 if edge["dropped"] else 0.45)
    picture.shape([(x, y), (tip, y)], edge=style.colour, width=style.width, dash=style.dash)
    draw_end(picture, edge, (tip, y), (x, y))
    picture.words(x + 0.53, y, words, ha="left")
