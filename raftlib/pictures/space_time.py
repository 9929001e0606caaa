"""A stretch of a run as a space-time diagram: a life line for each server, messages slanting from one to another."""
from collections import Counter, defaultdict
from typing import NamedTuple

from raftlib.pictures.arguments import window
from raftlib.pictures.message_flow import describe, is_heartbeat
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import cross, dots, head
from raftlib.pictures.space_time_marks import BAND, DOT, HEAD, MARKS, draw_band, draw_legend
from raftlib.pictures.style import (
    BLACK,
    DARK_GREY,
    DASHED,
    DOWN,
    LARGE,
    MESSAGES,
    PALE,
    ROLES,
    VERMILION,
    WHITE,
    WIDTH,
    counted,
    shown,
    text_width,
    who_leads,
)
from raftlib.simulation.history import recorded

LEFT, RIGHT = 0.55, WIDTH - 0.25  # inches: where the window starts and ends
TOP, BOTTOM = 0.45, 1.9  # inches above the first life line, and below the last
CLEAR = 0.083  # inches from one cross to the next, so that they are seen as two
TICKS = 8  # at most, about


class Frame:
    """Where things are on the paper: time to the right, servers downwards, both in inches."""

    def __init__(self, servers, start: float, end: float):
        self.servers, self.start, self.end = tuple(servers), start, end
        self.gap = 0.62 if len(self.servers) > 5 else 0.78
        self.height = TOP + BOTTOM + self.gap * (len(self.servers) - 1)

    def x(self, time: float) -> float:
        """The place of a time (ms)."""
        return LEFT + (time - self.start) / ((self.end - self.start) or 1.0) * (RIGHT - LEFT)

    def y(self, server: str) -> float:
        """The place of a server."""
        return self.height - TOP - self.gap * self.servers.index(server)

    def edge(self, server: str, other: str) -> float:
        """The place of the edge of a server's band that looks to another server."""
        down = self.servers.index(server) < self.servers.index(other)
        return self.y(server) + (-BAND if down else BAND)

    def on_the_way(self, sender: str, receiver: str) -> tuple[str, ...]:
        """The servers whose life lines a message comes to, its receiver's last."""
        start, end = self.servers.index(sender), self.servers.index(receiver)
        return self.servers[start + 1:end + 1] if start < end else self.servers[end:start][::-1]


def space_time(history, start: float, end: float) -> Picture:
    """Draw what happened from `start` to `end` (ms), time to the right.

    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for a window that ends before it
    starts, or does not lie in the run.
    """
    history = recorded(history)
    start, end = window(history, start, end)
    frame = Frame(history.servers, start, end)
    events = history.window(start, end)
    picture = Picture(figsize=(WIDTH, frame.height), caption=tell(history, events, start, end))
    draw_axis(picture, frame)
    before = history.at(start)
    for server in frame.servers:
        draw_life(picture, frame, server, stretches_of(server, before, events, start, end))
    draw_messages(picture, frame, history, flights_of(history, events, start))
    draw_marks(picture, frame, events)
    draw_cuts(picture, frame, before, events)
    draw_legend(picture)
    return picture.finish()


def tell(history, events, start: float, end: float) -> str:
    """The caption: what stands out of the window, and who leads at its end."""
    kinds, moment = Counter(event.kind for event in events), history.at(end)
    counts = [counted(kinds[kind], noun) for kind, noun in NOUNS.items() if kinds[kind]]
    return (f"From {shown(start)} to {shown(end)} ms: {', '.join(counts) or 'nothing out of the ordinary'}; "
            f"at the end {who_leads(moment.leaders)}.")


NOUNS = {"election timeout": "election timeout", "crash": "crash", "restart": "restart", "cut": "cut",
         "heal": "healing", "lost": "lost message", "command": "command"}


# ---- Time ------------------------------------------------------------------------------------------------------


def draw_axis(picture: Picture, frame: Frame) -> None:
    """The axis of time under the life lines, with round numbers."""
    low = frame.height - TOP - frame.gap * (len(frame.servers) - 1) - 0.35
    picture.shape([(LEFT, low), (RIGHT, low)], edge=DARK_GREY, width=0.8)
    for time in ticks(frame.start, frame.end):
        x = frame.x(time)
        picture.shape([(x, low), (x, frame.height - TOP + 0.2)], edge="#E6E6E6", width=0.6, z=0)
        picture.shape([(x, low), (x, low - 0.05)], edge=DARK_GREY, width=0.8)
        picture.words(x, low - 0.14, f"{time:g}")
    picture.words(0.05, low - 0.14, "ms", ha="left")


def ticks(start: float, end: float) -> list[float]:
    """Round times from start to end, some 5 to 10 of them."""
    if end == start:
        return [start]
    step = next(step for power in range(-3, 12) for step in (10**power, 2 * 10**power, 5 * 10**power)
                if (end - start) / step <= TICKS)
    first = -int(-start // step)
    return [round(number * step, 3) for number in range(first, int(end // step) + 1)]


# ---- Life lines ------------------------------------------------------------------------------------------------


class Stretch(NamedTuple):
    """A stretch of a life line in one role and one term, from `since` to `until` (ms), begun by an event of a kind."""

    role: str
    term: int
    since: float
    until: float
    begun_by: str


def stretches_of(server: str, before, events, start: float, end: float) -> list[Stretch]:
    """The life of a server from `start` to `end` (ms), cut where its role or its term changes."""
    role = DOWN if server in before.down else before.servers[server].role
    now = Stretch(role, before.servers[server].current_term, start, end, "")
    stretches = []
    for event in events:
        if event.server != server:
            continue
        down = event.deadline is None  # only what is down has no timer
        role, term = DOWN if down else event.state.role, event.state.current_term
        if (role, term) != (now.role, now.term):
            stretches.append(now._replace(until=event.time))
            now = Stretch(role, term, event.time, end, event.kind)
    return [*stretches, now]


def draw_life(picture: Picture, frame: Frame, server: str, stretches: list[Stretch]) -> None:
    """The band of a server, coloured by its role, with a mark and a number where its term changes."""
    y, written = frame.y(server), None
    picture.words(0.1, y, server, size=LARGE, ha="left", weight="bold")
    for number, stretch in enumerate(stretches):
        left, right = frame.x(stretch.since), frame.x(stretch.until)
        draw_band(picture, left, right, y, stretch.role)
        if number and stretch.term != stretches[number - 1].term:
            picture.shape([(left, y - BAND - 0.04), (left, y + BAND + 0.04)], edge=BLACK, width=1.6, z=5)
        text = f"t{stretch.term}"
        left += 0.14 if stretch.begun_by in MARKS else 0.04
        if number + 1 < len(stretches) and stretches[number + 1].begun_by in MARKS:
            right -= 0.1
        if stretch.role != DOWN and text != written and left + text_width(text) < right:
            picture.words(left, y, text, colour=ROLES[stretch.role].words, ha="left")
            written = text


# ---- Messages --------------------------------------------------------------------------------------------------


def flights_of(history, events, start: float) -> list:
    """All messages under way at some time of the window, each once, in the order of sending."""
    flights = {flight.number: flight for flight in history.at(start).in_flight}
    flights.update({flight.number: flight for event in events for flight in event.sent})
    return [flights[number] for number in sorted(flights)]


def draw_messages(picture: Picture, frame: Frame, history, flights: list) -> None:
    """All messages, with a dot where each leaves its sender's band: a line without one only passes behind the band."""
    crosses, starts = [], defaultdict(list)
    for flight in flights:
        edge = describe(flight, history)
        begin, tip = ends_of(frame, flight, edge, history, crosses)
        start, stop = clip(begin, tip, frame)
        if start is None:
            continue
        colour = colour_of(edge)
        points = [(frame.x(time), y) for time, y in (start, stop)]
        draw_line(picture, points, edge, colour)
        if start == begin:
            starts[colour].append(points[0])
        if stop == tip:
            draw_end(picture, points, edge, colour)
    for colour, places in starts.items():
        picture.shape(*dots(places, DOT), face=colour, edge=WHITE, width=0.4, z=5)


def ends_of(frame: Frame, flight, edge: dict, history, crosses: list):
    """Where (time, y) a message begins and ends; a lost one ends at its cross, which is added to the `crosses`."""
    sender, receiver = flight.message.sender, flight.message.receiver
    arrives = max(history.way_ends(flight) / 1000, edge["sent"])
    begin, tip = (edge["sent"], frame.edge(sender, receiver)), (arrives, frame.edge(receiver, sender))
    if not edge["dropped"]:
        return begin, tip
    if edge["lost"] == f"{receiver} is down":
        tip, heights = (arrives, frame.y(receiver)), on_the_line(frame, sender, receiver)
    else:
        heights = in_the_gap(frame, gap_of_loss(frame, sender, receiver, history.at(arrives).cut_links))
    places = [between(begin, tip, height / abs(tip[1] - begin[1])) for height in heights]
    spots = [(frame.x(time), y) for time, y in places]
    free = next((number for number, spot in enumerate(spots) if is_clear(spot, crosses)), 0)
    crosses.append(spots[free])
    return begin, places[free]


def gap_of_loss(frame: Frame, sender: str, receiver: str, cut_links) -> int:
    """The gap between life lines, counted from the sender's, where a message is lost: at the cut, or half-way."""
    lines = frame.on_the_way(sender, receiver)
    return next((place for place, server in enumerate(lines) if (sender, server) in cut_links), len(lines) // 2)


def in_the_gap(frame: Frame, gap: int) -> list[float]:
    """How far (inches) from its sender's band a cross in a gap may be, the best first: clear of the bands."""
    middle, room = gap * frame.gap + frame.gap / 2 - BAND, frame.gap / 2 - BAND - CLEAR / 2
    steps = sorted(range(-int(room // CLEAR), int(room // CLEAR) + 1), key=abs)
    return [middle + step * CLEAR for step in steps]


def on_the_line(frame: Frame, sender: str, receiver: str) -> list[float]:
    """How far (inches) from its sender's band a cross at a life line may be: there, or somewhat before."""
    way = len(frame.on_the_way(sender, receiver)) * frame.gap - BAND
    return [way - step * CLEAR for step in range(5)]


def is_clear(spot, crosses: list) -> bool:
    """Whether a cross at this spot would cover none of the others."""
    return all(max(abs(spot[0] - x), abs(spot[1] - y)) >= CLEAR - 1e-9 for x, y in crosses)


def colour_of(edge: dict) -> str:
    """The colour of a message's line, dot and head."""
    return (PALE if is_heartbeat(edge) else MESSAGES)[edge["kind"]].colour


def draw_line(picture: Picture, points, edge: dict, colour: str) -> None:
    """The slanted line of a message."""
    style = (PALE if is_heartbeat(edge) else MESSAGES)[edge["kind"]]
    picture.shape(points, edge=colour, width=style.width, dash=style.dash, z=2 if edge["kind"] in PALE else 3)


def draw_end(picture: Picture, points, edge: dict, colour: str) -> None:
    """The end of a message: a cross if it is lost, a hollow head for "no", a full one otherwise."""
    if edge["dropped"]:
        size = 0.034 if is_heartbeat(edge) else 0.042
        picture.shape(*cross(*points[1], size), edge=VERMILION, width=size * 34, z=6)
    else:
        face = WHITE if edge["granted"] is False else colour
        picture.shape(head(points[1], points[0], HEAD), face=face, edge=colour, z=5)


def between(begin, tip, share: float):
    """The point at a share of the way."""
    return tuple(a + (b - a) * share for a, b in zip(begin, tip, strict=True))


def clip(begin, tip, frame: Frame):
    """The stretch of a line (time, y) that lies in the window, or (None, None)."""
    if tip[0] < frame.start or begin[0] > frame.end:
        return None, None
    length = (tip[0] - begin[0]) or 1.0
    start = begin if begin[0] >= frame.start else between(begin, tip, (frame.start - begin[0]) / length)
    stop = tip if tip[0] <= frame.end else between(begin, tip, (frame.end - begin[0]) / length)
    return start, stop


# ---- Marks -----------------------------------------------------------------------------------------------------


def draw_marks(picture: Picture, frame: Frame, events) -> None:
    """Election timeouts that ran out, crashes and restarts, on their life lines."""
    for event in events:
        if event.server is None:
            continue
        mark = MARKS.get(event.kind)
        if mark:
            mark(picture, frame.x(event.time), frame.y(event.server))


def draw_cuts(picture: Picture, frame: Frame, before, events) -> None:
    """Cuts and their end: a dashed line across all life lines, with words above; a cut from before has words only."""
    written = LEFT - 0.05
    if before.cut_links:
        written = write_cut(picture, frame, LEFT, sides(before.cut_links, frame.servers), written)
    for event in events:
        if event.kind not in ("cut", "heal"):
            continue
        x = frame.x(event.time)
        picture.shape([(x, frame.y(frame.servers[-1]) - 0.3), (x, frame.height - TOP + 0.24)],
                      edge=VERMILION, width=1.2, dash=DASHED, z=6)
        text = sides(event.detail, frame.servers) if event.detail else "healed"
        written = write_cut(picture, frame, x, text, written)


def write_cut(picture: Picture, frame: Frame, x: float, text: str, written: float) -> float:
    """Words above a place, unless others stand there, up to `written`; returns up to where words stand now."""
    half = text_width(text) / 2
    x = min(max(x, LEFT + half), WIDTH - half - 0.05)
    if x - half < written:
        return written
    picture.words(x, frame.height - 0.13, text, colour=VERMILION)
    return x + half + 0.05


def sides(links: frozenset, servers) -> str:
    """A cut in words: the groups it makes, if links are cut both ways between groups; else the first links it takes."""
    groups = {}
    for server in servers:
        reach = tuple(other for other in servers if (server, other) not in links and (other, server) not in links)
        groups[reach] = None
    one_way = any((receiver, sender) not in links for sender, receiver in links)
    if one_way or sum(len(group) for group in groups) != len(servers):
        return "cut: " + ", ".join(f"{sender}→{receiver}" for sender, receiver in sorted(links)[:2]) + (
            " …" if len(links) > 2 else "")
    return "cut: " + " | ".join(" ".join(group) for group in groups)
