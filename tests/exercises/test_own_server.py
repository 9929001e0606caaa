"""A server that is written rule by rule runs from the first one on, and says which rules are the reader's."""
from inspect import isfunction

import pytest

from raftlib import Cluster, OwnServer, Server
from raftlib.exercises.differences import same_events
from raftlib.exercises.own_server import RULES, completed, still_the_library_s, with_only
from raftlib.protocol.words.own import OWN_RULES
from raftlib.protocol.words.sentences import rule_of, sentence
from raftlib.search import explore, random_run

# What brings messages, timeouts and entries to the rules: no reader writes it. (`adopts_term_of` says of Figure 2's
# messages yes to all.)
PLUMBING = {"receive", "election_timeout", "apply", "adopts_term_of"}


class Blank(OwnServer):
    def grants_vote(self, request):
        ...

    def majority(self):
        """How many?"""

    def restart(self):
        pass


class OneVote(OwnServer):
    def may_vote_for(self, candidate_id):
        return self.voted_for in (None, candidate_id)

    def restart(self):
        ...


class Grown(OneVote):
    def may_vote_for(self, candidate_id):
        ...

    def grants_vote(self, request):
        return (request.term >= self.current_term and self.may_vote_for(request.candidate_id)
                and self.is_up_to_date(request))


class BlankServer(Server):
    def majority(self):
        ...


def test_every_rule_of_server_belongs_to_one_step():
    public = {name for name, thing in vars(Server).items() if isfunction(thing) and name[0] != "_"}
    assert set(RULES) | PLUMBING == public
    assert len(RULES) == len(set(RULES))


@pytest.mark.parametrize("server", [OwnServer, Blank, OneVote, Grown, completed(BlankServer)])
@pytest.mark.parametrize("seed", range(5))
def test_what_is_blank_is_played_by_the_library(server, seed):
    assert same_events(random_run(server, seed).history, random_run(Server, seed).history)


def test_it_is_told_which_rules_are_still_the_library_s():
    assert still_the_library_s(Blank) == still_the_library_s(BlankServer) == list(RULES)
    assert set(RULES) - set(still_the_library_s(OneVote)) == {"may_vote_for"}
    assert set(RULES) - set(still_the_library_s(Grown)) == {"grants_vote"}  # the other one was made blank again


def test_one_step_can_be_taken_alone():
    class Two(OwnServer):
        def may_vote_for(self, candidate_id):
            return True

        def majority(self):
            return 1

        def helper(self):
            return "kept"

    alone = with_only(Two, ("majority",))
    assert set(RULES) - set(still_the_library_s(alone)) == {"majority"}
    assert alone("S1", ["S2"]).helper() == "kept"


def asked(run):
    """The rules that were asked, event by event, by the notes."""
    return [note[2:] for event in run.history for note in event.notes if note[0] == OWN_RULES]


def test_an_event_tells_which_rules_of_the_reader_s_were_asked():
    calls = []

    class Counted(OwnServer):
        def may_vote_for(self, candidate_id):
            calls.append("may_vote_for")
            return self.voted_for in (None, candidate_id)

        def majority(self):
            calls.append("majority")
            return (len(self.peers) + 3) // 2

    run = random_run(Counted, 3)
    told = asked(run)
    assert {name for names in told for name in names} == {"may_vote_for", "majority"}
    assert all(len(names) == len(set(names)) for names in told)
    assert len(told) <= len(calls)
    assert len([1 for names in told if "may_vote_for" in names]) == calls.count("may_vote_for")


def test_it_says_so_in_a_sentence_and_leaves_the_rule_s_own_reason_in_its_place():
    cluster = Cluster(3, seed=7, server=Grown)
    cluster.run(to=400)
    said = [event for event in cluster.history if event.notes and event.notes[0][0] == OWN_RULES]
    assert {event.rule for event in said} == {"RV2"}
    assert all(event.why.startswith(f"{event.server} acts by your own grants_vote; ") for event in said)


def test_several_rules_are_named_in_one_sentence():
    assert sentence(OWN_RULES, ("S1", "a")) == "S1 acts by your own a"
    assert sentence(OWN_RULES, ("S1", "a", "b", "c")) == "S1 acts by your own a, b and c"
    assert rule_of(OWN_RULES) == "own"


def test_notes_make_no_worlds_of_their_own_for_a_search():
    plain = explore(Server, servers=3, terms=2, entries=1)
    own = explore(Grown, servers=3, terms=2, entries=1)
    assert (own.worlds, own.moves) == (plain.worlds, plain.moves)
