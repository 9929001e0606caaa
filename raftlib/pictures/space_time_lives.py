"""The life lines of a space-time diagram: stretches in one role and one term, and marks of what happens to a server."""
from itertools import pairwise

from raftlib.analysis.stretches import DOWN, Stretch, begins_term
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.space_time_marks import BAND, MARKS, draw_band, mark_term
from raftlib.pictures.style import LARGE, ROLES, WHITE, WIDTH, text_width
from raftlib.protocol.state import CANDIDATE, LEADER


def has_new_term(lives: dict[str, list[Stretch]]) -> bool:
    """Whether a term begins in one of these lives."""
    return any(begins_term(*two) for stretches in lives.values() for two in pairwise(stretches))


def votes_by_term(server: str, before, events) -> dict[int, int]:
    """How many votes a server has counted as a candidate, by term: in the end, or when they were enough."""
    states = [before.servers[server], *(event.state for event in events if event.server == server)]
    counts, won = {}, set()
    for state in states:
        if state.role in (CANDIDATE, LEADER) and state.current_term not in won:
            counts[state.current_term] = len(state.votes)
            won |= {state.current_term} if state.role == LEADER else set()
    return counts


def draw_life(picture: Picture, frame: Frame, server: str, stretches: list[Stretch], counts: dict[int, int]) -> None:
    """The band of a server, coloured by its role, with a mark and a number where its term changes, and a candidate's
    votes by term, if there are `counts`."""
    y, written = frame.y(server), None
    picture.words(0.1, y, server, size=LARGE, ha="left", weight="bold")
    for number, stretch in enumerate(stretches):
        left, right = frame.x(stretch.since), frame.x(stretch.until)
        draw_band(picture, left, right, y, stretch.role)
        if number and begins_term(stretches[number - 1], stretch):
            mark_term(picture, left, y)
        text = f"t{stretch.term}"
        left += 0.14 if stretch.begun_by in MARKS else 0.04
        if number + 1 < len(stretches) and stretches[number + 1].begun_by in MARKS:
            right -= 0.1
        if stretch.role != DOWN and text != written and left + text_width(text) < right:
            picture.words(left, y, text, colour=ROLES[stretch.role].words, ha="left")
            written = text
            left += text_width(text) + 0.08
        if stretch.role == CANDIDATE and stretch.term in counts:
            draw_tally(picture, f"{counts[stretch.term]} of {len(frame.servers) // 2 + 1}", left, right,
                       y, beside(frame, server))


def beside(frame: Frame, server: str) -> float:
    """How far (inches) above a life line words are clear of the heads of messages: where none come, they are nearer."""
    if server == frame.servers[0]:
        return BAND + 0.1
    return -BAND - 0.1 if server == frame.servers[-1] else BAND + 0.17


def draw_tally(picture: Picture, text: str, left: float, right: float, y: float, above: float) -> None:
    """A candidate's votes, of those that it needs: at the end of its band, or above this where it is too short."""
    wide = text_width(text) + 0.08
    if right - left < wide:
        left, y = min((left + right - wide) / 2, WIDTH - wide), y + above
        picture.shape(box(left, y - 0.065, left + wide, y + 0.065), face=WHITE, z=7)
        right = left + wide
    picture.words(right - 0.04, y, text, ha="right")


def draw_marks(picture: Picture, frame: Frame, events) -> None:
    """Election timeouts that ran out, crashes and restarts, on their life lines."""
    for event in events:
        if event.server is None:
            continue
        mark = MARKS.get(event.kind)
        if mark:
            mark(picture, frame.x(event.time), frame.y(event.server))
