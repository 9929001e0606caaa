"""What the quiz of notebook 10 takes for right is right: by definition, by runs, or by all that can happen next."""
import ast
import json
import re
from itertools import product
from pathlib import Path

import pytest

from raftlib import AppendEntries, AppendEntriesReply, Cluster, Log, Server
from raftlib.analysis.safety import check_all
from raftlib.exercises.states import UNKNOWN
from raftlib.pictures.picture import Picture
from raftlib.protocol.state import LEADER
from raftlib.questions.quiz.build_your_own import quiz
from raftlib.questions.quiz.runs import logs, rules, statements
from raftlib.search.random_runs import random_run
from raftlib.search.shortest import Break, Explored
from raftlib.simulation.operations import operations_of
from tests.scripted import Script

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PARTS = {f"{name} {letter}".strip(): part for name, task in quiz.tasks.items() for letter, part in task.parts.items()}


@pytest.fixture(autouse=True)
def untouched():
    """Each test finds an empty sheet, and leaves one."""
    yield quiz.again()
    quiz.again()


def said_to_hold(name):
    """The letters of a question's parts whose answer is yes."""
    return {letter for letter, part in quiz.tasks[name].parts.items() if part.right == "yes"}


def lists(name):
    """The logs that a question's parts ask of, by letter."""
    return {letter: ast.literal_eval(part.asked) for letter, part in quiz.tasks[name].parts.items()}


def end_of(cluster):
    """The terms of all logs, by server."""
    return {id: server.log.terms for id, server in cluster.servers.items()}


# ---- The whole ---------------------------------------------------------------------------------------------------


def test_there_are_sixty_points():
    assert {name: task.points for name, task in quiz.tasks.items()} == {
        "Q1": 8, "Q2": 8, "Q3": 10, "Q4": 8, "Q5": 6, "Q6": 6, "Q7": 6, "Q8": 8}
    assert quiz.hand_in().most == 60


def test_all_right_has_all_points_and_all_wrong_or_open_none():
    assert quiz.hand_in().total == 0
    wrong = [option for option in quiz.tasks["Q2"].parts[""].options if option in "4567"]
    for right in True, False:
        quiz.again()
        for name, task in quiz.tasks.items():
            if "" in task.parts:
                quiz.answer(name, task.parts[""].right if right else wrong[0])
            else:
                letters = said_to_hold(name) if right else set(task.parts) - said_to_hold(name)
                quiz.answer(name, "".join(letters) or "none")
        assert quiz.open == []
        assert quiz.hand_in().total == (60 if right else 0)


def test_who_guesses_gets_less_than_a_quarter_of_the_points():
    """The mean over all ways to say yes or no, or to name an index."""
    mean = 0
    for task in quiz.tasks.values():
        options = [[option for option in part.options if option != UNKNOWN] for part in task.parts.values()]
        worth = [task.worth(dict(zip(task.parts, each, strict=True))) for each in product(*options)]
        mean += sum(worth) / len(worth)
    assert mean < 15


def test_half_of_the_points_for_an_index_that_is_safe_and_too_small():
    worth = {option: quiz.tasks["Q2"].parts[""].worth(option) for option in "1234567"}
    assert worth == {"1": 4, "2": 4, "3": 8, "4": 0, "5": 0, "6": 0, "7": 0}


@pytest.mark.parametrize("name", PARTS)
def test_every_wrong_option_has_a_hint_and_one_heading_under_which_it_is_treated(name):
    part = PARTS[name]
    assert {option for option, _ in part.wrong} == set(part.options) - {part.right, UNKNOWN}
    cells = json.loads((NOTEBOOKS / f"{part.where.notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE).count(part.where.heading) == 1


@pytest.mark.parametrize("name", quiz.tasks)
def test_each_question_has_something_to_show(name):
    quiz.hand_in()
    shown = quiz.show(name)
    page = shown.svg() if isinstance(shown, Picture) else shown._repr_html_()
    assert len(page) > 200
    assert len(str(shown)) > 40


# ---- Q1 ----------------------------------------------------------------------------------------------------------


def is_log(terms):
    """Whether a server can be made with a log of these terms."""
    try:
        return Server("S1", ["S2"], 9, log=Log(terms)).log.terms == terms
    except ValueError:
        return False


def test_legal_logs_are_those_that_a_server_can_have():
    assert {letter for letter, terms in lists("Q1").items() if is_log(terms)} == said_to_hold("Q1")


def test_the_legal_logs_come_about_in_a_run_by_the_rules():
    run = logs.legal_logs()
    assert check_all(run.history) == []
    legal = [terms for letter, terms in lists("Q1").items() if letter in said_to_hold("Q1")]
    assert all(terms in end_of(run).values() for terms in legal)


def test_in_random_runs_terms_never_fall_along_a_log():
    for seed in range(10):
        for state in random_run(Server, seed).history.states():
            assert state.log.terms == sorted(state.log.terms)


# ---- Q2 ----------------------------------------------------------------------------------------------------------


def five_logs():
    """The logs that Q2 asks of."""
    return [tuple(ast.literal_eval(found)) for found in re.findall(r"S\d (\[.*\])", quiz.tasks["Q2"].asked)]


def leaders_to_come(first, leader, elections=2):
    """The logs of all leaders that there may be: each brings others up to date, and is followed by who can win."""
    seen, leading, frontier = set(), set(), [(first, leader, elections)]
    while frontier:
        world = found, leads, left = frontier.pop()
        if world in seen:
            continue
        seen.add(world)
        leading.add(found[leads])
        for other in range(5):
            copied = tuple(found[leads] if each == other else log for each, log in enumerate(found))
            frontier.append((copied, leads, left))
            last = found[other][-1], len(found[other])
            if left and sum((log[-1], len(log)) <= last for log in found) >= 3:
                frontier.append((found, other, left - 1))
    return leading


def test_what_may_be_applied_is_what_no_leader_to_come_lacks():
    right = int(quiz.tasks["Q2"].parts[""].right)
    leaders = leaders_to_come(tuple(five_logs()), 0)
    for index in range(1, 8):
        same = {log[:index] for log in leaders} == {five_logs()[0][:index]}
        assert same == (index <= right)


def test_the_five_logs_come_about_by_the_rules_and_s2_can_win():
    for run in logs.five_logs(), logs.s2_wins():
        assert check_all(run.history) == []
    run = logs.five_logs()
    assert list(end_of(run).values()) == list(map(list, five_logs()))
    assert (run.servers["S1"].role, run.servers["S1"].current_term) == (LEADER, 7)
    after = logs.s2_wins().servers
    assert (after["S2"].role, after["S2"].current_term) == (LEADER, 8)
    assert after["S3"].log == after["S5"].log == after["S2"].log


# ---- Q3 ----------------------------------------------------------------------------------------------------------


def agree(one, other):
    """Whether two logs are the same up to the last index at which both have the same term (Log Matching)."""
    meet = [index for index, terms in enumerate(zip(one, other, strict=False), 1) if terms[0] == terms[1]]
    return not meet or one[:meet[-1]] == other[:meet[-1]]


def leaders_log():
    return ast.literal_eval(re.search(r"with the log (\[.*?\])", quiz.tasks["Q3"].asked)[1])


def test_a_follower_s_log_must_match_and_its_terms_never_fall():
    possible = {letter for letter, terms in lists("Q3").items() if agree(terms, leaders_log()) and is_log(terms)}
    assert possible == said_to_hold("Q3")


def test_the_possible_ones_are_there_in_a_run_when_the_leader_was_just_elected():
    run = logs.leader_of_term_9()
    assert check_all(run.history) == []
    ended = end_of(run)
    assert (len(ended), ended.pop("S1")) == (6, leaders_log())
    assert (run.servers["S1"].role, run.servers["S1"].current_term) == (LEADER, 9)
    assert all(terms in ended.values() for letter, terms in lists("Q3").items() if letter in said_to_hold("Q3"))
    last = [event for event in run.history if event.state and event.state.id == "S1"][-1]
    assert last.rule == "C3"  # nothing has happened to it since


# ---- Q4 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [*range(1, 15), 99])
def test_a_wrong_next_index_is_never_dangerous(number):
    spoilt, whole = rules.spoilt(number), rules.spoilt(None)
    history = spoilt.run.history
    assert check_all(history) == []
    lengths = [event.state.log.last_index for event in history if event.server == "S3" and event.state]
    assert lengths == sorted(lengths)
    if number < 15:
        assert {tuple(terms) for terms in end_of(spoilt.run).values()} == {tuple(end_of(whole.run)["S1"])}
    cost = [len(one.requests) + sum(len(each.entries) for each in one.requests) for one in (spoilt, whole)]
    assert cost[0] >= cost[1]
    assert number not in (rules.LOW, rules.HIGH) or cost[0] > cost[1]


def test_the_question_names_the_numbers_that_are_tried():
    assert f"becomes {rules.LOW}, or {rules.HIGH}, where 7" in quiz.tasks["Q4"].asked
    assert rules.spoilt(None).run.history.at(600).servers["S2"].next_index == (7, 7, 7, 7)
    assert said_to_hold("Q4") == {"c"}


# ---- Q5 ----------------------------------------------------------------------------------------------------------


def test_far_apart_only_the_timeouts_matter_and_they_cost_time_alone():
    near, far = ([rules.far_apart(timeouts, seed) for seed in range(8)]
                 for timeouts in (rules.NEAR_TIMEOUTS, rules.FAR_TIMEOUTS))
    assert sum(done for _, done in near) < 40
    assert [done for _, done in far] == [20] * 8
    assert [check_all(run.history) for run, _ in near] == [[]] * 8
    assert said_to_hold("Q5") == {"a"}
    for low, high in rules.NEAR_TIMEOUTS, rules.FAR:
        assert f"{low} to {high} ms" in quiz.tasks["Q5"].asked


def test_clocks_need_not_show_the_same_time():
    cluster = Cluster(servers=5, seed=3, latency=rules.FAR, election_timeout=rules.FAR_TIMEOUTS, heartbeat=500,
                      tick=10, clock={"S1": 0.9, "S2": 1.1, "S4": 1.05})
    cluster.run(to=6000)
    request = cluster.submit("x=1")
    cluster.run(to=10_000)
    assert request.status == "answered"
    assert check_all(cluster.history) == []


# ---- Q6 ----------------------------------------------------------------------------------------------------------


class WithoutVote(Server):
    def restart(self):
        super().restart()
        self.voted_for = None
        return []


class WithoutLastEntry(Server):
    def restart(self):
        super().restart()
        self.log = self.log.before(self.log.last_index)
        return []


def leaders_of(states):
    return {(state.current_term, state.id) for state in states if state.role == LEADER}


def test_without_the_vote_a_term_has_two_leaders():
    assert leaders_of(Script(WithoutVote).play("E1(2) restart2 E3(2)").states) == {(1, "S1"), (1, "S3")}
    assert leaders_of(Script(Server).play("E1(2) restart2 E3(2)").states) == {(1, "S1")}


def test_without_the_last_entry_a_leader_lacks_what_is_committed():
    script = Script(WithoutLastEntry).play("E1(2,3) C1 R12")
    assert script.servers["S1"].commit_index == 1
    script.play("restart2 E3(2)")
    assert leaders_of(script.states) == {(1, "S1"), (2, "S3")}
    assert script.servers["S3"].log.last_index == 0
    assert leaders_of(Script(Server).play("E1(2,3) C1 R12 restart2 E3(2)").states) == {(1, "S1")}


def test_without_commit_index_nothing_breaks_within_the_bounds():
    found = rules.lost_at_restart()
    assert [type(each) for each in found.values()] == [Break, Break, Explored]
    assert Script().play("E1(2,3) C1 R12 R12 restart2").servers["S2"].commit_index == 0
    assert said_to_hold("Q6") == {"a", "b"}


# ---- Q7 ----------------------------------------------------------------------------------------------------------


def test_a_deposed_leader_completes_a_commitment_and_nothing_is_lost():
    run = logs.deposed_leader()
    servers = run.servers
    assert set(run.leaders) == {"S1", "S3"}
    assert [servers[id].current_term for id in ("S1", "S2", "S4", "S3", "S5", "S6", "S7")] == [1, 1, 1, 2, 2, 2, 2]
    elected = min(event.time for event in run.history if event.server == "S3" and event.state.role == LEADER)
    taken = min(event.time for event in run.history if event.server == "S4" and event.state.log.last_index)
    committed = min(event.time for event in run.history if event.server == "S1" and event.state.commit_index)
    assert elected < taken < committed
    assert run.history.at(elected).servers["S3"].log.last_index == 1
    match_index = dict(zip(run.history.servers[1:], run.history.at(elected).servers["S1"].match_index, strict=True))
    assert {id for id, index in match_index.items() if index} == {"S2", "S3"}  # whose yes it has heard
    run.run(for_=100)
    run.submit("y=1", to=run.leader)
    run.run(for_=200)
    assert check_all(run.history) == []
    assert {server.log.entry_at(1).command for server in servers.values()} == {"x=5"}
    assert said_to_hold("Q7") == {"b"}


def test_the_picture_of_q7_does_not_say_of_the_leader_that_has_committed_that_it_cannot():
    quiz.hand_in()
    picture = quiz.show("Q7")
    assert "S1 knows its own to be committed up to index 1" in picture.caption
    assert "index 1 stays dashed at S3" in picture.caption
    assert ">cannot<" not in picture.svg()


# ---- Q8 ----------------------------------------------------------------------------------------------------------


def holds(letter):
    return quiz.tasks["Q8"].parts[letter].right == "yes"


def test_a_candidate_does_not_wait_for_all_replies():
    _, replies = statements.replies_before_leading()
    assert holds("a")
    assert replies == 2  # with its own vote three of five


def test_a_refusal_starts_no_timer():
    found = statements.timers_of_who_refuses()
    assert holds("b")
    assert found
    assert all(before == after for _, before, after in found)


def test_a_follower_commits_only_what_the_message_vouches_for():
    follower = Server("S2", ["S1", "S3"], 3, log=[1, 1, 2, 2, 2])
    [reply] = follower.receive(AppendEntries("S1", "S2", 3, "S1", 2, 1, (), 5))
    assert reply.success
    assert follower.commit_index == 2
    assert isinstance(statements.beyond_what_was_sent(), Break)
    assert not holds("c")


def test_a_yes_speaks_of_what_the_request_carried():
    leader = Server("S1", ["S2", "S3"], 2, log=[1, 1, 1])
    leader.election_timeout()
    leader.votes += ("S2",)
    leader.become_leader()
    leader.receive(AppendEntriesReply("S2", "S1", 3, True, 0, 1, 3))
    assert (leader.match_index["S2"], leader.log.last_index) == (1, 3)
    assert isinstance(statements.own_length(), Break)
    assert not holds("d")


def test_a_new_leader_may_not_know_what_is_committed():
    leader, known = statements.new_leader()
    assert leader != "S2"
    assert known == 0
    assert holds("e")


def test_an_unanswered_request_is_no_mistake():
    run = statements.unanswered()
    assert check_all(run.history) == []
    [asked] = [each for each in operations_of(run) if each.action == "x=5"]
    assert asked.answered is None
    assert not holds("f")


def test_pre_vote_is_no_help_to_a_leader_that_hears_nobody():
    run = statements.deaf_leader()
    states = run.history.at(3000).servers
    assert run.leaders == ["S2"]
    assert {state.current_term for state in states.values()} == {1}
    assert {(state.log.last_index, state.commit_index) for state in states.values()} == {(2, 1)}
    others = [id for id in run.servers if id != "S2"]
    assert not any(sender in others and receiver in others for sender, receiver in run.history.at(3000).cut_links)
    assert not holds("g")


def test_a_message_without_entries_is_checked_too():
    follower = Server("S2", ["S1", "S3"], 3, log=[1])
    [reply] = follower.receive(AppendEntries("S1", "S2", 3, "S1", 2, 1, (), 0))
    assert (reply.success, reply.term) == (False, 3)
    assert statements.refused_empty()
    assert holds("h")


def test_the_table_of_q8_has_a_row_for_each_statement():
    assert [row[0] for row in statements.eight_statements().rows] == list(quiz.tasks["Q8"].parts)
