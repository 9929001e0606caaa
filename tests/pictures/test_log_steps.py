"""Logs step by step: the picture of the paper's Figure 8 shows the figure."""
import pytest

from raftlib import Cluster, log_steps, scenarios
from raftlib.pictures.log_cells import NARROW
from raftlib.pictures.log_grid import LEFT
from raftlib.pictures.style import ROLES, WIDTH
from tests.pictures.drawn import covering, extents_of, shapes_in, texts

# What the paper's Figure 8 shows: by step, each server's terms, and who leads.
FIGURE_8 = {
    "(a)": ("12", "12", "1", "1", "1", "S1"),
    "(b)": ("12", "12", "1", "1", "13", "S5"),
    "(c)": ("124", "12", "12", "1", "13", "S1"),
    "(d)": ("13", "13", "13", "13", "13", "S5"),
    "(e)": ("124", "124", "124", "1", "13", None),
}


def steps_of(names):
    return {name: getattr(scenarios, f"figure_8_{name[1]}")() for name in names}


def read(picture, names):
    """The rows of terms of each step, as a reader finds them: a digit right of a server's name, in its step."""
    servers = sorted((words for words in picture.texts if words.weight == "bold" and words.text.startswith("S")),
                     key=lambda words: (-words.y, words.x))
    titles = {words.text: words for words in picture.texts if words.text in names}
    found = {name: {} for name in names}
    for server in servers:
        above = [title for title in titles.values() if title.y > server.y and title.x < server.x]
        step = max(above, key=lambda title: (-title.y, title.x))
        ends = min((other.x for other in servers if other.y == server.y and other.x > server.x), default=WIDTH)
        digits = [words for words in picture.texts if words.text.isdigit() and server.x < words.x < ends - 0.5
                  and abs(words.y - server.y) < 0.1]
        found[step.text][server.text] = "".join(words.text for words in sorted(digits, key=lambda words: words.x))
    return found


@pytest.mark.parametrize("names", [("(a)", "(b)"), ("(c)", "(d)", "(e)"), tuple(FIGURE_8)])
def test_the_picture_shows_the_paper_s_figure(names):
    picture = log_steps(steps_of(names))
    assert read(picture, names) == {
        name: dict(zip(("S1", "S2", "S3", "S4", "S5"), FIGURE_8[name], strict=False)) for name in names}
    leaders = [FIGURE_8[name][-1] for name in names]
    assert len(shapes_in(picture, ROLES["leader"].fill)) == sum(leader is not None for leader in leaders)
    for name, leader in zip(names, leaders, strict=True):
        assert f"{name}: S1 [" in picture.caption
        assert leader is None or f"; {leader} leads" in picture.caption.partition(f"{name}: ")[2].partition(".")[0]


@pytest.mark.parametrize("names", [("(a)",), ("(a)", "(b)"), tuple(FIGURE_8)])
def test_no_word_covers_another_and_all_are_in_the_picture(names):
    picture = log_steps({f"{name} a title that takes more than a single line of room": run
                         for name, run in steps_of(names).items()})
    extents = extents_of(picture)
    assert covering(extents) == []
    for _, (left, low, right, high) in extents:
        assert 0 <= left < right <= picture.size[0]
        assert 0 <= low < high <= picture.size[1]


def test_of_a_log_that_is_too_long_the_end_is_in_sight():
    cluster = Cluster(3, seed=1)
    cluster.run(until=lambda c: c.leader)
    scenarios.busy(cluster, commands=40, every=20)
    picture = log_steps({"long": cluster})
    indexes = [int(text) for text in texts(picture) if text.isdigit() and int(text) > 10]
    assert max(indexes) == 40
    assert min(indexes) > 40 - (WIDTH - LEFT) / NARROW


def test_empty_logs_have_no_legend():
    assert "number and tint: term" not in texts(log_steps({"start": Cluster(3)}))


@pytest.mark.parametrize(("runs", "said"), [
    ({}, "runs is empty: it must have at least one run."), (5, "runs is 5: it must be a dict of runs by title."),
    ({"one": 5}, "history is 5: it must be a History, or a Cluster or a Player, which have one.")])
def test_what_are_no_runs_is_said(runs, said):
    with pytest.raises(ValueError, match="^" + said.replace(".", r"\.")):
        log_steps(runs)
