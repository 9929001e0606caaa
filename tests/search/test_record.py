"""What is on record of the broken rules is what is found again: by the search, and by the random runs named in it."""
import pytest

from raftlib.protocol.server import Server
from raftlib.search import measured, ordinary_run, random_run
from raftlib.search.random_runs import evidence_in
from raftlib.search.record import RUNS
from tests.search.found import UNSAFE, found

ROWS = {row.server: row for row in measured().rows}
each = pytest.mark.parametrize("rule", UNSAFE, ids=lambda rule: rule.server.__name__)


def test_it_has_all_rules_in_their_order():
    assert list(ROWS) == [rule.server.__name__ for rule in UNSAFE]


@each
def test_the_search_finds_what_is_on_record(rule):
    row, shortest = ROWS[rule.server.__name__], found(rule)
    assert (row.rule, row.property, row.moves, row.worlds) == (
        rule.rule, shortest.evidence.property, len(shortest.moves), shortest.worlds)


@each
def test_the_first_run_on_record_breaks_a_property_and_the_ones_before_it_do_not(rule):
    row, server = ROWS[rule.server.__name__], found(rule).server
    for run, number in ((ordinary_run, row.ordinary), (random_run, row.troubled)):
        if number:
            assert evidence_in(run(server, number - 1, rule.servers))
        for seed in range(min((number or RUNS) - 1, 5)):
            assert evidence_in(run(server, seed, rule.servers)) is None


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_run_has_nine_commands_and_three_crashes_and_is_safe_with_the_paper_s_rules(seed):
    cluster = ordinary_run(Server, seed)
    kinds = [event.kind for event in cluster.history]
    assert (kinds.count("crash"), kinds.count("restart")) == (3, 3)
    assert len([call for call in cluster.calls if call.name == "submit"]) == 9
    assert evidence_in(cluster) is None
    assert ordinary_run(Server, seed).history.digest() == cluster.history.digest()


def test_the_table_is_the_same_in_both_forms_and_says_where_it_is_from():
    table = measured()
    text, page = repr(table), table._repr_html_()
    for row in table.rows:
        assert row.server in text
        assert f">{row.server}<" in page
    assert f"none of {RUNS}" in text
    assert table.caption in text
    assert table.caption in page
    assert table.date in table.caption
