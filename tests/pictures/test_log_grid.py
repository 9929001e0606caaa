"""The grid of logs: what it shows is what the servers hold, and how far each knows it to have come."""
import re
from itertools import groupby

import pytest

from raftlib import Cluster, Server, scenarios
from raftlib.pictures.log_cells import cell_width, fitted
from raftlib.pictures.log_grid import COLUMNS, first_column, grid_of, log_grid
from raftlib.pictures.log_rows import APPENDED, APPLIED, COMMITTED, first_conflict, rows_of, why_dashed
from raftlib.pictures.log_sides import CAN, CANNOT
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import DASHED, ROLES, TERMS, VERMILION, luminance, text_width
from raftlib.protocol.log import Log
from raftlib.search import explore
from raftlib.search.broken_rules import SupposesMore
from tests.pictures.drawn import covering, extents_of, marks_in, texts


def rows(cluster, time=None):
    moment = cluster.history.at(cluster.time if time is None else time)
    return {row.server: row for row in rows_of(moment)}


def test_conflicts_of_figure_7():
    cluster = scenarios.figure_7()
    cluster.run(until=lambda c: c.leader)
    # Of c and d the extra entries conflict with nothing yet; e and f differ from where the paper's figure shows it.
    assert {id: row.conflict for id, row in rows(cluster).items()} == {
        "leader": 0, "a": 0, "b": 0, "c": 0, "d": 0, "e": 6, "f": 4}


def test_the_legend_says_of_a_cross_what_is_true_of_figure_7():
    # d's entry 11 is none of the leader's and bears no cross; f's does, and so does its entry 4, the first conflict.
    cluster = scenarios.figure_7()
    cluster.run(until=lambda c: c.leader)
    picture = log_grid(cluster.history, cluster.time)
    assert marks_in(picture, VERMILION) - 1 == sum(row.state.log.last_index - row.conflict + 1
                                                   for row in rows(cluster).values() if row.conflict)
    assert "from a conflict with the leader's log on" in texts(picture)


@pytest.mark.parametrize(("log", "leader", "index"), [
    ([1, 1], [1, 1], 0), ([], [1], 0), ([1, 2], [1], 0), ([1, 2], [1, 3], 2), ([2, 2], [1, 2], 1)])
def test_a_conflict_is_the_first_index_where_the_terms_differ(log, leader, index):
    assert first_conflict(Log(log), Log(leader)) == index


def test_the_leader_s_notes_stand_under_its_followers_and_not_under_itself():
    cluster = scenarios.one_command()
    at_answer = rows(cluster, 417)
    assert {id: row.match_index for id, row in at_answer.items()} == {"S1": 1, "S2": None, "S3": 0, "S4": 0, "S5": 1}
    assert {id: row.next_index for id, row in at_answer.items() if id != "S2"} == {"S1": 2, "S3": 1, "S4": 1, "S5": 2}


def test_how_far_an_entry_has_come():
    cluster = scenarios.one_command()
    assert [rows(cluster, 417)[id].stage(1) for id in ("S2", "S1")] == [APPLIED, APPENDED]
    assert [row.stage(1) for row in rows(cluster).values()] == [APPLIED] * 5
    state = cluster.servers["S1"].freeze()._replace(last_applied=0)
    assert rows(cluster)["S1"]._replace(state=state).stage(1) == COMMITTED


def test_the_values_are_the_state_machine_s():
    cluster = scenarios.entry_survives()
    for id, row in rows(cluster).items():
        values = cluster.machines[id].values
        assert row.values == "  ".join(f"{name}={value}" for name, value in values.items())


def test_a_long_log_is_shown_round_its_commit_index_and_says_so():
    cluster = Cluster(3, seed=1)
    cluster.run(until=lambda c: c.leader)
    scenarios.busy(cluster, commands=40, every=20)
    shown = list(rows(cluster).values())
    commit = max(row.state.commit_index for row in shown)
    picture = log_grid(cluster.history, cluster.time)
    said = re.fullmatch(r"at .* ms, indexes (\d+) to 40 of 40: round the highest commit index", texts(picture)[0])
    first = int(said[1])
    assert 1 < first <= commit
    assert str(first) in texts(picture)
    assert str(first - 1) not in texts(picture)


@pytest.mark.parametrize("count", range(1, 20))
def test_a_log_for_which_there_is_room_is_shown_whole(count):
    cluster = Cluster(3, seed=1)
    cluster.run(until=lambda c: c.leader)
    scenarios.busy(cluster, commands=count, every=20)
    picture = log_grid(cluster.history, cluster.time)
    columns = grid_of(list(rows(cluster).values()), 0).columns
    is_part = "indexes" in texts(picture)[0]
    assert is_part == (count > columns)  # as many cells as there are columns, and no empty one
    assert is_part or {str(index) for index in range(1, count + 1)} <= {*texts(picture)}


def test_a_short_log_is_shown_from_its_start():
    assert first_column(list(rows(scenarios.figure_7()).values()), COLUMNS) == 1
    assert texts(log_grid(scenarios.figure_6().history, 0))[0] == "at 0 ms"


@pytest.mark.parametrize("servers", range(1, 10))
def test_every_server_s_row_is_on_the_paper(servers):
    cluster = Cluster(servers, seed=3)
    cluster.run(to=500)
    picture = log_grid(cluster.history, 500)
    width, height = picture.size
    for words in picture.texts:
        assert 0 < words.x < width
        assert 0 < words.y < height
    assert [f"S{number}" in texts(picture) for number in range(1, servers + 1)] == [True] * servers


def test_erased_entries_and_crashed_servers_are_marked():
    cluster = scenarios.figure_7()
    cluster.run(until=lambda c: c.leader)
    plain = log_grid(scenarios.figure_6().history, 0)
    assert marks_in(log_grid(cluster.history, cluster.time), VERMILION) > marks_in(plain, VERMILION)
    cluster.crash("a")
    svg = log_grid(cluster.history, cluster.time).svg()
    assert re.search(r">down t\d</text>", svg)


def corners(shape):
    """The left, lower, right and upper edge of a shape."""
    return (min(x for x, _ in shape.places), min(y for _, y in shape.places),
            max(x for x, _ in shape.places), max(y for _, y in shape.places))


def behind(seed):
    """A follower, or several, that lack most of a long log, or have one of their own."""
    cluster = Cluster(5, seed=seed)
    cluster.run(until=lambda c: c.leader)
    scenarios.busy(cluster, commands=3 * seed % 7, every=10)
    cluster.run(for_=100)
    old = cluster.leader
    others = [id for id in cluster.servers if id != old]
    cluster.cut([old, *others[:seed % 3]], others[seed % 3:])
    for value in range(seed % 5):
        cluster.submit(f"x+={value}", to=old)
    cluster.run(for_=500)
    scenarios.busy(cluster, commands=10 + 4 * seed, every=20)
    if seed % 2:
        cluster.heal()
    cluster.run(for_=20 + seed)
    return cluster


@pytest.mark.parametrize("seed", range(20))
def test_no_triangle_number_or_cross_covers_another_or_words(seed):
    cluster = behind(seed)
    picture = log_grid(cluster.history, cluster.time)
    triangles = [corners(shape) for shape, _ in picture.shapes[5]]
    crosses = [corners(shape) for shape, _ in picture.shapes.get(4, ())]
    extents = extents_of(picture)
    marks = [("mark", place) for place in (*triangles, *crosses)]
    assert len(triangles) == 2 * sum(row.match_index is not None for row in rows(cluster).values()) + 2  # the legend
    assert covering(extents + marks) == []


@pytest.mark.parametrize("commands", [["x=5", "z=11"], ["x+=1"], ["y=10", "y-=2"], ["x=now()", "y=1"], [""]])
def test_cells_are_wide_enough_for_their_words(commands):
    wide = cell_width(commands) - 0.04
    picture = Picture((5, 1))
    for command in commands:
        picture.words(2, 0.5, command)
    for _, (left, _, right, _) in extents_of(picture):
        assert right - left < wide - 0.05


@pytest.mark.parametrize("seed", range(12))
def test_the_sides_of_a_cut_can_do_what_is_said_of_them(seed):
    cluster = Cluster(5, seed=seed)
    cluster.run(until=lambda c: c.leader)
    ids = [*cluster.servers]
    shuffled = ids[seed % 5:] + ids[:seed % 5]
    sides = [shuffled[:1 + seed % 4], shuffled[1 + seed % 4:]]
    if seed % 3 == 0:
        cluster.crash(shuffled[-1])
    cluster.cut(*sides)
    cluster.run(for_=1500)
    picture = log_grid(cluster.history, cluster.time)
    words = sorted(((each.y, each.text) for each in picture.texts if each.text in (CAN, CANNOT)), reverse=True)
    lines = [shape.places for shape, look in picture.shapes[1] if look.dash == DASHED and look.edge == VERMILION]
    side_of = [next(place for place, side in enumerate(sides) if id in side) for id in ids]
    runs = [side for side, _ in groupby(side_of)]
    assert len(lines) == len(runs) - 1
    assert len(words) == len(runs)
    for side in range(2):
        for id in sides[side]:
            if id in cluster.leaders:
                cluster.submit("x=1", to=id)
    cluster.run(for_=300)
    committed = [any(cluster.servers[id].commit_index for id in side) for side in sides]
    assert [text == CAN for _, text in words] == [committed[side] for side in runs]


def test_without_a_cut_there_are_no_sides():
    shown = texts(log_grid(scenarios.one_command().history, 440))
    assert not {CAN, CANNOT} & {*shown}


def test_why_an_entry_stays_dashed_is_said_as_long_as_it_does():
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    request = cluster.submit("x=1")
    cluster.run(until=lambda c: request.status == "answered")
    cluster.cut(["S2"], ["S1", "S3", "S4", "S5"])
    cluster.run(until=lambda c: c.leader != "S2")
    assert why_dashed([*rows(cluster).values()]) == ""  # it has heard of no copy yet
    cluster.run(for_=30)
    why = "index 1 stays dashed at S5 though a majority has it: S5 counts only copies of entries of its own term, 2"
    picture = log_grid(cluster.history, cluster.time)
    assert why in texts(picture)
    assert picture.caption.endswith(f"; {why}.")
    cluster.submit("y=1", to=cluster.leader)
    cluster.run(for_=40)
    assert why_dashed([*rows(cluster).values()]) == ""


@pytest.mark.parametrize("seed", range(20))
def test_what_stays_dashed_is_on_a_majority_and_of_an_older_term(seed):
    cluster = behind(seed)
    for time in range(0, int(cluster.time), 7):
        said = re.match(r"index (\d+) stays dashed .*: (S\d) .*, (\d+)$", why_dashed([*rows(cluster, time).values()]))
        if said:
            states = cluster.history.at(time).servers
            index, leader, term = int(said[1]), states[said[2]], int(said[3])
            assert sum(state.log.matches(index, leader.log.term_at(index)) for state in states.values()) >= 3
            assert leader.log.term_at(index) < term == leader.current_term
            assert leader.commit_index < index


def test_a_leader_that_takes_more_for_known_than_there_is_can_be_drawn():
    run = explore(SupposesMore, terms=2, entries=1).cluster()
    assert "S1" in log_grid(run, run.time).caption
    assert why_dashed(rows_of(run.history.at(run.time))) == ""


def test_each_command_and_term_can_be_read():
    cluster = scenarios.one_command()
    assert texts(log_grid(cluster.history, 440)).count("x=5") == 10  # five entries, five values
    for tint in TERMS:
        assert luminance(tint) > 0.6  # black words on it
        assert tint not in {style.fill for style in ROLES.values()}


def test_a_wide_text_is_cut_short():
    assert fitted("x=5", 1.0) == "x=5"
    cut = fitted("long_name=12345", 0.5)
    assert cut.endswith("…")
    assert text_width(cut) <= 0.5


def test_the_caption_counts():
    assert log_grid(scenarios.one_command().history, 440).caption == (
        "At 440 ms the logs have 1 entry; S2 knows its own to be committed up to index 1; S2 leads (term 1).")
    assert "2 to 8 entries; none of them is known to be committed" in log_grid(scenarios.figure_6().history, 0).caption


def test_the_caption_says_whose_log_is_committed():
    cluster = scenarios.partition_with_clients()
    assert "S3 knows its own to be committed up to index 3;" in log_grid(cluster.history, 900).caption


def test_the_same_moment_is_the_same_picture():
    one, two = (log_grid(scenarios.slow_follower().history, 700).svg() for _ in range(2))
    assert one == two


def test_a_time_before_the_run_is_refused():
    with pytest.raises(ValueError, match="time is -1"):
        log_grid(Cluster(servers=[Server("S1", [])]).history, -1)
