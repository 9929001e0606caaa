"""The exercise that asks for a rule that looks right: what is right, and each way to fail, is told in its own words."""
import pytest

from raftlib import Cluster, Player, Server
from raftlib.analysis.safety import check_all
from raftlib.exercises import hunt, looks_right
from raftlib.exercises.hunt import Hunt, Way, leads_to_the_same
from raftlib.exercises.looks_right import AT_RANDOM, KNOWN, NOTHING_FOUND, LooksRight
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.questions.servers.break_raft import ForgetsOthers
from raftlib.search import BROKEN_RULES, explore, random_run
from raftlib.search import broken_rules as broken
from raftlib.search.moves import bare
from raftlib.search.trouble import NONE, ONE_LATE, ONE_RESTART
from raftlib.stories.broken_rule import story

# ---- Rules that look right and are wrong -----------------------------------------------------------------------


class ForgetsItself(Server):
    """A candidate's own vote is not on disk."""

    def restart(self):
        messages = super().restart()
        if self.voted_for == self.id:
            self.voted_for = None
        return messages


class GoesBackATerm(Server):
    """The term is written to disk with an entry only."""

    def restart(self):
        messages = super().restart()
        self.current_term, self.voted_for = max(self.current_term - 1, self.log.last_term), None
        return messages


class CommitsWhatIsOldEnough(Server):
    """L7 holds for the term before, and not for those before that."""

    def may_commit(self, index):
        return super().may_commit(index) or self.current_term - self.log.term_at(index) > 1


exercise = LooksRight("Write it.", right=ForgetsOthers, reason="So it is.", hint="Think.", wrong=[])


@pytest.mark.parametrize(("rule", "property_", "moves"), [
    (ForgetsOthers, "Election Safety", 3), (ForgetsItself, "Election Safety", 3), (GoesBackATerm, "Election Safety", 3),
    (CommitsWhatIsOldEnough, "Leader Completeness", 7)])
def test_a_rule_that_looks_right_is_right(rule, property_, moves):
    verdict = exercise(rule)
    assert verdict.state == RIGHT
    assert verdict.text.startswith(f"So it is. It survives 200 random runs, and {property_} breaks in {moves} moves:\n"
                                   "1. S1 becomes a candidate; ")
    assert f"\nThen {exercise.found.evidence.sentence}.\nTo play this run: Player(" in verdict.text
    assert verdict.text.endswith("\nTo have it told: stories.a_break(exercises.question.found)")


def test_the_disaster_is_handed_over_to_play_and_to_tell():
    text = exercise(ForgetsItself).text
    at = float(text.partition("exercises.question.failed, time=")[2].partition(")")[0])
    player = Player(exercise.failed, time=at)
    assert [(said["t"], said["sentence"]) for _, said in player.broken] == [
        (at * 1000, exercise.found.evidence.sentence)]
    told = " ".join(story(exercise.found).sentences)
    assert exercise.found.evidence.sentence in told
    assert "It has lost its vote." in told


def test_the_disaster_by_another_search_is_not_shorter():
    exercise(ForgetsItself)
    assert len(explore(ForgetsItself, terms=2, entries=1, trouble=ONE_RESTART).moves) == len(exercise.found.moves)


# ---- Rules that won't do ---------------------------------------------------------------------------------------


class ForgetsAll(Server):
    """ForgetsVote in other words."""

    def restart(self):
        self.voted_for = None
        return super().restart()


class Raises(Server):
    def restart(self):
        return self.nothing


class Restarts(Server):
    def restart(self):
        super().restart()
        self.voted_for = None


class Answers(Server):
    def on_request_vote(self, request):
        super().on_request_vote(request)


class NeverEnds(Server):
    def may_commit(self, index):
        while True:
            pass


class SaysNothing(Server):
    def majority(self):
        ...

    def may_commit(self, index):
        """Whether it may."""


class Lies(Server):
    def freeze(self):
        return super().freeze()._replace(role="follower")


class Batches(Server):
    batch = 1

    def help(self):
        return 1


def test_what_a_random_run_finds_out_is_told_with_its_run():
    verdict = exercise(broken.VotesTwice)
    seed = next(seed for seed in range(200) if check_all(random_run(broken.VotesTwice, seed).history.states()))
    assert verdict.state == WRONG
    assert verdict.text.startswith(f"Of 200 random runs the one with seed {seed} finds it out: at ")
    assert verdict.text.partition("\nTo play this run: Player(exercises.question.failed, time=")[0].endswith(AT_RANDOM)
    assert exercise.failed.history.digest() == random_run(broken.VotesTwice, seed).history.digest()
    at = float(verdict.text.rpartition("time=")[2].rstrip(")"))
    assert any(at * 1000 - 1000 < said["t"] <= at * 1000 for _, said in Player(exercise.failed, time=at).broken)


def test_where_nothing_is_found_the_bounds_are_told():
    verdict = exercise(broken.SupposesMatch)
    assert verdict.state == WRONG
    assert verdict.text.startswith("It survives 200 random runs, but no disaster was found: 3 servers, at most 4 "
                                   "terms, logs of at most 2 entries: without trouble up to 7 moves, ")
    assert verdict.text.endswith(NOTHING_FOUND)


@pytest.mark.parametrize("rule", [ForgetsAll, broken.ForgetsVote])
def test_what_is_known_already_is_named_by_what_it_does(rule):
    verdict = exercise(rule)
    assert verdict.state == WRONG
    assert verdict.text.startswith("It behaves like ForgetsVote, a broken rule that you know already")
    assert verdict.text.endswith(KNOWN)


@pytest.mark.parametrize(("answer", "said"), [
    (None, "Write it."), (SaysNothing, "Write it."),
    (Server, "Your class changes no rule: "),
    (Batches, "Your class has a method help, which no server has and nothing else in it calls. Your class changes no "
              "rule: "),
    (Lies, "Your class overrides freeze, by which others look at a server"),
    (int, "Your class must be a kind of Server"), (ForgetsAll("S1", []), "Pass the class itself"), ("S1", "Pass the "),
])
def test_what_has_no_rule_of_its_own_is_open(answer, said):
    verdict = exercise(answer)
    assert verdict.state == OPEN
    assert verdict.text.startswith(said)


@pytest.mark.parametrize(("answer", "method"), [(Restarts, "restart"), (Answers, "on_request_vote")])
def test_what_returns_nothing_where_messages_are_wanted_is_open(answer, method):
    verdict = exercise(answer)
    assert verdict.state == OPEN
    assert verdict.text == (f"{method} must return a list of the messages to send, [] if there are none; yours "
                            "returned nothing.")


def test_what_raises_is_told_in_its_line():
    verdict = exercise(Raises)
    assert verdict.state == WRONG
    assert verdict.text == ("Your answer raised AttributeError: 'Raises' object has no attribute 'nothing', in the "
                            'line "return self.nothing".')


@pytest.mark.usefixtures("little_time")
def test_what_never_ends_is_stopped():
    verdict = exercise(NeverEnds)
    assert verdict.state == WRONG
    assert verdict.text.startswith("Your answer took more than 0.8 s and was stopped: is there a loop in it")


def test_a_disaster_that_does_not_happen_again_is_none(monkeypatch):
    monkeypatch.setattr(looks_right, "RUNS", 1)
    monkeypatch.setattr("raftlib.search.shortest.Break.cluster", lambda _: Cluster(3))
    verdict = exercise(ForgetsOthers)
    assert verdict.state == WRONG
    assert verdict.text.startswith("Your class does now this and now that in the same situation")


def test_a_note_in_memory_is_lost_in_a_crash_as_all_is_but_the_disk(monkeypatch):
    monkeypatch.setattr(looks_right, "RUNS", 5)

    class Notes(Server):
        noted = None

        def may_vote_for(self, candidate_id):
            free = super().may_vote_for(candidate_id) if self.noted != self.current_term else False
            self.noted = self.current_term if free else self.noted
            return free

        def restart(self):
            assert self.noted is None
            return super().restart()

    assert "AssertionError" not in exercise(Notes).text


# ---- The hunt --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [rule for rule in BROKEN_RULES if rule.server in (
    broken.VotesTwice, broken.ForgetsVote, broken.IgnoresLogs, broken.LosesLogTail, broken.NeverTruncates)],
    ids=lambda rule: rule.server.__name__)
def test_a_hunt_finds_what_a_search_of_its_own_finds(rule):
    found = Hunt(rule.server).found
    by_itself = explore(rule.server, terms=rule.terms, entries=rule.entries, trouble=rule.trouble)
    assert len(found.moves) == len(by_itself.moves)
    assert found.evidence.property == rule.property


def test_a_hunt_goes_every_way_by_one_move_before_it_goes_on():
    short = (Way("so", NONE, 10_000), Way("so", ONE_RESTART, 10_000))
    going = Hunt(broken.ForgetsVote, ways=short)
    assert going.way == short[1]
    assert [pursuit.moves for pursuit in going.pursuits] == [3, 2]
    assert any(type(bare(move)).__name__ == "Restart" for move in going.found.moves)


def test_a_hunt_that_is_late_says_how_far_it_came():
    looks = iter([False] * 30 + [True] * 1000)
    ended = Hunt(Server, lambda: next(looks), ways=(Way("so", NONE, 10_000), Way("so", ONE_LATE, 10_000)))
    assert ended.found is None
    assert 2 <= min(pursuit.moves for pursuit in ended.pursuits) <= 3
    assert str(ended).startswith("3 servers, at most 4 terms, logs of at most 2 entries: so up to ")


def test_a_way_has_an_end():
    assert Hunt(Server, ways=(Way("so", NONE, 100),)).pursuits[0].moves == 3


def test_the_same_disaster_of_another_rule_is_not_the_same_rule():
    way = Way("so", ONE_RESTART, 10_000)
    found = Hunt(ForgetsOthers, ways=(way,)).found
    assert leads_to_the_same(ForgetsOthers, way, found)
    assert not leads_to_the_same(ForgetsItself, way, found)
    assert not leads_to_the_same(Server, hunt.WAYS[0]._replace(most=100), found)
