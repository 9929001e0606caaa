"""What the exercises of notebook 05 say is true."""
import pytest

from raftlib import Cluster, Log, Server
from raftlib.analysis.safety import check_all
from raftlib.exercises.replicate_the_log import (
    conflict_rule,
    consistency_check,
    legal_logs,
    possible_followers,
    same_letters,
)
from raftlib.simulation.scenarios import busy

LOGS = {"S1": [1, 1, 2, 2, 2, 2, 4], "S2": [1, 1, 1, 3], "S3": [1, 1, 2, 2, 2], "S4": [1], "S5": [1, 1, 2, 2, 2, 2]}


def agrees_wherever_terms_meet(log, leader):
    """Log Matching for two logs of bare terms: the same term at an index means the same up to there."""
    return all(log[:index + 1] == leader[:index + 1]
               for index in range(min(len(log), len(leader))) if log[index] == leader[index])


@pytest.mark.parametrize(("letter", "log"), [
    ("a", [1, 1, 2, 2, 3]), ("b", [1, 1, 2, 2, 4, 5]), ("c", [1, 1, 6, 6, 6, 6, 6]), ("d", [1, 1, 3, 3, 2, 2]),
    ("e", [1, 1, 1, 1, 1, 1])])
def test_the_possible_followers_are_those_that_match_and_whose_terms_never_fall(letter, log):
    possible = agrees_wherever_terms_meet(log, [1, 1, 3, 3, 3, 5]) and log == sorted(log)
    assert possible == (letter in possible_followers.right)


@pytest.mark.parametrize(("letter", "log"), [("a", [1, 1, 3, 2, 2]), ("b", [1, 1, 2, 2, 2, 3]), ("c", [1, 1, 3, 3, 5])])
def test_a_server_can_be_built_with_exactly_the_legal_logs(letter, log):
    if letter in legal_logs.right:
        assert Server("S1", ["S2"], 5, log=log).log.terms == log
    else:
        with pytest.raises(ValueError, match="fall along the log"):
            Server("S1", ["S2"], 5, log=log)


def electable(candidate):
    """Whether a majority of the five would vote for a server, by their logs (RV3)."""
    last = Log(LOGS[candidate])
    return sum(Log(log).up_to_date(last.last_index, last.last_term) for log in LOGS.values()) >= 3


def test_only_indexes_1_and_2_are_the_same_on_all_who_can_win():
    winners = [LOGS[server] for server in LOGS if electable(server)]
    assert LOGS["S2"] in winners
    same = [index for index in range(7) if len({tuple(log[:index + 1]) for log in winners}) == 1]
    assert same == [0, 1]


@pytest.mark.parametrize("corrupt", [1, 99])
def test_a_corrupt_next_index_costs_messages_only(corrupt):
    cluster = Cluster(3, seed=1)
    cluster.run(until=lambda c: c.leader)
    busy(cluster, commands=5, every=30)
    leader, logs = cluster.servers[cluster.leader], [server.log for server in cluster.servers.values()]
    follower = leader.peers[0]
    leader.next_index[follower] = corrupt
    cluster.run(for_=3000)
    assert [server.log for server in cluster.servers.values()] == logs
    assert leader.next_index[follower] == 6
    assert check_all(cluster.history.states()) == []


@pytest.mark.parametrize("answer", ["ce", "c, e", "E C", {"c", "e"}, ["C", "e"]])
def test_letters_may_be_written_in_many_ways(answer):
    assert same_letters(answer, "ce")


class Empty(Server):
    def store_entries(self, request):
        ...

    def has_previous_entry(self, request):
        ...


class Crashes(Server):
    def store_entries(self, request):
        return self.nothing

    def has_previous_entry(self, request):
        return self.nothing


@pytest.mark.parametrize("exercise", [conflict_rule, consistency_check])
def test_what_is_not_written_is_open_and_what_raises_is_told_so(exercise):
    assert exercise(Empty).state == "○"
    assert "AttributeError" in exercise(Crashes).text
    assert exercise(Crashes).state == "✗"
