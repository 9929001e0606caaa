"""What is said while a story plays: only what moves then, and of what matters nothing is left out."""
import re

import pytest

from raftlib import stories
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, ClientRequest, RequestVote, RequestVoteReply
from raftlib.stories.ways import way_to
from tests.stories.test_sentences import LONGEST, STORIES, settings

RUNS = range(60)


def moving(history, start, end):
    """The messages that are under way at some time between two (µs)."""
    return [flight for flight in history.flights(0, history.end)
            if flight.sent < end and history.way_ends(flight) > start]


def assert_so(way, scene, earlier, later):
    history, (start, end) = scene.history, (earlier.moment, later.moment)
    messages = [flight.message for flight in moving(history, start.at, end.at)]
    sent = [event.detail for event in history[start.count:end.count] if event.kind == "command"]
    for command, server, on in re.findall(r"(?:A client|Client [A-Z]) sends (\S+) to (S\d)(, which sends it)?", way):
        assert sent == [command]
        assert not on or any(message.sender == server and command in [entry.command for entry in message.entries]
                             for message in messages if isinstance(message, AppendEntries))
    assert ("Clients send commands." in way) == (len(sent) > 1)
    for candidate in re.findall(r"(S\d) sends a vote request", way):
        assert {m.sender for m in messages if isinstance(m, RequestVote)} >= {candidate}
    for leader in re.findall(r"(S\d) sends its heartbeat", way):
        assert any(m.sender == leader and not m.entries for m in messages if isinstance(m, AppendEntries))
    for client, server in re.findall(r"(C\d) asks (S\d)\.", way):
        assert any(m[:2] == (client, server) for m in messages if isinstance(m, ClientRequest))
    if "Replies come back." in way or "replies." in way:
        assert any(isinstance(m, RequestVoteReply | AppendEntriesReply) for m in messages)


def assert_begins(begins, way, scene, earlier):
    """Something sets out then, or is under way when the first beat ends."""
    sent = {flight.sent for flight in scene.history.flights(0, scene.history.end)}
    asked = {event.at for event in scene.history if event.kind == "command"}
    assert not way or begins in sent | asked | {earlier.moment.at}


def assert_nothing_left_out(way, scene, earlier, later):
    """Each candidate's requests and each command that come into sight are told of."""
    history, eye = scene.history, earlier.eye
    for flight in moving(history, earlier.moment.at, later.moment.at):
        message = flight.message
        if flight.number in earlier.flights or eye not in ("", *message[:2]):
            continue
        if isinstance(message, RequestVote):
            assert re.search(rf"{message.sender}\b.* sends? (a )?vote request", way), way
        if isinstance(message, AppendEntries) and message.entries:
            assert re.search(r"sends? (commands|\S|[a-z]+ commands)|which sends it", way), way


@pytest.mark.parametrize("name", STORIES)
def test_what_is_said_on_the_way_moves_then(name):
    said = set()
    for seed in RUNS:
        story = STORIES[name].story(**settings(name, seed))
        for scene in story.scenes:
            for earlier, later in zip(scene.told, scene.told[1:], strict=False):
                begins, way = way_to(scene.record, earlier, later) or (earlier.moment.at, "")
                assert earlier.moment.at <= begins <= later.moment.at
                assert_begins(begins, way, scene, earlier)
                assert len(way.split()) <= LONGEST, way
                assert_so(way, scene, earlier, later)
                assert_nothing_left_out(way, scene, earlier, later)
                said.add(bool(way))
    assert True in said


def test_what_a_leader_is_for_is_told_while_it_is_seen():
    story = stories.an_election(seed=20).story
    *_, earlier, later = story.told
    begins, way = way_to(story.record, earlier, later)
    assert begins == next(event.at for event in story.history if event.kind == "command")
    assert way == "A client sends x=5 to S5, which sends it to the others. Replies come back."
