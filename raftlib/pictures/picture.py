"""A picture: shapes and words in inches, which write themselves as SVG, the same bytes everywhere."""
import os
from collections import defaultdict
from collections.abc import Callable
from textwrap import wrap
from typing import NamedTuple

from raftlib.pictures.in_html import Table, html_of
from raftlib.pictures.shapes import Shape, line
from raftlib.pictures.style import BLACK, NORMAL, SMALL, SOLID, text_width
from raftlib.pictures.svg import svg_of
from raftlib.simulation.arguments import file_to_write

SCREEN = 96  # pixels an inch
LINE = 0.2  # inches from one line of a sentence to the next
# A live notebook shows SVG; PNG is for saved ones, and costs time, and the memory of the library that draws it.
WITH_PNG = "RAFT_PNG"


class Look(NamedTuple):
    """How a shape is drawn: the colours of its face and its edge, the edge's width in points and its dash."""

    face: str
    edge: str
    width: float
    dash: str | tuple


class Words(NamedTuple):
    """A text at a place (inches), its size in points; `side` says which part of it is there."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    side: str
    weight: str
    family: str
    rotation: float


class Picture:
    """Shapes and words on a white sheet of a `size` (width, height), in inches from the lower left corner, and a
    caption of one sentence.
    """

    def __init__(self, size: tuple[float, float], caption: str = ""):
        self.size, self.caption = size, caption
        self.shapes: dict[float, list[tuple[Shape, Look]]] = defaultdict(list)  # by height
        self.texts: list[Words] = []
        self.in_words: Callable[[], list[Table]] = list  # what it shows, made when it is asked for

    def shape(self, shape: Shape | list, face="none", edge="none", width=1.0, dash=SOLID, z=1) -> None:
        """Draw one shape, or a line through a list of places: its edge's width in points, higher `z` over lower."""
        shape = line(shape) if isinstance(shape, list) else shape
        self.shapes[z].append((shape, Look(face, edge, width, dash)))

    def words(self, x: float, y: float, text: str, size: float = SMALL, colour: str = BLACK, ha: str = "center",
              weight: str = "normal", family: str = "sans-serif", rotation: float = 0) -> None:
        """Write a text over all shapes, the middle of its capitals at height y, its size in points."""
        if text:
            self.texts.append(Words(x, y, text, size, colour, ha, weight, family, rotation))

    def svg(self) -> str:
        """The picture as SVG, with text as text and nothing in it that differs from one run to the next."""
        return svg_of(self)

    def png(self) -> bytes:
        """The picture as PNG: small, for viewers that don't show SVG."""
        from raftlib.pictures.raster import png_of  # matplotlib, which nothing else needs
        return png_of(self)

    def save(self, path: str | os.PathLike) -> None:
        """Write it to a file; raises ValueError for a name without .svg or .png at its end, or without a folder."""
        kinds = {".svg": lambda: self.svg().encode(), ".png": self.png}
        path = file_to_write(path, *kinds)
        path.write_bytes(kinds[path.suffix]())

    def under(self, sentence: str) -> "Picture":
        """The same with a sentence above it, which becomes its caption."""
        width, height = self.size
        lines = wrap(sentence, int(width / text_width("n", NORMAL)) - 4)
        picture = Picture((width, height + LINE * (len(lines) + 1)), sentence)
        picture.shapes, picture.texts, picture.in_words = self.shapes, [*self.texts], self.in_words
        for number, each in enumerate(lines):
            picture.words(0.1, height + LINE * (len(lines) - number) + 0.05, each, size=NORMAL, ha="left")
        return picture

    def still(self, caption: str):
        """The MIME bundle of the picture with a sentence above it, for places where no widget shows the sentence."""
        return self.under(caption)._repr_mimebundle_()

    def _repr_mimebundle_(self, include=None, exclude=None):
        svg = self.svg()
        # Front ends show an SVG or a PNG without its caption: HTML, which they prefer, has both.
        data = {"text/html": html_of(svg, self.caption, self.in_words()), "image/svg+xml": svg,
                "text/plain": self.caption}
        metadata = {}
        if os.environ.get(WITH_PNG) == "on":
            width, height = (round(inches * SCREEN) for inches in self.size)
            data["image/png"] = self.png()
            metadata["image/png"] = {"alt": self.caption, "width": width, "height": height}
        return data, metadata

    def __repr__(self) -> str:
        return self.caption or super().__repr__()
