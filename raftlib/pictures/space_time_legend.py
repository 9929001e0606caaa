"""The legend of a space-time diagram: the messages, marks and roles that are in it."""
from collections.abc import Iterator

from raftlib.analysis.stretches import Stretch
from raftlib.pictures.legend import Entry, words_only
from raftlib.pictures.legend_words import TALLY
from raftlib.pictures.message_lines import MessageLines, Sample
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import disc
from raftlib.pictures.space_time_clients import draw_operation_sample
from raftlib.pictures.space_time_cuts import LINES
from raftlib.pictures.space_time_lives import has_new_term
from raftlib.pictures.space_time_marks import DOT, MARKS, draw_band
from raftlib.pictures.space_time_messages import Way, draw_end, draw_line
from raftlib.pictures.style import BLACK, DARK_GREY, ROLES, SOLID, WHITE

LONG, SHORT = 0.4, 0.33  # inches: a message, and one that is lost
CHANGES = {"links cut or healed": ("cut", "heal"), "the network changes": ("network",)}


def entries_of(ways: list[Way], lines: MessageLines, events, lives: dict[str, list[Stretch]],
               has_tallies: bool) -> Iterator[list[Entry]]:
    """What occurs, in groups, in the order in which the legend names it."""
    for samples in lines.samples():
        yield [Entry(message(sample, LONG), LONG, sample.words) for sample in samples]
    lost = next((way for way in ways if way.edge["dropped"] and way.has_end), None)
    yield [Entry(message(Sample(lost.edge, lines.of(*lost[:3]), ""), SHORT), SHORT, "lost")] if lost else []
    yield [Entry(dot, 2 * DOT, "sent")] if any(way.has_start for way in ways) else []
    kinds = {event.kind for event in events}
    yield [Entry(mark(draw), 0.2, kind) for kind, draw in MARKS.items() if kind in kinds]
    yield [TERM_BEGINS] if has_new_term(lives) else []
    for words, named in CHANGES.items():
        yield [Entry(upright(*LINES[named[0]]), 0.02, words)] if kinds & {*named} else []
    roles = {stretch.role for stretches in lives.values() for stretch in stretches}
    yield [Entry(band(role), 0.3, role) for role in ROLES if role in roles]
    yield [words_only(TALLY)] if has_tallies else []


def message(sample: Sample, length: float):
    """A short message, with the dot at its start."""
    def draw(picture: Picture, x: float, y: float) -> None:
        places = [(x, y), (x + length, y)]
        draw_line(picture, places, sample.edge, sample.line)
        picture.shape(disc(x, y, DOT), face=sample.line.colour, edge=WHITE, width=0.4, z=5)
        draw_end(picture, places, sample.edge, sample.line)
    return draw


def dot(picture: Picture, x: float, y: float) -> None:
    """The dot at which a message begins."""
    picture.shape(disc(x + DOT, y, DOT), face=DARK_GREY, edge=WHITE, width=0.4, z=5)


def mark(draw):
    """What happens to a server."""
    return lambda picture, x, y: draw(picture, x + 0.1, y)


def upright(colour: str, width: float, dash):
    """A line across the bands."""
    return lambda picture, x, y: picture.shape([(x, y - 0.1), (x, y + 0.1)], edge=colour, width=width, dash=dash)


def band(role: str):
    """A short stretch of a life line."""
    return lambda picture, x, y: draw_band(picture, x, x + 0.3, y, role)


ASKED = Entry(draw_operation_sample, 0.3, "a client waits for its answer")
TERM_BEGINS = Entry(upright(BLACK, 1.6, SOLID), 0.02, "a term begins")
