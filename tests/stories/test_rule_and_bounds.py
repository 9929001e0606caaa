"""A story for any broken rule: it tells what the search finds within the bounds, and no outcome before its end."""
import re

import pytest

from raftlib import stories
from raftlib.analysis.safety import PROPERTIES
from raftlib.stories.rule_and_bounds import OWN, RULES, story
from raftlib.stories.rule_and_bounds import found as looked_for
from tests.search.found import found

QUICK = ["VotesTwice", "LeadsOn", "ComparesLengths", "ForgetsVote", "AppliesAtOnce"]
LONGEST = 25  # words
NAMES = [each.name for each in PROPERTIES]


@pytest.mark.parametrize("name", QUICK)
def test_it_tells_the_break_of_the_rule(name):
    rule = RULES[name]
    told = story(name, servers=rule.servers, terms=rule.terms, entries=rule.entries)
    assert len(told.told) == 1 + len(found(rule).moves) + 2
    assert told.told[-2].said.endswith(f"{rule.property} is broken.")
    assert told.told[-1].said == f"{rule.disaster} Rule {rule.rule} prevents this."
    assert not any(each in said.said for said in told.told[:-2] for each in NAMES)


@pytest.mark.parametrize("name", RULES)
def test_neither_the_menu_nor_the_first_beat_gives_the_outcome_away(name):
    said = OWN[0].options[name]
    assert not re.search(r"safe|broken|disaster|property", said, flags=re.IGNORECASE)
    assert RULES[name].rule in said
    assert len(set(OWN[0].options.values())) == len(RULES)


@pytest.mark.parametrize("name", RULES)
def test_no_sentence_of_the_first_beat_is_too_long(name):
    first = story(name, servers=2, terms=1, entries=0).told[0].said
    assert all(len(sentence.split()) <= LONGEST for sentence in re.split(r"(?<=[.:?]) ", first)), first


def test_within_bounds_that_are_too_narrow_it_says_that_nothing_is_found():
    told = story("ComparesLengths", servers=3, terms=2, entries=2)
    assert told.told[-1].said.startswith("Nothing found")
    assert told.turn is None


def test_a_search_that_would_take_too_long_says_how_far_it_came(monkeypatch):
    monkeypatch.setattr("raftlib.stories.rule_and_bounds.PATIENCE", 0.1)
    looked_for.cache_clear()
    said = story("RestartsTimerOnRequests", servers=3, terms=3, entries=2).told[-1].said
    looked_for.cache_clear()
    assert re.match(r"That is too much to look at here\. \d+ worlds were looked at: no property breaks in fewer than "
                    r"\d moves\. Narrow the bounds\.", said)


def test_menu_and_sliders_choose_and_refuse():
    telling = stories.a_broken_rule("VotesTwice", terms=2, entries=1)
    telling.set(rule="LeadsOn")
    assert "goes on leading" in telling.story.told[0].said
    telling.set(rule="CountsLastVotesAgain")  # which brings its own bounds along
    assert telling.settings == {"rule": "CountsLastVotesAgain", "servers": 5, "terms": 3, "entries": 2}
    telling.set(servers=3)
    assert telling.settings["servers"] == 3
    with pytest.raises(ValueError, match=r"rule is 'Nothing': it must be one of CommitsOlderTerms, .*"):
        telling.set(rule="Nothing")
    with pytest.raises(ValueError, match=r"servers is 9: it must be a whole number from 2 to 5\."):
        telling.set(servers=9)
    with pytest.raises(ValueError, match=r"terms is 0: it must be a whole number from 1 to 4\."):
        stories.a_broken_rule(terms=0)


def test_the_page_gets_a_menu_and_three_sliders():
    page = stories.a_broken_rule("VotesTwice", terms=2, entries=1)._page
    assert [each["name"] for each in page.sliders] == ["rule", "servers", "terms", "entries"]
    assert list(page.sliders[0]["options"]) == list(RULES)
