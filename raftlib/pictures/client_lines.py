"""What clients did, as bars from call to answer, and an order in which one machine can have done it."""
from collections.abc import Iterator

from raftlib.analysis.linearizability import Judgement
from raftlib.analysis.operations import Operation, client_name
from raftlib.pictures.client_bars import (
    CROSS,
    IN,
    OUT,
    STUCK,
    Bar,
    bars_of,
    draw_body,
    draw_cross,
    draw_point,
    has_point,
)
from raftlib.pictures.client_rows import draw_rows, draw_scale, draw_thread, rows_of
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import Window
from raftlib.pictures.style import WIDTH, shown
from raftlib.protocol.words.counts import counted
from raftlib.simulation.arguments import LONGEST, brief, is_number, plain

ROOM = 0.1  # of all the time, behind its end for what was never answered
SAMPLE = 0.4  # inches of an operation in the legend


def client_lines(judgement: Judgement, start: float | None = None, end: float | None = None,
                 unit: str = "ms") -> Picture:
    """Draw what `linearizable` has judged, from `start` to `end` (ms), or all of it: a bar for each operation.

    The numbered points are moments at which the operations can have happened in its order. One that was never answered
    runs on. Where times are lines of a log, say, `unit` is the word for them. Raises ValueError for what is no
    judgement, or one of nothing, and for a window that ends before it starts, or in which nothing was under way.
    """
    if not isinstance(judgement, Judgement):
        raise ValueError(f"judgement is {brief(judgement)}: it must be what linearizable() returns.")
    if not isinstance(unit, str):
        raise ValueError(f"unit is {brief(unit)}: it must be a word such as 'ms'.")
    window = window_of(judgement, start, end)
    bars = [bar for bar in bars_of(judgement)
            if bar.operation.called <= window.end and bar.operation.end >= window.start]
    if not bars:
        raise ValueError(f"start is {window.start:g} and end is {window.end:g}: some operation must be under way then.")
    rows, height = rows_of(bars, window, judgement.model)
    picture = Picture((WIDTH, height), tell(judgement, bars))
    picture.in_words = lambda: [table_of(judgement, bars, unit)]
    draw_scale(picture, window, unit)
    draw_rows(picture, rows, window)
    return with_legend(picture, entries_of(judgement, bars, window))


# ---- The window ------------------------------------------------------------------------------------------------


def window_of(judgement: Judgement, start: float | None, end: float | None) -> Window:
    """The window that is drawn: from the first call to the last answer, but for what is given."""
    if not judgement.operations:
        raise ValueError("judgement is of no operations: there must be one at least.")
    whole = whole_window(judgement.operations)
    start = whole.start if start is None else time_of("start", start)
    end = whole.end if end is None else time_of("end", end)
    if end < start:
        raise ValueError(f"end is {end:g} and start is {start:g}: a window must not end before it starts.")
    return Window(start, end)


def whole_window(operations: list[Operation]) -> Window:
    """The window of all operations, with room for the ends of those that were never answered."""
    times = [time for each in operations for time in (each.called, each.answered) if time is not None]
    first, last = min(times), max(times)
    if any(each.answered is None for each in operations):
        last += (last - first) * ROOM or 1
    return Window(first, last)


def time_of(name: str, time: float) -> float:
    """A time (ms) of a history; ValueError for what is none."""
    own = plain(time)
    if not is_number(own) or not abs(own) <= LONGEST:
        raise ValueError(f"{name} is {brief(time)}: it must be a number of milliseconds.")
    return own


# ---- What is said ----------------------------------------------------------------------------------------------


def tell(judgement: Judgement, bars: list[Bar]) -> str:
    """The caption: how many clients did how much, and whether that is linearizable."""
    count, whole = counted(len({bar.operation.client for bar in bars}), "client"), len(judgement.operations)
    done = f"{count}, {'' if len(bars) == whole else f'{len(bars)} of '}{counted(whole, 'operation')}"
    if judgement.ok:
        return f"{done}: linearizable, in the order of the numbers."
    return f"{done}: not linearizable, because {judgement.words(judgement.stuck)} fits into no order."


def table_of(judgement: Judgement, bars: list[Bar], unit: str) -> Table:
    """The same in words: each operation with its times, and its place in the order."""
    headers = "client", "operation", f"called, {unit}", f"answered, {unit}", "place in the order"
    return Table("What the clients did", headers, [
        (client_name(each.client), judgement.model.words(each.action, each.given), shown(each.called),
         "never" if each.answered is None else shown(each.answered), str(bar.place) if bar.place else bar.kind)
        for bar in bars for each in [bar.operation]])


def entries_of(judgement: Judgement, bars: list[Bar], window: Window) -> Iterator[list[Entry]]:
    """What occurs, in the order in which the legend names it."""
    order = "" if judgement.ok else " in the longest order found"
    words = {IN: f"called, done at this point{order}, answered", OUT: "not in the order", STUCK: "fits into no order"}
    kinds = {bar.kind for bar in bars}
    for kind in words:
        yield [Entry(sample(kind), SAMPLE + CROSS * (kind == STUCK), words[kind], 0.28)] if kind in kinds else []
    has_thread = sum(has_point(bar, window) for bar in bars) > 1
    yield [Entry(draw_sample_thread, SAMPLE, "from one point to the next")] if has_thread else []
    yield [Entry(open_sample, SAMPLE, "never answered")] if any(bar.operation.answered is None for bar in bars) else []


def sample(kind: str):
    """A short operation of a kind."""
    def draw(picture: Picture, x: float, y: float) -> None:
        draw_body(picture, x, x + SAMPLE, y, kind)
        if kind == IN:
            draw_point(picture, x + SAMPLE / 2, y)
        if kind == STUCK:
            draw_cross(picture, x + SAMPLE, y)
    return draw


def draw_sample_thread(picture: Picture, x: float, y: float) -> None:
    """A piece of the thread from point to point."""
    draw_thread(picture, [(x, y), (x + SAMPLE, y)])


def open_sample(picture: Picture, x: float, y: float) -> None:
    """A short operation without an answer."""
    draw_body(picture, x, x + SAMPLE, y, IN, has_tip=True)
