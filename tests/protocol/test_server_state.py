"""A1–A3, F1–F2, P1, S1–S3: what holds for every server, and what survives a crash."""
import pytest

from raftlib.protocol.log import Entry, Log
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, RequestVote, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER
from tests.protocol.helpers import IDS, candidate, leader, rules, why

MESSAGES_OF_TERM_9 = [
    RequestVote("S2", "S1", 9, "S2", 0, 0),
    RequestVoteReply("S2", "S1", 9, False, 5),
    AppendEntries("S2", "S1", 9, "S2", 5, 5, (), 0),
    AppendEntriesReply("S2", "S1", 9, False, 0, 0, 5),
]


def follower():
    server = Server("S1", IDS, 4, voted_for="S3", log=[1, 1])
    server.receive(AppendEntries("S3", "S1", 4, "S3", 2, 1, (), 1))
    return server


# ---- A1–A3 ---------------------------------------------------------------------------------------------------

def test_A1_entries_are_applied_in_log_order_up_to_the_commit_index():
    server = Server("S1", IDS, 1, log=[(1, "x"), (1, "y"), (1, "z")])
    server.receive(AppendEntries("S2", "S1", 1, "S2", 3, 1, (), 1))
    assert server.applied == ((1, Entry(1, "x")),)
    server.receive(AppendEntries("S2", "S1", 1, "S2", 3, 1, (), 3))
    assert server.applied == ((2, Entry(1, "y")), (3, Entry(1, "z")))
    assert server.last_applied == server.commit_index == 3


@pytest.mark.parametrize("message", MESSAGES_OF_TERM_9, ids=lambda message: type(message).__name__)
@pytest.mark.parametrize("make", [follower, lambda: candidate(5, [1, 1]), lambda: leader(5, [1, 1])],
                         ids=[FOLLOWER, CANDIDATE, LEADER])
def test_A2_a_higher_term_in_any_message_is_adopted_without_a_vote_as_a_follower(make, message):
    server = make()
    role, term = server.role, server.current_term
    server.receive(message)
    assert (server.role, server.current_term, server.voted_for, server.votes) == (FOLLOWER, 9, None, ())
    now = ", and is in term 9 now" if role == FOLLOWER else ", and is a follower of term 9 now"
    assert server.decisions[0].why == f"S1 ({role} of term {term}) sees term 9 in a message from S2{now}"


@pytest.mark.parametrize("make", [lambda: candidate(5), lambda: leader(5)], ids=[CANDIDATE, LEADER])
def test_A2_the_own_term_is_no_higher_term(make):
    server = make()
    before = server.freeze()
    server.receive(RequestVote("S2", "S1", 5, "S2", 9, 4))
    assert server.freeze() == before


def test_A2_the_leader_of_the_new_term_is_not_known_yet():
    server = follower()
    assert server.leader_id == "S3"
    server.receive(MESSAGES_OF_TERM_9[0])
    assert server.leader_id is None


def test_A2_a_leader_that_steps_down_starts_its_election_timer():
    server = leader(5)
    server.receive(MESSAGES_OF_TERM_9[3])
    assert server.timer_restarts


@pytest.mark.parametrize("reply", [
    RequestVoteReply("S2", "S1", 4, True, 4), AppendEntriesReply("S2", "S1", 4, True, 0, 2, 4),
    AppendEntriesReply("S2", "S1", 4, False, 2, 0, 4),
    # Late requests of term 4, refused by one who has heard of term 5 since.
    RequestVoteReply("S2", "S1", 5, False, 4), AppendEntriesReply("S2", "S1", 5, False, 2, 0, 4),
])
@pytest.mark.parametrize("make", [lambda: candidate(5, [1, 1]), lambda: leader(5, [1, 1])], ids=[CANDIDATE, LEADER])
def test_A3_the_reply_to_a_request_of_an_older_term_is_ignored(make, reply):
    server = make()
    before = server.freeze()
    assert server.receive(reply) == []
    assert server.freeze() == before
    assert (rules(server), why(server)) == (["A3"], "S1 ignores the reply of S2: it answers a request of term 4, "
                                                    "and term 5 has begun")


def test_A3_a_reply_of_the_own_term_is_not():
    server = candidate(5)
    server.receive(RequestVoteReply("S2", "S1", 5, True, 5))
    assert server.role == LEADER


def test_A3_one_who_leads_no_more_ignores_answers_to_its_entries():
    server = Server("S1", IDS, 5, log=[1])
    assert server.receive(AppendEntriesReply("S2", "S1", 5, True, 0, 1, 5)) == []
    assert (rules(server), server.commit_index) == (["A3"], 0)
    assert why(server) == "S1 is a follower now, and ignores the reply of S2 to what it sent as a leader"


# ---- F1–F2 ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("make", "known"), [(follower, "S3"), (lambda: candidate(5), "nobody")])
def test_F1_only_a_leader_appends_a_command_and_others_name_the_leader(make, known):
    server = make()
    before = server.freeze()
    assert server.client_command("x=5") == []
    assert server.freeze() == before
    assert (rules(server), server.leader_id or "nobody") == (["F1"], known)
    assert why(server) == f"S1 is a {server.role} and takes no command; as its leader it knows {known}"


def test_F2_a_timeout_makes_a_candidate():
    server = follower()
    server.election_timeout()
    assert (server.role, rules(server)) == (CANDIDATE, ["F2"])
    assert why(server) == "S1 (a follower) becomes a candidate in term 5, since its timer has run out"


@pytest.mark.parametrize(("message", "restarts"), [
    (AppendEntries("S3", "S1", 4, "S3", 2, 1, (), 0), True),   # the current leader
    (AppendEntries("S3", "S1", 4, "S3", 7, 4, (), 0), True),   # the current leader, though refused
    (AppendEntries("S2", "S1", 3, "S2", 2, 1, (), 0), False),  # a leader of an older term
    (RequestVote("S2", "S1", 5, "S2", 2, 1), True),            # a vote that is granted
    (RequestVote("S2", "S1", 4, "S2", 2, 1), False),           # refused: the vote is cast
    (RequestVote("S2", "S1", 5, "S2", 1, 1), False),           # refused: an older log
    (RequestVote("S2", "S1", 3, "S2", 2, 1), False),           # refused: an older term
    (RequestVoteReply("S2", "S1", 5, False, 4), False),           # a higher term alone
])
def test_F2_only_the_current_leader_and_a_granted_vote_restart_the_timer(message, restarts):
    server = follower()
    server.receive(message)
    assert server.timer_restarts is restarts


# ---- S1–S3, P1 -----------------------------------------------------------------------------------------------

def test_S1_S2_a_first_boot():
    server = Server("S1", IDS)
    assert (server.current_term, server.voted_for, server.log) == (0, None, Log())
    assert (server.commit_index, server.last_applied, server.role) == (0, 0, FOLLOWER)


def test_S1_the_term_never_falls():
    server = Server("S1", IDS, 4)
    for message in (RequestVote("S2", "S1", 1, "S2", 0, 0), AppendEntries("S2", "S1", 3, "S2", 0, 0, (), 0)):
        server.receive(message)
        assert server.current_term == 4


@pytest.mark.parametrize("make", [follower, lambda: candidate(5, [1, 1]), lambda: leader(5, [1, 1])],
                         ids=[FOLLOWER, CANDIDATE, LEADER])
def test_P1_S3_a_restart_keeps_exactly_what_is_persistent(make):
    server = make()
    term, vote, log = server.current_term, server.voted_for, server.log
    assert server.restart() == []
    assert server.freeze() == Server("S1", IDS, term, vote, log).freeze()
    assert server.timer_restarts
    assert why(server) == ("S1 starts again as a follower, with what is on its disk; when it stopped, "
                           f"its term was {term}, and it had voted for {vote}, with 2 entries in its log")


def test_P1_of_an_empty_log_nothing_is_said():
    server = Server("S1", IDS, 4, voted_for="S3")
    server.restart()
    assert why(server) == ("S1 starts again as a follower, with what is on its disk; when it stopped, "
                           "its term was 4, and it had voted for S3")


def test_P1_a_restarted_server_does_not_vote_again():
    server = Server("S1", IDS, 4)
    server.receive(RequestVote("S3", "S1", 4, "S3", 0, 0))
    server.restart()
    [reply] = server.receive(RequestVote("S2", "S1", 4, "S2", 0, 0))
    assert not reply.vote_granted


def test_S3_a_restarted_server_applies_from_the_start_again():
    server = follower()
    server.restart()
    server.receive(AppendEntries("S3", "S1", 4, "S3", 2, 1, (), 2))
    assert [index for index, _ in server.applied] == [1, 2]


# ---- The whole server ----------------------------------------------------------------------------------------

def test_a_cluster_of_one_elects_itself_and_commits_alone():
    server = Server("S1", ["S1"])
    assert server.election_timeout() == []
    assert (server.role, server.current_term) == (LEADER, 1)
    assert server.client_command("x=5") == []
    assert (server.commit_index, server.applied) == (1, ((1, Entry(1, "x=5")),))
    assert server.heartbeat_timeout() == []


def test_a_cluster_of_one_commits_old_entries_with_its_first_command():
    server = Server("S1", [], 3, log=[1, 2])
    server.election_timeout()
    assert server.commit_index == 0
    server.client_command("x")
    assert server.commit_index == 3


@pytest.mark.parametrize("make", [follower, lambda: candidate(5, [1, 1]), lambda: leader(5, [1, 1])],
                         ids=[FOLLOWER, CANDIDATE, LEADER])
def test_a_frozen_state_thaws_back(make):
    server = make()
    state = server.freeze()
    hash(state)
    other = Server("S1", IDS)
    other.thaw(state)
    assert other.freeze() == state
    assert (other.next_index, other.match_index) == (server.next_index, server.match_index)
    assert (other.decisions, other.applied, other.timer_restarts) == ((), (), False)


def test_a_thawed_leader_goes_on_where_it_was():
    server, state = leader(5, [1, 1]), leader(5, [1, 1]).freeze()
    server.client_command("x")
    server.receive(AppendEntriesReply("S2", "S1", 5, True, 2, 1, 5))
    assert server.freeze() != state
    server.thaw(state)
    assert server.freeze() == state
    assert server.client_command("y")[0].entries == (Entry(5, "y"),)


def test_a_frozen_state_does_not_change_with_its_server():
    server = leader(5)
    state = server.freeze()
    server.client_command("x")
    assert (state.log, state.commit_index) == (Log(), 0)


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("", IDS), "ids must be texts, non-empty and all different"),
    (("S1", ["S2", "S2"]), "ids must be texts, non-empty and all different"),
    (("S1", IDS, 3, None, [1, 2, 1]), r"log has the terms \[1, 2, 1\] at current_term 3"),
    (("S1", IDS, 1, None, [2]), r"log has the terms \[2\] at current_term 1"),
    (("S1", IDS, 1, None, [-1]), "log has -1: each entry must be a term, 0 or more"),
    (("S1", IDS, 1, None, ["1"]), "log has '1': each entry must be a term"),
    (("S1", IDS, 1, None, [(1, 5)]), r"log has \(1, 5\): each entry must be a term"),
    (("S1", IDS, 1, None, None), "log is None: it must be terms"),
    (("S1", IDS, -1), "current_term is -1: it must be a whole number, 0 or more"),
    (("S1", IDS, 1.5), "current_term is 1.5: it must be a whole number"),
    (("S1", IDS, 1, "S9"), "voted_for is 'S9': it must be None or one of S1, S2, S3"),
    (("S1", "S1"), "peers is 'S1' for server 'S1': it must be the ids of the servers"),
    (("S1", None), "peers is None for server 'S1'"),
])
def test_a_server_in_an_impossible_state_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Server(*arguments)


@pytest.mark.parametrize("message", [
    "gossip", None, RequestVote("S9", "S1", 5, "S9", 0, 0), RequestVoteReply("S9", "S1", 5, True, 5),
    AppendEntries("S1", "S1", 5, "S1", 0, 0, (), 0), AppendEntriesReply("S9", "S1", 5, True, 0, 0, 5),
])
def test_what_is_no_message_of_a_peer_is_refused(message):
    server = candidate(5)
    before = server.freeze()
    with pytest.raises(ValueError, match="must be one of the four messages of Raft, from S2 or S3"):
        server.receive(message)
    assert server.freeze() == before


@pytest.mark.parametrize(("make", "happens", "sentence"), [
    (lambda: leader(5), "election_timeout", "role is 'leader': only a follower or a candidate"),
    (follower, "heartbeat_timeout", "role is 'follower': only a leader"),
    (lambda: candidate(5), "heartbeat_timeout", "role is 'candidate': only a leader"),
])
def test_a_timeout_that_this_role_has_not_is_refused(make, happens, sentence):
    server = make()
    before = server.freeze()
    with pytest.raises(ValueError, match=sentence):
        getattr(server, happens)()
    assert server.freeze() == before


@pytest.mark.parametrize("command", [5, None, b"x=5"])
def test_a_command_that_is_no_text_is_refused(command):
    server = leader(5)
    before = server.freeze()
    with pytest.raises(ValueError, match="it must be a text"):
        server.client_command(command)
    assert server.freeze() == before


@pytest.mark.parametrize("state", [None, 5, Server("S2", IDS).freeze()])
def test_only_a_state_of_its_own_thaws(state):
    with pytest.raises(ValueError, match="it must be a ServerState of S1"):
        Server("S1", IDS).thaw(state)


@pytest.mark.parametrize("batch", [0, -1, 1.5, True])
def test_a_server_whose_messages_could_carry_nothing_is_refused(batch):
    with pytest.raises(ValueError, match=f"batch is {batch}: it must be a whole number, 1 or more"):
        type("Idle", (Server,), {"batch": batch})("S1", IDS)


def test_a_server_shows_itself_in_one_line():
    assert repr(leader(5, [1, 1])) == "<S1 leader, term 5, vote S1, log [1, 1], commit 0>"
    assert repr(Server("S1", IDS, 2)) == "<S1 follower, term 2, vote None>"
