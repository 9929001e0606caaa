"""How long a year a service is down, against the number of its servers."""
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from raftlib.analysis.outages import Downtimes
from raftlib.pictures.axes import CORNERS, HEIGHT, frame, legend
from raftlib.pictures.curves import LINES, MARKERS, checked_curves
from raftlib.pictures.curves_in_words import without_service_table
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, WHITE, WIDTH
from raftlib.pictures.traced import trace
from raftlib.simulation.arguments import is_number, plain

DAY, MONTH, YEAR = 1440, 43_800, 525_600  # minutes
TIMES = {1 / 600: "0.1 second", 1 / 60: "1 second", 1: "1 minute", 60: "1 hour", DAY: "1 day", MONTH: "1 month",
         YEAR: "all year"}
LONG_TIMES = {MONTH: "1 month", 3 * MONTH: "3 months", 6 * MONTH: "6 months", YEAR: "all year"}
SHORTEST = 0.001  # seconds: what is below is said to be so
LOWEST, HIGHEST = 1 / 1000, 700_000  # the same for all settings, so that a curve that moves is seen to move
SHIFTED = ((1.0, CORNERS[0][1]), CORNERS[1])  # the words on the axis are long


def availability_curves(curves: Mapping[str, Downtimes], lowest: float = LOWEST) -> Picture:
    """The time without service in a year, for clusters of 1 to 9 servers: the formula as a line, the simulation as
    marks on it, where it saw any outage; a bar through a mark is two standard errors either way.

    The axis begins at `lowest` (minutes). Raises ValueError for no curves, or more than can be told apart, or an axis
    that begins at 0 or beyond a year.
    """
    curves = checked_curves("curves", curves, Downtimes, "downtimes()")
    lowest = plain(lowest)
    if not is_number(lowest) or not 0 < lowest < YEAR:
        raise ValueError(f"lowest is {lowest!r}: it must be a number of minutes above 0 and below {YEAR}.")
    picture = Picture((WIDTH, HEIGHT), f"How long a year there is no service: {', '.join(curves)}.")
    picture.in_words = lambda: [without_service_table(curves, long_time)]
    trace(picture, lambda figure: draw_curves(figure, curves, lowest))
    return picture


def draw_curves(figure: Figure, curves: dict[str, Downtimes], lowest: float) -> None:
    """The same, on a figure."""
    axes = downtime_frame(figure, SHIFTED, lowest)
    for (name, times), (colour, dash, width), shape in zip(curves.items(), LINES, MARKERS, strict=False):
        axes.plot(times.servers, times.formula, color=colour, linestyle=dash, linewidth=width, label=name)
        draw_simulated(axes, times, colour, shape)
    axes.plot([], [], "o", color=BLACK, markersize=5, markerfacecolor=WHITE, label="marks: simulated")
    legend(axes, "best")


def downtime_frame(figure: Figure, corners, lowest: float = LOWEST) -> Axes:
    """Axes for the time without service, logarithmic from `lowest` (minutes), against the number of servers."""
    axes = frame(figure, "servers", "without service, a year", corners)
    axes.set_yscale("log", nonpositive="clip")
    axes.set_ylim(lowest, HIGHEST)
    times = TIMES if lowest < DAY else LONG_TIMES
    axes.yaxis.set_major_locator(FixedLocator(list(times)))
    axes.yaxis.set_major_formatter(FixedFormatter(list(times.values())))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xlim(0.6, 9.4)
    axes.xaxis.set_major_locator(FixedLocator(range(1, 10)))
    return axes


def draw_simulated(axes: Axes, times: Downtimes, colour: str = BLACK, shape: str = "o") -> None:
    """The simulated times as marks with bars; none where no outage was seen."""
    seen = times.simulated > 0
    axes.errorbar(times.servers[seen], times.simulated[seen], 2 * times.errors[seen], fmt=shape, markersize=5,
                  color=colour, markerfacecolor=WHITE, elinewidth=1)


def long_time(minutes: float) -> str:
    """A length of time in words, in the unit that suits it: "3.6 days", "10 minutes", "1 second"."""
    for unit, length in (("days", DAY), ("hours", 60), ("minutes", 1)):
        if minutes >= 1.5 * length:
            return f"{minutes / length:.{2 if minutes < 10 * length else 3}g} {unit}"
    if 0 < 60 * minutes < SHORTEST:
        return f"less than {SHORTEST} seconds"
    seconds = f"{60 * minutes:.2g}"
    return f"{seconds} second{'' if seconds == '1' else 's'}"
