"""A picture written as SVG: in points from the upper left corner, with one decimal, so that a person can read it.

Each number is rounded once, to a whole number of tenths, from which all else is counted: so that the last digit that
processors compute differently is never seen.
"""
from html import escape
from itertools import groupby
from math import floor

from raftlib.pictures.shapes import Discs, Outline
from raftlib.pictures.style import BLACK, SMALL

TENTHS = 720  # an inch
NUDGE = 1e-7  # tenths, by which what is half-way between two of them is above its middle on any machine
MIDDLE = 0.38  # of a text's size: from its foot to the middle of its capitals
FONTS = {"sans-serif": "DejaVu Sans, Bitstream Vera Sans, Lucida Grande, Verdana, Geneva, Arial, Helvetica, sans-serif",
         "monospace": "DejaVu Sans Mono, Bitstream Vera Sans Mono, Andale Mono, Courier New, Courier, monospace"}
SIDES = {"left": "start", "center": "middle", "right": "end"}


def svg_of(picture) -> str:
    """The text of a picture's file."""
    width, height = (number(tenths(inches)) for inches in picture.size)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(picture.caption, quote=False)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<g fill="none" stroke-linejoin="round">', *elements(picture), "</g>",
        f'<g font-family="{FONTS["sans-serif"]}" font-size="{SMALL:g}" text-anchor="middle">',
        *(text_element(words, picture.size[1]) for words in picture.texts), "</g>",
        "</svg>\n"])


# ---- Numbers ---------------------------------------------------------------------------------------------------


def tenths(inches: float) -> int:
    """A length in tenths of a point."""
    return floor(inches * TENTHS + 0.5 + NUDGE)


def number(tenths: int) -> str:
    """Tenths as they are written: 12.5, 12."""
    return f"{tenths / 10:g}"


# ---- Shapes ----------------------------------------------------------------------------------------------------


def elements(picture):
    """The shapes, the lower first; those that look alike and follow each other in one group."""
    for _, shapes in sorted(picture.shapes.items()):
        for look, run in groupby(shapes, key=lambda each: each[1]):
            drawn = list(drawings([shape for shape, _ in run], look, picture.size[1]))
            if len(drawn) == 1:
                yield drawn[0].replace("/>", f"{attributes(look)}/>")
            else:
                yield f"<g{attributes(look)}>{''.join(drawn)}</g>"


def drawings(shapes: list, look, height: float):
    """The elements of shapes that look alike: lines as one, for they can't hide each other."""
    if look.face == "none" and all(isinstance(shape, Outline) for shape in shapes):
        yield f'<path d="{"".join(way_of(shape, height) for shape in shapes)}"/>'
        return
    for shape in shapes:
        if isinstance(shape, Discs):
            radius = number(tenths(shape.radius))
            for x, y in shape.places:
                yield f'<circle cx="{number(tenths(x))}" cy="{number(tenths(height - y))}" r="{radius}"/>'
        else:
            yield f'<path d="{way_of(shape, height)}"/>'


def way_of(outline: Outline, height: float) -> str:
    """The way round an outline: absolute where it starts, from there on relative, as that is shorter."""
    places = iter([(tenths(x), tenths(height - y)) for x, y in outline.places])
    now, way = (0, 0), []
    for letter in outline.letters:
        if letter == "Z":
            way.append("z")
            continue
        before, now = now, next(places)
        if letter == "M":
            way.append(f"M{number(now[0])} {number(now[1])}")
        elif letter == "L":
            way.append(step(before, now))
        else:
            bend, now = now, next(places)
            way.append(f"q{apart(before, bend)} {apart(before, now)}")
    return "".join(way)


def step(start, end) -> str:
    """A straight line."""
    if start[1] == end[1]:
        return f"h{number(end[0] - start[0])}"
    return f"v{number(end[1] - start[1])}" if start[0] == end[0] else f"l{apart(start, end)}"


def apart(start, end) -> str:
    """How far to the right and down it is from one place to another."""
    return f"{number(end[0] - start[0])} {number(end[1] - start[1])}"


def attributes(look) -> str:
    """A look as SVG has it, without what is so by itself."""
    said = "" if look.face == "none" else f' fill="{colour(look.face)}"'
    if look.edge == "none" or not look.width:
        return said
    said += f' stroke="{colour(look.edge)}"'
    if look.width != 1:
        said += f' stroke-width="{look.width:.3g}"'
    if not isinstance(look.dash, str):
        said += f' stroke-dasharray="{" ".join(f"{part * look.width:.3g}" for part in look.dash[1])}"'
    return said


def colour(name: str) -> str:
    """A colour "#RRGGBB", in three digits where these say the same."""
    name = name.lower()
    return f"#{name[1]}{name[3]}{name[5]}" if name[1::2] == name[2::2] else name


# ---- Words -----------------------------------------------------------------------------------------------------


def text_element(words, height: float) -> str:
    """A text, with what differs from most of them."""
    x, y = number(tenths(words.x)), number(tenths(height - words.y + MIDDLE * words.size / 72))
    said = f'<text x="{x}" y="{y}"'
    if words.size != SMALL:
        said += f' font-size="{words.size:g}"'
    if words.side != "center":
        said += f' text-anchor="{SIDES[words.side]}"'
    if words.colour != BLACK:
        said += f' fill="{colour(words.colour)}"'
    if words.weight != "normal":
        said += f' font-weight="{words.weight}"'
    if words.family != "sans-serif":
        said += f' font-family="{FONTS[words.family]}"'
    if words.rotation:
        said += f' transform="rotate({-words.rotation:g} {x} {number(tenths(height - words.y))})"'
    return f"{said}>{escape(words.text, quote=False)}</text>"
