"""A server comes back from a snapshot as it was, with whatever its class adds."""
import pytest

from raftlib.protocol.log import Entry, Log
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.server import Server
from raftlib.search.snapshot import put, renamed, taken

PEERS = {"S1": ("S2", "S3"), "S2": ("S1", "S3"), "S3": ("S1", "S2")}


class Adds(Server):
    """A class with attributes of many kinds."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.heard = []
        self.by_peer = {"S2": {1, 2}, "S3": (Entry(1, "x=5"), None)}

    def receive(self, message):
        self.heard.append(message)
        self.last = message.sender
        return super().receive(message)


def test_what_a_class_adds_comes_back_and_is_not_shared():
    server = Adds("S1", PEERS["S1"])
    before = taken(server)
    server.receive(RequestVote("S2", "S1", 1, "S2", 0, 0))
    after = taken(server)
    assert before != after
    put(server, before)
    assert (server.heard, hasattr(server, "last"), server.voted_for) == ([], False, None)
    server.by_peer["S2"].add(3)
    put(server, after)
    assert server.by_peer == {"S2": {1, 2}, "S3": (Entry(1, "x=5"), None)}
    assert type(server.by_peer["S3"][0]) is Entry
    assert (server.last, server.voted_for, len(server.heard)) == ("S2", "S2", 1)
    assert hash(after) == hash(taken(server))
    assert after == taken(server)


def test_names_may_be_exchanged_everywhere():
    server = Adds("S1", PEERS["S1"], current_term=3, voted_for="S3", log=[1, 2])
    server.last = ["S1", "S3"]
    turned = renamed(taken(server), {"S1": "S2", "S2": "S3", "S3": "S1"})
    assert (turned.state.id, turned.state.peers, turned.state.voted_for) == ("S2", ("S1", "S3"), "S1")
    other = Adds("S2", PEERS["S2"])
    put(other, turned)
    assert other.last == ["S2", "S1"]
    assert other.by_peer == {"S3": {1, 2}, "S1": (Entry(1, "x=5"), None)}
    back = renamed(turned, {"S2": "S1", "S3": "S2", "S1": "S3"})
    put(server, back)
    assert (server.by_peer["S2"], server.log) == ({1, 2}, Log([1, 2]))


def test_a_leader_s_indexes_follow_their_servers():
    leader = Server("S1", PEERS["S1"], 1)
    leader.election_timeout()
    leader.become_leader()
    leader.next_index, leader.match_index = {"S2": 5, "S3": 7}, {"S2": 1, "S3": 2}
    turned = renamed(taken(leader), {"S1": "S3", "S2": "S2", "S3": "S1"}).state
    assert dict(zip(turned.peers, turned.next_index, strict=True)) == {"S2": 5, "S1": 7}
    assert dict(zip(turned.peers, turned.match_index, strict=True)) == {"S2": 1, "S1": 2}


def test_what_can_t_be_compared_is_refused_in_one_sentence():
    server = Server("S1", PEERS["S1"])
    server.clock = object()
    with pytest.raises(ValueError, match=r"^Server\.clock is <object object at .*>: what a class adds to a server must "
                                         r"be made of numbers, texts, tuples, lists, sets and dicts, or no search can "
                                         r"tell two moments of it apart\.$"):
        taken(server)
