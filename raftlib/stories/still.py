"""A story without a kernel: its sentences, numbered, each under a picture of its moment."""
from textwrap import wrap

from raftlib.pictures.picture import Picture
from raftlib.pictures.style import DARK_GREY, GREY, NORMAL, SMALL, WIDTH
from raftlib.stories.little_ring import HIGH, WIDE, draw_ring
from raftlib.stories.story import Story

COLUMNS = 3
LETTERS = 36  # of a line under a picture
LINE = 0.155  # inches from line to line
GAP = 0.12
TOP = 0.24  # above each picture, for its number and time
TURN_LETTERS = 100


def picture_of(story: Story) -> Picture:
    """All beats of a story, as pictures with their sentences, three in a row, and below them the reader's turn."""
    cells = [(scene.record, beat) for scene in story.scenes for beat in scene.told]
    texts = [wrap(beat.said, LETTERS) for _, beat in cells]
    rows = [range(first, min(first + COLUMNS, len(cells))) for first in range(0, len(cells), COLUMNS)]
    heights = [TOP + HIGH + max(len(texts[place]) for place in row) * LINE + GAP for row in rows]
    turn = wrap(story.turn.said, TURN_LETTERS) if story.turn else []
    high = sum(heights) + (len(turn) * LINE + GAP if turn else 0) + GAP
    picture = Picture((WIDTH, high), caption=str(story))
    top = high - GAP / 2
    for row, height in zip(rows, heights, strict=True):
        for column, place in enumerate(row):
            record, beat = cells[place]
            is_another = record is not cells[max(0, place - 1)][0]  # its time begins anew
            at = f"{'another run: ' * is_another}{beat.moment.at / 1000:.1f} ms"
            draw_cell(picture, column * WIDTH / COLUMNS, top, (str(place + 1), at), record, beat, texts[place])
        top -= height
        picture.shape([(0.1, top + GAP / 2), (WIDTH - 0.1, top + GAP / 2)], edge=GREY, width=0.6)
    for number, line in enumerate(turn):
        picture.words(0.15, top - GAP - number * LINE, line, NORMAL, ha="left")
    return picture


def draw_cell(picture: Picture, left: float, top: float, title: tuple[str, str], record, beat,
              lines: list[str]) -> None:
    """One beat: its number and time, the ring, and the sentence."""
    number, at = title
    picture.words(left + 0.15, top - TOP / 2, number, NORMAL, ha="left")
    picture.words(left + WIDTH / COLUMNS - 0.15, top - TOP / 2, at, SMALL, DARK_GREY, ha="right")
    draw_ring(picture, left + (WIDTH / COLUMNS - WIDE) / 2, top - TOP - HIGH, record, beat)
    for number, line in enumerate(lines):
        picture.words(left + 0.15, top - TOP - HIGH - (number + 0.5) * LINE, line, SMALL, ha="left")


def still(story: Story):
    """The MIME bundle of the picture, for places where no widget tells the story."""
    return picture_of(story)._repr_mimebundle_()
