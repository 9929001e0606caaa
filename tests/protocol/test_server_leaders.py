"""L0–L8 and S4: what a leader sends, learns and commits."""
import pytest

from raftlib.protocol.log import Entry
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import FOLLOWER, LEADER
from tests.protocol.helpers import candidate, leader, rules, why


def answer(server, follower, prev, count, success=True, term=None):
    """Let a follower answer a request that began after index `prev` and held `count` entries."""
    term = server.current_term if term is None else term
    return server.receive(AppendEntriesReply(follower, server.id, term, success, prev, count, term))


class SmallBatches(Server):
    batch = 2


# ---- S4, L0–L5 -----------------------------------------------------------------------------------------------

def test_S4_a_new_leader_supposes_that_all_logs_are_like_its_own():
    server = leader(3, [1, 1, 2])
    assert server.next_index == {"S2": 4, "S3": 4}
    assert server.match_index == {"S2": 0, "S3": 0}


def test_S4_the_indexes_are_reset_at_each_election():
    server = leader(3, [1, 1, 2])
    answer(server, "S2", 3, 0)
    server.restart()
    server.election_timeout()
    server.receive(RequestVoteReply("S2", "S1", 4, True, 4))
    assert (server.next_index, server.match_index) == ({"S2": 4, "S3": 4}, {"S2": 0, "S3": 0})


def test_S4_only_a_leader_has_them():
    server = leader(3, [1, 1, 2])
    answer(server, "S2", 3, 0, success=False, term=9)
    assert (server.role, server.next_index, server.match_index) == (FOLLOWER, {}, {})


def test_L0_no_answer_shortens_a_leaders_log():
    server = leader(3, [1, 1, 2])
    for prev in (3, 2, 1, 0):
        answer(server, "S2", prev, 0, success=False)
    assert server.log.terms == [1, 1, 2]


def test_L1_on_winning_an_empty_message_goes_to_all():
    server = candidate(3, [1, 2])
    assert server.receive(RequestVoteReply("S2", "S1", 3, True, 3)) == [
        AppendEntries("S1", "S2", 3, "S1", 2, 2, (), 0), AppendEntries("S1", "S3", 3, "S1", 2, 2, (), 0)]


def test_L2_the_leader_repeats_itself():
    server = leader(3, [1, 2])
    assert [message.entries for message in server.heartbeat_timeout()] == [(), ()]
    assert (rules(server), server.timer_restarts) == (["L2"], True)


def test_L2_a_repeated_message_carries_what_is_still_missing():
    server = leader(3)
    server.client_command("x")
    assert [message.entries for message in server.heartbeat_timeout()] == [(Entry(3, "x"),)] * 2


def test_L3_a_leader_appends_a_command_and_sends_it():
    server = leader(3, [1])
    sent = server.client_command("x=5")
    assert server.log.entries[1] == Entry(3, "x=5")
    assert [(message.prev_log_index, message.prev_log_term, message.entries) for message in sent] == [
        (1, 1, (Entry(3, "x=5"),))] * 2
    assert why(server) == "S1 appends 'x=5' at index 2 in term 3"


def test_L3_a_command_is_applied_once_it_is_committed_and_not_before():
    server = leader(3)
    server.client_command("x=5")
    assert (server.applied, server.last_applied) == ((), 0)
    answer(server, "S2", 0, 1)
    assert (server.applied, server.last_applied) == (((1, Entry(3, "x=5")),), 1)


def test_L4_each_follower_gets_what_follows_its_next_index():
    server = leader(3, [1, 1, 2])
    answer(server, "S2", 3, 0, success=False)
    messages = {message.receiver: message for message in server.heartbeat_timeout()}
    assert (messages["S2"].prev_log_index, messages["S2"].prev_log_term, len(messages["S2"].entries)) == (2, 1, 1)
    assert (messages["S3"].prev_log_index, messages["S3"].prev_log_term, len(messages["S3"].entries)) == (3, 2, 0)


def test_L4_a_message_holds_no_more_than_a_batch_and_the_rest_follows():
    server = leader(2, [1, 1, 1], server=SmallBatches)
    for prev in (3, 2):
        answer(server, "S2", prev, 0, success=False)
    [message] = answer(server, "S2", 1, 0, success=False)
    assert (message.prev_log_index, len(message.entries)) == (0, 2)
    [message] = answer(server, "S2", 0, 2)
    assert (message.prev_log_index, len(message.entries)) == (2, 1)
    assert answer(server, "S2", 2, 1) == []


def test_L5_the_commit_index_goes_along():
    server = leader(3)
    server.client_command("x")
    answer(server, "S2", 0, 1)
    assert [message.leader_commit for message in server.heartbeat_timeout()] == [1, 1]


# ---- L6 ------------------------------------------------------------------------------------------------------

def test_L6_success_counts_what_that_request_carried_and_not_what_the_log_holds_now():
    server = leader(3)
    server.client_command("x")
    server.client_command("y")
    [rest] = answer(server, "S2", 0, 1)
    assert (server.match_index["S2"], server.next_index["S2"]) == (1, 2)
    assert (rest.prev_log_index, rest.entries) == (1, (Entry(3, "y"),))
    assert server.decisions[0].why == "S1 hears from S2 that it has accepted the log up to index 1"


def test_L6_a_late_success_takes_nothing_back():
    server = leader(3)
    server.client_command("x")
    server.client_command("y")
    answer(server, "S2", 0, 2)
    assert answer(server, "S2", 0, 1) == []
    assert (server.match_index["S2"], server.next_index["S2"]) == (2, 3)
    assert why(server) == "S1 hears yes from S2 and learns nothing new: it knew of entries 1 to 2 already"


def test_L6_the_same_success_twice_starts_no_second_stream_of_requests():
    server = leader(3)
    server.client_command("x")
    answer(server, "S2", 0, 1)
    server.client_command("y")
    assert answer(server, "S2", 0, 1) == []
    assert [len(message.entries) for message in answer(server, "S3", 0, 1)] == [1]


# ---- L7 ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("size", range(2, 10))
def test_L7_a_majority_commits_and_one_server_less_does_not(size):
    ids = [f"S{number}" for number in range(1, size + 1)]
    server = leader(1, ids=ids)
    server.client_command("x")
    for follower in ids[1 : size // 2 + 1]:
        assert server.commit_index == 0
        answer(server, follower, 0, 1)
    assert server.commit_index == 1


def test_L7_names_those_who_hold_it():
    server = leader(3, ids=[f"S{number}" for number in range(1, 6)])
    server.client_command("x")
    answer(server, "S4", 0, 1)
    answer(server, "S2", 0, 1)
    assert why(server) == ("S1 commits up to index 1: as far as it knows the log up to there is on "
                           "S1, S2, S4 (3 of 5), and the entry is of its own term 3")


def test_L7_the_largest_index_that_a_majority_holds_is_committed():
    server = leader(3, ids=[f"S{number}" for number in range(1, 6)])
    for command in "xyz":
        server.client_command(command)
    answer(server, "S2", 0, 3)
    answer(server, "S3", 0, 2)
    assert server.commit_index == 2
    answer(server, "S4", 0, 1)
    assert server.commit_index == 2


def test_L7_commits_an_index_once():
    server = leader(3)
    server.client_command("x")
    answer(server, "S2", 0, 1)
    assert rules(server) == ["L6", "L7"]
    answer(server, "S3", 0, 1)
    assert (rules(server), server.applied) == (["L6"], ())


def test_L7_an_older_terms_entry_is_not_committed_by_counting():
    server = leader(4, [1, 2])
    answer(server, "S2", 2, 0)
    answer(server, "S3", 2, 0)
    assert (server.match_index, server.commit_index) == ({"S2": 2, "S3": 2}, 0)


def test_L7_an_older_terms_entry_is_committed_with_the_first_of_this_term():
    server = leader(4, [1, 2])
    server.client_command("x")
    answer(server, "S2", 2, 1)
    assert (server.commit_index, [index for index, _ in server.applied]) == (3, [1, 2, 3])


def test_L7_what_figure_6_shows_as_committed():
    server = leader(3, [1, 1, 1, 2], ids=[f"S{number}" for number in range(1, 6)])
    for command in ("x=0", "y=7", "x=5", "x=4"):
        server.client_command(command)
    for follower, match in (("S2", 5), ("S3", 8), ("S4", 2), ("S5", 7)):
        answer(server, follower, 0, match)
    assert server.commit_index == 7


# ---- L8 ------------------------------------------------------------------------------------------------------

def test_L8_a_refusal_moves_next_index_back_by_one_and_tries_again():
    server = leader(3, [1, 1, 2])
    [retry] = answer(server, "S2", 3, 0, success=False)
    assert server.next_index == {"S2": 3, "S3": 4}
    assert (retry.receiver, retry.prev_log_index, retry.prev_log_term, retry.entries) == ("S2", 2, 1, (Entry(2),))
    assert why(server) == ("S1 hears from S2 that it refuses what comes after index 3, "
                           "and goes back: next_index is 3 now")


def test_L8_the_same_refusal_twice_moves_it_back_once():
    server = leader(3, [1, 1, 2])
    answer(server, "S2", 3, 0, success=False)
    assert answer(server, "S2", 3, 0, success=False) == []
    assert server.next_index["S2"] == 3
    assert why(server) == ("S1 hears from S2 that it refuses what comes after index 3, and learns nothing new: "
                           "next_index is 3 and match_index 0 already")


def test_L8_next_index_never_falls_below_1():
    server = leader(3, [1, 1])
    for prev in (2, 1, 0, 0):
        answer(server, "S2", prev, 0, success=False)
    assert server.next_index["S2"] == 1


def test_L8_a_late_refusal_does_not_undo_a_match():
    server = leader(3, [1, 1])
    answer(server, "S2", 2, 0)
    assert answer(server, "S2", 2, 0, success=False) == []
    assert (server.role, server.next_index["S2"], server.match_index["S2"]) == (LEADER, 3, 2)
