"""Overrides are judged by a search, too: the shortest disaster is the failing run; what can't be searched is run."""
from functools import cache
from itertools import count
from random import Random

import pytest

from raftlib import Cluster, Player, Server
from raftlib.exercises import disasters
from raftlib.exercises.disasters import NotSearchedError, Patience, shortest_break, shortest_disaster
from raftlib.exercises.overrides import ServerOverride, Trial
from raftlib.exercises.scope import Scope
from raftlib.exercises.states import RIGHT, WRONG
from raftlib.questions.elect_a_leader import one_vote
from raftlib.questions.replicate_the_log import conflict_rule, consistency_check
from raftlib.questions.servers.elect_a_leader import AlwaysYes, OneVote, OnlyOnce, OnlyOthers, OnlyTaken, WithoutLeader
from raftlib.questions.servers.replicate_the_log import (
    AppendAlways,
    DropAll,
    DropIfAny,
    Idle,
    IndexOnly,
    KeepAll,
    NoCheck,
    NotForHeartbeats,
)
from raftlib.search.rehearsal import Rehearsal

# Each unsafe wrong answer, with a schedule known by hand: the disaster that is handed over is not longer.
BY_HAND = {
    (one_vote, AlwaysYes): "E1(2) E3(2)",
    (one_vote, OnlyOthers): "E1(2) E3(1)",
    (one_vote, OnlyTaken): "E1(2) E2(1) E3(1)",
    (one_vote, WithoutLeader): "E1(2) E3(2)",
    (consistency_check, NoCheck): "E1(2) C1 E2(3) C2 R23 R23 E3(1) R31",
    (consistency_check, IndexOnly): "E1(2) C1 E2(3) C2 R23 R23 E3(1) R31",
    (consistency_check, NotForHeartbeats): "E1(2) C1 E2(3) C2 R23 R23 E3(1) R31",
    (conflict_rule, DropAll): "E1(2) C1 R12 late(AppendEntries,1,2) E2(3)",
    (conflict_rule, DropIfAny): "E1(2) C1 C1 R12 late(AppendEntries,1,2) E2(3)",
    (conflict_rule, KeepAll): "E1(2) C1 E2(3) C2 C2 R21",
    (conflict_rule, AppendAlways): "E1(2) C1 R12 late(AppendEntries,1,2) C1 R12",
    (conflict_rule, Idle): "E1(2) C1 R12 E2(3)",
}
unsafe = pytest.mark.parametrize(("exercise", "rule"), BY_HAND)


@cache
def judged(exercise, rule):
    """The verdict's words, and the run that it hands over."""
    return exercise(rule).text, exercise.failed


@unsafe
def test_an_unsafe_rule_comes_to_grief_as_fast_as_by_hand(exercise, rule):
    text, _ = judged(exercise, rule)
    moves = [line for line in text.splitlines() if line.partition(".")[0].isdecimal()]
    assert text.startswith(f"With 3 servers, {len(moves)} moves are enough:\n1. ")
    assert [int(move.partition(".")[0]) for move in moves] == list(range(1, len(moves) + 1))
    assert len(moves) <= len(BY_HAND[exercise, rule].split())
    assert dict(exercise.wrong)[rule] in text


@unsafe
def test_the_moves_call_by_call_break_something_in_the_last_one_and_nothing_by_the_paper_s_rule(exercise, rule):
    found = shortest_break(rule, exercise.scope, Patience(lambda: False))
    assert Rehearsal(rule, found.bounds).play(found.moves)
    assert Rehearsal(rule, found.bounds).play(found.moves[:-1]) is None
    assert Rehearsal(Server, found.bounds).play(found.moves) is None
    text, _ = judged(exercise, rule)
    assert [line.partition(". ")[2] for line in text.splitlines()[1:-2]] == list(map(str, found.moves))


@unsafe
def test_the_run_that_is_handed_over_breaks_when_the_verdict_says(exercise, rule):
    text, failed = judged(exercise, rule)
    at = float(text.rpartition("time=")[2].rstrip(")"))
    player = Player(failed, time=at)
    when, sentence = next((broken["t"] / 1000, broken["sentence"]) for _, broken in player.broken)
    assert when == at
    assert f"\nThen {sentence}. " in text
    assert list(failed.servers) == ["S1", "S2", "S3"]


@pytest.mark.parametrize(("exercise", "rule"), [(one_vote, OneVote), (one_vote, OnlyOnce),
                                                (consistency_check, consistency_check.right)])
def test_within_its_scope_a_safe_rule_is_searched_to_the_end(exercise, rule):
    assert shortest_disaster(rule, exercise.scope) is None


def test_a_right_conflict_rule_is_searched_through_all_schedules_of_six_moves():
    with pytest.raises(NotSearchedError, match="no property breaks in fewer than 7 moves"):
        shortest_disaster(conflict_rule.right, conflict_rule.scope)


# ---- What one run does not show --------------------------------------------------------------------------------


def quiet(server):
    """A run in which nobody is asked twice."""
    cluster = Cluster(3, seed=2, server=server)
    cluster.run(to=500)
    return cluster


vote = ServerOverride("Write it.", "may_vote_for", [Trial("seed 2", quiet)], Scope(terms=1, entries=0),
                      lambda state, candidate_id: f"it has voted for {state.voted_for}", right=Server,
                      reason="So it is.", hint="Think.", wrong=[])


def with_two(method):
    """A class that keeps the rule, but asks a method where its vote is another's already."""
    def may_vote_for(self, candidate_id):
        return True if self.voted_for in (None, candidate_id) else method(self)
    return type("Mine", (Server,), {"may_vote_for": may_vote_for})


def raises(_):
    raise KeyError("x")


def is_not_written(_):
    raise NotImplementedError


def loops(_):
    while True:
        pass


def test_in_the_quiet_run_nobody_is_asked_twice():
    states = [event.state for event in quiet(with_two(raises)).history]
    assert any(state.role == "leader" for state in states)


@pytest.mark.parametrize(("method", "said"), [
    (lambda _: True, "With 3 servers, 2 moves are enough:\n1. S1 becomes a candidate; S2 hears it.\n2. "),
    (raises, "Your may_vote_for raised KeyError: 'x', in the line \"raise KeyError(\"x\")\", when it has voted for S"),
    (lambda _: None, "may_vote_for returns nothing when it has voted for S"),
    (is_not_written, "Your may_vote_for raises NotImplementedError when it has voted for S"),
])
def test_what_the_runs_do_not_ask_the_search_does(method, said):
    verdict = vote(with_two(method))
    assert verdict.state == WRONG
    assert verdict.text.startswith(said)


@pytest.mark.usefixtures("little_time")
def test_what_never_ends_in_the_search_is_stopped():
    verdict = vote(with_two(loops))
    assert verdict.state == WRONG
    assert verdict.text.startswith("Your answer took more than 0.2 s and was stopped")


# ---- What can't be searched ------------------------------------------------------------------------------------


class KeepsAnObject(OneVote):
    def may_vote_for(self, candidate_id):
        self.note = object()
        return super().may_vote_for(candidate_id)


class Counts(OneVote):
    """There is no end to its situations."""

    calls = 0

    def receive(self, message):
        self.calls += 1
        return super().receive(message)


class DrawsLots(Server):
    lots = Random(1)

    def may_vote_for(self, candidate_id):
        return self.lots.random() < 0.5


class VotesOnceForAll(Server):
    """It is no server's attribute, and so no part of its state."""

    asked = count()

    def may_vote_for(self, candidate_id):
        return next(self.asked) in (3, 4)


class CallsAListAVote(OneVote):
    def may_vote_for(self, candidate_id):
        free = super().may_vote_for(candidate_id)
        self.leader_id = [candidate_id]
        return free


@pytest.mark.parametrize(("rule", "said"), [
    (KeepsAnObject, "KeepsAnObject.note is <"),
    (CallsAListAVote, "unhashable type: 'list'"),
    (Counts, "2000 worlds were looked at"),
])
def test_what_can_not_be_searched_says_why(rule, said):
    with pytest.raises(NotSearchedError) as error:
        shortest_disaster(rule, Scope(terms=2, entries=1, late=1, most=2000))
    assert str(error.value).startswith(said)


def test_a_search_that_is_late_is_given_up():
    looks = iter([False] * 5 + [True])
    with pytest.raises(NotSearchedError, match="ended after 60 situations"):
        shortest_disaster(Server, Scope(terms=2, entries=1), lambda: next(looks))


def test_a_break_that_does_not_happen_in_the_run_is_none(monkeypatch):
    monkeypatch.setattr(disasters, "break_of", lambda *_: None)
    with pytest.raises(NotSearchedError, match="now this and now that"):
        shortest_disaster(AlwaysYes, one_vote.scope)


@pytest.mark.parametrize("rule", [KeepsAnObject, CallsAListAVote, DrawsLots, VotesOnceForAll, Counts])
def test_what_can_not_be_searched_is_judged_by_its_runs(rule):
    right = rule in (KeepsAnObject, Counts)
    verdict = one_vote(rule)
    assert verdict.state == (RIGHT if right else WRONG)
    assert right or verdict.text.startswith("With ")


def test_no_line_of_progress_is_printed(capsys):
    conflict_rule(conflict_rule.right)
    assert capsys.readouterr() == ("", "")
