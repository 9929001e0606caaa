"""What the predictions and exercises of notebook 07 say is true."""
import re
from itertools import permutations

import pytest

from raftlib import Cluster, Server, check_all, scenarios
from raftlib.questions import break_raft as exercises
from raftlib.questions.runs import break_raft as runs
from raftlib.search import BROKEN_RULES, Explored, Trouble, broken_rules, explore, measured
from raftlib.search.broken_rules import BrokenRule
from tests.search.found import UNSAFE, found
from tests.widgets.player.test_player import Page

LOGS = {"S1": [1, 1, 2, 2, 2, 2, 4], "S2": [1, 1, 1, 3], "S3": [1, 1, 2, 2, 2], "S4": [1], "S5": [1, 1, 2, 2, 2, 2]}


# The predictions.


def test_in_figure_8_two_that_refuse_leave_no_majority():
    """The same number by counting: S5 needs three of the votes that are left."""
    voters_left = {reached: 1 + 3 - reached for reached in runs.FOLLOWERS}  # S5's own, and those of the ones unreached
    assert exercises.reached.right == min(reached for reached, votes in voters_left.items() if votes < 3)


def test_with_fewer_x_2_is_erased_and_with_more_it_is_not():
    for reached, cluster in runs.endings_of_figure_8().items():
        erased = all(server.log.entry_at(2).command == "x=3" for server in cluster.servers.values())
        assert erased == (reached < exercises.reached.right)


def test_the_property_that_is_asked_for_is_the_one_that_the_search_finds():
    rule = next(each for each in UNSAFE if each.server is broken_rules.CommitsOlderTerms)
    assert exercises.counted_too_early.right == runs.LETTERS[found(rule).evidence.property]
    for letter, text in exercises.counted_too_early.options.items():
        assert text.partition(":")[0] == {letter: name for name, letter in runs.LETTERS.items()}[letter]


def test_one_move_makes_no_two_leaders_and_two_do():
    assert exercises.fewest_moves.right == 2
    one_election = explore(broken_rules.VotesTwice, terms=2, entries=1)
    assert len(one_election.moves) == 2


@pytest.mark.parametrize(("survive", "letter"), [(0, "a"), (1, "b"), (2, "b"), (3, "c"), (6, "c"), (7, "d"), (17, "d")])
def test_how_many_survive_is_read_off_the_record(survive, letter):
    table = measured()
    rows = tuple(row._replace(ordinary=None if number < survive else 1) for number, row in enumerate(table.rows))
    assert runs.survivors(table._replace(rows=rows)) == letter


def test_the_question_names_as_many_rules_as_there_are():
    assert len(UNSAFE) == 17
    assert f"the {len(UNSAFE)} broken rules" in exercises.random_runs.question


ODD = {"a": (broken_rules.CommitsByHalf, 4), "b": (broken_rules.ElectsByHalf, 4), "c": (broken_rules.SupposesMatch, 3),
       "d": (broken_rules.SupposesMore, 3)}


@pytest.mark.parametrize("letter", ODD)
def test_the_odd_rules_that_are_safe_are_those_in_which_a_search_finds_nothing(letter):
    server, servers = ODD[letter]
    explored = explore(server, servers, terms=2, entries=1)
    assert isinstance(explored, Explored) == (letter in exercises.odd_and_safe.right)
    if letter in "bd":  # the moves that a hint speaks of
        number = {"b": "two", "d": "three"}[letter]
        assert len(explored.moves) == {"two": 2, "three": 3}[number]
        assert re.search(rf"\b{number} ", exercises.odd_and_safe.wrong[-1][1])


def test_what_is_taken_for_granted_is_never_sent():
    """What the reason of the odd rules says: safe, but a follower that lacks entries does not get them."""
    ids = ["S1", "S2", "S3"]
    logs = {"S1": [1, 1], "S2": [1, 1], "S3": []}
    cluster = Cluster([broken_rules.SupposesMatch(id, ids, 1, log=logs[id]) for id in ids], seed=7)
    scenarios.elect(cluster, "S1")
    cluster.run(for_=1500)
    assert cluster.leader == "S1"
    assert cluster.servers["S3"].log.last_index == 0
    assert check_all(cluster.history.states()) == []


# By hand.


def test_the_player_s_run_breaks_by_hand_as_the_solution_says():
    verdict = exercises.by_hand_disaster(runs.cut_off_and_back())
    assert verdict.state == "✓"
    assert "Leader Completeness" in verdict.text


def test_the_shortest_way_is_as_the_reason_tells():
    rule = next(each for each in UNSAFE if each.server is broken_rules.IgnoresLogs)
    kinds = [type(move).__name__ for move in found(rule).moves]
    assert kinds == ["Election", "Command", "Exchange", "Election"]


def test_left_as_it_is_the_run_is_no_answer():
    cluster = runs.by_hand_cluster()
    cluster.run(to=3000)
    assert exercises.by_hand_disaster(cluster).state == "○"
    assert check_all(cluster.history.states()) == []


def test_in_the_player_a_cut_a_command_and_a_mended_link_reach_the_goal():
    page = Page(runs.by_hand_cluster(), time=400, goal=exercises.by_hand_disaster)
    leader = page.player.history.at(400).leaders[0][0]
    alone = [id for id in ("S1", "S2", "S3") if id != leader][-1]
    page.does("cut", groups=[[alone], [id for id in ("S1", "S2", "S3") if id != alone]], at=400_000)
    page.does("submit", to=leader, command="x=1", at=410_000)
    page.does("heal", at=900_000)
    assert page.player.goal["at"] is not None
    assert "Leader Completeness" in page.player.goal["said"]


# The exercises.


def can_win(candidate, order):
    """Whether a candidate gets a majority of five servers with these logs, all of which hear it."""
    servers = {id: Server(id, list(LOGS), 4, log=log) for id, log in LOGS.items()}
    requests = servers[candidate].election_timeout()
    for id in order:
        request = next(each for each in requests if each.receiver == id)
        for reply in servers[id].receive(request):
            servers[candidate].receive(reply)
    return servers[candidate].role == "leader"


@pytest.mark.parametrize("candidate", LOGS)
def test_who_can_be_elected_of_the_quiz_s_logs(candidate):
    others = [id for id in LOGS if id != candidate]
    won = {can_win(candidate, order) for order in permutations(others)}
    assert won == {candidate in exercises.electable.right}


@pytest.mark.parametrize(("server", "harms"), [(broken_rules.ForgetsVote, "bd"), (broken_rules.LosesLogTail, "cd")])
def test_each_loss_breaks_a_property(server, harms):
    broken = explore(server, terms=2, entries=1, trouble=Trouble(restarts=1))
    assert not isinstance(broken, Explored)
    assert exercises.lost_state.right in harms


PREVENTED = {"a": broken_rules.ForgetsVote, "b": broken_rules.CommitsOlderTerms, "c": broken_rules.IgnoresLogs,
             "d": broken_rules.AlwaysTruncates, "e": broken_rules.AppliesAtOnce}


def test_the_rule_that_prevents_a_disaster_is_the_one_without_which_it_is_found():
    rules = dict(re.findall(r"Rule (\d): (\w+),", exercises.which_rule.question))
    rows: dict[type, BrokenRule] = {row.server: row for row in BROKEN_RULES}
    assert [rules[str(number)] for number in exercises.which_rule.right] == [
        rows[PREVENTED[letter]].rule for letter in "abcde"]
