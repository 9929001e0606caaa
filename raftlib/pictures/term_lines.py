"""The terms of a run: a line for each server that says which term it is in, and who leads it."""
from itertools import pairwise

from raftlib.analysis.observed import PRE_CANDIDATE, STOPPED
from raftlib.analysis.stretches import DOWN, Stretch, begins_term, stretches_of
from raftlib.pictures.arguments import window
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import Window, draw_times
from raftlib.pictures.space_time_legend import TERM_BEGINS
from raftlib.pictures.space_time_lives import has_new_term
from raftlib.pictures.space_time_marks import draw_band, mark_term
from raftlib.pictures.style import LARGE, ROLES, WIDTH, shown, text_width
from raftlib.protocol.state import FOLLOWER, LEADER
from raftlib.simulation.history import recorded

ROW, BAND = 0.4, 0.13  # inches: from one server to the next, and half the height of its band
TOP, BOTTOM = 0.3, 0.65  # inches above the first line, and below the last
SAMPLE = 0.4  # inches of a stretch in the legend
MARGIN = 0.05  # inches at both ends of a stretch that its words leave free, for the line where a term begins


def term_lines(history, start: float, end: float) -> Picture:
    """Draw each server's term from `start` to `end` (ms), time to the right.

    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for a window that ends before it
    starts, or does not lie in the run. (Paper, Figure 5, shows terms in this way, but those of the whole cluster.)
    """
    history = recorded(history)
    start, end = window(history, start, end)
    lives = lives_of(history, start, end)
    height = TOP + BOTTOM + ROW * (len(lives) - 1)
    picture = Picture((WIDTH, height), tell(lives, start, end))
    picture.in_words = lambda: [table_of(lives)]
    across = Window(start, end)
    for row, (server, stretches) in enumerate(lives.items()):
        y = height - TOP - ROW * row
        picture.words(0.1, y, server, size=LARGE, ha="left", weight="bold")
        for stretch in stretches:
            draw_stretch(picture, across.x(stretch.since), across.x(stretch.until), y, stretch)
        for earlier, later in pairwise(stretches):
            if begins_term(earlier, later):
                mark_term(picture, across.x(later.since), y, BAND)
    draw_times(picture, across, BOTTOM - 0.25)
    return with_legend(picture, [entries_of(lives), [TERM_BEGINS] if has_new_term(lives) else []])


def lives_of(history, start: float, end: float) -> dict[str, list[Stretch]]:
    """For each server its stretches in one role and one term."""
    before, events = history.at(start), history.window(start, end)
    return {server: stretches_of(server, before, events, start, end) for server in history.servers}


def tell(lives: dict[str, list[Stretch]], start: float, end: float) -> str:
    """The caption: who led which term, and where all are at the end."""
    led = {stretch.term: server for server, stretches in lives.items() for stretch in stretches
           if stretch.role == LEADER}
    said = ", ".join(f"{led[term]} leads term {term}" for term in sorted(led)) or "no term has a leader"
    highest = max(stretches[-1].term for stretches in lives.values())
    return f"From {shown(start)} to {shown(end)} ms: {said}; the highest term at the end is {highest}."


def table_of(lives: dict[str, list[Stretch]]) -> Table:
    """The same in words: each stretch with its times (ms)."""
    return Table("The terms of each server", ("server", "from ms", "to ms", "role", "term"),
                 [(server, shown(stretch.since), shown(stretch.until), stretch.role,
                   "" if stretch.role == DOWN else str(stretch.term))
                  for server, stretches in lives.items() for stretch in stretches])


def draw_stretch(picture: Picture, left: float, right: float, y: float, stretch: Stretch) -> None:
    """One stretch: coloured by its role as in all pictures, and numbered by its term; one that is down has neither."""
    draw_band(picture, left, right, y, stretch.role, BAND)
    write_term(picture, left + MARGIN, right - MARGIN, y, stretch)


def write_term(picture: Picture, left: float, right: float, y: float, stretch: Stretch) -> None:
    """What stands in a stretch, as far as there is room for it."""
    fitting = next(text for text in words_of(stretch) if text_width(text) < right - left or not text)
    picture.words((left + right) / 2, y, fitting, colour=ROLES.get(stretch.role, ROLES[FOLLOWER]).words,
                  weight="normal" if stretch.role == FOLLOWER else "bold")


def words_of(stretch: Stretch) -> list[str]:
    """Its role and its term in words, ever shorter ones."""
    if stretch.role == DOWN:
        return [""]
    if stretch.role == STOPPED:
        return [STOPPED, ""]
    short = [f"{stretch.term}", ""]
    if stretch.role == LEADER:
        return [f"leads term {stretch.term}", f"leads {stretch.term}", *short]
    return [f"term {stretch.term}", *short]


def entries_of(lives: dict[str, list[Stretch]]) -> list[Entry]:
    """The roles that occur, in the order in which all legends name them."""
    roles = {stretch.role for stretches in lives.values() for stretch in stretches}
    return [Entry(sample(role), SAMPLE, role) for role in (*ROLES, PRE_CANDIDATE, STOPPED)
            if role in roles]


def sample(role: str):
    """A short stretch in a role, of term 1."""
    return lambda picture, x, y: draw_stretch(picture, x, x + SAMPLE, y, Stretch(role, 1, 0, 0, ""))
