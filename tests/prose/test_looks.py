"""What prose says of the look of pictures is so: a colour by hue and lightness, a dash and a mark by their shape."""
from colorsys import rgb_to_hls

import pytest

from raftlib.analysis.faulty_logs import Place
from raftlib.pictures import log_cells, log_sides, replicas, space_time_marks
from raftlib.pictures.group_grid import BOTH, LOOKS, draw_fault, draw_first
from raftlib.pictures.log_rows import APPENDED, APPLIED, COMMITTED
from raftlib.pictures.message_lines import line_of
from raftlib.pictures.style import MESSAGES, RIVALS, ROLES, SOLID
from raftlib.protocol.state import CANDIDATE, LEADER
from tests.prose.claims import Claim, check, if_so

HUES = ((20, "red"), (33, "vermilion"), (50, "orange"), (70, "yellow"), (180, "green"), (250, "blue"), (330, "purple"))
FILLED = {"black": "full", "white": "hollow"}
HEARTBEAT = {"kind": "AppendEntries", "entries": 0, "granted": None, "dropped": False}


class Pen:
    """A picture that notes the shapes which are drawn on it, by what they were drawn with."""

    def __init__(self):
        self.shapes = []

    def shape(self, shape, face="none", dash=SOLID, **_options):
        self.shapes.append({"places": getattr(shape, "places", shape), "face": face, "dash": dash})

    def words(self, *_arguments, **_options):
        """Words are not looked at."""


def drawn(draw, *arguments):
    """The shapes of a mark."""
    pen = Pen()
    draw(pen, *arguments)
    return pen.shapes


def colour(value):
    """A colour "#rrggbb" in plain words."""
    hue, light, saturation = rgb_to_hls(*(int(value[place:place + 2], 16) / 255 for place in (1, 3, 5)))
    if saturation < 0.1:
        return "black" if light < 0.2 else "white" if light > 0.9 else "grey"
    name = next(name for limit, name in HUES if 360 * hue <= limit)
    if name in ("blue", "green"):
        return f"dark {name}" if light < 0.4 else f"pale {name}" if light > 0.6 else name
    return name


def dash(value):
    """A dash in a word: of short strokes it is dotted."""
    return "solid" if value == SOLID else "dotted" if value[1][0] < 3 else "dashed"


def is_diamond(places):
    """Whether these are the corners of a square that stands on one of them."""
    top, right, bottom, left = places
    return top[0] == bottom[0] and right[1] == left[1] and top[1] - bottom[1] == pytest.approx(right[0] - left[0])


def is_cross(places):
    """Whether these are two lines that cross in the middle."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = places
    return (x0 + x1, y0 + y1) == pytest.approx((x2 + x3, y2 + y3))


def cell(stage):
    """The shapes of an entry in a grid of logs."""
    return drawn(log_cells.draw_cell, 0, 0, 1, "", stage, False)


def in_style():
    return ROLES


CLAIMS = [
    ("00-start-here", Claim("look-crash", in_style, "the {} disc, and choose",
                            lambda roles: [colour(roles[LEADER].fill)])),
    ("03-elect-a-leader", Claim("heartbeats", lambda: HEARTBEAT,
                            "are {} lines in all pictures, so that other messages {}",
                            lambda edge: [if_so(line_of(edge).width < 1, "thin"),
                                          if_so(all(look.width >= 2 * line_of(edge).width
                                                    for look in MESSAGES.values()), "stand out")])),
    *((notebook, Claim(cell, lambda: RIVALS[:2], says, lambda rivals: [if_so(
        len({line.colour for lines in rivals for line in lines}) == len(rivals), "colour")]))
      for notebook, cell, says in (("03-elect-a-leader", "look-2", "Each candidate has a {} of its own"),
                                   ("04-split-the-vote", "look-1", "each candidate has a {} of its own"))),
    ("03-elect-a-leader", Claim("look-1", lambda: MESSAGES, "A {} arrow is a reply",
                            lambda kinds: {dash(look.dash) for kind, look in kinds.items() if kind.endswith("Reply")})),
    ("01-keep-a-service-alive", Claim("meet-panel-intro", lambda: drawn(draw_first, 0, 0, 1, 1),
                                      "behind the first one is a {} band",
                                      lambda shapes: [colour(shapes[0]["face"])])),
    ("01-keep-a-service-alive", Claim("meet-panel-intro", lambda: LOOKS, "A {} disc is a server that the group shares",
                                      lambda looks: [colour(looks[BOTH])])),
    ("01-keep-a-service-alive", Claim("meet-panel-intro", lambda: drawn(draw_fault, 0, 0, 1, 5),
                                      "is framed, with a {}",
                                      lambda shapes: [if_so(is_cross(shapes[1]["places"]), "cross")])),
    ("02-replay-the-same-log", Claim("panel-look", lambda: drawn(replicas.draw_place, Place(None, 1), 0, 1, 0),
                                     "A {} empty box is a place left free", lambda shapes: [dash(shapes[0]["dash"])])),
    ("02-replay-the-same-log", Claim("roles", lambda: drawn(space_time_marks.mark_crash, 0, 0), "a {} is the crash",
                                     lambda shapes: [if_so(is_cross(shapes[0]["places"]), "cross")])),
    ("02-replay-the-same-log", Claim("roles", in_style, "a {} line a server that is down",
                                     lambda roles: [dash(roles["down"].dash)])),
    ("02-replay-the-same-log", Claim("roles-explain", in_style, "S2 leads ({})",
                                     lambda roles: [colour(roles[LEADER].fill)])),
    ("02-replay-the-same-log", Claim("roles-explain", in_style, "It crashes ({})",
                                     lambda roles: [colour(roles["down"].fill)])),
    ("02-replay-the-same-log", Claim("roles-explain", in_style, "It is a candidate ({})",
                                     lambda roles: [colour(roles[CANDIDATE].fill)])),
    ("03-elect-a-leader", Claim("look-1", lambda: drawn(space_time_marks.mark_timeout, 0, 0),
                                "A {} is an election timeout",
                                lambda shapes: [if_so(is_diamond(shapes[0]["places"]), "diamond")])),
    ("05-replicate-the-log", Claim("panel-look", lambda: cell(APPENDED),
                                   "A {} frame means: the entry is in the",
                                   lambda shapes: [dash(shapes[0]["dash"])])),
    ("05-replicate-the-log", Claim("panel-look", lambda: cell(COMMITTED), "A {} frame means: it knows.",
                                   lambda shapes: [dash(shapes[0]["dash"])])),
    ("05-replicate-the-log", Claim("panel-look", lambda: cell(APPLIED),
                                   "A {} corner means: it has carried the",
                                   lambda shapes: [colour(shapes[1]["face"])])),
    ("05-replicate-the-log", Claim("two-moments", lambda: drawn(log_cells.draw_match, 0, 0),
                                   "The {} one, match_index,", lambda shapes: [FILLED[colour(shapes[0]["face"])]])),
    ("05-replicate-the-log", Claim("two-moments", lambda: drawn(log_cells.draw_next, 0, 0),
                                   "The {} one, next_index,", lambda shapes: [FILLED[colour(shapes[0]["face"])]])),
    ("06-cut-the-network", Claim("two-between", lambda: drawn(log_sides.draw_sides, [("S1",), ("S2",)], (),
                                                              {"S1": 1, "S2": 0}),
                                 "A {} line between the rows is the cut",
                                 lambda shapes: {dash(shape["dash"]) for shape in shapes
                                                 if shape["places"][0][1] == shape["places"][1][1]})),
    ("06-cut-the-network", Claim("panel-look", lambda: cell(APPENDED),
                                 "A {} frame is an entry that the server does not know to be committed",
                                 lambda shapes: [dash(shapes[0]["dash"])])),
]


@pytest.mark.parametrize(("notebook", "claim"), CLAIMS, ids=[f"{notebook}: {claim.says[:40]}"
                                                             for notebook, claim in CLAIMS])
def test_so_it_looks(notebook, claim):
    check(notebook, claim)


@pytest.mark.parametrize(("value", "name"), [
    ("#0072B2", "dark blue"), ("#CFE8F7", "pale blue"), ("#E69F00", "orange"), ("#009E73", "dark green"),
    ("#D55E00", "vermilion"), ("#CC79A7", "purple"), ("#C4C4C4", "grey"), ("#000000", "black"), ("#F0E442", "yellow")])
def test_colours_have_the_names_that_a_reader_gives_them(value, name):
    assert colour(value) == name
