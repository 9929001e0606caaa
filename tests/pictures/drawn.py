"""What a picture shows, read back from it: words with their extents, shapes by their colour, the axes of a chart."""
from unittest.mock import patch

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from raftlib.pictures import traced
from raftlib.pictures.raster import figure_of


def texts(picture):
    """All its words, in their order."""
    return [words.text for words in picture.texts]


def extents_of(picture):
    """Each text of a picture with its left, lower, right and upper edge in inches, as its font really has them."""
    figure = figure_of(picture)
    renderer = FigureCanvasAgg(figure).get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer).extents / figure.dpi) for text in figure.texts]


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
