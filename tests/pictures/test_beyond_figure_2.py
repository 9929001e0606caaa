"""Pre-votes and hand-overs are drawn, named and told as the messages of Figure 2 are."""
import re

import pytest

from raftlib import History, Player, draw_message_flow, event_table, message_flow, space_time
from raftlib.pictures import style
from raftlib.pictures.style import contrast
from raftlib.simulation.recipe import Recipe
from tests.handed_over import handed_over

KINDS = ("PreVote", "PreVoteReply", "TimeoutNow", "TransferVote")


@pytest.fixture(scope="module")
def run():
    """A first leader, which is elected after pre-votes, and is shut down."""
    return handed_over(then=5)


def words_in(picture, text):
    """How often a text stands in a picture by itself, as in a legend."""
    return len(re.findall(rf">\s*{text}\s*<", picture.svg()))


def test_both_pictures_name_them_in_their_legends(run):
    pictures = draw_message_flow(message_flow(run, 0, run.time)), space_time(run, 0, run.time)
    for picture in pictures:
        for words in ("pre-vote request", "pre-vote: yes", "hand-over", f"hand-over vote request of {run.leader}",
                      f"vote to {run.leader}: yes"):
            assert words_in(picture, words) == 1, words
        assert words_in(picture, "pre-vote: no") == 0


def test_the_caption_counts_them_and_arrows_are_labelled(run):
    picture = draw_message_flow(message_flow(run, 0, run.time))
    for words in ("2 pre-vote requests", "2 pre-votes", "1 hand-over,", "2 hand-over vote requests"):
        assert words in picture.caption
    assert re.search(r"\d+ hand-over t1<", picture.svg())


def test_their_lines_are_seen_and_told_from_others():
    looks = [*style.MESSAGES.values(), style.HAND_OVERS["TimeoutNow"]]
    assert len({(each.colour, each.dash, each.barbs) for each in looks}) == len(looks)
    assert all(contrast(each.colour, style.WHITE) >= 3 for each in looks)


def test_tables_tell_of_them(run):
    table = repr(event_table(run, 0, run.time))
    for words in (r"gets pre-vote request of S\d \(t1\)", r"gets pre-vote of S\d \(t0: yes\)", "hand-over",
                  r"gets hand-over vote request of S\d \(t2\)"):
        assert re.search(words, table), words


def test_the_player_plays_them_and_a_recording_holds_them(run):
    look = Player(run).look
    assert {*KINDS} <= look["messages"].keys()
    said = [each["words"] for each in look["legend"] if each["m"] in KINDS]
    assert said == ["pre-vote request", "pre-vote: yes", "pre-vote: no", "hand-over", "hand-over vote request"]
    assert History.from_json(run.history.to_json()) == run.history
    assert Recipe.of(run).make().history == run.history
    assert "cluster.shut_down('" in Recipe.of(run).code()
