"""One failover in two curves: how long it takes, and where it stands on the curve of split votes."""
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from raftlib.analysis.elections import Elections
from raftlib.analysis.split_votes import split_probability
from raftlib.pictures.axes import frame, logarithmic
from raftlib.pictures.curves import cumulated
from raftlib.pictures.curves_in_words import failover_table
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, DARK_GREY, DASHED, SMALL, WHITE, WIDTH
from raftlib.pictures.traced import trace

HEIGHT = 3.4  # inches
LEFT = ((0.75, 0.6), (4.05, HEIGHT - 0.4))  # inches: the corners of each plotted area
RIGHT = ((4.95, 0.6), (WIDTH - 0.25, HEIGHT - 0.4))
TIMES = (20, 10_000)  # ms: the same for all settings, so that a curve that moves is seen to move


def failover_curves(elections: Elections) -> Picture:
    """Draw how many elections are over by each time, with the half and 99 % marked; and the share that needed a second
    term, on the formula's curve for as many servers."""
    picture = Picture((WIDTH, HEIGHT), repr(elections))
    picture.in_words = lambda: [failover_table(elections, latency_ratio(elections.failover))]
    trace(picture, lambda figure: draw_both(figure, elections))
    return picture


def draw_both(figure: Figure, elections: Elections) -> None:
    """The same, on a figure."""
    draw_times(figure, elections)
    draw_splits(figure, elections)


def draw_times(figure: Figure, elections: Elections) -> None:
    """The share of elections that are over by each time."""
    axes = frame(figure, "ms until a leader", "elections that are over", LEFT)
    logarithmic(axes, (1, 3))
    axes.set_xlim(*TIMES)
    axes.set_ylim(0, 1.05)
    axes.plot(*cumulated(elections.times), color=BLACK, linewidth=2)
    mark(axes, elections.quantile(0.5), 0.5, "half", "right")
    mark(axes, elections.quantile(0.99), 0.99, "99 %", "left" if elections.quantile(0.99) < TIMES[1] / 5 else "right")


def mark(axes: Axes, time: float, share: float, name: str, side: str) -> None:
    """A dashed line down from a point of the curve, its words ending or beginning there; none at infinity."""
    if np.isfinite(time):
        place = min(time, TIMES[1])  # what lies beyond the axis is said at its end
        axes.plot([place, place], [0, share], color=DARK_GREY, linestyle=DASHED, linewidth=1)
        above = 0.02 if side == "right" else -0.1  # clear of a curve that rises
        axes.text(place, share + above, f" {name}: {time:.0f} ms ", fontsize=SMALL, parse_math=False, ha=side)


def draw_splits(figure: Figure, elections: Elections) -> None:
    """The formula's curve, and where these elections are: their share that needed more than one term."""
    failover = elections.failover
    axes = frame(figure, "latency ÷ width of range", "more than one term", RIGHT)
    ratio = latency_ratio(failover)
    axes.set_xlim(0, 1)  # the same for all settings, too
    axes.set_ylim(0, 1.05)
    if not failover.electable:
        return
    ratios = np.linspace(0, 1, 60)
    axes.plot(ratios, split_probability(ratios, failover.servers, failover.up), color=BLACK, linewidth=1.2)
    shape, said = ("o", "circle") if ratio <= 1 else (">", f"arrow (to {ratio:.1f})")
    said = said if np.isfinite(ratio) else "arrow (no width)"
    axes.plot([min(ratio, 1)], [elections.more_than_one_term], shape, markersize=8, markerfacecolor=WHITE,
              markeredgecolor=BLACK, markeredgewidth=2, clip_on=False, zorder=5)
    axes.text(0.0, 1.03, f"curve: formula (equal delays and logs)\n{said}: simulated", fontsize=SMALL,
              transform=axes.transAxes, parse_math=False)


def latency_ratio(failover) -> float:
    """l: the mean latency of a request as a share of the width of the range; infinite where all timeouts are equal."""
    low, high = failover.election_timeout
    return sum(failover.request) / 2 / (high - low) if high > low else float("inf")
