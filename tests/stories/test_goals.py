"""The goals at the end of a story: reached when, and only when, what they ask for has been seen to happen."""
import re
from random import Random

import pytest

from raftlib import Player, stories
from raftlib.protocol.messages import RequestVote
from raftlib.stories import election, goals, leader_crash

NUMBERS = ("none", "one", "two", "three", "four", "five")
SETTINGS = {"seed": 7, "election_timeout": (150, 300), "heartbeat": 50, "latency": (5, 15)}


@pytest.mark.parametrize("is_leader", [True, False])
def test_a_majority_is_seen_to_go_on_without_one_server(is_leader):
    run = election.run(**SETTINGS)
    assert goals.goes_on(run.history) is None
    crashed = run.leader if is_leader else next(id for id in run.servers if id != run.leader)
    at = run.time
    run.crash(crashed)
    run.run(for_=1000)
    time, said = goals.goes_on(run.history)
    assert at < time < run.time
    assert said.startswith(f"{crashed} is down, and {run.leader} leads")
    assert "it needs three of five, and four are up" in said
    assert run.leader in dict(run.history.at(time).leaders)


def test_where_no_majority_is_left_nothing_is_said_to_go_on():
    run = election.run(**SETTINGS)
    for id in ("S1", "S3", "S4"):
        run.crash(id)
    run.run(for_=1000)
    assert goals.goes_on(run.history) is None


def test_no_leader_any_more_is_said_once_a_candidate_of_too_few_asks_in_vain():
    run = leader_crash.run(**SETTINGS)
    for count in (1, 2, 3):
        assert goals.no_leader_any_more(run.history) is None
        last = run.time
        run.crash(run.leader)
        run.run(for_=1500)
        assert bool(run.leader) == (count < 3)
    time, said = goals.no_leader_any_more(run.history)
    assert last < time < run.time
    asking = next(event.server for event in run.history.window(time, time + 0.001) if event.kind == "election timeout")
    assert said == (f"{asking} asks for votes, but only two of five are up: no leader can be elected until one more is "
                    "up.")


@pytest.mark.parametrize(("left", "words"), [(2, "only two of five are up: .* until one more is up"),
                                             (1, "only one of five is up: .* until two more are up")])
def test_it_is_said_how_many_are_missing(left, words):
    run = leader_crash.run(**SETTINGS)
    for id in list(run.servers)[left:]:
        run.crash(id)
    run.run(for_=1000)
    assert re.search(words, goals.no_leader_any_more(run.history)[1])


@pytest.mark.parametrize("seed", range(20))
def test_who_is_said_to_ask_asks_at_that_moment(seed):
    run, draw = leader_crash.run(**SETTINGS | {"seed": seed}), Random(seed)
    for id in draw.sample(list(run.servers), 3):
        run.crash(id)
        run.run(for_=draw.randint(1, 600))
    run.run(for_=1500)
    found = goals.no_leader_any_more(run.history)
    if found:
        asked = [event for event in run.history if event.time == found[0] and event.kind == "election timeout"]
        assert found[1].split()[0] in {event.server for event in asked}
        assert all(isinstance(flight.message, RequestVote) for event in asked for flight in event.sent)
        assert f"only {NUMBERS[5 - len(run.history.at(found[0]).down)]} of five" in found[1]


@pytest.mark.parametrize(("tell", "goal"), [
    (stories.an_election, goals.GO_ON), (stories.the_leader_crashes, goals.LOSE_THE_MAJORITY)])
def test_the_readers_turn_has_the_goal_and_only_the_ring(tell, goal):
    telling = tell(seed=7)
    telling.open_player()
    assert isinstance(telling.player, Player)
    assert telling.player.goal["words"] == goal.words
    assert telling.player.goal["at"] is None
    assert telling.player.parts == []


def test_where_nobody_leads_there_is_no_leader_to_lose():
    telling = stories.an_election(seed=7, latency=(200, 200))
    telling.open_player()
    assert telling.player.goal == {}
