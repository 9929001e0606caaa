"""The axes of charts: matplotlib knows their scales and where round numbers lie, and the picture draws them itself.

matplotlib makes seven artists for each number along an axis, and sets each up: most of the time that a chart takes.
"""
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, PercentFormatter, ScalarFormatter
from matplotlib.transforms import Bbox

from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, GREY, NORMAL, SMALL, WIDTH

HEIGHT = 3.8  # inches
CORNERS = ((0.8, 0.6), (WIDTH - 0.3, HEIGHT - 0.15))  # inches: lower left and upper right corner of the plotted area
POINT = 1 / 72  # inch
MARK, BESIDE = 3.5 * POINT, 7 * POINT  # of a number: how long its mark is, and how far from the axis it stands
BELOW, LABEL_BELOW, LABEL_BESIDE = 10.2 * POINT, 23.1 * POINT, 9.9 * POINT  # to the middle of numbers, and of words


def frame(figure: Figure, x_label: str, y_label: str, corners=CORNERS) -> Axes:
    """Axes for shares of elections; `corners` (inches) are the lower left and the upper right one."""
    axes = figure.add_axes(Bbox(np.array(corners) / figure.get_size_inches()))
    axes.set_axis_off()
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return axes


def logarithmic(axes: Axes, steps=(1, 2, 5)) -> None:
    """A logarithmic axis of times, with these steps in each decade as plain numbers."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=steps))
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_locator(NullLocator())


def legend(axes: Axes, place: str) -> None:
    """Names of the curves, in a corner."""
    axes.legend(loc=place, fontsize=SMALL, handlelength=3.5, framealpha=1, edgecolor=GREY)


def draw_frame(picture: Picture, axes: Axes, width_of) -> None:
    """A grid under the curves, and numbers and words along two sides; `width_of` measures a text, in inches."""
    (left, low), (right, high) = axes.get_position().get_points() * picture.size
    widest = 0
    for place, text in ticks(axes.xaxis):
        x = left + place * (right - left)
        picture.shape([(x, low), (x, high)], edge=GREY, width=0.5, z=0)
        picture.shape([(x, low), (x, low - MARK)], edge=BLACK, width=0.8, z=2)
        picture.words(x, low - BELOW, text)
    for place, text in ticks(axes.yaxis):
        y = low + place * (high - low)
        picture.shape([(left, y), (right, y)], edge=GREY, width=0.5, z=0)
        picture.shape([(left, y), (left - MARK, y)], edge=BLACK, width=0.8, z=2)
        picture.words(left - BESIDE, y, text, ha="right")
        widest = max(widest, width_of(text))
    picture.shape([(left, high), (left, low), (right, low)], edge=BLACK, width=0.8, z=2)
    picture.words((left + right) / 2, low - LABEL_BELOW, axes.get_xlabel(), NORMAL)
    picture.words(left - BESIDE - widest - LABEL_BESIDE, (low + high) / 2, axes.get_ylabel(), NORMAL, rotation=90)


def ticks(axis: Axis) -> Iterator[tuple[float, str]]:
    """The round numbers of an axis: at which share of its length each lies, and its text."""
    numbers = axis.get_majorticklocs()
    scale = axis.get_transform()
    low, high = scale.transform(axis.get_view_interval())
    for place, text in zip(scale.transform(numbers), axis.get_major_formatter().format_ticks(numbers), strict=True):
        share = float((place - low) / (high - low))
        if -1e-6 <= share <= 1 + 1e-6:
            yield share, text
