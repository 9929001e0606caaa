"""Servers that fail and are repaired, and the service that they give: one line each, time going to the right."""
from collections.abc import Iterable, Mapping
from math import ceil

import numpy as np

from raftlib.analysis.life import HOURS_A_DAY
from raftlib.analysis.outages import Years
from raftlib.pictures.arguments import by_name
from raftlib.pictures.in_html import Table
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.style import BLACK, DARK_GREY, NORMAL, VERMILION, WIDTH, text_width
from raftlib.simulation.arguments import is_number, plain

ROW, EDGE = 0.3, 0.75  # inches: the height of a row, and of all that is not a row
THIN, THICK = 0.05, 0.32  # half the height of what is up and of what is down, in rows
NARROWEST = 0.015  # inches: what is down for less is drawn as broad as this, to be seen
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # days from one number to the next
APART = 0.15  # inches between two numbers


def life_lines(lived: Years, rows: Mapping[str, np.ndarray], days: tuple[float, float] = (0, 60)) -> Picture:
    """Draw a line for each of the `rows` from one day to another, with a block where it is down; the last one is the
    service that the others give. A row (pieces,) says whether it is up in each piece of the time that was `lived`.

    Raises ValueError for no rows, or one of another length, and unless the second day is after the first and both are
    in the time that was lived.
    """
    if not isinstance(lived, Years):
        raise ValueError(f"lived is {lived!r}: it must be what live() returns.")
    rows, days = checked_rows(rows, lived), checked_days(days, lived)
    height = EDGE + ROW * len(rows)
    picture = Picture((WIDTH, height), f"{', '.join(rows)} from day {days[0]:g} to {days[1]:g}.")
    picture.in_words = lambda: [outages_table(lived, rows, days)]
    draw_life_lines(picture, ((0.8, 0.55), (WIDTH - 0.3, height - 0.1)), lived, rows, days)
    return picture


def checked_rows(rows, lived: Years) -> dict[str, np.ndarray]:
    """The rows as arrays; ValueError for none, or for one that does not fit the time that was lived."""
    rows = {name: np.asarray(up, bool) for name, up in by_name("rows", rows, "arrays by name").items()}
    if not rows:
        raise ValueError("rows is empty: there must be one row at least.")
    for name, up in rows.items():
        if up.shape != lived.hours.shape:
            raise ValueError(f"the row {name} is of the shape {up.shape}: it must say of each of the "
                             f"{len(lived.hours)} pieces of time whether it is up.")
    return rows


def checked_days(days, lived: Years) -> tuple[float, float]:
    """The first and the last day; ValueError for what is no pair of days of the time that was lived."""
    days = tuple(map(plain, days)) if isinstance(days, Iterable) else days
    lasted = lived.hours.sum() / HOURS_A_DAY
    if not isinstance(days, tuple) or len(days) != 2 or not all(is_number(day) and 0 <= day <= lasted for day in days):
        raise ValueError(f"days is {days!r}: it must be a pair of days from 0 to {lasted:.12g}, which were lived.")
    if not days[0] < days[1]:
        raise ValueError(f"days is {days!r}: the second day must be after the first.")
    return days


def outages_table(lived: Years, rows: Mapping[str, np.ndarray], days: tuple[float, float]) -> Table:
    """The same in words: when each row is down."""
    ends = [day * HOURS_A_DAY for day in days]
    return Table(f"Down, from day {days[0]:g} to {days[1]:g}", ("which", "times", "hours in all", "from day – to"), [
        (name, str(len(outages)), f"{(outages[:, 1] - outages[:, 0]).sum():.0f}",
         ", ".join(f"{first:.1f} – {last:.1f}" for first, last in outages / HOURS_A_DAY))
        for name, up in rows.items() for outages in [lived.outages(up, *ends)]])


def servers_and_service(lived: Years, servers: int, served: np.ndarray) -> dict[str, np.ndarray]:
    """The rows of the first servers, and that of their service."""
    return {f"S{number + 1}": lived.up[number] for number in range(servers)} | {"service": served}


def draw_life_lines(picture: Picture, corners, lived: Years, rows: Mapping[str, np.ndarray],
                    days: tuple[float, float]) -> None:
    """The same, in a part of a picture with these `corners` (inches)."""
    (left, low), (right, high) = corners
    row = (high - low) / len(rows)
    for place, (name, up) in enumerate(rows.items(), start=1):
        y = high - (place - 0.5) * row
        picture.words(left - 0.08, y, name, ha="right")
        picture.shape(box(left, y - THIN * row, right, y + THIN * row),
                      face=BLACK if place == len(rows) else DARK_GREY, width=0)
        draw_outages(picture, (left, right), y, row, lived.outages(up, *(day * HOURS_A_DAY for day in days)), days)
    draw_days(picture, (left, right), low, days)


def draw_outages(picture: Picture, ends, y: float, row: float, outages: np.ndarray, days) -> None:
    """The blocks of one row, for the times (hours) when it was down; what would hide the gap before it is joined."""
    blocks = []
    for first, last in across(outages / HOURS_A_DAY, ends, days):
        if blocks and first - blocks[-1][1] < NARROWEST:
            blocks[-1][1] = max(last, blocks[-1][1])
        else:
            blocks.append([first, max(last, first + NARROWEST)])
    for first, last in blocks:
        picture.shape(box(first, y - THICK * row, last, y + THICK * row), face=VERMILION, width=0, z=2)


def draw_days(picture: Picture, ends, y: float, days: tuple[float, float]) -> None:
    """The axis below: a number every so many days."""
    picture.shape([(ends[0], y), (ends[1], y)], edge=DARK_GREY)
    inches_a_day = (ends[1] - ends[0]) / (days[1] - days[0])
    step = next((step for step in STEPS if step * inches_a_day > text_width(f"{days[1]:.0f}") + APART), STEPS[-1])
    for day in range(ceil(days[0] / step) * step, int(days[1]) + 1, step):
        x = across(np.array(day), ends, days)
        picture.shape([(x, y), (x, y - 0.05)], edge=DARK_GREY)
        picture.words(x, y - 0.15, f"{day}")
    picture.words(sum(ends) / 2, y - 0.38, "day", NORMAL)


def across(day: np.ndarray, ends, days: tuple[float, float]) -> np.ndarray:
    """Where (inches) days lie between the left and the right end."""
    return ends[0] + (ends[1] - ends[0]) * (day - days[0]) / (days[1] - days[0])
