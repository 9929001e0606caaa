"""What can be seen of servers, simulated or real: who led which term, what was done to whom, and who was served."""
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from raftlib.analysis.observed import Deed, Observed, Write
from raftlib.analysis.stretches import DOWN, Stretch, begins_term
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, loop
from raftlib.pictures.space_time_frame import LEFT, RIGHT, Window, draw_times
from raftlib.pictures.space_time_legend import TERM_BEGINS
from raftlib.pictures.space_time_lives import has_new_term
from raftlib.pictures.space_time_marks import MARKS, draw_band, mark_term
from raftlib.pictures.style import BLACK, LARGE, MIDDLE_GREY, VERMILION, WHITE, WIDTH, shown, text_width
from raftlib.pictures.term_lines import BAND, BOTTOM, ROW, TOP, entries_of, tell, write_term
from raftlib.simulation.arguments import is_number, plain

LONG = 100  # ms: writes that are answered sooner, at the first time of asking, are not told one by one
HALF = 0.08  # inches: half the height of a write's bar
NARROWEST = 0.02  # inches: what takes less time is drawn as broad as this, to be seen
MARK = 0.12  # inches: half of a mark
WORDS = {"crash": "is killed (kill -9)", "terminate": "is asked to end (SIGTERM)", "stop": "is stopped (SIGSTOP)",
         "go on": "goes on (SIGCONT)", "restart": "is started again", "end": "has ended"}
WAITS, AT_ONCE, NEVER = "a client waits", "answered at once", "not answered so far"
SAMPLES = {WAITS: 0.3, AT_ONCE: NARROWEST, NEVER: 0.3}  # inches of the bars in the legend


class Wait(NamedTuple):
    """A client wants a write from `since` on, asking so many times, and is answered (ms); None if not yet."""

    since: float
    answered: float | None
    times: int


class Bar(NamedTuple):
    """How a wait is drawn: its ends (inches), what it says by its look, and in words."""

    left: float
    right: float
    kind: str
    took: str


def observed_lines(observed: Observed, start: float = 0, end: float | None = None) -> Picture:
    """Draw each server's role and term from `start` to `end` (ms), what was done to it, and how long writes waited.

    Raises ValueError for what was not observed, and a window that is none or does not lie in the observed time.
    """
    if not isinstance(observed, Observed):
        raise ValueError(f"observed is {observed!r}: it must be what observe(run) or cluster.observed() returns.")
    start, end = window_of(observed, start, end)
    lives = {id: list(cut_to(life, start, end)) for id, life in observed.lives.items()}
    waits = [by(end, each) for each in waits_of(observed.writes)
             if each.since <= end and (each.answered or end) >= start]
    deeds = [deed for deed in observed.deeds if start <= deed.time <= end]
    rows = len(lives) + bool(waits)
    height = TOP + BOTTOM + ROW * (rows - 1)
    picture = Picture((WIDTH, height), tell(lives, start, end))
    picture.in_words = lambda: [table_of(lives, deeds, waits, end)]
    across = Window(start, end)
    bars = [bar_of(across, wait) for wait in waits]
    for row, (server, life) in enumerate(lives.items()):
        draw_life(picture, across, height - TOP - ROW * row, server, life, deeds)
    if waits:
        draw_waits(picture, height - TOP - ROW * (rows - 1), bars)
    draw_times(picture, across, BOTTOM - 0.25)
    wide = {id: [each for each in life if across.x(each.until) - across.x(each.since) > NARROWEST]
            for id, life in lives.items()}
    return with_legend(picture, entries(wide, deeds, bars))


def window_of(observed: Observed, start: float, end: float | None) -> tuple[float, float]:
    """The window (ms), checked; the whole of what was observed where none is given."""
    start, end = plain(start), observed.end if end is None else plain(end)
    for name, time in (("start", start), ("end", end)):
        if not is_number(time) or not 0 <= time <= observed.end:
            raise ValueError(f"{name} is {time!r}: it must be a number of milliseconds from 0 to {observed.end:.12g}, "
                             "when it was last looked at.")
    if end <= start:
        raise ValueError(f"end is {end:g} ms and start is {start:g} ms: a window must end after it starts.")
    return start, end


def cut_to(life: Iterable[Stretch], start: float, end: float) -> Iterator[Stretch]:
    """What of a life lies in a window (ms)."""
    for each in life:
        if each.since < end and each.until > start:
            yield each._replace(since=max(each.since, start), until=min(each.until, end))


def waits_of(writes: Iterable[Write]) -> list[Wait]:
    """The writes of a client that asks until it is answered: what was asked in vain belongs to the next one."""
    waits, asked = [], []
    for write in sorted(writes, key=lambda each: each.called):
        asked.append(write.called)
        if write.answered is not None:
            waits.append(Wait(asked[0], write.answered, len(asked)))
            asked = []
    return [*waits, Wait(asked[0], None, len(asked))] if asked else waits


def by(end: float, wait: Wait) -> Wait:
    """What was known of a wait at a time (ms)."""
    return wait if wait.answered is None or wait.answered <= end else wait._replace(answered=None)


def draw_life(picture: Picture, across: Window, y: float, server: str, life: list[Stretch], deeds: list[Deed]) -> None:
    """One server's line."""
    picture.words(0.1, y, server, size=LARGE, ha="left", weight="bold")
    marks = [across.x(deed.time) for deed in deeds if deed.server == server and deed.kind in DEEDS]
    for stretch in life:
        left, right = across.x(stretch.since), across.x(stretch.until)
        draw_band(picture, left, right, y, stretch.role, BAND)
        # Words keep clear of the marks at both ends.
        write_term(picture, max([left, *(mark + MARK for mark in marks if abs(mark - left) < 2 * MARK)]),
                   min([right, *(mark - MARK for mark in marks if abs(mark - right) < 2 * MARK)]), y, stretch)
    for earlier, later in pairwise(life):
        if begins_term(earlier, later):
            mark_term(picture, across.x(later.since), y, BAND)
    for deed in deeds:
        if deed.server == server and deed.kind in DEEDS:
            DEEDS[deed.kind](picture, across.x(deed.time), y)


def bar_of(across: Window, wait: Wait) -> Bar:
    """The bar of a wait: from the call to the answer, as far as it lies in the window."""
    left = max(across.x(wait.since), LEFT)
    if wait.answered is None:
        return Bar(left, RIGHT, NEVER, f"{seconds(across.end - wait.since)} so far")
    right = max(across.x(wait.answered), left + NARROWEST)
    is_whole = wait.since >= across.start and right <= RIGHT
    return Bar(left, min(right, RIGHT), AT_ONCE if right - left <= 2 * NARROWEST else WAITS,
               seconds(wait.answered - wait.since) if is_whole else "")


def seconds(time: float) -> str:
    """A time (ms) in seconds; a short one in milliseconds."""
    return f"{time / 1000:.3g} s" if time >= LONG else f"{time:.0f} ms"


def draw_waits(picture: Picture, y: float, bars: list[Bar]) -> None:
    """The line of the writes, and how long each took where that can be read."""
    picture.words(0.05, y, "write", ha="left", weight="bold")
    for bar in bars:
        draw_bar(picture, bar.left, bar.right, y, bar.kind)
        if text_width(bar.took) + 0.1 < bar.right - bar.left:
            picture.words((bar.left + bar.right) / 2, y, bar.took)


def draw_bar(picture: Picture, left: float, right: float, y: float, kind: str) -> None:
    """One of them; what was not answered has a tip, and what was at once is no black line, as where a term begins."""
    if kind == AT_ONCE:
        picture.shape(box(left, y - HALF, right, y + HALF), face=MIDDLE_GREY, width=0, z=3)
    elif kind == WAITS:
        picture.shape(box(left, y - HALF, right, y + HALF), face=WHITE, edge=BLACK, width=0.8, z=3)
    else:
        picture.shape(loop([(left, y - HALF), (right - 0.1, y - HALF), (right, y), (right - 0.1, y + HALF),
                            (left, y + HALF)]), face=WHITE, edge=VERMILION, width=1.2, z=3)


def mark_stop(picture: Picture, x: float, y: float) -> None:
    """A server stands still from now on: two bars."""
    for shift in (-0.045, 0.045):
        picture.shape(box(x + shift - 0.025, y - 0.09, x + shift + 0.025, y + 0.09), face=VERMILION, edge=WHITE,
                      width=0.5, z=8)


def mark_go_on(picture: Picture, x: float, y: float) -> None:
    """It goes on: a triangle."""
    picture.shape(loop([(x - 0.07, y - 0.09), (x + 0.09, y), (x - 0.07, y + 0.09)]), face=WHITE, edge=VERMILION,
                  width=2.0, z=8)


def mark_terminate(picture: Picture, x: float, y: float) -> None:
    """A server is asked to end: a square."""
    picture.shape(box(x - 0.08, y - 0.08, x + 0.08, y + 0.08), face=WHITE, edge=VERMILION, width=2.0, z=8)


DEEDS = {"crash": MARKS["crash"], "terminate": mark_terminate, "stop": mark_stop, "go on": mark_go_on,
         "restart": MARKS["restart"]}


def entries(lives: dict[str, list[Stretch]], deeds: list[Deed], bars: list[Bar]) -> Iterator[list[Entry]]:
    """What occurs, in the order in which the legend names it."""
    yield entries_of(lives)
    yield [TERM_BEGINS] if has_new_term(lives) else []
    kinds = {deed.kind for deed in deeds}
    yield [Entry(lambda picture, x, y, draw=draw: draw(picture, x + 0.1, y), 0.2, WORDS[kind])
           for kind, draw in DEEDS.items() if kind in kinds]
    bars_of = {bar.kind for bar in bars}
    yield [Entry(lambda picture, x, y, kind=kind, width=width: draw_bar(picture, x, x + width, y, kind), width, kind)
           for kind, width in SAMPLES.items() if kind in bars_of]


def table_of(lives: dict[str, list[Stretch]], deeds: list[Deed], waits: list[Wait], end: float) -> Table:
    """The same in words until `end` (ms), in the order of time."""
    rows = [(each.since, id, each.role if each.role == DOWN else f"{each.role}, term {each.term}")
            for id, life in lives.items() for each in life]
    rows += [(deed.time, deed.server, WORDS[deed.kind]) for deed in deeds]
    rows += [(wait.since, "write", f"not answered by {shown(end)}" if wait.answered is None else
              f"answered at {shown(wait.answered)}") for wait in waits
             if wait.answered is None or wait.times > 1 or wait.answered - wait.since > LONG]
    return Table("What was seen", ("ms", "who", "what"),
                 [(shown(time), who, what) for time, who, what in sorted(rows)])
