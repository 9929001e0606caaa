"""The paper's Figure 7: a new leader of term 8 repairs each of six followers, one index back at a time."""
import pytest

from raftlib.protocol.messages import RequestVote, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER

LEADERS_LOG = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
# The follower's log; how often it refuses; its log after the repair, and after the leader's next command.
FOLLOWERS = {
    "a": ([1, 1, 1, 4, 4, 5, 5, 6, 6], 1, LEADERS_LOG),
    "b": ([1, 1, 1, 4], 6, LEADERS_LOG),
    "c": ([*LEADERS_LOG, 6], 0, [*LEADERS_LOG, 6]),
    "d": ([*LEADERS_LOG, 7, 7], 0, [*LEADERS_LOG, 7, 7]),
    "e": ([1, 1, 1, 4, 4, 4, 4], 5, LEADERS_LOG),
    "f": ([1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 7, LEADERS_LOG),
}
IDS = ("leader", *FOLLOWERS)
EACH_FOLLOWER = pytest.mark.parametrize("name", FOLLOWERS)


def figure_7():
    """All servers as they are drawn, the leader elected with the votes of a, b, e and f; and what it sends first."""
    followers = {name: Server(name, IDS, 7, log=log) for name, (log, _, _) in FOLLOWERS.items()}
    leader, sent = Server("leader", IDS, 7, log=LEADERS_LOG), []
    for request in leader.election_timeout():
        [reply] = followers[request.receiver].receive(request)
        sent += leader.receive(reply)
    return leader, followers, sent


def converse(leader, follower, message):
    """Let leader and follower speak until there is nothing left to say: how often the follower refused."""
    refusals = 0
    while message:
        [reply] = follower.receive(message)
        refusals += not reply.success
        message = next(iter(leader.receive(reply)), None)
    return refusals


def repair(name):
    leader, followers, sent = figure_7()
    [message] = [message for message in sent if message.receiver == name]
    return leader, followers[name], converse(leader, followers[name], message)


def test_a_server_with_the_leaders_log_can_win_term_8_and_supposes_next_index_11():
    leader, _, sent = figure_7()
    assert (leader.role, leader.current_term) == (LEADER, 8)
    assert leader.next_index == dict.fromkeys(FOLLOWERS, 11)
    assert [(message.prev_log_index, message.prev_log_term, message.entries) for message in sent] == [(10, 6, ())] * 6


@EACH_FOLLOWER
def test_c_and_d_refuse_their_votes_and_the_others_grant_them(name):
    request = RequestVote("leader", name, 8, "leader", 10, 6)
    assert Server(name, IDS, 7, log=FOLLOWERS[name][0]).receive(request) == [
        RequestVoteReply(name, "leader", 8, name not in "cd", 8)]


@EACH_FOLLOWER
def test_a_follower_refuses_as_often_as_its_log_differs(name):
    _, _, refusals = repair(name)
    assert refusals == FOLLOWERS[name][1]


@EACH_FOLLOWER
def test_a_repaired_log_agrees_and_extra_entries_stay(name):
    leader, follower, _ = repair(name)
    assert follower.log.terms == FOLLOWERS[name][2]
    assert (leader.match_index[name], leader.next_index[name]) == (10, 11)
    assert leader.log.terms == LEADERS_LOG


@EACH_FOLLOWER
def test_a_conflicting_entry_11_ends_what_was_extra(name):
    leader, follower, _ = repair(name)
    [message] = [message for message in leader.client_command("x=5") if message.receiver == name]
    assert converse(leader, follower, message) == 0
    assert follower.log == leader.log
    assert follower.log.terms == [*LEADERS_LOG, 8]


def test_nothing_of_an_older_term_is_committed_until_an_entry_of_term_8_is_on_a_majority():
    leader, followers, sent = figure_7()
    for message in sent:
        converse(leader, followers[message.receiver], message)
    assert leader.commit_index == 0
    for message in leader.client_command("x=5"):
        converse(leader, followers[message.receiver], message)
    assert leader.commit_index == 11
