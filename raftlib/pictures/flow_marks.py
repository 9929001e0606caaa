"""The marks of which the picture of a message flow is made."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, box, cross, disc, head
from raftlib.pictures.style import (
    CLIENT_STYLE,
    DASHED,
    DOWN,
    LARGE,
    NORMAL,
    ROLES,
    VERMILION,
    WHITE,
    MessageStyle,
)

HEAD = 0.13
CLIENT_SIZE = 0.31, 0.25  # inches: half the width and height of a client


def draw_server(picture: Picture, server: str, place, radius: float, node: dict, tally: str = "") -> None:
    """A disc with id, role, term and perhaps a tally of votes; one that is down is grey and dotted."""
    role = DOWN if node["down"] else node["role"]
    style = ROLES[role]
    x, y = place
    picture.shape(disc(x, y, radius), face=style.fill, edge=style.edge, width=style.width, dash=style.dash, z=5)
    picture.words(x, y + (0.26 if tally else 0.19), server, size=LARGE, colour=style.words, weight="bold")
    lines = [role, f"term {node['term']}", tally]
    for number, line in enumerate(lines):
        picture.words(x, y + (0.085 if tally else 0.005) - 0.17 * number, line, colour=style.words)


def draw_client(picture: Picture, place, name: str) -> None:
    """A box, for a client is no server."""
    (x, y), (half_width, half_height) = place, CLIENT_SIZE
    picture.shape(box(x - half_width, y - half_height, x + half_width, y + half_height),
                  face=CLIENT_STYLE.fill, edge=CLIENT_STYLE.edge, width=CLIENT_STYLE.width, z=5)
    picture.words(x, y, name, size=NORMAL, colour=CLIENT_STYLE.words, weight="bold")


def draw_cut(picture: Picture, curve: Bow, both: bool) -> None:
    """The dashed line of a link cut both ways, crossed; one cut one way only ends at the cross."""
    middle = 0.5 if both else 0.6
    picture.shape(curve.part(0, 1 if both else middle), edge=VERMILION, width=1.2, dash=DASHED, z=2)
    picture.shape(cross(*curve.at(middle), 0.06), edge=VERMILION, width=1.8, z=2)


def draw_end(picture: Picture, edge: dict, line: MessageStyle, tip, back) -> None:
    """The end of an arrow at `tip`, coming from `back`: a full head, a hollow one for "no", a cross for a lost message.
    """
    if edge["dropped"]:
        picture.shape(cross(*tip, 0.075), edge=VERMILION, width=2.2, z=6)
    else:
        face = WHITE if edge["granted"] is False else line.colour
        picture.shape(head(tip, back, HEAD, line.barbs), face=face, edge=line.colour, z=4)
