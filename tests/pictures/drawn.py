"""What a picture shows, read back from it: words with their extents, shapes by their colour, the axes of a chart."""
from functools import cache
from unittest.mock import patch

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from raftlib.pictures import traced
from raftlib.pictures.raster import PIXELS, write


def texts(picture):
    """All its words, in their order."""
    return [words.text for words in picture.texts]


def extents_of(picture):
    """Each text of a picture with its left, lower, right and upper edge in inches, as its font really has them."""
    return [(words.text, extent_of(words._replace(x=0, y=0)) + np.tile((words.x, words.y), 2))
            for words in picture.texts]


@cache
def extent_of(words):
    """The edges of one text; of the same words elsewhere in a picture they are as far from its place."""
    figure = Figure(dpi=PIXELS)
    return write(words, figure).get_window_extent(FigureCanvasAgg(figure).get_renderer()).extents / PIXELS


def covering(extents):
    """The pairs of words whose boxes overlap, by more than the air round them."""
    return [(text, other) for number, (text, (left, low, right, high)) in enumerate(extents)
            for other, (x0, y0, x1, y1) in extents[:number]
            if min(right, x1) - max(left, x0) > 0.01 and min(high, y1) - max(low, y0) > 0.02]


def shapes_in(picture, colour):
    """All shapes whose face or edge has a colour."""
    return [shape for shapes in picture.shapes.values() for shape, look in shapes if colour in (look.face, look.edge)]


def marks_in(picture, colour):
    """How many shapes and words have a colour."""
    return len(shapes_in(picture, colour)) + sum(words.colour == colour for words in picture.texts)


def axes_of(draw, *arguments, **options):
    """The axes that matplotlib lays out while a chart is drawn."""
    figures = []

    def kept(*size, **look):
        figures.append(Figure(*size, **look))
        return figures[-1]

    with patch.object(traced, "Figure", kept):
        draw(*arguments, **options)
    return figures[-1].axes
