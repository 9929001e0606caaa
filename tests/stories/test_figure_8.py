"""Figure 8 as a story: what it says of logs, votes and commits is so in the run, for each number of followers."""
import re

import pytest

from raftlib import Cluster, Server, check_all, stories
from raftlib.protocol.state import LEADER
from raftlib.stories.figure_8 import (
    FIRST,
    LATENCY,
    NEVER,
    put_another_on_one,
    put_on_a_majority,
    put_on_two,
    story,
)
from tests.stories.seen import said_to_be

LONGEST = 25  # words
IDS = ["S1", "S2", "S3", "S4", "S5"]
REACHED = range(4)


@pytest.fixture(scope="module", params=REACHED)
def told(request):
    return request.param, story(followers_reached=request.param)


def states_at(history, count):
    return {event.server: event.state for event in list(history)[:count] if event.state is not None}


def commands(state):
    return [entry.command for entry in state.log.entries]


def having(states, command):
    return [id for id, state in states.items() if command in commands(state)]


def at_beat(story, says):
    beat = next(beat for beat in story.told if says in beat.said)
    return beat.said, states_at(story.history, beat.moment.count)


def test_no_sentence_is_too_long(told):
    for said in told[1].sentences:
        assert all(len(sentence.split()) <= LONGEST for sentence in re.split(r"(?<=[.?:]) ", said)), said


def test_it_is_the_paper_s_figure_up_to_c(told):
    _, story = told
    said, states = at_beat(story, "S1 leads term 2.")
    assert having(states, "x=2") == ["S1", "S2"]
    assert "Only S1 and S2 hold it" in said
    said, states = at_beat(story, "S5 leads term 3")
    assert states["S5"].role == LEADER
    assert set(states["S5"].votes) == {"S5", "S3", "S4"}
    assert "S3 and S4" in said
    said, states = at_beat(story, "S5 writes it at index 2")
    assert having(states, "x=3") == ["S5"]
    said, states = at_beat(story, "three of five")
    assert having(states, "x=2") == ["S1", "S2", "S3"]
    assert (states["S1"].role, states["S1"].current_term, states["S1"].commit_index) == (LEADER, 4, 0)


def test_the_entry_of_term_4_reaches_so_many_and_is_committed_on_a_majority(told):
    reached, story = told
    said, states = at_beat(story, "the first entry of its own term")
    assert having(states, "x=4") == ["S1", "S2", "S3", "S4"][:1 + reached]
    assert states["S1"].commit_index == (3 if 1 + reached >= 3 else 0)
    assert ("S1 commits it" in said) == (1 + reached >= 3)


def test_the_end_is_d_or_e(told):
    reached, story = told
    states = states_at(story.history, len(story.history))
    last = story.told[-1].said
    if reached < 2:
        assert all(commands(state)[1:] == ["x=3"] for state in states.values())
        assert "erased everywhere" in last
        votes = [id for id in states["S5"].votes if id != "S5"]
        assert all(id in last for id in votes)
    else:
        assert states["S5"].role != LEADER
        assert having(states, "x=2") == having(states, "x=4") == ["S1", "S2", "S3", "S4"][:1 + reached]
        refused = {event.message.sender for event in story.history if event.kind == "receive"
                   and event.server == "S5" and event.message.term == 5
                   and getattr(event.message, "vote_granted", None) is False}
        assert set(re.findall(r"S\d", last.partition(" refuse")[0])) == refused


def test_with_the_paper_s_rules_nothing_is_broken(told):
    assert check_all(told[1].history.states()) == []


def test_it_is_told_anew_when_the_slider_moves():
    telling = stories.figure_8()
    assert "erased" in telling.story.told[-1].said
    telling.set(followers_reached=2)
    assert "can't win" in telling.story.told[-1].said
    with pytest.raises(ValueError, match=r"followers_reached is 4: it must be a whole number from 0 to 3\."):
        telling.set(followers_reached=4)


def test_at_the_reader_s_turn_s1_leads_term_4_and_x_2_is_on_three():
    telling = stories.figure_8()
    telling.open_player()
    state = telling.player.history.at(telling.player.time / 1000)
    assert state.leaders == [("S1", 4)]
    telling.close()


def test_what_it_says_of_roles_is_shown(told):
    for beat in told[1].told:
        states = states_at(told[1].history, beat.moment.count)
        down = {id for id, state in said_down(told[1].history, beat.moment.count).items() if state}
        for id, role, term in said_to_be(beat.said):
            assert role is None or role == ("down" if id in down else states[id].role), beat.said
            assert term is None or term == states[id].current_term, beat.said


def said_down(history, count):
    return {event.server: event.kind == "crash" for event in list(history)[:count]
            if event.kind in ("crash", "restart")}


def test_s5_is_down_where_it_crashes(told):
    beat = next(beat for beat in told[1].told if "S5 writes it" in beat.said)
    assert "and crashes" in beat.said
    assert said_down(told[1].history, beat.moment.count)["S5"]


def test_who_is_up_when_the_entry_is_erased_everywhere(told):
    if told[0] < 2:
        history = told[1].history
        assert not any(said_down(history, len(history)).values())
        assert "S1 comes back, and x=2 is erased everywhere" in told[1].told[-1].said


@pytest.mark.parametrize("command", [False, True])
def test_at_the_reader_s_turn_s5_is_pressed_until_it_stands_in_term_5(command):
    """It wins only then, for term 4 has its leader; and only where no command has reached the others."""
    telling = stories.figure_8()
    cluster = rebuilt(telling.story, telling.story.turn.moment)
    telling.close()
    if command:
        cluster.submit("y=2", to="S1")
        cluster.run(for_=60)
    cluster.crash("S1")
    cluster.restart("S5")
    won = {}
    while cluster.servers["S5"].current_term < 5:
        cluster.time_out("S5")
        cluster.run(for_=30)
        won[cluster.servers["S5"].current_term] = "S5" in cluster.leaders
    assert won == {4: False, 5: not command}


def rebuilt(story, moment):
    """The story's cluster at a moment, by its recorded calls."""
    cluster = Cluster([Server(id, IDS, 1, log=[FIRST]) for id in IDS], election_timeout=NEVER, heartbeat=NEVER,
                      latency=LATENCY)
    for step in (put_on_two, put_another_on_one, put_on_a_majority):
        step(cluster)
    assert round(cluster.time * 1000) >= moment.at
    assert [state.log for state in states_at(cluster.history, len(cluster.history)).values()] == [
        state.log for state in states_at(story.history, moment.count).values()]
    return cluster
