"""A picture: a matplotlib figure that shows itself in a notebook as SVG and PNG, byte for byte the same each time."""
from collections import defaultdict
from io import BytesIO, StringIO
from textwrap import wrap
from threading import Lock

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform
from PIL import Image

from raftlib.pictures.style import BLACK, NORMAL, SMALL, SOLID, WHITE, text_width

# Settings are global in matplotlib, and a slider may draw in a thread beside a running cell.
SETTINGS = {"svg.hashsalt": "raftlib", "svg.fonttype": "none"}
SETTINGS_LOCK = Lock()
PNG_SCALE = 2  # pixels of the PNG for each pixel shown, for sharp screens
SCREEN_DPI = 96
COLOURS = 128  # of a PNG
LINE = 0.2  # inches from one line of a sentence to the next


class Picture(Figure):
    """A figure with a caption of one sentence, drawn on in inches from the lower left corner.

    What is drawn is gathered by height (`z`) and becomes one collection a height, which is far faster than an artist
    for each arrow.
    """

    def __init__(self, *args, caption: str = "", **options):
        super().__init__(*args, **{"facecolor": WHITE, "dpi": SCREEN_DPI, **options})
        self.caption = caption
        self._shapes = defaultdict(list)

    def shape(self, vertices, codes=None, *, face="none", edge="none", width=1.0, dash=SOLID, z=1) -> None:
        """Draw one path: its vertices in inches, its edge's width in points."""
        self._shapes[z].append((Path(vertices, codes), face, edge, width, dash))

    def words(self, x: float, y: float, text: str, size: float = SMALL, colour: str = BLACK, z=9, **options) -> None:
        """Write a text at (x, y) in inches, its size in points, centred unless told otherwise."""
        options = {"ha": "center", "va": "center_baseline", **options}
        self.text(x, y, text, fontsize=size, color=colour, transform=self.dpi_scale_trans, zorder=z,
                  parse_math=False, **options)

    def finish(self) -> "Picture":
        """Put the gathered shapes on the figure."""
        for z, shapes in self._shapes.items():
            paths, faces, edges, widths, dashes = zip(*shapes, strict=True)
            self.add_artist(PathCollection(
                paths, facecolors=faces, edgecolors=edges, linewidths=widths, linestyles=list(dashes), zorder=z,
                transform=self.dpi_scale_trans, offset_transform=IdentityTransform(), capstyle="butt"))
        self._shapes.clear()
        return self

    def svg(self) -> str:
        """The picture as SVG, with text as text and nothing in it that differs from one run to the next."""
        out = StringIO()
        with SETTINGS_LOCK, rc_context(SETTINGS):
            FigureCanvasSVG(self).print_svg(out, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return out.getvalue()

    def png(self) -> bytes:
        """The picture as PNG, sharp on dense screens, in 128 colours: a notebook's file stays a quarter of the size."""
        out = BytesIO()
        with SETTINGS_LOCK, rc_context(SETTINGS):
            canvas, dpi = FigureCanvasAgg(self), self.dpi
            self.dpi = SCREEN_DPI * PNG_SCALE
            try:
                canvas.draw()
            finally:
                self.dpi = dpi
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        # The default method mixes rare colours with like ones: a legend's candidate became as red as a fault.
        image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "png", optimize=True)
        return out.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = (round(inches * SCREEN_DPI) for inches in self.get_size_inches())
        data = {"image/svg+xml": self.svg(), "image/png": self.png(), "text/plain": self.caption}
        return data, {"image/png": {"width": width, "height": height}}

    def still(self, caption: str):
        """The MIME bundle of the picture with a sentence above it, for places where no widget shows the sentence."""
        width, height = self.get_size_inches()
        lines = wrap(caption, int(width / text_width("n", NORMAL)) - 4)
        self.set_size_inches(width, height + LINE * (len(lines) + 1))
        texts = [self.text(0.1, height + LINE * (len(lines) - number), line, fontsize=NORMAL, color=BLACK,
                           transform=self.dpi_scale_trans, parse_math=False) for number, line in enumerate(lines)]
        try:
            return self._repr_mimebundle_()
        finally:
            for text in texts:
                text.remove()
            self.set_size_inches(width, height)

    def __repr__(self) -> str:
        return self.caption or super().__repr__()
