"""One setting in two pictures: how long a year there is no service, and the days round its first outage."""
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from raftlib.analysis.availability import DAYS_A_YEAR
from raftlib.analysis.life import HOURS_A_DAY
from raftlib.analysis.outages import Downtimes, Years
from raftlib.pictures.availability_curves import LOWEST, downtime_frame, draw_simulated, long_time
from raftlib.pictures.curves_in_words import without_service_table
from raftlib.pictures.life_lines import draw_life_lines, outages_table
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, DARK_GREY, DASHED, WHITE, WIDTH
from raftlib.pictures.traced import trace

HEIGHT = 3.6  # inches
LEFT = ((1.0, 0.55), (4.3, HEIGHT - 0.35))  # inches: the corners of each plotted area
RIGHT = ((5.05, 0.55), (WIDTH - 0.15, HEIGHT - 0.35))
BEFORE, DAYS = 20, 30  # days: shown before the first outage, and in all


def service_over_years(times: Downtimes, servers: int, lived: Years, rows: Mapping[str, np.ndarray]) -> Picture:
    """Draw the `times` without service of all clusters, with the one of so many servers marked, and its first outage.

    `lived` and `rows` are as in `life_lines`; the last row is the service.
    """
    picture = Picture((WIDTH, HEIGHT), f"Without service {long_time(times.formula[servers - 1])} a year.")
    day = first_outage(lived, rows)
    picture.in_words = lambda: [without_service_table({"a year": times}, long_time),
                                outages_table(lived, rows, days_shown(day))]
    trace(picture, lambda figure: draw_all_clusters(figure, times, servers))
    picture.words(LEFT[0][0], LEFT[1][1] + 0.09, "line: formula; dots: simulated; ring: yours", ha="left")
    draw_first_outage(picture, lived, rows, day)
    return picture


def draw_all_clusters(figure: Figure, times: Downtimes, servers: int) -> None:
    """The curve of all clusters, and a ring and a dashed line at the one of so many servers."""
    axes = downtime_frame(figure, LEFT)
    minutes = max(times.formula[servers - 1], LOWEST)
    axes.plot([0, servers, servers], [minutes, minutes, LOWEST], color=DARK_GREY, linestyle=DASHED, linewidth=1)
    axes.plot(times.servers, times.formula, color=BLACK, linewidth=1.6)
    axes.plot([servers], [minutes], "o", markersize=13, markerfacecolor=WHITE, markeredgecolor=BLACK, markeredgewidth=2,
              clip_on=False)
    draw_simulated(axes, times)


def first_outage(lived: Years, rows: Mapping[str, np.ndarray]) -> float | None:
    """The day of the first outage of the service, None if there was none."""
    *_, served = rows.values()
    hour = lived.first_outage(served)
    return None if hour is None else hour // HOURS_A_DAY


def days_shown(day: float | None) -> tuple[float, float]:
    """The days round one, or the first days."""
    start = max((day or 0) - BEFORE, 0)
    return start, start + DAYS


def draw_first_outage(picture: Picture, lived: Years, rows: Mapping[str, np.ndarray], day: float | None) -> None:
    """The days round the first outage of the service; if there was none, the first days."""
    draw_life_lines(picture, RIGHT, lived, rows, days_shown(day))
    words = "never down: the first days" if day is None else f"first outage: in year {day // DAYS_A_YEAR + 1:.0f}"
    picture.words(RIGHT[0][0], RIGHT[1][1] + 0.09, words, ha="left")
