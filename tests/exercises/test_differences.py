"""What differs first between a reader's run and the reference's is told by its server, its message and its field."""
import re

import pytest

from raftlib.exercises.differences import called, first_difference, same_events
from raftlib.questions import build_your_own as exercises
from raftlib.questions.servers.build_your_own.leaders import Candidates, Heartbeats
from raftlib.search import random_run
from tests import natural_mistakes as mistakes


class ClearsItsVotes(Heartbeats):
    """A leader needs its votes no more."""

    def become_leader(self):
        messages = super().become_leader()
        self.votes = ()
        return messages


def test_a_leader_s_votes_are_nobody_s_business():
    assert exercises.heartbeats(ClearsItsVotes).state == "✓"
    assert same_events(random_run(ClearsItsVotes, 1).history, random_run(Heartbeats, 1).history)


class PutsTheLastVoteFirst(Candidates):
    """The order of votes says nothing."""

    def on_request_vote_reply(self, reply):
        before = self.votes
        messages = super().on_request_vote_reply(reply)
        self.votes = (*self.votes[len(before):], *before)
        return messages


def test_the_order_of_votes_is_nobody_s_business():
    assert exercises.candidates(PutsTheLastVoteFirst).state == "✓"


def test_a_candidate_s_votes_are():
    assert not same_events(random_run(mistakes.MoreThanAMajority, 1).history, random_run(Heartbeats, 1).history)


def test_the_field_of_a_message_is_named_and_both_values():
    text = exercises.check(mistakes.RepliesWithItsOwnTerm).text
    said = re.search(r"at (\d+) ms request_term is (\d+) in the AppendEntriesReply from (\w+) to (\w+), "
                     r"but by the paper's rule it is (\d+)\.", text)
    at, own, sender, receiver, asked = said.groups()
    event = next(event for event in exercises.check.failed.history.window(float(at) - 1, float(at) + 1)
                 if event.server == sender and event.kind == "receive" and event.message.sender == receiver)
    assert (event.state.current_term, event.message.term) == (int(own), int(asked))


@pytest.mark.parametrize(("step", "server", "said"), [
    ("votes_given", mistakes.AnswersInTheRequestsTerm, r"term is \d+ in the RequestVoteReply from S\d to S\d, but"),
    ("candidates", mistakes.AsksInTheOldTerm, r"term is 0 in the RequestVote from S\d to S\d, but by the paper's "
                                              r"rule it is 1\."),
    ("append", mistakes.SendsAllAtOnce, r"entries is \d entries of the terms \[.*\] in the AppendEntries from .* but "
                                        r"by the paper's rule it is 1 entry of the terms \[\d\]"),
    ("heartbeats", mistakes.SpeaksToNobody, r"S\d sends nothing, but by the paper's rule it sends AppendEntries to S"),
    ("heartbeats", mistakes.BeginsWithTheLastEntry, r"self\.next_index of \S+ is \{'\w+': \d, .*\}, but"),
    ("heartbeats", mistakes.FollowsNobody, r"self\.leader_id of S\d is None, but by the paper's rule it is 'S\d'\."),
    ("heartbeats", mistakes.FollowsWithoutATimer, r"S\d's timer is not set anew, but by the paper's rule it is set "
                                                  r"anew, to run out at [\d.]+ ms\."),
    ("append", mistakes.AppendsToNothing, r"self\.log of S1 is \[\], but by the paper's rule it is \[1\]"),
])
def test_what_differs_is_told_as_the_reader_knows_it(step, server, said):
    assert re.search(said, vars(exercises)[step](server).text)


def test_the_smallest_cluster_that_fails_is_shown():
    roles = exercises.roles
    roles(mistakes.ForgetsTheVote)
    sizes = [len(right.servers) for trial, right in zip(roles.trials, roles.expected, strict=True)
             if first_difference(trial.run(mistakes.ForgetsTheVote).history, right)]
    assert len(roles.failed.servers) == min(sizes) < max(sizes)


def test_its_picture_ends_at_the_event_and_rings_it():
    verdict = exercises.roles(mistakes.ForgetsTheVote)
    at, server = re.search(r"at (\d+) ms (S\d) refuses its vote", verdict.text).groups()
    assert verdict.picture.caption.endswith(f"A ring marks where it shows: {server} at {at} ms.")
    assert float(re.search(r"to ([\d.]+) ms", verdict.picture.caption).group(1)) < float(at) + 3


def test_what_was_doubled_is_named():
    text = exercises.roles(mistakes.ForgetsTheVote).text
    assert re.search(r"\d messages? doubled", text)


def test_a_server_called_leader_is_not_taken_for_a_role():
    assert (called("leader"), called("S1")) == ('the server "leader"', "S1")
