"""What a break's story says came of each move is so by the run's events, and no role or loss that is seen goes unsaid.

Of all broken rules, within their own bounds, and within those of the story's sliders that are quickly searched.
"""
import re

import pytest

from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.search import broken_rules as broken
from raftlib.search import explore
from raftlib.stories import broken_rule
from raftlib.stories import rule_and_bounds as any_rule
from tests.search.found import UNSAFE, found

NARROW = [{"servers": servers, "terms": terms, "entries": entries}
          for servers in (2, 3, 4, 5) for terms in (1, 2) for entries in (0, 1)]
MOST = 600  # worlds


class Told:
    """A beat, the events that it tells of, those of the whole run so far, and the states before and after it."""

    def __init__(self, story, beat, start):
        history = list(story.history)
        self.said = beat.said
        self.events, self.past = history[start:beat.moment.count], history[:beat.moment.count]
        self.before, self.after = states_of(history[:start]), states_of(self.past)

    def votes(self, candidate, voter):
        """The terms of the votes that a candidate has got of a voter."""
        return [event.message.request_term for event in self.past if event.kind == "receive"
                and event.server == candidate and event.message.sender == voter
                and getattr(event.message, "vote_granted", False)]


def states_of(events):
    return {event.server: event.state for event in events if event.state}


def beats_of(story):
    start = len(story.history.servers)
    for beat in story.told:
        yield Told(story, beat, start)
        start = max(start, beat.moment.count)


def check(told):
    check_votes(told)
    check_roles(told)
    check_logs(told)
    check_messages(told)


def check_votes(told):
    for who, term, votes in re.findall(r"(S\d) leads term (\d+), with ([^.]+)\.", told.said):
        now, old = re.match(r"the votes? of (S\d(?:(?:, S\d)*(?: and S\d))?)(?!')", votes), votes
        counted = set(told.after[who].votes) - {who}
        assert set(re.findall(r"S\d", votes)) == counted, told.said
        for voter in counted:
            older = re.search(rf"{voter}'s vote of term (\d+)", old)
            got = told.votes(who, voter)
            if older:
                assert got[-1] == int(older[1]) != int(term), told.said
            elif f"{voter}, which gave no vote" in votes:
                assert not got, told.said
            else:
                assert now, told.said
                assert int(term) in got, told.said
        assert counted or votes == "its own vote alone", told.said
    for who, term in re.findall(r"(S\d) wins no majority in term (\d+)", told.said):
        stood = [event.state.current_term for event in told.events if event.kind == "election timeout"]
        assert stood == [int(term)], told.said
        assert told.after[who].role != LEADER, told.said


def check_roles(told):
    said = {
        "leads": set(re.findall(r"(S\d) leads term \d+, with", told.said)),
        "no more": {id for ids in re.findall(r"((?:S\d(?:, | and )?)+) leads? no more", told.said)
                    for id in re.findall(r"S\d", ids)},
        "again": set(re.findall(r"(S\d) is a follower again", told.said)),
        "on": set(re.findall(r"(S\d) leads on, in term \d", told.said)),
    }
    seen = {"leads": set(), "no more": set(), "again": set(), "on": set()}
    for id, now in told.after.items():
        was = told.before[id]
        if now.role == LEADER != was.role:
            seen["leads"].add(id)
        if was.role == LEADER != now.role:
            seen["no more"].add(id)
        if (was.role, now.role) == ("candidate", "follower"):
            seen["again"].add(id)
        if was.role == now.role == LEADER and was.current_term != now.current_term:
            seen["on"].add(id)
            assert f"{id} leads on, in term {now.current_term}." in told.said
    assert said == seen, told.said


def check_logs(told):
    said = {(id, command) for id, commands in re.findall(r"(S\d) (?:gives up|crashes.* It has lost) ([^.]+)", told.said)
            for command in re.findall(r"x=\d+", commands)}
    seen = {(id, entry.command) for id, now in told.after.items()
            for index, entry in enumerate(told.before[id].log.entries, 1) if now.log.entry_at(index) != entry}
    assert said == seen, told.said
    for id, what in re.findall(r"(S\d) gives up ([^.]*), which it had committed", told.said):
        log, commit_index = told.before[id].log, told.before[id].commit_index
        lost = [index for index in range(1, log.last_index + 1) if log.entry_at(index).command in what]
        assert min(lost) <= commit_index, told.said
    for who, index, command in re.findall(r"(S\d) appends it at index (\d+): (x=\d+)\.", told.said):
        assert told.after[who].log.entry_at(int(index)).command == command
        assert told.before[who].log.last_index == int(index) - 1
        own = told.before[who], told.after[who]
        assert ("It commits it at once" in told.said) == (own[1].commit_index > own[0].commit_index), told.said
        assert (" at once" in told.said) == (own[1].last_applied > own[0].last_applied), told.said


def check_messages(told):
    lost = [(event.flight.message.sender, event.flight.message.receiver, event.flight.message)
            for event in told.events if event.kind == "lost"]
    for what, sender, receiver in re.findall(r"The ([a-zA-Z ]+) from (S\d) to (S\d) is lost", told.said):
        granted = {getattr(message, "vote_granted", None) for *ends, message in lost if ends == [sender, receiver]}
        assert {"vote": True, "refusal": False}.get(what) in granted, told.said
    assert "not needed" not in told.said


def check_story(story):
    for told in beats_of(story):
        check(told)
        assert "answered" not in told.said


@pytest.mark.parametrize("rule", UNSAFE, ids=lambda rule: rule.server.__name__)
def test_what_is_said_of_a_break_is_so_and_what_is_seen_is_said(rule):
    story = broken_rule.story(found(rule))
    check_story(story)
    assert any(" leads term " in beat.said for beat in story.told)


@pytest.mark.parametrize("name", any_rule.RULES)
def test_so_it_is_within_other_bounds(name, monkeypatch):
    monkeypatch.setattr(any_rule, "most_of", lambda _: MOST)
    any_rule.found.cache_clear()
    rule = any_rule.RULES[name]
    for bounds in NARROW:
        story = any_rule.story(name, **bounds)
        check_story(story)
        if bounds["servers"] != rule.servers:
            assert not any(rule.disaster in said for said in story.sentences)
    any_rule.found.cache_clear()


class CountsRefusals(Server):
    """Every answer is taken for a vote."""

    def on_request_vote_reply(self, reply):
        return super().on_request_vote_reply(reply._replace(vote_granted=True))


@pytest.mark.parametrize(("server", "servers", "said"), [
    (CountsRefusals, 3, "with S1, which gave no vote."), (broken.HalfIsEnough, 2, "with its own vote alone.")])
def test_a_leader_that_nobody_voted_for_is_told_as_one(server, servers, said):
    story = broken_rule.story(explore(server, servers, terms=2, entries=0))
    check_story(story)
    assert any(beat.said.endswith(said) for beat in story.told)
