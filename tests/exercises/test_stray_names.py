"""A method under a name that no server has is told of, and a helper that is called is not."""
import pytest

from raftlib import OwnServer, Server
from raftlib.exercises.stray_names import stray_methods
from raftlib.protocol.messages import PreVote
from raftlib.questions import build_your_own as exercises
from raftlib.questions.elect_a_leader import one_vote


class First(OwnServer):
    """The step as it is right."""

    def adopt_term(self, term):
        self.timer_restarts = self.role == "leader"
        self.current_term, self.voted_for, self.leader_id = term, None, None
        self.become_follower()

    def become_follower(self):
        self.role, self.votes, self.next_index, self.match_index = "follower", (), {}, {}


class Again(First):
    """The step's cell once more, with a name misspelt: the earlier rule goes on playing."""

    def adopt_term(self, term):
        super().adopt_term(term)

    def become_folower(self):
        self.role = "follower"


def test_a_rule_misspelt_in_a_later_run_is_told_of_though_the_earlier_one_is_right():
    verdict = exercises.roles(Again)
    assert verdict.state == "✓"
    assert verdict.text.startswith("Your class has a method become_folower, which no server has and nothing else in it "
                                   "calls: do you mean become_follower? ")


def test_a_rule_misspelt_in_the_first_run_is_told_of_beside_what_is_missing():
    class Misspelt(OwnServer):
        def may_vote(self, candidate_id):
            return True

    text = exercises.votes_given(Misspelt).text
    assert text.startswith("Your class has a method may_vote, which no server has")
    assert "do you mean may_vote_for?" in text
    assert one_vote(Misspelt).text.endswith("Write a method may_vote_for into your class.")


class WithHelpers(Server):
    handlers = Server.handlers | {PreVote: "on_pre_vote"}

    def may_vote_for(self, candidate_id):
        return self.free and all(self.is_this(each, candidate_id) for each in [self.voted_for])

    @property
    def free(self):
        return self.is_mine() or True

    def is_mine(self):
        method = "by_name"
        return getattr(self, method)()

    def by_name(self):
        return self.voted_for == self.id

    def is_this(self, one, other):
        return one in (None, other)

    def on_pre_vote(self, request):
        return []

    def __repr__(self):
        return self.id


def test_helpers_that_are_called_in_whatever_way_are_not_told_of():
    assert stray_methods(WithHelpers) == ""


class Later(WithHelpers):
    """Another step."""


@pytest.mark.parametrize("server", [Server, OwnServer, First, Later, int])
def test_nothing_is_said_of_a_class_without_strays_or_of_what_its_bases_had(server):
    assert stray_methods(server) == ""
    assert stray_methods(type("Later", (Again,), {})) == ""


def test_a_helper_that_nobody_calls_is_like_no_rule():
    class Spare(Server):
        def xyz(self):
            return 1

    assert stray_methods(Spare) == "Your class has a method xyz, which no server has and nothing else in it calls."
