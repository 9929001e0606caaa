"""Servers that serve clients, one call after another, with no world round them (dissertation, sections 6.2–6.4)."""
import pytest

from raftlib import LeaseServer, ReadIndexServer, ReadsFromMemory, Server, ServingServer
from raftlib.protocol.log import Entry
from raftlib.protocol.messages import (
    AppendEntriesReply,
    ClientReply,
    ClientRequest,
    ReadHeartbeat,
    ReadHeartbeatReply,
    RequestVote,
    RequestVoteReply,
)
from raftlib.protocol.words.sentences import SENTENCES
from raftlib.protocol.words.serving import SERVING
from raftlib.scenarios.serving import ReadsByRequest
from tests.protocol.helpers import leader, rules

KINDS = [ServingServer, ReadsFromMemory, ReadIndexServer, LeaseServer, ReadsByRequest]


def request(serial=1, command="x=1", is_read=False, client="C1"):
    return ClientRequest(client, "S1", serial, command, is_read)


def read(serial=1, client="C1"):
    return request(serial, "x?", True, client)


def accept(server, peer):
    """A peer has accepted all of the server's log."""
    return server.receive(AppendEntriesReply(peer, "S1", server.current_term, True, 0, server.log.last_index,
                                             server.current_term))


def says_yes(server, peer, name, term=None):
    term = term or server.current_term
    return server.receive(ReadHeartbeatReply(peer, "S1", term, True, name, term))


def handed_over(server):
    """The reads that the state machine is to answer."""
    return [each for _, each in server.applied if isinstance(each, ClientRequest)]


@pytest.mark.parametrize("kind", KINDS)
def test_who_does_not_lead_names_the_leader_it_knows(kind):
    s1 = kind("S1", ["S2", "S3"])
    assert s1.receive(request()) == [ClientReply("S1", "C1", 1, False, None, None)]
    s1.follow("S3")
    assert s1.receive(read(2)) == [ClientReply("S1", "C1", 2, False, None, "S3")]
    assert (s1.log.last_index, rules(s1)) == (0, ["F1"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_is_answered_once_a_majority_holds_it(kind):
    s1 = leader(2, server=kind)
    sent = s1.receive(request())
    assert [each.entries[-1] for each in sent] == [Entry(2, "x=1")] * 2
    index = s1.log.last_index
    assert s1.applied == ()
    accept(s1, "S2")
    assert (index, Entry(2, "x=1")) in s1.applied
    assert s1.answer(index, Entry(2, "x=1"), "x=1") == [ClientReply("S1", "C1", 1, True, "x=1", "S1")]
    assert s1.answer(index, Entry(2, "x=1"), "x=1") == []


@pytest.mark.parametrize("kind", KINDS)
def test_who_was_deposed_answers_nothing_of_what_it_had_appended(kind):
    s1 = leader(2, server=kind)
    s1.receive(request())
    index = s1.log.last_index
    s1.receive(RequestVoteReply("S2", "S1", 5, False, 2))
    assert s1.answer(index, Entry(2, "x=1"), "x=1") == []


def test_a_read_in_the_log_is_an_entry_like_any_other():
    s1 = leader(2, server=ServingServer)
    s1.receive(read())
    assert s1.log.entries == (Entry(2, "x?"),)


def test_a_read_from_memory_asks_nobody():
    s1 = leader(2, log=[1], server=ReadsFromMemory)
    assert s1.receive(read()) == []
    assert handed_over(s1) == [read()]
    assert s1.answer(0, read(), "x=0") == [ClientReply("S1", "C1", 1, True, "x=0", "S1")]


# ---- ReadIndex ---------------------------------------------------------------------------------------------------

def settled(kind, ids=("S1", "S2", "S3")):
    """A leader of term 2 whose first entry of its own is committed."""
    s1 = leader(2, log=[1], ids=ids, server=kind)
    for peer in s1.peers:
        accept(s1, peer)
    assert s1.commit_index == 2
    return s1


def test_a_new_leader_appends_an_empty_entry_of_its_term():
    s1 = leader(2, log=[1], server=ReadIndexServer)
    assert s1.log.entries == (Entry(1), Entry(2))
    assert [each.entries for each in s1.append_entries_to_all()] == [(Entry(2),)] * 2


def test_a_read_waits_for_the_first_commitment_of_the_term():
    s1 = leader(2, log=[1], server=ReadIndexServer)
    assert s1.receive(read()) == []
    assert handed_over(s1) == []
    sent = [each for each in accept(s1, "S2") if isinstance(each, ReadHeartbeat)]
    assert [each.receiver for each in sent] == ["S2", "S3"]
    says_yes(s1, "S3", sent[0].read)
    assert handed_over(s1) == [read()]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_a_read_is_answered_when_a_majority_of_distinct_servers_has_said_yes(size):
    s1 = settled(ReadIndexServer, [f"S{number}" for number in range(1, size + 1)])
    sent = s1.receive(read())
    assert len(sent) == size - 1
    for number, peer in enumerate(s1.peers, start=2):
        assert handed_over(s1) == []
        for _ in range(2):  # a doubled answer counts once
            says_yes(s1, peer, sent[0].read)
            if number > size // 2:
                break
        if number > size // 2:
            break
    assert handed_over(s1) == [read()]


def test_answers_to_later_heartbeats_are_good_for_all_reads_before():
    s1 = settled(ReadIndexServer)
    s1.receive(read(1, "C1"))
    name = s1.receive(read(1, "C2"))[0].read
    later = s1.receive(read(1, "C3"))[0].read
    says_yes(s1, "S2", name)
    assert handed_over(s1) == [read(1, "C1"), read(1, "C2")]
    says_yes(s1, "S2", later)
    assert handed_over(s1) == [read(1, "C3")]


def test_no_two_reads_have_heartbeats_of_one_name_unless_it_is_the_requests():
    for kind, different in ((ReadIndexServer, 2), (ReadsByRequest, 1)):
        s1 = settled(kind)
        assert len({s1.receive(read())[0].read for _ in range(2)}) == different


def test_a_late_answer_of_an_older_term_confirms_nothing():
    s1 = settled(ReadIndexServer)
    name = s1.receive(read())[0].read
    s1.receive(RequestVoteReply("S2", "S1", 3, False, 2))
    assert s1.reads == {}
    says_yes(s1, "S2", name, 2)
    assert (handed_over(s1), rules(s1)) == ([], ["A3"])


def test_a_follower_refuses_the_heartbeat_of_an_older_term_and_follows_that_of_its_own():
    s1 = ReadIndexServer("S1", ["S2", "S3"], 4)
    assert s1.receive(ReadHeartbeat("S2", "S1", 3, "S2", "7")) == [ReadHeartbeatReply("S1", "S2", 4, False, "7", 3)]
    assert (s1.leader_id, s1.timer_restarts) == (None, False)
    assert s1.receive(ReadHeartbeat("S3", "S1", 4, "S3", "7")) == [ReadHeartbeatReply("S1", "S3", 4, True, "7", 4)]
    assert (s1.leader_id, s1.timer_restarts) == ("S3", True)


# ---- Lease -------------------------------------------------------------------------------------------------------

def with_lease():
    s1 = settled(LeaseServer)
    says_yes(s1, "S2", s1.receive(read())[0].read)
    return s1


def test_as_long_as_the_lease_lasts_nobody_is_asked():
    s1 = with_lease()
    for number in range(s1.lease):
        assert s1.receive(read(number)) == []
        assert handed_over(s1) == [read(number)]
        s1.tick()
    assert rules(s1) == ["§6.4"]
    assert len(s1.receive(read(99))) == 2


def test_a_lease_counts_from_when_its_heartbeats_were_sent():
    s1 = settled(LeaseServer)
    name = s1.receive(read())[0].read
    for _ in range(s1.lease - 1):
        s1.tick()
    says_yes(s1, "S2", name)
    assert s1.receive(read(2)) == []
    s1.tick()
    assert len(s1.receive(read(3))) == 2


def test_a_lease_goes_with_the_leadership():
    s1 = with_lease()
    s1.receive(RequestVoteReply("S2", "S1", 3, False, 2))
    s1.election_timeout()
    s1.receive(RequestVoteReply("S2", "S1", 4, True, 4))
    assert s1.role == "leader"
    accept(s1, "S2")
    assert len(s1.receive(read(2))) == 2


def test_a_promise_outlasts_any_lease_that_rests_on_it_and_no_longer():
    s2 = LeaseServer("S2", ["S1", "S3"], 1)
    for _ in range(s2.lease + 1):
        s2.tick()
    vote = RequestVote("S3", "S2", 2, "S3", 0, 0)
    s2.receive(ReadHeartbeat("S1", "S2", 1, "S1", "1"))
    for _ in range(s2.lease + 1):
        assert s2.receive(vote) == [RequestVoteReply("S2", "S3", 1, False, 2)]
        assert (s2.current_term, s2.voted_for) == (1, None)
        s2.tick()
    assert s2.receive(vote) == [RequestVoteReply("S2", "S3", 2, True, 2)]


def test_who_starts_again_waits_for_what_it_may_have_promised():
    s2 = LeaseServer("S2", ["S1", "S3"], 1)
    for _ in range(100):
        s2.tick()
    s2.restart()
    assert not s2.receive(RequestVote("S3", "S2", 2, "S3", 0, 0))[0].vote_granted


# ---- Words -------------------------------------------------------------------------------------------------------

def test_no_reason_has_two_sentences():
    assert SENTENCES.keys() & SERVING.keys() == set()
    assert all(sentence.startswith("{} ") for sentence in SERVING.values())


def test_a_server_that_serves_nobody_refuses_a_client():
    with pytest.raises(ValueError, match="message is ClientRequest"):
        Server("S1", ["S2"]).receive(request())
