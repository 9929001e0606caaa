"""The questions to real systems: what is on record of them holds together, and they can be put to any system."""
import json
import re
from functools import cache

import pytest

from raftlib.clusters import experiments, measured
from raftlib.clusters.measured import EXPERIMENTS, SAME_AS, answers_of, ask, in_words, recorded
from raftlib.clusters.records import on_record
from raftlib.clusters.systems import SYSTEMS, VERSIONS
from tests.clusters.plain import Paced

RECORD = on_record("answers")
ROWS = [(system, name, row) for system, answers in RECORD["answers"].items() for name, rows in answers.items()
        for row in rows]


def rows_of(name):
    return [row for _, other, row in ROWS if other == name]


# ---- The record ----------------------------------------------------------------------------------------------

def test_all_that_is_on_record_was_asked():
    assert set(RECORD["answers"]) == set(RECORD["versions"]) <= set(SYSTEMS)
    assert all(RECORD["versions"][system] == VERSIONS[system] for system in RECORD["versions"])
    for answers in RECORD["answers"].values():
        assert set(answers) <= set(EXPERIMENTS) - set(SAME_AS)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", RECORD["date"])


def test_a_system_that_was_asked_was_asked_everything():
    asked = {name for name, experiment in EXPERIMENTS.items() if experiment.repeats}
    assert [system for system, answers in RECORD["answers"].items()
            if {name for name, rows in answers.items() if rows} != asked] == []
    assert all(experiment.repeats or name in SAME_AS for name, experiment in EXPERIMENTS.items())


def test_the_table_has_a_row_for_each_question_and_a_column_for_each_system():
    table = recorded()
    assert table.head == ("question", *(RECORD["versions"].get(system, VERSIONS[system]) for system in SYSTEMS))
    assert [row[0] for row in table.rows] == [experiment.question for experiment in EXPERIMENTS.values()]
    for name, (_, *cells) in zip(EXPERIMENTS, table.rows, strict=True):
        for system, cell in zip(SYSTEMS, cells, strict=True):
            rows = RECORD["answers"].get(system, {}).get(SAME_AS.get(name, name))
            assert cell.startswith(EXPERIMENTS[name].said(rows) if rows else "–")
            assert rows is None or re.search(rf"of {len(rows)}\b|; {len(rows)} times$", cell)  # how often it was asked
    assert RECORD["date"] in table.caption
    assert repr(table).endswith(table.caption)
    assert table._repr_html_().count("<tr>") == 1 + len(EXPERIMENTS)


def test_a_part_of_the_table_is_the_same_as_in_the_whole():
    whole, part = recorded(), recorded("kill all", "fresh cluster", systems=["PySyncObj", "etcd"])
    places = [1 + list(SYSTEMS).index(system) for system in ("PySyncObj", "etcd")]
    rows = dict(zip(EXPERIMENTS, whole.rows, strict=True))
    assert part.rows == tuple((rows[name][0], *(rows[name][place] for place in places))
                              for name in ("kill all", "fresh cluster"))


def test_who_was_never_asked_has_a_dash():
    assert in_words("kill all", {}) == "–"


def test_an_answer_says_how_often_it_was_given_once():
    rows = {"no majority": [{"leads for": 1000.0}] * 3,
            "stop a follower": [{"terms": 0, "same leader": True}] * 3,
            "kill all": [{"lost": 0, "acknowledged": 19}, {"lost": 0, "acknowledged": 19}],
            "fresh cluster": [{"term": 2, "index": 9}]}
    assert in_words("who leads alone", rows) == "for 1 s; 3 times"
    assert in_words("stop a follower", rows) == "term +0; the same leader in 3 of 3"
    assert in_words("kill all", rows) == "0 of 38 lost; 2 times"
    assert in_words("fresh cluster", rows) == "term 2; index 9; 1 time"


@pytest.mark.parametrize(("names", "end"), [
    (["fresh cluster", "kill all"], "three servers."), (["write to a follower"], "three servers. Times are medians."),
    (["kill the leader", "fresh cluster"], "Times are medians, in brackets the least and the most.")])
def test_of_times_is_said_what_they_are_where_there_are_any(names, end):
    assert recorded(*names).caption.endswith(end)


def test_terms_never_fall_and_a_new_leader_takes_one_at_least():
    """§5.1, §5.2: whoever stands for election does so in a new term."""
    assert [row for name in EXPERIMENTS for row in rows_of(name) if row.get("terms", 0) < 0] == []
    assert [row for name in ("kill the leader", "ask the leader to end") for row in rows_of(name)
            if row["terms"] < 1] == []
    assert [row for row in rows_of("fresh cluster") if row["term"] < 1 or row["index"] < 1] == []


def test_nothing_is_acknowledged_without_a_majority():
    """§5.3: an entry is committed once it is on a majority."""
    assert [row for row in rows_of("no majority") if row["acknowledged"]] == []
    assert all(row["done"] for row in rows_of("write to a stopped leader") if row["acknowledged"])


def test_what_etcd_acknowledged_is_there_after_a_crash_of_all():
    """It answers only when a majority has written it to disk."""
    rows = answers_of("kill all", "etcd")
    assert all(row["acknowledged"] > 0 for row in rows)
    assert sum(row["lost"] for row in rows) == 0
    assert [row for row in rows_of("kill all") if not 0 <= row["lost"] <= row["acknowledged"]] == []


# ---- Put to a system that is here ----------------------------------------------------------------------------

@pytest.fixture(scope="module")
def asked():
    """What a system of our own answers to each question: it is no Raft, and there is little patience with it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SETTLE", "LONG", "ALONE"):
            patch.setattr(experiments, name, 200)
        patch.setitem(SYSTEMS, "plain", lambda: Paced(election_timeout=20))
        patch.setitem(VERSIONS, "plain", "plain 1")
        yield cache(lambda name: measured.once(name, "plain"))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_each_question_can_be_put_to_any_system(asked, name):
    """The answer can be recorded, and be put into words."""
    row = asked(SAME_AS.get(name, name))
    assert json.loads(json.dumps(row)) == row
    assert EXPERIMENTS[name].said([row])


@pytest.mark.parametrize(("name", "answer"), [
    ("fresh cluster", {"term": 1, "index": 1}),  # S1 leads term 1, and has one key
    ("stop a follower", {"terms": 0, "same leader": True}),
    ("alone", {"terms": 0, "says": 0}),  # there are no elections
])
def test_the_answers_of_a_system_without_elections(asked, name, answer):
    assert asked(name) == answer


def test_a_system_that_keeps_each_write_on_one_server_loses_what_others_acknowledged(asked):
    """The leader has a third of it."""
    row = asked("kill all")
    assert 0 < row["lost"] < row["acknowledged"]


def test_a_system_without_majorities_acknowledges_what_one_server_has(asked):
    row = asked("no majority")
    assert (row["acknowledged"], row["done"], row["leads for"]) == (True, True, None)


@pytest.mark.parametrize(("repeats", "times"), [(1, "1 time"), (2, "2 times")])
def test_what_is_said_here_and_now(asked, repeats, times):
    table = ask("fresh cluster", "plain", repeats)
    assert table.head == ("question", "plain 1, here and now")
    assert table.rows == ((EXPERIMENTS["fresh cluster"].question, "term 1; index 1"),)
    assert table.caption == f"Measured just now on this machine, {times}."


# ---- Bad input -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("call", "sentence"), [
    (lambda: recorded("kill"), "names is 'kill': it must be one of fresh cluster, "),
    (lambda: recorded("kill all", systems=["etc"]), "systems is 'etc': it must be one of etcd, NATS, "),
    (lambda: recorded(7), "names is 7: it must be one of"),
    (lambda: answers_of("kill", "etcd"), "name is 'kill': it must be one of"),
    (lambda: answers_of("kill all", "zookeeper"), "system is 'zookeeper': it must be one of"),
    (lambda: ask("kill"), "name is 'kill': it must be one of"),
    (lambda: ask("kill all", "zookeeper"), "system is 'zookeeper': it must be one of"),
    (lambda: ask("kill all", repeats=0), "repeats is 0: it must be a whole number from 1 to 1000."),
    (lambda: ask("kill all", repeats=1001), "repeats is 1001: it must be"),
])
def test_bad_input(call, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        call()
