"""The marks of space-time diagrams: bands of roles, what happens to a server, and the legend that names them all."""
from raftlib.pictures.legend_words import legend_rows
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, cross, diamond, disc, head
from raftlib.pictures.style import (
    BLACK,
    DARK_GREY,
    DASHED,
    DOWN,
    MESSAGES,
    PALE,
    ROLES,
    VERMILION,
    WHITE,
    WIDTH,
    YELLOW,
)

ROW = 0.28  # inches from one row of the legend to the next
BAND = 0.095  # half the height of a life line's band, in inches
HEAD = 0.1
DOT = 0.035  # where a message starts


def draw_band(picture: Picture, left: float, right: float, y: float, role: str) -> None:
    """A stretch of a life line in one role; a server that is down has a thin dotted line only."""
    style = ROLES[role]
    if role == DOWN:
        picture.shape([(left, y), (right, y)], edge=style.edge, width=1.2, dash=style.dash, z=4)
    else:
        picture.shape(box(left, y - BAND, right, y + BAND), face=style.fill, edge=DARK_GREY, width=0.6, z=4)


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


# ---- Legend ----------------------------------------------------------------------------------------------------


def draw_legend(picture: Picture) -> None:
    """All that can occur in such a picture, under the axis."""
    rows = 1.03, 0.75, 0.47, 0.19
    top = 1.21 + more_rows()
    picture.shape([(0.1, top), (WIDTH - 0.1, top)], edge=DARK_GREY, width=0.6)
    for place, (request, reply, yes) in enumerate(legend_rows()):
        y = rows[place] if place < 2 else rows[0] + (place - 1) * ROW
        legend_line(picture, 0.15, y, MESSAGES[request], request)
        legend_line(picture, 1.8, y, MESSAGES[reply], f"reply: {yes}")
        legend_line(picture, 3.2, y, MESSAGES[reply], "reply: no", face=WHITE)
        if request in PALE:
            legend_line(picture, 0.15, rows[2], PALE[request], "heartbeat")
            legend_line(picture, 1.8, rows[2], PALE[reply], f"reply: {yes}")
    legend_line(picture, 4.6, rows[0], MESSAGES["AppendEntries"], "lost", lost=True)
    picture.shape(disc(4.8, rows[1], DOT), face=DARK_GREY, edge=WHITE, width=0.4, z=2)
    picture.words(5.08, rows[1], "sent", ha="left")
    for x, y, mark, words in ((5.95, rows[0], mark_timeout, "election timeout"), (5.95, rows[1], mark_crash, "crash"),
                              (6.6, rows[1], mark_restart, "restart")):
        mark(picture, x + 0.1, y)
        picture.words(x + 0.25, y, words, ha="left")
    picture.shape([(4.8, rows[2] + 0.1), (4.8, rows[2] - 0.1)], edge=BLACK, width=1.6)
    picture.words(5.08, rows[2], "a term begins", ha="left")
    picture.shape([(4.8, rows[3] + 0.1), (4.8, rows[3] - 0.1)], edge=VERMILION, width=1.2, dash=DASHED)
    picture.words(5.08, rows[3], "links cut or healed", ha="left")
    for x, role in zip((0.15, 1.25, 2.45, 3.45), ROLES, strict=True):
        legend_band(picture, x, rows[3], role)


def more_rows() -> float:
    """How much higher (inches) the legend is than for votes and entries: a row for each other exchange of messages."""
    return ROW * (len(legend_rows()) - 2)


def legend_line(picture: Picture, x: float, y: float, style, words: str, face=None, lost=False) -> None:
    """A short message with its meaning; its head in the line's colour, or another `face`."""
    points = [(x, y), (x + (0.33 if lost else 0.4), y)]
    picture.shape(points, edge=style.colour, width=style.width, dash=style.dash)
    picture.shape(disc(x, y, DOT), face=style.colour, edge=WHITE, width=0.4, z=2)
    if lost:
        picture.shape(cross(x + 0.33, y, 0.042), edge=VERMILION, width=1.4)
    else:
        picture.shape(head(points[1], points[0], HEAD), face=face or style.colour, edge=style.colour, z=2)
    picture.words(x + 0.48, y, words, ha="left")


def legend_band(picture: Picture, x: float, y: float, role: str) -> None:
    """A short stretch of a life line with its meaning."""
    draw_band(picture, x, x + 0.3, y, role)
    picture.words(x + 0.37, y, role, ha="left")
