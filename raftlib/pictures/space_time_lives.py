"""The life lines of a space-time diagram: stretches in one role and one term, and marks of what happens to a server."""
from typing import NamedTuple

from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.space_time_marks import BAND, MARKS, draw_band
from raftlib.pictures.style import BLACK, DOWN, LARGE, ROLES, text_width


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


def draw_marks(picture: Picture, frame: Frame, events) -> None:
    """Election timeouts that ran out, crashes and restarts, on their life lines."""
    for event in events:
        if event.server is None:
            continue
        mark = MARKS.get(event.kind)
        if mark:
            mark(picture, frame.x(event.time), frame.y(event.server))
