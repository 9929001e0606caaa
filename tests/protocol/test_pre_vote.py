"""A pre-vote, call by call (§9.6): what it is given for, what it changes, and what comes of it."""
import pytest

from raftlib import EtcdServer, PreVoteServer, RequestVote
from raftlib.protocol.messages import AppendEntries, PreVote, PreVoteReply
from raftlib.protocol.state import AS_BEFORE, CANDIDATE, FOLLOWER
from tests.protocol.helpers import IDS, rules, why


def asks(term, last_index=2, last_term=1, receiver="S2"):
    return PreVote("S1", receiver, term, "S1", last_index, last_term)


def s2(term=3, voted_for=None, heard=None, ticks=0):
    """A server with the log [1, 1] that heard a leader `heard` ticks ago, if at all."""
    server = PreVoteServer("S2", IDS, term, voted_for, log=[1, 1])
    if heard is not None:
        server.receive(AppendEntries("S3", "S2", term, "S3", 2, 1, (), 0))
        for _ in range(heard):
            server.tick()
    return server


@pytest.mark.parametrize(("server", "request_", "granted"), [
    (s2(), asks(4), True),
    (s2(voted_for="S3"), asks(4), True),  # the vote of this term is not that of the next
    (s2(), asks(3), False),
    (s2(), asks(2), False),
    (s2(), asks(9), True),
    (s2(), asks(4, 1), False),
    (s2(), asks(4, 1, 2), True),
    (s2(heard=0), asks(4), False),
    (s2(heard=14), asks(4), False),
    (s2(heard=15), asks(4), True),
])
def test_it_is_given_as_a_vote_would_be_and_changes_nothing(server, request_, granted):
    before = server.freeze()
    assert server.receive(request_) == [PreVoteReply("S2", "S1", 3, granted, request_.term)]
    assert (server.freeze(), server.timer_restarts, rules(server)) == (before, False, ["§9.6"])


def test_a_server_stands_when_a_majority_would_vote_for_it_and_asks_anew_if_it_is_not_elected():
    server = PreVoteServer("S1", IDS, 3, log=[1, 1])
    assert server.election_timeout() == [asks(4), asks(4, receiver="S3")]
    assert (server.role, server.current_term, server.voted_for, server.timer_restarts) == (FOLLOWER, 3, None, True)
    requests = server.receive(PreVoteReply("S2", "S1", 3, True, 4))
    assert requests == [RequestVote("S1", id, 4, "S1", 2, 1) for id in ("S2", "S3")]
    assert (server.role, server.current_term, server.voted_for) == (CANDIDATE, 4, "S1")
    assert server.election_timeout() == [asks(5), asks(5, receiver="S3")]
    assert (server.role, server.current_term, server.voted_for) == (FOLLOWER, 4, "S1")


@pytest.mark.parametrize(("reply", "said"), [
    (PreVoteReply("S2", "S1", 3, False, 4), "would not vote for it in term 4"),
    (PreVoteReply("S2", "S1", 3, True, 3), "ignores the answer of S2 about term 3: it asks about term 4 now"),
    (PreVoteReply("S2", "S1", 3, True, 5), "ignores the answer of S2 about term 5: it asks about term 4 now")])
def test_a_no_and_an_answer_to_another_question_are_not_counted(reply, said):
    server = PreVoteServer("S1", IDS, 3)
    server.election_timeout()
    assert server.receive(reply) == []
    assert (server.role, server.current_term, server.pre_votes) == (FOLLOWER, 3, ("S1",))
    assert said in why(server)


def test_one_voice_counts_once():
    server = PreVoteServer("S1", ["S1", "S2", "S3", "S4", "S5"], 3)
    server.election_timeout()
    for _ in range(3):
        assert server.receive(PreVoteReply("S2", "S1", 3, True, 4)) == []
    assert len(server.receive(PreVoteReply("S3", "S1", 3, True, 4))) == 4


def test_a_leader_that_is_heard_ends_the_question():
    server = PreVoteServer("S1", IDS, 3)
    server.election_timeout()
    server.receive(AppendEntries("S3", "S1", 3, "S3", 0, 0, (), 0))
    assert server.receive(PreVoteReply("S2", "S1", 3, True, 4)) == []
    assert (server.role, server.current_term) == (FOLLOWER, 3)


def test_an_answer_of_a_later_term_is_how_a_server_learns_of_that_term():
    server = PreVoteServer("S1", IDS, 3)
    server.election_timeout()
    assert server.receive(PreVoteReply("S2", "S1", 7, False, 4)) == []
    assert server.current_term == 7


def test_a_cluster_of_one_asks_nobody():
    server = PreVoteServer("S1", ["S1"])
    server.election_timeout()
    assert (server.role, server.current_term) == ("leader", 1)


def test_etcd_s_server_waits_as_long_as_before_until_it_stands():
    server = EtcdServer("S1", IDS, 3)
    server.election_timeout()
    assert server.timer_restarts == AS_BEFORE
    server.receive(PreVoteReply("S2", "S1", 3, True, 4))
    assert server.timer_restarts is True


def test_a_stranger_s_question_is_refused():
    with pytest.raises(ValueError, match="from S1 or S3"):
        s2().receive(PreVote("S9", "S2", 4, "S9", 2, 1))
