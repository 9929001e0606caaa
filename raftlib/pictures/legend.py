"""Legends: what occurs in a picture, each sample with its words, in as few rows as hold them."""
from collections.abc import Callable, Iterable
from math import ceil
from typing import NamedTuple

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Discs, Shape
from raftlib.pictures.style import DARK_GREY, WIDTH, text_width

LEFT, RIGHT = 0.15, WIDTH - 0.1  # inches: where rows begin and end
TAB = 0.15  # inches: the places of entries are multiples of this
EDGE, AIR = 0.04, 0.06  # inches: above the first row and below the last, and between two rows
BESIDE, GAP = 0.08, 0.2  # inches: from a sample to its words, and from these to the next sample at least


class Entry(NamedTuple):
    """A sample, drawn from its left end (x, y) on, what it means, and its width and height in inches."""

    draw: Callable[[Picture, float, float], None]
    width: float
    words: str
    height: float = 0.2


def words_only(words: str) -> Entry:
    """Words that need no sample."""
    return Entry(lambda *_: None, -BESIDE, words)


def with_legend(picture: Picture, groups: Iterable[Iterable[Entry]]) -> Picture:
    """The same picture with a legend under it, of groups of entries, if there are any."""
    rows = rows_of(groups)
    if not rows:
        return picture
    (width, height), below = picture.size, 2 * EDGE + sum(map(height_of, rows))
    whole = Picture((width, height + below), picture.caption)
    for z, shapes in picture.shapes.items():
        whole.shapes[z] = [(raised(shape, below), look) for shape, look in shapes]
    whole.texts, whole.in_words = [words._replace(y=words.y + below) for words in picture.texts], picture.in_words
    whole.shape([(LEFT - 0.05, below), (RIGHT, below)], edge=DARK_GREY, width=0.6)
    top = below - EDGE
    for row in rows:
        for x, entry in row:
            entry.draw(whole, x, top - height_of(row) / 2)
            whole.words(x + entry.width + BESIDE, top - height_of(row) / 2, entry.words, ha="left")
        top -= height_of(row)
    return whole


def height_of(row: list[tuple[float, Entry]]) -> float:
    """How high (inches) a row is."""
    return max(entry.height for _, entry in row) + AIR


def rows_of(groups: Iterable[Iterable[Entry]]) -> list[list[tuple[float, Entry]]]:
    """The rows, each entry with its place (inches): one after another as long as they fit, groups held together."""
    rows, x = [[]], LEFT
    for group in map(list, groups):
        if x + sum(map(step, group)) - GAP > RIGHT:
            rows, x = [*rows, []], LEFT
        for entry in group:
            if rows[-1] and x + step(entry) - GAP > RIGHT:
                rows, x = [*rows, []], LEFT
            rows[-1].append((x, entry))
            x += step(entry)
    return [row for row in rows if row]


def step(entry: Entry) -> float:
    """How far (inches) it is from an entry to the next: a round length, so that entries stand under each other."""
    return TAB * ceil((entry.width + BESIDE + text_width(entry.words) + GAP) / TAB)


def raised(shape: Shape, by: float) -> Shape:
    """A shape, so many inches higher up."""
    places = [(x, y + by) for x, y in shape.places]
    return Discs(places, shape.radius) if isinstance(shape, Discs) else shape._replace(places=places)
