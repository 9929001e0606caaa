"""Which way to read is stale in which trouble, and what it costs, is what section 6.4 says of it."""
import pytest

from raftlib import compare_reads
from raftlib.analysis.read_modes import TROUBLES, WAYS

RUNS = 10
CUTS = "the leader is cut off", "cut off, its clock slow"
LOG, MEMORY, INDEX, LEASE = "through the log", "from memory", "by ReadIndex", "by a lease"


@pytest.fixture(scope="module")
def rows():
    return {(row.trouble, row.way): row for row in compare_reads(RUNS).rows}


def test_there_is_a_row_for_each_way_in_each_trouble(rows):
    assert list(rows) == [(trouble, way) for trouble in TROUBLES for way in WAYS]


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("way", [LOG, INDEX])
def test_through_the_log_and_by_read_index_no_read_is_stale(way, trouble, rows):
    assert rows[trouble, way].stale == 0


@pytest.mark.parametrize("trouble", TROUBLES)
def test_by_a_lease_reads_are_stale_only_where_the_clock_is_slow(trouble, rows):
    assert (rows[trouble, LEASE].stale > 0) == (trouble == "cut off, its clock slow")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_from_memory_reads_are_stale_whenever_another_leader_goes_on(trouble, rows):
    assert (rows[trouble, MEMORY].stale > 0) == (trouble in (*CUTS, "the leader crashes"))


def test_without_trouble_each_costs_what_it_must(rows):
    """Three servers: 2 messages with the client, and 4 to the others and back, where these are asked."""
    assert rows["none", MEMORY].messages == 2
    assert rows["none", INDEX].messages == 2 + 4
    assert rows["none", LOG].messages >= 2 + 4  # heartbeats carry what has not been confirmed once more
    assert 2 < rows["none", LEASE].messages <= 2 + 4 / 2  # reads are 80 ms apart at the most, and a lease lasts 120


def test_without_trouble_a_read_takes_one_round_trip_or_two(rows):
    for way, usual, most in ((MEMORY, 1, 1), (LEASE, 1, 2), (LOG, 2, 2), (INDEX, 2, 2)):
        assert 10 * usual <= rows["none", way].milliseconds <= 30 * usual
        assert rows["none", way].slowest <= 30 * most


@pytest.mark.parametrize("trouble", CUTS)
def test_who_never_answers_too_old_waits_until_the_cut_is_over(trouble, rows):
    assert rows[trouble, LOG].slowest >= 600
    assert rows[trouble, INDEX].slowest >= 600
    assert rows[trouble, MEMORY].slowest < 300


def test_parts_are_the_same_as_all(rows):
    assert compare_reads(RUNS, ways=[LEASE]).rows == tuple(rows[trouble, LEASE] for trouble in TROUBLES)
    assert compare_reads(RUNS, iter([MEMORY]), ("none",)).rows == (rows["none", MEMORY],)


def test_the_table_is_the_same_in_both_forms(rows):
    table = compare_reads(2, troubles=["the leader is cut off"])
    text, page = repr(table), table._repr_html_()
    for row in table.rows:
        line = next(line for line in text.splitlines() if row.way in line)
        assert all(cell in line and f">{cell}<" in page for cell in row.cells)
    assert [row.cells[-1] for row in table.rows] == ["2 of 2", "none of 2", "none of 2", "none of 2"]
    assert text.endswith(table.caption)
    assert page.endswith(table.caption)
