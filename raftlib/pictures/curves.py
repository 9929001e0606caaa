"""Curves over many elections: how long they took, and how often votes were split.

Curves are told apart by dash and shade, not by colours: those mean roles, messages and faults in all pictures.
"""
from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.figure import Figure

from raftlib.analysis.split_votes import SplitRates, split_probability
from raftlib.pictures.arguments import by_name
from raftlib.pictures.axes import HEIGHT, frame, legend, logarithmic
from raftlib.pictures.curves_in_words import over_table, splits_table
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, DARK_GREY, DASHED, DOTTED, SOLID, WHITE, WIDTH
from raftlib.pictures.traced import trace
from raftlib.simulation.arguments import is_number, plain

LINES = ((BLACK, SOLID, 2.0), (BLACK, DASHED, 1.6), (BLACK, DOTTED, 1.8),
         (DARK_GREY, SOLID, 1.1), (DARK_GREY, (0, (8, 2, 1, 2)), 1.3), ("#8A8A8A", SOLID, 2.6))
MARKERS = ("o", "s", "D", "^", "v", "P")
POINTS = 400  # of a curve: more than a screen can show
TAIL = 0.995  # of the slowest curve's elections are in sight


def downtime_curves(downtimes: Mapping[str, np.ndarray], published: Mapping[str, Mapping[float, float]] | None = None,
                    low: float = 0, high: float | None = None, until: str = "a leader") -> Picture:
    """The share of elections that were over by each time (ms), one curve for each array of downtimes (trials,).

    `until` says what ends a downtime. NaN is an election that was cut off: its curve stays below 100 %. `published` has
    quantiles to compare with, by the curve's name: {share: ms}. From `low` = 0 the axis is linear, else logarithmic.
    Raises ValueError for no curves, more than can be told apart, one of no elections, or an axis that does not go up
    from 0 or more.
    """
    downtimes = {name: checked_times(name, values) for name, values in checked_curves("downtimes", downtimes).items()}
    published = {name: by_name(f"published[{name!r}]", quantiles, "times (ms) by share")
                 for name, quantiles in by_name("published", published or {}, "quantiles by name").items()}
    high = end_in_sight(downtimes.values()) if high is None else high
    low, high = checked_axis(low, high)
    picture = Picture((WIDTH, HEIGHT), f"How long elections took: {', '.join(downtimes)}.")
    picture.in_words = lambda: [over_table(downtimes, published)]
    trace(picture, lambda figure: draw_downtimes(figure, downtimes, published, low, high, until))
    return picture


def draw_downtimes(figure: Figure, downtimes: dict, published: dict, low: float, high: float, until: str) -> None:
    """The same, on a figure."""
    axes = frame(figure, f"ms until {until}", "elections that are over")
    for (name, values), (colour, dash, width), shape in zip(downtimes.items(), LINES, MARKERS, strict=False):
        axes.plot(*cumulated(values), color=colour, linestyle=dash, linewidth=width)
        quantiles = published.get(name, {})
        mark = {"marker": shape if quantiles else "", "markersize": 6, "markerfacecolor": WHITE,
                "markeredgecolor": colour}
        axes.plot(list(quantiles.values()), list(quantiles), linestyle="", **mark)
        axes.plot([], [], color=colour, linestyle=dash, linewidth=width, label=name, **mark)
    if published:
        axes.plot([], [], linestyle="", label="marks: published")
    if low > 0:
        logarithmic(axes)
    axes.set_xlim(low, high)
    axes.set_ylim(0, 1.02)
    legend(axes, "lower right")


def split_curves(rates: Mapping[str, SplitRates]) -> Picture:
    """The share of first terms in which the vote was split: the formula as a curve, the simulation as dots on it.

    A bar through a dot is four standard errors either way. Raises ValueError for no curves, or more than can be told
    apart.
    """
    rates = checked_curves("rates", rates, SplitRates, "split_rates()")
    picture = Picture((WIDTH, HEIGHT), f"How often first terms are split: {', '.join(rates)}.")
    picture.in_words = lambda: [splits_table(name, rate) for name, rate in rates.items()]
    trace(picture, lambda figure: draw_splits(figure, rates))
    return picture


def draw_splits(figure: Figure, rates: dict) -> None:
    """The same, on a figure."""
    axes = frame(figure, "one-way latency ÷ width of the range of election timeouts", "first terms that are split")
    for (name, rate), (colour, dash, width) in zip(rates.items(), LINES, strict=False):
        along = np.linspace(0, max(rate.ratios), POINTS)
        axes.plot(along, split_probability(along, rate.servers, rate.up), color=colour, linestyle=dash, linewidth=width,
                  label=name)
        error = 4 * np.sqrt(rate.formula * (1 - rate.formula) / rate.trials)
        axes.errorbar(rate.ratios, rate.simulated, error, fmt="o", markersize=4, color=colour, elinewidth=1)
    axes.plot([], [], "o", color=BLACK, markersize=4, label="simulated, ± 4 standard errors")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    legend(axes, "upper left")


def checked_curves(name: str, curves, kind: type = object, made_by: str = "") -> dict:
    """Curves by name; ValueError for none, more than can be told apart, or one that is not of a kind."""
    curves = by_name(name, curves, f"what {made_by} returns, by name" if made_by else "arrays by name")
    if not 1 <= len(curves) <= len(LINES):
        raise ValueError(f"{name} has {len(curves)} curves: there must be 1 to {len(LINES)}, or they can't be told "
                         "apart.")
    for each, curve in curves.items():
        if not isinstance(curve, kind):
            raise ValueError(f"{name} has {curve!r} for {each}: it must be what {made_by} returns.")
    return curves


def checked_times(name: str, values) -> np.ndarray:
    """The times of a curve as an array; ValueError unless it is a row of one number at least."""
    try:
        times = np.asarray(values if hasattr(values, "__array__") else list(values), float)
    except (TypeError, ValueError):
        times = np.array([])
    if times.ndim != 1 or not times.size:
        raise ValueError(f"downtimes has {values!r} for {name}: it must be an array of times, one at least.")
    return times


def checked_axis(low: float, high: float) -> tuple[float, float]:
    """The ends of an axis; ValueError unless it goes up from 0 or more."""
    low, high = plain(low), plain(high)
    for name, end in (("low", low), ("high", high)):
        if not is_number(end) or not 0 <= end < np.inf:
            raise ValueError(f"{name} is {end!r}: it must be a number of milliseconds, 0 or more.")
    if not low < high:
        raise ValueError(f"low is {low!r}, and the axis ends at {high:g} ms: it must begin below its end.")
    return low, high


def cumulated(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Times and shares of a curve's points, evenly spread over the elections, the last of them included."""
    finished = np.sort(values[~np.isnan(values)])
    ranks = np.unique(np.linspace(0, len(finished) - 1, POINTS).astype(int)) if len(finished) else np.array([], int)
    return finished[ranks], (ranks + 1) / len(values)


def end_in_sight(downtimes: Iterable[np.ndarray]) -> float:
    """A time (ms) by which nearly all elections are over, even those of the slowest curve."""
    ends = [np.nanquantile(values, TAIL) for values in downtimes if not np.isnan(values).all()]
    return max(ends, default=1.0)
