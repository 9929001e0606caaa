"""The marks of space-time diagrams: bands of roles, and what happens to a server."""
from raftlib.analysis.observed import PRE_CANDIDATE, STOPPED
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, cross, diamond, disc
from raftlib.pictures.style import BLACK, DARK_GREY, DOWN, GREY, ROLES, VERMILION, WHITE, YELLOW
from raftlib.protocol.state import CANDIDATE, FOLLOWER

BAND = 0.095  # half the height of a life line's band, in inches
HEAD = 0.1
DOT = 0.035  # where a message starts


def draw_band(picture: Picture, left: float, right: float, y: float, role: str, half: float = BAND) -> None:
    """A stretch of a life line in one role, `half` its height; a server that is down has a thin dotted line only.

    What real servers are besides has a shape of its own, for no more lightnesses can be told apart: who asks for
    pre-votes is a follower with a strip of a candidate, and who stands still has a narrow band.
    """
    if role == PRE_CANDIDATE:
        draw_band(picture, left, right, y, FOLLOWER, half)
        # Below the words, which its edge would cross.
        picture.shape(box(left, y - half, right, y - 0.45 * half), face=ROLES[CANDIDATE].fill, edge=DARK_GREY,
                      width=0.6, z=4)
        return
    if role == STOPPED:
        picture.shape(box(left, y - half / 2, right, y + half / 2), face=GREY, edge=DARK_GREY, width=0.6, z=4)
        return
    style = ROLES[role]
    if role == DOWN:
        picture.shape([(left, y), (right, y)], edge=style.edge, width=1.2, dash=style.dash, z=4)
    else:
        picture.shape(box(left, y - half, right, y + half), face=style.fill, edge=DARK_GREY, width=0.6, z=4)


def mark_term(picture: Picture, x: float, y: float, half: float = BAND) -> None:
    """A server comes to be in another term."""
    picture.shape([(x, y - half - 0.04), (x, y + half + 0.04)], edge=BLACK, width=1.6, z=5)


def mark_timeout(picture: Picture, x: float, y: float) -> None:
    """An election timeout ran out."""
    picture.shape(diamond(x, y, 0.1), face=YELLOW, edge=BLACK, width=1.0, z=8)


def mark_crash(picture: Picture, x: float, y: float) -> None:
    """A server crashed."""
    picture.shape(cross(x, y, 0.1), edge=VERMILION, width=2.6, z=8)


def mark_restart(picture: Picture, x: float, y: float) -> None:
    """A server came back."""
    picture.shape(disc(x, y, 0.08), face=WHITE, edge=VERMILION, width=2.0, z=8)


MARKS = {"election timeout": mark_timeout, "crash": mark_crash, "restart": mark_restart}
