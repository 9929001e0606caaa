"""The logs of all servers at several moments, beside one another, as the paper's Figure 8 has them."""
from textwrap import wrap
from typing import NamedTuple

from raftlib.pictures.arguments import by_name
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend import with_legend
from raftlib.pictures.log_cells import CELL_HEIGHT, NARROW, cell_width
from raftlib.pictures.log_grid import CELLS, LEFT, Grid, draw_indexes, draw_log, entries_of
from raftlib.pictures.log_rows import Row, commands_of, longest_of, rows_of
from raftlib.pictures.logs_in_words import entry_words
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import SMALL, WIDTH, text_width, who_leads
from raftlib.protocol.state import LEADER
from raftlib.simulation.history import recorded

BOLD = 1.15 * SMALL  # what bold letters take, as if they were so many points high
ROW = 0.44  # inches from one server to the next
GAP = 0.16  # inches at least from one step to the one beside it
LINE, INDEXES, BELOW = 0.17, 0.26, 0.14  # inches: a line of a title, the columns' numbers, and below a step


class Step(NamedTuple):
    """What is drawn of a run: its title in lines, and all logs at its end."""

    title: list[str]
    rows: list[Row]


def log_steps(runs) -> Picture:
    """Draw all logs at the end of each of several runs, step beside step, without what the leader believes of others.

    `runs` has each run (a History, or a Cluster or a Player, which have one) by its title. Raises ValueError for
    anything else, or for no run at all.
    """
    runs = {str(title): recorded(run) for title, run in by_name("runs", runs, "runs by title").items()}
    if not runs:
        raise ValueError("runs is empty: it must have at least one run.")
    logs = {title: own_rows(history) for title, history in runs.items()}
    every = [row for rows in logs.values() for row in rows]
    cell = cell_width(commands_of(every), NARROW)
    columns = min(longest_of(every), int((WIDTH - LEFT - CELLS) / cell)) or 1
    grid = Grid(LEFT, max(1, longest_of(every) - columns + 1), columns, cell)
    beside = min(max(1, int((WIDTH - LEFT + GAP) / (grid.right - LEFT + GAP))), len(logs))
    place = (WIDTH - LEFT) / beside
    letters = int((place - GAP) / text_width("n", BOLD))
    steps = [Step(wrap(title, letters), rows) for title, rows in logs.items()]
    lines = [steps[first:first + beside] for first in range(0, len(steps), beside)]
    picture = Picture((WIDTH, sum(map(height_of, lines))), " ".join(map(tell, logs, logs.values())))
    picture.in_words = lambda: [steps_table(title, rows) for title, rows in logs.items()]
    top = picture.size[1]
    for line in lines:
        for number, step in enumerate(line):
            draw_step(picture, step, grid._replace(left=LEFT + number * place), top, line)
        top -= height_of(line)
    return with_legend(picture, entries_of(every, grid))


def own_rows(history) -> list[Row]:
    """The rows of a run at its end, without the leader's notes on them."""
    return [row._replace(match_index=None) for row in rows_of(history.at(history.end))]


def steps_table(title: str, rows: list[Row]) -> Table:
    """A step in words: what each log holds."""
    indexes = range(1, longest_of(rows) + 1)
    return Table(title, ("server", *(f"index {index}" for index in indexes)), [
        (f"{row.server}: {row.role}, term {row.state.current_term}", *(entry_words(row, index) for index in indexes))
        for row in rows])


def head_of(line: list[Step]) -> float:
    """How much room (inches) the titles and the columns' numbers take, of steps beside one another."""
    return max(len(step.title) for step in line) * LINE + INDEXES


def height_of(line: list[Step]) -> float:
    """How high (inches) steps beside one another are."""
    return head_of(line) + ROW * max(len(step.rows) for step in line) + BELOW


def draw_step(picture: Picture, step: Step, grid: Grid, top: float, line: list[Step]) -> None:
    """One step: its title, the columns' numbers, and the logs."""
    for number, words in enumerate(step.title):
        picture.words(grid.left, top - LINE * (number + 0.5), words, ha="left", weight="bold")
    top -= head_of(line)
    draw_indexes(picture, grid, top + 0.1)
    for number, row in enumerate(step.rows):
        draw_log(picture, row, grid, top - ROW * number - CELL_HEIGHT)


def tell(title: str, rows: list[Row]) -> str:
    """A step in words: the terms in each log, and who leads."""
    logs = ", ".join(f"{row.server} [{', '.join(map(str, row.state.log.terms))}]" for row in rows)
    leaders = [(row.server, row.state.current_term) for row in rows if row.role == LEADER]
    return f"{title}: {logs}; {who_leads(leaders)}."
