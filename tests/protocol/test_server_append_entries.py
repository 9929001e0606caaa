"""AE1–AE5: what a follower does with a leader's entries."""
import pytest

from raftlib.protocol.log import Entry
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import FOLLOWER
from tests.protocol.helpers import IDS, rules, why


def append(server, term, prev, *terms, commit=0):
    """Let leader S2 send entries of these terms after `prev` = (index, term): the reply."""
    entries = tuple(Entry(entry) for entry in terms)
    [reply] = server.receive(AppendEntries("S2", server.id, term, "S2", *prev, entries, commit))
    return reply


# ---- AE1 -----------------------------------------------------------------------------------------------------

def test_AE1_a_leader_of_an_older_term_is_refused_and_answered():
    server = Server("S1", IDS, 4, log=[1])
    assert append(server, 3, (1, 1), 3, commit=1) == AppendEntriesReply("S1", "S2", 4, False, 1, 1, 3)
    assert (server.log.terms, server.commit_index, server.leader_id, rules(server)) == ([1], 0, None, ["AE1"])
    assert why(server) == "S1 refuses S2 as a leader: the message is of term 3, and term 4 has begun"


@pytest.mark.parametrize("term", [4, 5])
def test_AE1_a_leader_of_the_own_term_or_a_newer_one_is_followed(term):
    server = Server("S1", IDS, 4, log=[1])
    assert append(server, term, (1, 1), 4) == AppendEntriesReply("S1", "S2", term, True, 1, 1, term)
    assert (server.role, server.leader_id, server.log.terms) == (FOLLOWER, "S2", [1, 4])


# ---- AE2 -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("prev", "found"), [
    ((3, 2), "none"), ((2, 2), "one of term 1"), ((1, 3), "one of term 1"),
])
@pytest.mark.parametrize("entries", [(), (3,)])
def test_AE2_without_the_entry_before_even_an_empty_message_is_refused(prev, found, entries):
    server = Server("S1", IDS, 4, log=[1, 1])
    reply = append(server, 4, prev, *entries, commit=2)
    assert reply == AppendEntriesReply("S1", "S2", 4, False, prev[0], len(entries), 4)
    assert (server.log.terms, server.commit_index, rules(server)) == ([1, 1], 0, ["AE2"])
    asked = f"entry {prev[0] + 1}" if entries else "a heartbeat"
    assert why(server) == (f"S1 refuses {asked} from S2, which expects an entry at index {prev[0]}, "
                           f"of term {prev[1]}: there it has {found}")


@pytest.mark.parametrize("prev", [(0, 0), (1, 1), (2, 3)])
def test_AE2_with_the_entry_before_it_is_accepted(prev):
    assert append(Server("S1", IDS, 4, log=[1, 3]), 4, prev).success


def test_AE2_a_refused_leader_is_followed_all_the_same():
    server = Server("S1", IDS, 4)
    append(server, 4, (1, 1))
    assert (server.leader_id, server.timer_restarts) == ("S2", True)


# ---- AE3 and AE4 ---------------------------------------------------------------------------------------------

def test_AE3_a_conflict_deletes_the_entry_and_all_after_it():
    server = Server("S1", IDS, 4, log=[1, 2, 2, 2])
    append(server, 4, (1, 1), 3)
    assert (server.log.terms, rules(server)) == ([1, 3], ["AE3", "AE4"])
    assert server.decisions[0].why == ("S1 deletes entries 2 to 4: at index 2 it has an entry of term 2, "
                                       "and S2 sends one of term 3")
    assert why(server) == "S1 appends entry 2, from S2"


def test_AE3_a_conflict_after_entries_that_agree():
    server = Server("S1", IDS, 4, log=[1, 2, 2, 2])
    append(server, 4, (0, 0), 1, 2, 4, 4)
    assert server.log.terms == [1, 2, 4, 4]


@pytest.mark.parametrize(("prev", "entries", "sent"), [
    ((0, 0), (), "a heartbeat"), ((1, 1), (), "a heartbeat"), ((0, 0), (1,), "entry 1, which it has already"),
    ((0, 0), (1, 2), "entries 1 to 2, which it has already"), ((1, 1), (2,), "entry 2, which it has already"),
])
def test_AE3_without_a_conflict_nothing_is_deleted(prev, entries, sent):
    server = Server("S1", IDS, 4, log=[1, 2, 2])
    log = server.log
    append(server, 4, prev, *entries)
    assert server.log is log
    assert why(server) == f"S1 has nothing to append: S2 sends {sent}"


def test_AE4_what_is_missing_is_appended_and_what_is_there_is_not_appended_twice():
    server = Server("S1", IDS, 4, log=[1, 2])
    for _ in range(2):
        append(server, 4, (0, 0), 1, 2, 4, 4)
        assert server.log.terms == [1, 2, 4, 4]
    assert rules(server) == ["AE4"]


# ---- AE5 -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("prev", "entries", "leader_commit", "commit"), [
    ((3, 2), (), 2, 2),       # the leader's commit index decides
    ((2, 1), (), 3, 2),       # the message vouches for the log up to prev_log_index only
    ((1, 1), (1,), 3, 2),     # and for the entries that it carries
    ((0, 0), (), 3, 0),       # this one for nothing
    ((3, 2), (4, 4), 5, 5),
])
def test_AE5_the_commit_index_follows_as_far_as_the_message_vouches(prev, entries, leader_commit, commit):
    server = Server("S1", IDS, 4, log=[1, 1, 2])
    append(server, 4, prev, *entries, commit=leader_commit)
    assert (server.commit_index, server.last_applied) == (commit, commit)
    assert [index for index, _ in server.applied] == list(range(1, commit + 1))


def test_AE5_says_what_is_committed():
    server = Server("S1", IDS, 4, log=[1, 1])
    append(server, 4, (2, 1), commit=2)
    assert why(server) == ("S1 hears from S2 that the log is committed up to index 2, "
                           "and has applied it up to index 2")


def test_AE5_the_commit_index_never_falls():
    server = Server("S1", IDS, 4, log=[1, 1])
    append(server, 4, (2, 1), commit=2)
    append(server, 4, (2, 1), commit=1)
    assert (server.commit_index, server.applied, "AE5" in rules(server)) == (2, (), False)
