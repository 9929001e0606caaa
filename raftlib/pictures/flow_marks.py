"""The marks of which the picture of a message flow is made, and the legend that tells what they mean."""
from raftlib.pictures.legend_words import Exchange, legend_rows
from raftlib.pictures.message_flow import is_heartbeat
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, box, cross, disc, head
from raftlib.pictures.style import (
    CLIENT,
    CLIENT_MESSAGES,
    CLIENT_STYLE,
    DARK_GREY,
    DASHED,
    DOWN,
    LARGE,
    MESSAGES,
    NORMAL,
    PALE,
    ROLES,
    VERMILION,
    WHITE,
    WIDTH,
    MessageStyle,
)
from raftlib.protocol.state import FOLLOWER

LINES = MESSAGES | CLIENT_MESSAGES
SHORT = {"RequestVote": ": vote?", "AppendEntries": ": +entries"}  # what is written beside an arrow
ROW = 0.25  # inches from one row of the legend to the next
HEAD = 0.13
CLIENT_SIZE = 0.31, 0.25  # inches: half the width and height of a client


# ---- Marks -----------------------------------------------------------------------------------------------------


def draw_server(picture: Picture, server: str, place, radius: float, node: dict) -> None:
    """A disc with id, role and term; one that is down is grey and dotted."""
    role = DOWN if node["down"] else node["role"]
    style = ROLES[role]
    x, y = place
    picture.shape(disc(x, y, radius), face=style.fill, edge=style.edge, width=style.width, dash=style.dash, z=5)
    picture.words(x, y + 0.19, server, size=LARGE, colour=style.words, weight="bold")
    picture.words(x, y + 0.005, role, colour=style.words)
    picture.words(x, y - 0.165, f"term {node['term']}", colour=style.words)


def draw_client(picture: Picture, place) -> None:
    """A box, for a client is no server."""
    (x, y), (half_width, half_height) = place, CLIENT_SIZE
    picture.shape(box(x - half_width, y - half_height, x + half_width, y + half_height),
                  face=CLIENT_STYLE.fill, edge=CLIENT_STYLE.edge, width=CLIENT_STYLE.width, z=5)
    picture.words(x, y, CLIENT, size=NORMAL, colour=CLIENT_STYLE.words, weight="bold")


def draw_cut(picture: Picture, curve: Bow, both: bool) -> None:
    """The dashed line of a link cut both ways, crossed; one cut one way only ends at the cross."""
    middle = 0.5 if both else 0.6
    picture.shape(curve.part(0, 1 if both else middle), edge=VERMILION, width=1.2, dash=DASHED, z=2)
    picture.shape(cross(*curve.at(middle), 0.06), edge=VERMILION, width=1.8, z=2)


def line_of(edge: dict) -> MessageStyle:
    """How an arrow looks."""
    return (PALE if is_heartbeat(edge) else LINES)[edge["kind"]]


def draw_end(picture: Picture, edge: dict, tip, back) -> None:
    """The end of an arrow at `tip`, coming from `back`."""
    colour = line_of(edge).colour
    if edge["dropped"]:
        picture.shape(cross(*tip, 0.075), edge=VERMILION, width=2.2, z=6)
    else:
        picture.shape(head(tip, back, HEAD), face=WHITE if edge["granted"] is False else colour, edge=colour, z=4)


# ---- Legend ----------------------------------------------------------------------------------------------------


def draw_legend(picture: Picture, journey: bool) -> None:
    """All that can occur in such a picture, in four rows under it; the same in each, so that nothing jumps.

    In the journey of a command a client takes the place of the votes.
    """
    top = 1.09 + more_rows()
    picture.shape([(0.1, top), (WIDTH - 0.1, top)], edge=DARK_GREY, width=0.6)
    rows = 0.92, 0.67, 0.42, 0.17
    votes, *others = legend_rows()
    if journey:
        legend_client(picture, rows[0])
    else:
        legend_messages(picture, rows[0], votes)
    for place, exchange in enumerate(others):
        legend_messages(picture, rows[1] if place == 0 else rows[0] + place * ROW, exchange)
    draw_cut(picture, Bow((6.05, rows[0]), (6.5, rows[0]), 0), both=True)
    picture.words(6.58, rows[0], "cut link", ha="left")
    picture.words(6.58, rows[1], "×2: twice", ha="left")
    for x, role in zip((0.15, 1.2, 2.45, 3.35), ROLES, strict=True):
        legend_disc(picture, x + 0.11, rows[2], role)
        picture.words(x + 0.28, rows[2], role, ha="left")
    legend_arrow(picture, 4.65, rows[2], arrow("AppendEntries"), "")
    legend_disc(picture, 5.45, rows[2], FOLLOWER)
    picture.words(5.65, rows[2], "stops short: under way", ha="left")
    lost = arrow("AppendEntries", dropped=True)
    legend_arrow(picture, 0.15, rows[3], lost, "lost on its way")
    legend_arrow(picture, 2.45, rows[3], lost, "")
    legend_disc(picture, 3.0, rows[3], DOWN)
    picture.words(3.18, rows[3], "lost, for its receiver is down", ha="left")
    legend_arrow(picture, 5.45, rows[3], arrow("AppendEntries", entries=0), "heartbeat: beat")


def legend_disc(picture: Picture, x: float, y: float, role: str) -> None:
    """A small server in a role."""
    style = ROLES[role]
    picture.shape(disc(x, y, 0.1), face=style.fill, edge=style.edge, width=style.width, dash=style.dash)


def more_rows() -> float:
    """How much higher (inches) the legend is than for votes and entries: a row for each other exchange of messages."""
    return ROW * (len(legend_rows()) - 2)


def legend_messages(picture: Picture, y: float, exchange: Exchange) -> None:
    """A row of the legend: a request and its two replies."""
    request, reply, yes = exchange
    legend_arrow(picture, 0.15, y, arrow(request), request + SHORT.get(request, ""))
    for x, granted in ((3.25, True), (4.65, False)):
        legend_arrow(picture, x, y, arrow(reply, granted), f"reply: {yes if granted else 'no'}")


def legend_client(picture: Picture, y: float) -> None:
    """A row of the legend: a client, what it sends and hears, and how its entry's commit is told."""
    picture.shape(box(0.17, y - 0.08, 0.41, y + 0.08), face=CLIENT_STYLE.fill, edge=CLIENT_STYLE.edge,
                  width=CLIENT_STYLE.width)
    picture.words(0.51, y, CLIENT, ha="left")
    for x, kind, words in ((1.2, "Command", "command"), (2.45, "Answer", "answer")):
        legend_arrow(picture, x, y, arrow(kind), words)
    picture.words(3.78, y, "c3: committed up to 3", ha="left")


def arrow(kind: str, granted: bool | None = None, dropped: bool = False, entries: int = 1) -> dict:
    """A sample of a message for the legend."""
    return {"kind": kind, "granted": granted, "dropped": dropped, "entries": entries}


def legend_arrow(picture: Picture, x: float, y: float, edge: dict, words: str) -> None:
    """A short arrow with its meaning."""
    style = line_of(edge)
    tip = x + (0.36 if edge["dropped"] else 0.45)
    picture.shape([(x, y), (tip, y)], edge=style.colour, width=style.width, dash=style.dash)
    draw_end(picture, edge, (tip, y), (x, y))
    picture.words(x + 0.53, y, words, ha="left")
