"""Axes on a picture: matplotlib lays them out and draws them, and what it draws becomes the picture's own shapes."""
from collections.abc import Callable
from math import cos, radians, sin

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from raftlib.pictures.axes import draw_frame
from raftlib.pictures.own_settings import own_settings
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Discs, Outline
from raftlib.pictures.style import SMALL, SOLID
from raftlib.pictures.svg import MIDDLE

INCH = 72  # points: what a figure is drawn in
DISC = Path.unit_circle()
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CLOSEPOLY: "Z"}


def trace(picture: Picture, draw: Callable[[Figure], None]) -> None:
    """Add to a picture what `draw` puts on a figure of its size."""
    with own_settings():
        figure = Figure(picture.size, dpi=INCH, frameon=False)
        draw(figure)
        tracer = Tracer(picture)
        for axes in figure.axes:
            draw_frame(picture, axes, tracer.width_of)
        figure.draw(tracer)


class Tracer(RendererBase):
    """What draws a figure's artists: here, as shapes and words of a picture."""

    def __init__(self, picture: Picture):
        super().__init__()
        self.picture = picture

    def flipy(self) -> bool:
        """Whether y counts from above."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size of the picture in points."""
        width, height = self.picture.size
        return width * INCH, height * INCH

    def width_of(self, text: str) -> float:
        """How wide a small text is, in inches."""
        return self.get_text_width_height_descent(text, FontProperties(size=SMALL), False)[0] / INCH

    def draw_path(self, gc, path, transform, rgbFace=None):  # noqa: N803
        """An outline; a line is cut off where its axes end."""
        clip = gc.get_clip_rectangle() if rgbFace is None else None
        # What is cut off is cut a point outside.
        path = path.cleaned(transform, remove_nans=True, clip=clip and clip.padded(-1).extents, curves=True,
                            simplify=rgbFace is None)
        outline = outline_of(path)
        if outline.places:
            self.picture.shape(outline, **look_of(gc, rgbFace))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):  # noqa: N803
        """Many marks that look alike, most of them discs; none where its middle is outside the axes."""
        clip = gc.get_clip_rectangle()
        spots = [spot for spot in trans.transform(path.vertices) if not clip or clip.padded(1).contains(*spot)]
        if np.array_equal(marker_path.vertices, DISC.vertices):
            radius = marker_trans.transform((1, 0))[0] / INCH
            self.picture.shape(Discs([in_inches(spot) for spot in spots], radius), **look_of(gc, rgbFace))
        else:
            for spot in spots:
                self.draw_path(gc, marker_path, marker_trans + Affine2D().translate(*spot), rgbFace)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """A text, held where it was placed, so that a viewer's other font moves it as little as can be."""
        side, size = "left", prop.get_size_in_points()
        up_x, up_y = -sin(radians(angle)), cos(radians(angle))
        if mtext and (angle == 0 or mtext.get_rotation_mode() == "anchor"):
            side = mtext.get_ha()
            held_x, held_y = mtext.get_transform().transform(mtext.get_unitless_position())
            above = (x - held_x) * up_x + (y - held_y) * up_y
            x, y = held_x + above * up_x, held_y + above * up_y
        place = in_inches((x + MIDDLE * size * up_x, y + MIDDLE * size * up_y))
        self.picture.words(*place, s.strip(), size, to_hex(gc.get_rgb()), ha=side, rotation=angle)


def in_inches(point) -> tuple[float, float]:
    """A place in points, as a picture has it."""
    return float(point[0]) / INCH, float(point[1]) / INCH


def outline_of(path: Path) -> Outline:
    """A path of matplotlib's, which names a bend at both its places, and has a place where it goes back."""
    places, letters = [], ""
    for vertex, code in zip(path.vertices, path.codes, strict=True):
        if code == Path.STOP:
            break
        letters += LETTERS[code]
        if code != Path.CLOSEPOLY:
            places.append(in_inches(vertex))
    return Outline(places, letters.replace("QQ", "Q"))


def look_of(gc, face) -> dict:
    """How an outline looks."""
    width, (_, dash) = gc.get_linewidth(), gc.get_dashes()
    return {"face": "none" if face is None else to_hex(face), "edge": to_hex(gc.get_rgb()) if width else "none",
            "width": width, "dash": SOLID if dash is None else (0, tuple(part / width for part in dash))}
