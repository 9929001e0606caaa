"""PySyncObj's servers: alive, and what they tell of themselves as it was recorded from a cluster of version 0.3.17."""
import json
from pathlib import Path

import pytest

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.ports import is_free
from raftlib.clusters.pysyncobj import PACKAGE, PySyncObjCluster, told
from tests.clusters.alone import answers_a_stale_read_and_nothing_else
from tests.clusters.needed import needs

RECORDED = Path(__file__).with_name("recorded")
ADDRESSES = {"S1": "127.0.0.1:29427", "S2": "127.0.0.1:24602", "S3": "127.0.0.1:30319"}  # of that cluster
alive = needs("pysyncobj", PACKAGE)


def recorded(name: str) -> dict:
    """What a server's getStatus() was, after a cluster's third write."""
    return told(json.loads((RECORDED / f"pysyncobj_{name}.json").read_text()), ADDRESSES)


def test_what_a_leader_tells():
    """S2 led: all was acknowledged, so each of the others has all that it has."""
    status = recorded("leader")
    assert (status["role"], status["leader"], status["term"]) == ("leader", "S2", 1)
    assert status["match_index"] == {"S1": status["last_index"], "S3": status["last_index"]}
    assert status["next_index"] == {id: index + 1 for id, index in status["match_index"].items()}


def test_what_a_follower_tells():
    """S1 followed, and says the same of the log, but nothing of the others."""
    status, leaders = recorded("follower"), recorded("leader")
    assert (status["role"], status["leader"], status["match_index"]) == ("follower", "S2", None)
    assert [status[name] == leaders[name] for name in ("term", "last_index", "commit_index")] == [True] * 3


def test_a_leader_that_has_ceased_to_be_one_says_nothing_of_the_others():
    """PySyncObj goes on to tell the indexes that it had then."""
    status = json.loads((RECORDED / "pysyncobj_leader.json").read_text()) | {"state": 0, "leader": None}
    assert [told(status, ADDRESSES)[name] for name in ("role", "leader", "match_index")] == ["follower", None, None]


def test_a_missing_package_is_named_with_what_brings_it(monkeypatch):
    """One sentence with the line for pip."""
    monkeypatch.setattr("raftlib.clusters.pysyncobj.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match=r"pip install pysyncobj==0\.3\.17"):
        PySyncObjCluster()


@pytest.mark.parametrize("journal", ["yes", None])
def test_a_journal_is_there_or_not(journal):
    """Not a file's name."""
    with pytest.raises(ValueError, match="journal"):
        PySyncObjCluster(journal=journal)


@alive
def test_writes_go_on_under_a_new_leader_and_nothing_is_left_at_the_end():
    """Each server can be written to and read from; the old leader, killed and started again, gets all it has missed."""
    with PySyncObjCluster(journal=True) as cluster:
        for number, id in enumerate(cluster.ids):
            assert cluster.put("a key of ours", f"é{number}", to=id)
            assert cluster.get("a key of ours", of=id).value == f"é{number}"
        assert cluster.get("no such key").value is None
        old = cluster.leader
        term = cluster.status(old).term
        cluster.crash(old)
        cluster.wait_for_write()
        assert cluster.leader != old
        assert cluster.status(cluster.leader).term > term
        told_by_log = cluster.changes(cluster.leader)
        assert told_by_log[0].role == "follower"
        assert told_by_log[-1][1:] == ("leader", cluster.status(cluster.leader).term)
        assert [each.time for each in told_by_log] == sorted(each.time for each in told_by_log)
        assert cluster.get("a key of ours").value == "é2"
        cluster.restart(old)
        assert cluster.status(old).term >= term  # from the journal
        assert cluster.put("a key of ours", "last", to=old, timeout=20_000)
        assert cluster.get("a key of ours", of=old, stale=True).value == "last"  # it has applied what it acknowledged
    ports = cluster._clients.values()
    assert not cluster.folder.exists()
    assert all(is_free(port) for port in ports)


@alive
def test_without_a_journal_a_majority_that_was_down_has_forgotten_what_it_acknowledged():
    """Not a bug of the cluster's: it is what the documentation's examples do."""
    with PySyncObjCluster() as cluster:
        assert cluster.put("a", "acknowledged")
        for id in cluster.ids:
            cluster.crash(id)
        for id in cluster.ids:
            cluster.restart(id)
        cluster.wait_for_write()
        read = cluster.get("a", timeout=20_000)
        assert read
        assert read.value is None


@alive
def test_a_server_alone_tells_what_it_has_but_can_do_nothing():
    """Its own dict can be read, though no command ends."""
    with PySyncObjCluster() as cluster:
        leader = cluster.leader
        alone, other = (id for id in cluster.ids if id != leader)
        assert cluster.put("a", "1", to=alone)
        cluster.crash(other)
        cluster.crash(leader)
        answers_a_stale_read_and_nothing_else(cluster, alone, timeout=1500)
