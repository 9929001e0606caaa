"""Each broken rule leads to one concrete disaster, in a schedule of a few steps, and its property says so."""
import pytest

from raftlib.analysis.safety import SafetyChecker, check_all
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.server import Server
from raftlib.search import broken_rules as broken
from tests.scripted import Script

# An AppendEntries of S2 that carries nothing while entries are pending, and knows that index 1 is committed.
EMPTY = AppendEntries("S2", "S1", term=2, leader_id="S2", prev_log_index=0, prev_log_term=0, entries=(),
                      leader_commit=1)

# The broken server, the property that it breaks, how many servers there are, and the schedule.
ROWS = [
    (broken.CommitsOlderTerms, "Leader Completeness", 3, "E1(2) C1 E2(1,3) C2 E1(2,3) R13 E2(1)"),
    (broken.IgnoresLogs, "Leader Completeness", 3, "E1(2) C1 R13 E2(1)"),
    (broken.ComparesLengths, "Leader Completeness", 3, "E1(2) C1 E2(1,3) C2 R23 E1(2)"),
    (broken.ForgetsVote, "Election Safety", 3, "E1(2) restart2 E3(2)"),
    (broken.LosesLogTail, "Leader Completeness", 3, "E1(2,3) C1 R12 restart2 E3(2)"),
    (broken.VotesTwice, "Election Safety", 3, "E1(2) E3(2)"),
    (broken.HalfIsEnough, "Election Safety", 4, "E1(2) E3(4)"),
    (broken.LeadsOn, "Election Safety", 3, "E1(2) E2(3) late(RequestVote,2,1)"),
    (broken.IgnoresPreviousTerm, "Log Matching", 3, "E1(2) C1 E2(3) C2 R23 E3(2) C3 R31"),
    (broken.AlwaysTruncates, "Leader Completeness", 3, "E1(2) C1 R12 late(AppendEntries,1,2) E2(3)"),
    (broken.NeverTruncates, "Log Matching", 3, "E1(2) C1 E2(3) C2 C2 R21"),
    (broken.CommitsUnvouched, "State Machine Safety", 3, ("E1(2) C1 E2(3) C2 R23", EMPTY)),
    (broken.FollowsStaleLeaders, "Leader Completeness", 3, "E1(2) C1 E2(3) C2 R23 R13 E3(1)"),
    (broken.AppliesAtOnce, "State Machine Safety", 3, "E1(2) C1 E2(3) C2"),
    (broken.KeepsVotes, "Election Safety", 3, "E1(2) E2(1,3) E3(2) E1(2)"),
]
EACH_ROW = pytest.mark.parametrize(("server", "property_", "size", "schedule"), ROWS,
                                   ids=[row[0].__name__ for row in ROWS])


def steps(schedule):
    texts, *messages = (schedule,) if isinstance(schedule, str) else schedule
    return [*texts.split(), *messages]


def play(server, size, steps):
    return Script(server, size).play(*steps).states


@EACH_ROW
def test_a_broken_rule_is_caught_by_its_property(server, property_, size, schedule):
    checker = SafetyChecker()
    evidence = next(filter(None, map(checker.see, play(server, size, steps(schedule)))))
    assert evidence.property == property_


@EACH_ROW
def test_only_the_last_step_is_the_disaster(server, property_, size, schedule):
    assert check_all(play(server, size, steps(schedule)[:-1])) == []


@EACH_ROW
def test_the_intact_server_survives_the_same_schedule(server, property_, size, schedule):
    assert check_all(play(Server, size, steps(schedule))) == []


@EACH_ROW
def test_a_broken_server_overrides_one_method(server, property_, size, schedule):
    overridden = [name for name in vars(server) if callable(getattr(Server, name, None)) and name[0] != "_"]
    assert len(overridden) == 1


def test_the_schedules_do_what_they_say():
    script = Script().play("E1(2) C1 R12")
    leader, follower, other = script.servers.values()
    assert (leader.role, leader.commit_index, follower.log, other.log.terms) == ("leader", 1, leader.log, [])
    assert other.current_term == 0


def test_an_unknown_step_is_refused():
    with pytest.raises(ValueError, match="step is 'X1'"):
        Script().play("X1")
