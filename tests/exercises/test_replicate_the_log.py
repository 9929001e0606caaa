"""What the exercises of notebook 05 say is true."""
import pytest

from raftlib import Cluster, Log, Server
from raftlib.analysis.safety import check_all
from raftlib.exercises.replicate_the_log import (
    conflict_rule,
    consistency_check,
    legal_logs,
    possible_followers,
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
    assert possible_followers(answer).state == "✓"


@pytest.mark.parametrize("answer", [5, True, 2.5])
def test_what_are_no_letters_leaves_the_exercise_open(answer):
    assert possible_followers(answer).state == "○"


class LastTermOnly(Server):
    def has_previous_entry(self, request):
        index = request.prev_log_index
        return index == 0 or (index <= self.log.last_index and self.log.last_term >= request.prev_log_term)


class OnlyLower(Server):
    def store_entries(self, request):
        for number, entry in enumerate(request.entries):
            index = request.prev_log_index + 1 + number
            own = self.log.term_at(index)
            if own is None or own < entry.term:
                self.log = self.log.before(index).append(*request.entries[number:])
                return


class LooksAtTheEnd(Server):
    def store_entries(self, request):
        entries = request.entries
        if not entries or (self.log.last_index >= request.prev_log_index + len(entries)
                           and self.log.last_term == entries[-1].term):
            return
        self.log = self.log.before(request.prev_log_index + 1).append(*entries)


@pytest.mark.parametrize(("exercise", "answer"), [
    (consistency_check, LastTermOnly), (conflict_rule, OnlyLower), (conflict_rule, LooksAtTheEnd)])
def test_plausible_rules_that_are_wrong_are_found_out(exercise, answer):
    assert exercise(answer).state == "✗"


class NotAssigned(Server):
    def store_entries(self, request):
        self.log.append(*request.entries)


class PlainList(Server):
    def store_entries(self, request):
        self.log = list(request.entries)


class OffByOne(Server):
    def store_entries(self, request):
        if request.entries:
            self.log = self.log.append(request.entries[len(request.entries)])


@pytest.mark.parametrize(("answer", "said"), [
    (NotAssigned, "assign it to self.log"),
    (PlainList, "self.log must stay a Log"),
    (OffByOne, 'in the line "self.log = self.log.append(request.entries[len(request.entries)])"'),
])
def test_mistakes_of_python_are_told_as_such(answer, said):
    verdict = conflict_rule(answer)
    assert verdict.state == "✗"
    assert said in verdict.text


def test_a_wrong_log_is_told_of_one_server_only():
    class Refuses(Server):
        def has_previous_entry(self, request):
            return False

    text = consistency_check(Refuses).text
    assert text.count("the log of a is") == 2
    assert "the log of b" not in text


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
