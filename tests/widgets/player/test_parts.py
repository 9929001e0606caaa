"""The parts of a player, and its goal: named in any form, and refused in a sentence."""
import re

import pytest

from raftlib import Cluster, Player
from raftlib.widgets.player.goal import Goal
from raftlib.widgets.player.parts import PARTS


@pytest.mark.parametrize(("parts", "shown"), [
    (None, list(PARTS)), ("ring", []), ([], []), (("ring",), []), (["strip", "ring", "strip"], ["strip"]),
    ((name for name in ("code", "logs")), ["logs", "code"]), ({"events"}, ["events"]), ("logs", ["logs"])])
def test_parts_are_any_names_in_any_order(parts, shown):
    assert Player(seed=7, parts=parts).parts == shown


@pytest.mark.parametrize(("parts", "said"), [
    ("cockpit", "parts has 'cockpit': there are ring, hands, logs, strip, safety, details, events, settings, "
                "branches, code."),
    (["ring", 3], "parts has 3: there are ring, hands"), (3, "parts is 3: it must be names of parts, of ring, hands")])
def test_another_part_is_refused_before_anything_is_made(parts, said, monkeypatch):
    monkeypatch.setattr(Cluster, "__init__", None)  # no run may be begun
    with pytest.raises(ValueError, match=re.escape(said)):
        Player(seed=7, parts=parts)


def test_what_more_offers_is_named_in_the_same_way():
    assert Player(seed=7, parts="ring").more == list(PARTS)
    assert Player(seed=7, parts="ring", more=["branches", "hands"]).more == ["hands", "branches"]
    with pytest.raises(ValueError, match="more has 'cockpit': there are ring, hands"):
        Player(seed=7, more="cockpit")


@pytest.mark.parametrize("goal", [3, "win", print])
def test_what_is_no_goal_is_refused(goal):
    with pytest.raises(ValueError, match="it must be a Goal, an exercise that has one, or None"):
        Player(seed=7, goal=goal)


def leads(history):
    """When a run has its first leader."""
    event = next((each for each in history if each.state and each.state.role == "leader"), None)
    return event and (event.time, f"{event.server} leads.")


def test_a_goal_is_told_with_the_moment_at_which_the_run_reaches_it_and_kept_once_it_was_seen():
    kept = []
    player = Player(seed=7, time=100, goal=Goal("Find a leader.", leads, kept.append))
    time, said = leads(player.history)
    assert player.goal == {"words": "Find a leader.", "at": round(time * 1000), "said": said}
    assert kept == []
    player._hear(player, {"do": "reached", "at": 200_000}, [])
    assert kept == [player.history]


def test_without_a_goal_the_page_is_told_of_none_and_cannot_reach_it():
    player, said = Player(seed=7), []
    player.send = lambda message, buffers=None: said.append(message)
    player._hear(player, {"do": "reached", "at": 0}, [])
    assert (player.goal, said) == ({}, [])


def test_a_mistake_in_a_goal_is_raised_where_the_player_is_made():
    def breaks(history):
        raise KeyError("a mistake in the goal")

    with pytest.raises(KeyError):
        Player(seed=7, goal=Goal("Find a leader.", breaks))


@pytest.mark.parametrize(("arguments", "said"), [
    ((5, max), "words is 5: it must be a text that says what to bring about."),
    (("", max), "words is '': it must be a text that says what to bring about."),
    (("Wait.", 300), "reached is 300: it must be a function of a History that gives a moment (ms) and a sentence, or "
                     "None."),
    (("Wait.", max, "yes"), "keep is 'yes': it must be a function of a History, or None.")])
def test_what_makes_no_goal_is_said(arguments, said):
    with pytest.raises(ValueError, match="must be") as error:
        Goal(*arguments)
    assert str(error.value) == said
