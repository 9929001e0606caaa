"""The story of a lost answer is told of 400 random runs: every sentence is short, true, and shown at its moment."""
import random

import pytest

import tests.stories.lost_answer_claims  # noqa: F401  what its sentences claim
from raftlib import Client, Cluster, Player, ServingServer, stories
from raftlib.stories import lost_answer
from raftlib.stories.story import Story
from tests.stories.claims import Facts, check

RUNS = range(200)
LONGEST = 25  # words


def settings(seed, sessions):
    """Settings as its sliders have them, and beyond: slower networks."""
    draw = random.Random(f"lost answer/{seed}")
    fast = draw.choice((0, 5, 5, 5, 20))
    return {"seed": seed, "sessions": sessions, "timeout": draw.choice((20, 40, 60, 100, 150, 150, 400)),
            "retry": draw.choice((0, 1, 3, 3, 3)), "loss": draw.choice((0, 0, 0, 0.1, 0.3)),
            "latency": (fast, fast + draw.choice((0, 5, 10, 10, 30)))}


@pytest.mark.parametrize("sessions", [False, True])
def test_every_sentence_is_true_and_short(sessions):
    for seed in RUNS:
        given = settings(seed, sessions)
        story = lost_answer.story(**given)
        for beat in (*story.beats, story.turn):
            assert len(beat.said.split()) <= LONGEST, (given, beat.said)
            assert {*beat.servers} <= {*story.history.servers, *story.history.clients}
            if beat is story.turn:
                continue
            try:
                check(beat.said, Facts(story.history, beat.moment, beat.flights))
            except Exception as error:
                raise AssertionError(f"{given}: {beat.said} at {beat.moment}") from error


def x_in_the_end(story):
    """x on each server, by hand: every x+=1 counts, but of those with the same number one."""
    commands = {id: [entry.command for entry in story.record.states(len(story.history))[id].applied_log.entries]
                for id in story.history.servers}
    return {id: sum(each == "x+=1" for each in found) + len({each for each in found if each.endswith(": x+=1")})
            for id, found in commands.items()}


@pytest.mark.parametrize("seed", range(12))
def test_with_its_settings_as_they_are_x_is_2_and_with_sessions_1(seed):
    assert set(x_in_the_end(lost_answer.story(seed=seed)).values()) == {2}
    assert set(x_in_the_end(lost_answer.story(seed=seed, sessions=True)).values()) == {1}


def test_with_sessions_x_is_never_more_than_1():
    for seed in RUNS:
        assert max(x_in_the_end(lost_answer.story(**settings(seed, True))).values()) <= 1


def test_it_is_told_anew_when_the_box_is_ticked():
    telling = stories.a_lost_answer(seed=7)
    assert telling.story.told[-1].said.startswith("C1 is told x=2.")
    telling.set(sessions=True)
    assert telling.story.told[-1].said.startswith("C1 is told x=1.")
    telling.close()


@pytest.mark.parametrize(("settings", "said"), [
    ({"sessions": 1}, "sessions is 1: it must be True or False."),
    ({"timeout": 10}, "timeout is 10: it must be a number of ms from 20 to 400."),
    ({"retry": 1.5}, "retry is 1.5: it must be a whole number from 0 to 3."),
])
def test_bad_settings_are_refused(settings, said):
    with pytest.raises(ValueError, match=f"^{said.replace('.', '[.]')}$"):
        stories.a_lost_answer(**settings)


def test_at_the_readers_turn_the_first_request_is_under_way_and_no_answer_yet():
    telling = stories.a_lost_answer()
    telling.open_player()
    moment = telling.player.history.at(telling.player.time / 1000)
    assert [flight.message.command for flight in moment.in_flight if flight.message.sender == "C1"] == ["x+=1"]
    telling.close_player()
    telling.close()


@pytest.mark.parametrize(("sessions", "found"), [(False, {1, 2}), (True, {1})])
def test_what_the_reader_is_asked_to_try_has_an_answer(sessions, found):
    """One message is dropped, of those that set out from the reader's turn on: x is 2 after some of these losses."""
    telling = stories.a_lost_answer(sessions=sessions)
    telling.open_player()
    history, start = telling.player.history, telling.player.time
    lost = next(event.at for event in history if event.kind == "lost")
    flights = [flight.number for flight in history.flights(start / 1000, lost / 1000)
               if max(flight.sent, start) < history.way_ends(flight) and flight.sent < lost]
    ends = {}
    for number in flights:
        player = Player(telling.story.run, time=start / 1000)
        flight = next(each for each in history.flights(0, history.end) if each.number == number)
        player._hear(player, {"do": "drop", "flight": number, "at": max(start, flight.sent)}, [])
        states = [event.state for event in player.history if event.server == "S1" and event.state]
        applied = [entry.command for entry in states[-1].applied_log.entries]
        ends[number] = applied.count("x+=1") + len({each for each in applied if each.endswith(": x+=1")})
        player.close()
    telling.close()
    assert set(ends.values()) == found


@pytest.mark.parametrize(("longer", "last"), [
    (1, "and C1 still waits for an answer."), (200, "x+=1 was carried out once."),
])
def test_a_run_of_one_s_own_is_told_as_far_as_it_comes(longer, last):
    cluster = Cluster(3, seed=7, server=ServingServer)
    cluster.run(to=300)
    Client(cluster).ask("x+=1")
    cluster.run(for_=longer)
    story = Story(cluster, lost_answer.beats)
    for beat in story.beats:
        check(beat.said, Facts(story.history, beat.moment, beat.flights))
    assert story.beats[-1].said.endswith(last)
