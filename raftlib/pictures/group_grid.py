"""All groups of so many servers, a row of discs each, and what each of them shares with the first."""
from collections.abc import Iterator
from math import ceil

from raftlib.analysis.majorities import Group, groups, shared
from raftlib.pictures.arguments import is_whole
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import Entry, with_legend
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Discs, box, cross
from raftlib.pictures.style import BLACK, DARK_GREY, GREY, PALE_BLUE, VERMILION, WHITE, WIDTH
from raftlib.protocol.words.counts import counted
from raftlib.simulation.start import MOST

MARGIN, HEADER, FOOT = 0.2, 0.3, 0.08  # inches
WIDEST, GAP, HIGH = 0.32, 1.3, 1.15  # a disc's place in inches; between columns, and a row's height, in such places
MOST_HEIGHT = 3.2  # inches of all rows, if one more column can help
RADIUS = 0.38  # of a disc, in places
NAMED = 0.22  # inches of a place with room for "S1" above it
BOTH, ALONE, ABSENT = "also in the first group", "in this group, not in the first", "not in it"
LOOKS = {BOTH: BLACK, ALONE: GREY, ABSENT: WHITE}


def group_grid(servers: int, size: int) -> Picture:
    """Draw all groups of `size` servers; black discs are those that a group shares with the first one, which has a
    pale band; a group that shares none is framed and crossed.

    Raises ValueError as `groups` does, and for more than 9 servers.
    """
    if is_whole(servers) and servers > MOST:
        raise ValueError(f"servers is {servers!r}: it must be a number from 1 to {MOST}, or the groups are too many.")
    rows = groups(servers, size)
    first = rows[0]
    columns, place = layout(servers, len(rows))
    deep = ceil(len(rows) / columns)
    top = FOOT + deep * place * HIGH
    picture = Picture((WIDTH, top + HEADER), described(rows))
    picture.in_words = lambda: [groups_table(rows)]
    places = {look: [] for look in LOOKS}
    for number, group in enumerate(rows):
        left, y = MARGIN + (number // deep) * (servers + GAP) * place, top - (number % deep + 0.5) * place * HIGH
        for server in range(1, servers + 1):
            places[look(f"S{server}", group, first)].append((left + (server - 0.5) * place, y))
        if number == 0:
            draw_first(picture, left, y, servers * place, place)
        if not shared(group, first):
            draw_fault(picture, left, y, place, servers)
        if number % deep == 0:
            draw_names(picture, left, top + 0.12, place, servers)
    for name, fill in LOOKS.items():
        draw_discs(picture, places[name], RADIUS * place, fill)
    return with_legend(picture, entries_of(places, all(shared(group, first) for group in rows)))


def look(server: str, group: Group, first: Group) -> str:
    """Which of the looks a server has in a group's row."""
    if server not in group:
        return ABSENT
    return BOTH if server in first else ALONE


def layout(servers: int, count: int) -> tuple[int, float]:
    """In how many columns so many groups are put, as few as are not too high; and the place (inches) of a disc."""
    for columns in range(1, count + 1):
        place = min(WIDEST, (WIDTH - 2 * MARGIN) / (columns * (servers + GAP)))
        if ceil(count / columns) * place * HIGH <= MOST_HEIGHT:
            break
    return columns, place


def draw_names(picture: Picture, left: float, y: float, place: float, servers: int) -> None:
    """The servers' names above a column, their numbers alone where it is narrow."""
    for number in range(1, servers + 1):
        picture.words(left + (number - 0.5) * place, y, f"S{number}" if place >= NAMED else f"{number}",
                      colour=DARK_GREY)


def draw_discs(picture: Picture, places: list, radius: float, fill: str) -> None:
    """Servers that look alike."""
    if places:
        picture.shape(Discs(places, radius), face=fill, edge=DARK_GREY if fill == WHITE else BLACK, width=0.8, z=2)


def draw_fault(picture: Picture, left: float, y: float, place: float, servers: int) -> None:
    """A frame and a cross: nobody here is in the first group."""
    picture.shape(box(left, y - 0.5 * place, left + servers * place, y + 0.5 * place), edge=VERMILION, width=1.4, z=3)
    picture.shape(cross(left + (servers + 0.4) * place, y, 0.22 * place), edge=VERMILION, width=1.8, z=3)


def draw_first(picture: Picture, left: float, y: float, width: float, height: float) -> None:
    """A pale band behind the first group."""
    place = box(left, y - height / 2, left + width, y + height / 2)
    picture.shape(place, face=PALE_BLUE, edge=DARK_GREY, width=0.6, z=0)


def entries_of(places: dict[str, list], all_share: bool) -> Iterator[list[Entry]]:
    """What occurs, in the order in which the legend names it."""
    yield [Entry(lambda picture, x, y: draw_first(picture, x, y, 0.3, 0.18), 0.3, "the first group")]
    for name, fill in LOOKS.items():
        if places[name]:
            yield [Entry(sample(fill), 0.14, name)]
    if not all_share:
        yield [Entry(fault, 0.14, "shares none with the first")]


def sample(fill: str):
    """A server in the legend."""
    return lambda picture, x, y: draw_discs(picture, [(x + 0.07, y)], 0.07, fill)


def fault(picture: Picture, x: float, y: float) -> None:
    """The cross beside a group that shares none with the first."""
    picture.shape(cross(x + 0.07, y, 0.06), edge=VERMILION, width=1.8, z=3)


def groups_table(rows: list[Group]) -> Table:
    """The same in words: each group, and who of it is in the first one, too."""
    return Table("All groups", ("group", "also in the first group"),
                 [(" ".join(group), " ".join(shared(group, rows[0])) or "nobody") for group in rows])


def described(rows: list[Group]) -> str:
    """How many groups there are, and how many of them share no server with the first one."""
    first = rows[0]
    alone = sum(not shared(group, first) for group in rows)
    return f"{counted(len(rows), 'group')} of {len(first)}: {alone or 'none'} of them without any of {' '.join(first)}."
