"""The reader's turn after a cut, done as its sentence says it: only the side with a majority answers."""
import re

import pytest

from raftlib import stories

SEEDS = range(12)
HERE, FIRST, SECOND = r"click (S\d), type (x=\d), press Send", "x=4", "x=5"


def side_of(history, server):
    """Who can hear a server while the first cut lasts, itself among them."""
    cut = next(event for event in history if event.kind == "cut")
    return {id for id in history.servers if (id, server) not in cut.detail}


def by_hand(player, command, server, at):
    """What the page asks for when the reader sends a command to a server at a time (µs)."""
    player._hear(player, {"do": "submit", "command": command, "to": server, "at": at}, [])


def first_leader(history, among, after):
    """(who, when in µs) of the first leader among some servers."""
    return next(((event.server, event.at) for event in history if event.at > after and event.server in among
                 and event.state and event.state.role == "leader"), None)


def answered(history, after):
    """(command, by whom) of each answer; who is sent away by a follower goes to its leader."""
    return [(event.detail[0], event.server) for event in history if event.kind == "answer" and event.at > after]


@pytest.mark.parametrize("kept", range(4))
def test_the_side_with_the_majority_answers_and_the_other_does_not(kept):
    for seed in SEEDS:
        telling = stories.two_sides_of_a_cut(seed=seed, followers_kept=kept)
        telling.open_player()
        player, turn = telling.player, telling.story.turn
        old, command = re.search(HERE, turn.said).groups()
        by_hand(player, command, old, turn.moment.at)
        away = set(player.history.servers) - side_of(player.history, old)
        named = re.search(r"do the same with (S\d)", turn.said)
        other, at = (named[1], turn.moment.at + 300_000) if named else first_leader(player.history, away,
                                                                                    turn.moment.at)
        assert other in away
        by_hand(player, SECOND, other, at + 50_000)
        answers = answered(player.history, turn.moment.at)
        assert answers
        for command, server in answers:
            assert len(side_of(player.history, server)) > 2
            assert command == SECOND or server == old
        assert (FIRST in dict(answers)) == (len(side_of(player.history, old)) > 2)
