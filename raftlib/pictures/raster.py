"""Pictures as PNG, which matplotlib draws: imported only where one is asked for."""
from collections.abc import Iterator
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform
from PIL import Image

from raftlib.pictures.own_settings import own_settings
from raftlib.pictures.shapes import Discs, Outline
from raftlib.pictures.style import WHITE

PIXELS = 144  # an inch: half as many again as a screen shows
CODES = {"M": [Path.MOVETO], "L": [Path.LINETO], "Q": [Path.CURVE3, Path.CURVE3], "Z": [Path.CLOSEPOLY]}


def png_of(picture) -> bytes:
    """A picture as PNG, small: in its own colours and half of each, and with letters of full pixels only."""
    with own_settings():
        canvas = FigureCanvasAgg(figure_of(picture))
        canvas.draw()
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in colours_of(picture) for part in colour])
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    out = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def colours_of(picture) -> list[tuple[int, int, int]]:
    """The colours (red, green, blue; 0–255) of a picture, each also half-way to white, for the edges of shapes."""
    looks = [look for shapes in picture.shapes.values() for _, look in shapes]
    named = {WHITE, *(words.colour for words in picture.texts), *(name for look in looks for name in look[:2])}
    names = {name.upper() for name in named} - {"NONE"}
    full = [tuple(int(name[place : place + 2], 16) for place in (1, 3, 5)) for name in sorted(names)]
    return sorted({*full, *(tuple((part + 256) // 2 for part in colour) for colour in full)})


def figure_of(picture) -> Figure:
    """A new figure with a picture's shapes, a collection for each height, and its words over them."""
    figure = Figure(picture.size, PIXELS, facecolor=WHITE)
    for height, shapes in picture.shapes.items():
        drawn = [(path, look) for shape, look in shapes for path in paths_of(shape)]
        figure.add_artist(collection(drawn, height, figure))
    for words in picture.texts:
        write(words, figure)
    return figure


def write(words, figure: Figure) -> Text:
    """Put a picture's words on a figure."""
    return figure.text(words.x, words.y, words.text, fontsize=words.size, color=words.colour, ha=words.side,
                       va="center_baseline", weight=words.weight, family=words.family, rotation=words.rotation,
                       rotation_mode="anchor", zorder=9, transform=figure.dpi_scale_trans, parse_math=False,
                       antialiased=False)


def collection(drawn: list, height: float, figure: Figure) -> PathCollection:
    """Many paths as one artist, which is far faster than an artist for each."""
    paths, looks = zip(*drawn, strict=True)
    faces, edges, widths, dashes = zip(*looks, strict=True)
    return PathCollection(paths, facecolors=faces, edgecolors=edges, linewidths=widths, linestyles=list(dashes),
                          zorder=height, transform=figure.dpi_scale_trans, offset_transform=IdentityTransform(),
                          capstyle="butt", joinstyle="round")


def paths_of(shape: Outline | Discs) -> Iterator[Path]:
    """A shape as matplotlib has it, a path for each disc."""
    if isinstance(shape, Discs):
        for place in shape.places:
            yield Affine2D().scale(shape.radius).translate(*place).transform_path(Path.unit_circle())
        return
    places = iter(shape.places)
    codes = [code for letter in shape.letters for code in CODES[letter]]
    yield Path([shape.places[0] if code == Path.CLOSEPOLY else next(places) for code in codes], codes)
