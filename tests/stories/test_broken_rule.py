"""A break as a story: each sentence is true of the run that it tells of, and the last one says what is broken."""
import re

import pytest

from raftlib import stories
from raftlib.protocol.state import LEADER
from raftlib.search.moves import Command, Election, Exchange, bare
from raftlib.stories.broken_rule import story
from tests.search.found import UNSAFE, found

LONGEST = 25  # words
QUICK = [rule for rule in UNSAFE if rule.terms < 4]


@pytest.fixture(scope="module", params=QUICK, ids=lambda rule: rule.server.__name__)
def told(request):
    broken = found(request.param)
    return broken, story(broken)


def states_at(history, count):
    return {event.server: event.state for event in list(history)[:count] if event.state is not None}


def test_it_has_a_sentence_for_each_move_and_one_for_the_end(told):
    broken, told = told
    *moves, last = told.told
    assert all(beat.said.startswith(str(move)) for beat, move in zip(moves, broken.moves, strict=True))
    assert last.said.lower().startswith(broken.evidence.sentence.lower())
    assert last.said.endswith(f"{broken.evidence.property} is broken.")
    assert told.turn.said.startswith("Your turn.")


def test_no_sentence_is_too_long(told):
    _, told = told
    for said in told.sentences:
        assert all(len(sentence.split()) <= LONGEST for sentence in re.split(r"(?<=\.) ", said)), said


def test_what_it_says_of_leaders_logs_and_commits_is_so_in_the_run(told):
    broken, told = told
    before = {}
    for move, beat in zip(broken.moves, told.told, strict=False):
        states = states_at(told.history, beat.moment.count)
        for who, term in re.findall(r"(S\d) leads term (\d+)", beat.said):
            assert (states[who].role, states[who].current_term) == (LEADER, int(term))
        for who, index, command in re.findall(r"(S\d) appends it at index (\d+): ([^ ]+)\.", beat.said):
            assert states[who].log.last_index == int(index) == before[who].log.last_index + 1
            assert states[who].log.entry_at(int(index)).command == command
        for follower, leader, index in re.findall(r"(S\d) does not hold (S\d)'s log now: they differ at index (\d+)",
                                                  beat.said):
            logs = [states[id].log for id in (follower, leader)]
            assert logs[0].entry_at(int(index)) != logs[1].entry_at(int(index))
            assert logs[0].before(int(index)) == logs[1].before(int(index))
        for follower, holds, leader in re.findall(r"(S\d) (holds|does not hold) (S\d)'s log now", beat.said):
            assert (states[follower].log.entries == states[leader].log.entries) == (holds == "holds")
        own = bare(move)
        assert ("has committed" in beat.said) == (
            type(own) is Exchange and states[own.leader].commit_index > before[own.leader].commit_index)
        before = states


def test_every_kind_of_move_says_what_came_of_it(told):
    broken, told = told
    for move, beat in zip(broken.moves, told.told, strict=False):
        came_of_it = beat.said.removeprefix(str(move)).strip()
        assert came_of_it.count(".") >= 1
        assert isinstance(bare(move), Election | Command | Exchange) or came_of_it.startswith(("It has lost", "S"))


def test_it_is_shown_as_any_story():
    telling = stories.a_break(found(next(rule for rule in UNSAFE if rule.server.__name__ == "VotesTwice")))
    assert str(telling.story) == (
        "1. S1 becomes a candidate; S2 hears it. S1 leads term 1, with the vote of S2.\n"
        "2. S3 becomes a candidate; S1 hears it. S3 leads term 1, with the vote of S1.\n"
        "3. S1 and S3 have both led term 1. Election Safety is broken.\n"
        "4. Your turn. This is the run that the search has found: no timer runs out by itself. Go back in it. In which "
        "move does somebody do what the rule forbids?")
    data, _ = telling._repr_mimebundle_()
    assert "image/svg+xml" in data
    telling.open_player()
    assert telling.player is not None
    telling.close()
