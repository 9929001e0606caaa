"""Each broken rule's shortest disaster, against schedules that were found by hand, and played without any search."""
from itertools import product

import pytest

from raftlib.analysis.safety import PROPERTIES, check_all
from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, EmptyHeartbeats, explore
from raftlib.search import broken_rules as broken
from raftlib.search.bounds import Bounds
from raftlib.search.moves import MOVES, Heartbeat, bare
from raftlib.search.rehearsal import Rehearsal
from tests.scripted import Script
from tests.search.found import UNSAFE, found
from tests.search.schedules import schedule_of

# How many moves the shortest schedule known by hand has: with the ones found here none may be longer.
BY_HAND = {
    broken.CommitsOlderTerms: "E1(2) C1 E2(1,3) C2 E1(2,3) R13 E2(1)",
    broken.IgnoresLogs: "E1(2) C1 R13 E2(1)",
    broken.ComparesLengths: "E1(2) C1 E2(1,3) C2 R23 E1(2)",
    broken.ForgetsVote: "E1(2) restart2 E3(2)",
    broken.LosesLogTail: "E1(2,3) C1 R12 restart2 E3(2)",
    broken.VotesTwice: "E1(2) E3(2)",
    broken.HalfIsEnough: "E1(2) E3(4)",
    broken.LeadsOn: "E1(2) E2(1,3)",
    broken.IgnoresPreviousTerm: "E1(2) C1 C1 E2(1,3) E1(3) C2 R12",
    broken.AlwaysTruncates: "E1(2) C1 R12 late(AppendEntries,1,2) E2(3)",
    broken.NeverTruncates: "E1(2) C1 E2(3) C2 C2 R21",
    broken.FollowsStaleLeaders: "E1(2) C1 E2(3) C2 R23 R13 E3(1)",
    broken.AppliesAtOnce: "E1(2) C1 E2(3) C2",
    broken.KeepsVotes: "E1(2) E2(1,3) E3(2) E1(2)",
    broken.CountsLastVotesAgain: "E1(2) E1(3) E2(4,5)",
    broken.SupposesMore: "E1(2) C1 E2(3)",
}
SAFE = [rule for rule in BROKEN_RULES if not rule.property]


@pytest.fixture(scope="module", params=UNSAFE, ids=lambda rule: rule.server.__name__)
def searched(request):
    return request.param, found(request.param)


def test_it_breaks_the_property_that_its_row_names(searched):
    rule, shortest = searched
    assert shortest.evidence.property == rule.property


def test_it_takes_as_many_moves_as_the_schedule_known_by_hand(searched):
    rule, shortest = searched
    if rule.server in BY_HAND:
        assert len(shortest.moves) == len(BY_HAND[rule.server].split())
    else:  # by hand: E1(2) C1 E2(3) C2 R23, and an empty AppendEntries
        assert rule.server is broken.CommitsUnvouched
        assert len(shortest.moves) == 6
        assert isinstance(bare(shortest.moves[-1]), Heartbeat)
        assert issubclass(shortest.server, EmptyHeartbeats)


def test_played_by_hand_the_property_breaks_in_the_last_move_and_not_before(searched):
    rule, shortest = searched
    if isinstance(bare(shortest.moves[-1]), Heartbeat):
        pytest.skip("tests/analysis plays this one with a message of its own")
    schedule = schedule_of(shortest.moves)
    states = Script(rule.server, rule.servers).play(schedule).states
    assert shortest.evidence in check_all(renamed_commands(states, rule.entries))
    assert check_all(Script(rule.server, rule.servers).play(schedule.rpartition(" ")[0]).states) == []
    assert check_all(Script(Server, rule.servers).play(schedule).states) == []


def renamed_commands(states, most):
    """States whose commands bear the names that a search gives, by term and index."""
    def log(of):
        return type(of)([(term, f"x={(term - 1) * most + index}") for index, term in enumerate(of.terms, 1)])
    return [state._replace(log=log(state.log), applied_log=log(state.applied_log)) for state in states]


@pytest.mark.parametrize("rule", [rule for rule in UNSAFE if len(BY_HAND.get(rule.server, "").split()) in (2, 3, 4)
                                  and rule.servers == 3 and not any(rule.trouble)],
                         ids=lambda rule: rule.server.__name__)
def test_no_shorter_schedule_breaks_anything_however_it_is_put_together(rule):
    bounds = Bounds(rule.servers, rule.terms, rule.entries)
    ids = ("S1", "S2", "S3")
    moves = [move for make in MOVES for move in make(ids)]
    shorter = len(BY_HAND[rule.server].split()) - 1
    assert [schedule for schedule in product(moves, repeat=shorter)
            if Rehearsal(rule.server, bounds).play(schedule)] == []


@pytest.mark.parametrize("rule", SAFE, ids=lambda rule: rule.server.__name__)
def test_what_is_safe_is_safe_within_the_bounds(rule):
    explored = explore(rule.server, rule.servers, min(rule.terms, 2), rule.entries)
    assert explored.worlds > 500
    assert str(explored).endswith("no property breaks.")


def test_every_property_but_one_is_broken_by_some_rule():
    # Nothing that servers tell each other makes a leader change its own log.
    assert {each.name for each in PROPERTIES} - {rule.property for rule in UNSAFE} == {"Leader Append-Only"}


def test_every_class_is_named_once_and_overrides_one_method():
    classes = [rule.server for rule in BROKEN_RULES]
    assert len(set(classes)) == len(classes)
    for each in [*classes, EmptyHeartbeats]:
        overridden = [name for name in vars(each) if callable(getattr(Server, name, None)) and name[0] != "_"]
        assert len(overridden) == 1
