"""RV1–RV3 and C1–C5: who asks for votes, who grants one, and who has won."""
import pytest

from raftlib.protocol.messages import AppendEntries, RequestVote, RequestVoteReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER
from tests.protocol.helpers import IDS, candidate, leader, rules, why


def ask(server, term, candidate_id="S2", last=(0, 0)):
    """Let a candidate ask for the vote: whether it is granted."""
    [reply] = server.receive(RequestVote(candidate_id, server.id, term, candidate_id, *last))
    assert (reply.sender, reply.receiver, reply.term) == (server.id, candidate_id, server.current_term)
    return reply.vote_granted


def grant(server, voter, term, granted=True):
    return server.receive(RequestVoteReply(voter, server.id, term, granted, term))


# ---- RV1–RV3 -------------------------------------------------------------------------------------------------

def test_RV1_an_older_term_is_refused():
    server = Server("S1", IDS, 4)
    assert not ask(server, 3)
    assert (server.voted_for, server.current_term, rules(server)) == (None, 4, ["RV1"])
    assert why(server) == "S1 refuses its vote to S2: the request is of term 3, and term 4 has begun"


@pytest.mark.parametrize("term", [4, 5])
def test_RV1_the_own_term_and_a_newer_one_are_not_refused(term):
    assert ask(Server("S1", IDS, 4), term)


def test_RV2_a_free_vote_is_granted():
    server = Server("S1", IDS, 4)
    assert ask(server, 4)
    assert (server.voted_for, rules(server)) == ("S2", ["RV2"])
    assert why(server).startswith("S1 votes for S2 in term 4")


def test_RV2_the_same_candidate_is_granted_its_vote_again():
    server = Server("S1", IDS, 4, voted_for="S2")
    assert ask(server, 4)
    assert server.voted_for == "S2"


def test_RV2_another_candidate_of_the_term_is_refused():
    server = Server("S1", IDS, 4, voted_for="S3")
    assert not ask(server, 4)
    assert (server.voted_for, rules(server)) == ("S3", ["RV2"])
    assert why(server) == "S1 refuses its vote to S2 in term 4: its vote is S3's already"


def test_RV2_a_new_term_brings_a_new_vote():
    server = Server("S1", IDS, 4, voted_for="S3")
    assert ask(server, 5)
    assert (server.voted_for, rules(server)) == ("S2", ["A2", "RV2"])


@pytest.mark.parametrize(("last", "comparison"), [
    ((3, 2), "the candidate's log is as new as its own (both to index 3, term 2)"),
    ((4, 2), "the candidate's log (to index 4, term 2) is newer than its own (to index 3, term 2), by its length"),
    ((1, 3), "the candidate's log (to index 1, term 3) is newer than its own (to index 3, term 2), by its last term"),
])
def test_RV3_a_log_at_least_as_up_to_date_is_granted(last, comparison):
    server = Server("S1", IDS, 3, log=[1, 2, 2])
    assert ask(server, 4, last=last)
    assert why(server) == f"S1 votes for S2 in term 4: its vote is free, and {comparison}"


def test_RV3_two_empty_logs_are_as_new_as_each_other():
    server = Server("S1", IDS)
    assert ask(server, 1)
    assert why(server) == "S1 votes for S2 in term 1: its vote is free"


@pytest.mark.parametrize(("last", "candidates", "by"), [
    ((2, 2), "to index 2, term 2", "length"), ((9, 1), "to index 9, term 1", "last term"), ((0, 0), "empty", "length"),
])
def test_RV3_an_older_log_is_refused(last, candidates, by):
    server = Server("S1", IDS, 3, log=[1, 2, 2])
    assert not ask(server, 4, last=last)
    assert (server.voted_for, server.current_term, rules(server)) == (None, 4, ["A2", "RV3"])
    assert why(server) == (f"S1 refuses its vote to S2 in term 4: the candidate's log ({candidates}) "
                           f"is older than its own (to index 3, term 2), by its {by}")


# ---- C1–C5 ---------------------------------------------------------------------------------------------------

def test_C1_a_candidate_begins_a_term_votes_for_itself_and_restarts_its_timer():
    server = Server("S1", IDS, 4, voted_for="S3")
    server.election_timeout()
    assert (server.role, server.current_term, server.voted_for, server.votes) == (CANDIDATE, 5, "S1", ("S1",))
    assert server.timer_restarts
    assert server.leader_id is None


def test_C1_a_candidate_knows_of_no_leader_any_more():
    server = Server("S1", IDS, 4)
    server.receive(AppendEntries("S2", "S1", 4, "S2", 0, 0, (), 0))
    server.election_timeout()
    assert server.leader_id is None


def test_C2_a_candidate_asks_all_others_and_shows_its_last_entry():
    server = Server("S1", IDS, 4, log=[1, 3])
    assert server.election_timeout() == [RequestVote("S1", "S2", 5, "S1", 2, 3), RequestVote("S1", "S3", 5, "S1", 2, 3)]


@pytest.mark.parametrize("size", range(1, 10))
def test_C3_a_majority_of_the_full_cluster_wins_and_one_vote_less_does_not(size):
    ids = [f"S{number}" for number in range(1, size + 1)]
    server, majority = candidate(1, ids=ids), size // 2 + 1
    assert server.majority() == majority
    for needed, voter in enumerate(ids[1:majority], 2):
        assert server.role == CANDIDATE
        grant(server, voter, 1)
        assert len(server.votes) == needed
    assert server.role == LEADER


def test_C3_a_vote_too_few_is_counted():
    server = candidate(2, ids=[f"S{number}" for number in range(1, 6)])
    assert grant(server, "S2", 2) == []
    assert (server.role, rules(server)) == (CANDIDATE, ["C3"])
    assert why(server) == "S1 counts 2 of the 3 votes it needs in term 2"


def test_C3_a_voter_counts_once():
    server = candidate(2, ids=[f"S{number}" for number in range(1, 6)])
    for _ in range(4):
        grant(server, "S2", 2)
    assert (server.role, server.votes) == (CANDIDATE, ("S1", "S2"))


def test_C3_a_refusal_does_not_count():
    server = candidate(2)
    grant(server, "S2", 2, granted=False)
    assert (server.role, server.votes) == (CANDIDATE, ("S1",))
    assert why(server) == "S1 hears no from S2 in term 2 and counts 1 of the 2 votes it needs"


@pytest.mark.parametrize("server", [leader(2), Server("S1", IDS, 2)])
def test_C3_only_a_candidate_counts(server):
    before = server.freeze()
    assert grant(server, "S3", 2) == []
    assert server.freeze() == before
    assert why(server) == f"S1 (a {server.role} in term 2) is no candidate and does not count the answer of S3"


def test_C3_winning_names_the_votes():
    server = candidate(2)
    grant(server, "S3", 2)
    assert why(server) == "S1 counts 2 of 3 votes and leads term 2"
    assert server.leader_id == "S1"
    assert server.timer_restarts


@pytest.mark.parametrize("term", [5, 6])
def test_C4_a_leader_of_its_own_term_or_a_newer_one_ends_the_candidacy(term):
    server = candidate(5)
    server.receive(AppendEntries("S2", "S1", term, "S2", 0, 0, (), 0))
    assert (server.role, server.leader_id, server.current_term, server.votes) == (FOLLOWER, "S2", term, ())
    assert server.voted_for == ("S1" if term == 5 else None), "in the same term the vote stays cast"


def test_C4_the_candidate_says_whom_it_gives_way_to():
    server = candidate(5)
    server.receive(AppendEntries("S2", "S1", 5, "S2", 0, 0, (), 0))
    assert server.decisions[0].why == "S1 (candidate of term 5) hears that S2 leads term 5, and is a follower"


def test_C4_a_leader_of_an_older_term_does_not():
    server = candidate(5)
    server.receive(AppendEntries("S2", "S1", 4, "S2", 0, 0, (), 0))
    assert server.role == CANDIDATE


def test_C5_a_candidate_that_times_out_begins_a_new_election_with_fresh_votes():
    server = candidate(5, ids=[f"S{number}" for number in range(1, 6)])
    grant(server, "S2", 5)
    requests = server.election_timeout()
    assert (server.current_term, server.votes, rules(server)) == (6, ("S1",), ["C5"])
    assert [request.term for request in requests] == [6] * 4
    assert why(server) == ("S1 (a candidate with 2 of the 3 votes it needs) becomes a candidate again, in term 6, "
                           "since its timer has run out")


def test_C5_a_vote_of_the_election_before_no_longer_counts():
    server = candidate(5)
    server.election_timeout()
    grant(server, "S2", 5)
    assert (server.role, server.votes) == (CANDIDATE, ("S1",))


def test_C3_a_late_refusal_takes_no_vote_back():
    server = candidate(2, ids=[f"S{number}" for number in range(1, 6)])
    grant(server, "S2", 2)
    grant(server, "S2", 2, granted=False)
    assert server.votes == ("S1", "S2")
    assert why(server) == "S1 hears no from S2 in term 2 and counts 2 of the 3 votes it needs"
