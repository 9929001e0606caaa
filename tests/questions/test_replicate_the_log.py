"""What the predictions and exercises of notebook 05 say is true."""
import pytest

from raftlib import Cluster, Log, Server
from raftlib.analysis.safety import check_all
from raftlib.questions.replicate_the_log import (
    conflict_rule,
    consistency_check,
    leader_gone,
    legal_logs,
    possible_followers,
    refused_at_first,
    walk_back,
    who_carried_it_out,
)
from raftlib.questions.runs.replicate_the_log import (
    answers_heard,
    entry_11_of_c,
    figure_7_repaired,
    held_by_a_majority,
    leader_crashes,
    what_became_of_it,
    what_the_heartbeat_changes,
    when_index_2_is_committed,
    where_it_is_carried_out,
    where_s5_is_elected,
)
from raftlib.scenarios import (
    FIGURE_7_FOLLOWERS,
    FIGURE_7_LEADER,
    busy,
    elect,
    entry_is_lost,
    entry_survives,
    figure_6,
    figure_8_a,
    figure_8_d,
    figure_8_e,
    one_command,
)
from tests.cells import run_cells

# The predictions: each reading follows its run, and would say something else of another one.


def test_the_repair_is_the_notebook_s():
    seven = run_cells("05-replicate-the-log", "figure-6", "figure-7", "figure-7-run")["seven"]
    assert figure_7_repaired().history.digest() == seven.history.digest()


def test_the_leader_crashes_on_the_journey_of_the_notebook():
    journey = run_cells("05-replicate-the-log", "figure-6", "journey")["journey"]
    assert leader_crashes().history.window(0, 401) == journey.history.window(0, 401)
    assert "none has arrived" in leader_gone.question
    assert len(journey.history.at(402).in_flight) == 4


def test_a_majority_of_logs():
    assert [held_by_a_majority(make()) for make in (figure_6, figure_8_a)] == [7, 1]


@pytest.mark.parametrize("servers", [3, 5, 7, 9])
def test_a_majority_less_the_leader_itself_must_answer(servers):
    assert answers_heard(one_command(servers=servers)) == servers // 2


def test_the_leader_carries_the_command_out_first():
    cluster = one_command()
    assert who_carried_it_out.right == {cluster.leader}
    assert all(state.last_applied for state in cluster.history.at(440).servers.values())


def test_what_became_of_the_entry_of_a_leader_that_crashed():
    lost = Cluster(servers=5, seed=7)
    lost.run(to=400)
    lost.submit("x=5")
    for flight in lost.in_flight:
        lost.drop(flight)
    lost.crash("S2")
    lost.run(until=lambda c: c.leader)
    told = leader_crashes()
    told.submit("y=1")
    told.run(for_=100)
    assert [what_became_of_it(run) for run in (leader_crashes(), lost, told)] == ["d", "a", "b"]


def test_a_follower_refuses_at_first_unless_it_has_the_leader_s_ten_entries():
    same = {id for id, log in FIGURE_7_FOLLOWERS.items() if log[:10] == FIGURE_7_LEADER}
    assert refused_at_first.right == set(FIGURE_7_FOLLOWERS) - same


def test_next_index_walks_back_to_behind_the_last_entry_of_the_same_term():
    theirs = FIGURE_7_FOLLOWERS["e"]
    same = max(index for index in range(1, len(theirs) + 1) if theirs[index - 1] == FIGURE_7_LEADER[index - 1])
    assert walk_back.right == tuple(range(10, same, -1))
    assert walk_back(list(walk_back.right)).state == walk_back("10 9 8 7 6").state == "✓"


def test_the_extra_entries_go_with_the_next_command_only():
    cluster = figure_7_repaired()
    assert entry_11_of_c(cluster) == "a"
    cluster.submit("x=1")
    cluster.run(for_=110)
    assert entry_11_of_c(cluster) == "b"


@pytest.mark.parametrize(("times", "letter"), [
    ({20: 18, 100: 58}, "a"), ({20: 19, 100: 18}, "b"), ({20: 58, 100: 18}, "c")])
def test_what_the_heartbeat_changes(times, letter):
    assert what_the_heartbeat_changes(times) == letter


def test_the_two_endings_and_three_others():
    passed_on = entry_survives()
    elect(passed_on, "S3")
    kept, lost = entry_survives(), entry_is_lost()
    pairs = [(kept, lost), (kept, passed_on), (lost, lost), (kept, kept)]
    assert list(map(where_it_is_carried_out, pairs)) == ["c", "a", "b", "d"]


@pytest.mark.parametrize(("commit", "letter"), [((0, 0), "a"), ((1, 1), "a"), ((0, 3), "b"), ((2, 3), "c")])
def test_when_index_2_is_committed(commit, letter):
    assert when_index_2_is_committed(commit) == letter


def test_where_s5_is_elected():
    erased, kept = figure_8_d(), figure_8_e()
    pairs = [(erased, erased), (erased, kept), (kept, erased), (kept, kept)]
    assert list(map(where_s5_is_elected, pairs)) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("logs", "voters"), [
    ({"S2": [1, 2], "S3": [1, 2], "S4": [1]}, {"S2", "S3", "S4"}),
    ({"S2": [1, 2, 4], "S3": [1, 2, 4], "S4": [1]}, {"S4"})])
def test_who_finds_s5_s_log_in_figure_8_as_new_as_its_own(logs, voters):
    last = Log([1, 3])
    assert {id for id, log in logs.items() if Log(log).up_to_date(last.last_index, last.last_term)} == voters


# The exercises.


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


def test_a_wrong_answer_is_told_of_one_server_only():
    class Refuses(Server):
        def has_previous_entry(self, request):
            return False

    text = consistency_check(Refuses).text
    assert text.count("S2 says no to S1") == text.count("S2 says yes to S1") == 1
    assert text.count(" says ") == 2


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
