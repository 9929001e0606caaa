"""The panel of Figure 7: each step is one answer, and the walk ends where the logs agree."""
from itertools import pairwise

import pytest

from raftlib import walk_back_panel
from raftlib.protocol.messages import AppendEntriesReply
from raftlib.scenarios.figures import FIGURE_7_FOLLOWERS, FIGURE_7_LEADER
from raftlib.widgets.panels.walk_back import steps, walked


def agreeing(log):
    """Up to which index a log agrees with the leader's, by the paper's figure."""
    pairs = enumerate(zip(log, FIGURE_7_LEADER, strict=False), start=1)
    return next((index - 1 for index, (one, other) in pairs if one != other), min(len(log), len(FIGURE_7_LEADER)))


def walk_of(follower):
    """What next_index is for a follower, step by step, without what repeats."""
    place = list(FIGURE_7_FOLLOWERS).index(follower)
    found = [event.state.next_index[place] for event in steps(walked())]
    return [number for number, before in zip(found, [None, *found], strict=False) if number != before]


@pytest.mark.parametrize("follower", FIGURE_7_FOLLOWERS)
def test_each_walk_goes_back_one_by_one_to_where_the_logs_agree_and_then_to_the_end(follower):
    agrees = agreeing(FIGURE_7_FOLLOWERS[follower])
    down = list(range(11, agrees, -1))
    assert walk_of(follower) == (down if down == [11] else [*down, 11])


def test_each_step_is_one_answer_of_one_follower():
    events = list(steps(walked()))
    for one, other in pairwise(events):
        assert isinstance(other.message, AppendEntriesReply)
        changed = [id for id, before, now in zip(FIGURE_7_FOLLOWERS, one.state.next_index, other.state.next_index,
                                                 strict=True) if before != now]
        assert changed == [other.message.sender]


def test_the_sentence_is_about_the_follower_whose_triangle_moves():
    panel = walk_back_panel(step=0)
    assert panel.caption == "At 24.5 ms leader counts 4 of 7 votes and leads term 8."
    for step, event in list(enumerate(steps(walked())))[1:]:
        panel.set(step=step)
        said = f"hears from {event.message.sender} that it "
        assert said + ("has accepted" if event.message.success else "refuses") in panel.caption


def test_half_way_nothing_is_deleted_and_three_are_asked_about_the_same_entry():
    history, half_way = walked(), walk_back_panel().values["step"]
    event = list(steps(history))[half_way]
    servers = history.at(event.time).servers
    for id, terms in FIGURE_7_FOLLOWERS.items():
        assert [entry.term for entry in servers[id].log.suffix(1, len(terms))] == terms
    waiting = dict(zip(FIGURE_7_FOLLOWERS, event.state.next_index, strict=True))
    assert waiting["b"] == waiting["e"] == waiting["f"]
