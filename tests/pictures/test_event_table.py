import pytest

from raftlib.pictures.event_table import EventTable, Row, event_table
from raftlib.simulation.cluster import Cluster


@pytest.fixture(scope="module")
def history():
    cluster = Cluster(servers=3, seed=2, loss=0.1)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.submit("x=5")
    cluster.run(for_=200)
    cluster.crash("S1")
    cluster.cut_link("S2", "S3")
    cluster.run(for_=100)
    cluster.restart("S1")
    cluster.heal()
    return cluster.history


def test_a_row_for_each_event_of_the_window(history):
    assert len(event_table(history, 0, history.end)) == len(history)
    assert len(event_table(history, 10, 180)) == len(history.window(10, 180))


def test_only_some_kinds(history):
    assert len(event_table(history, 0, history.end, kinds=["crash", "restart"])) == 2
    table = event_table(history, 0, history.end, kinds="election timeout")
    assert {row.event for row in table.rows} == {"election timeout"}
    assert "F2" in {row.rule for row in table.rows}
    assert "becomes a candidate in term 1" in repr(table)


def test_columns_stand_under_their_headers(history):
    header, *lines = repr(event_table(history, 0, history.end)).split("\n")
    for name in ("server", "event", "rule", "why"):
        place = header.index(name)
        assert all(line[place - 1 : place] in ("", " ") for line in lines)
    assert max(map(len, lines)) < 160
    assert all(line == line.rstrip() for line in lines)


def test_no_addresses_and_no_bare_html(history):
    table = event_table(history, 0, history.end)
    html = table._repr_html_()
    assert html.count("<tr>") == len(table) + 1
    assert "0x" not in repr(table) + html
    odd = EventTable([Row("0.000", "S1", "<b>", "", "a & b")])._repr_html_()
    assert "<b>" not in odd
    assert "a &amp; b" in odd


def test_why_a_message_was_lost_is_told(history):
    table = event_table(history, 0, history.end, kinds=["lost"])
    assert len(table)
    assert all(row.why for row in table.rows)
    assert all(row.event.startswith("never gets") for row in table.rows)


def test_an_empty_window(history):
    assert repr(event_table(history, 1, 1)).split() == ["ms", "server", "event", "rule", "why"]
    with pytest.raises(ValueError, match="must not end before it starts"):
        event_table(history, 2, 1)
