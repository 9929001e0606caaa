"""A story with its sliders: told anew, handed over, refused in a sentence, and still where there is no kernel."""
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from raftlib import stories
from raftlib.stories.still import picture_of

ALL = (stories.an_election, stories.three_copies_one_order, stories.what_one_server_sees, stories.the_leader_crashes,
       stories.a_split_vote, stories.a_commands_journey, stories.two_sides_of_a_cut)
SMALL = 60_000  # bytes of a still picture


@pytest.mark.parametrize("tell", ALL)
def test_a_still_has_all_sentences_and_is_the_same_each_time(tell):
    story = tell().story
    first, second = picture_of(story).svg(), picture_of(tell().story).svg()
    assert first == second
    assert len(first) <= SMALL
    words = " ".join("".join(text.itertext()).strip() for text in ElementTree.fromstring(first).iter()
                     if text.tag.endswith("}text"))
    for said in story.sentences:
        assert all(word in words for word in said.split())


@pytest.mark.parametrize("tell", ALL)
def test_shown_it_is_a_widget_and_a_numbered_list(tell):
    telling = tell()
    data, _ = telling._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == str(telling.story)
    assert data["text/plain"].startswith("1. ")
    assert "image/svg+xml" in data


@pytest.mark.parametrize("tell", ALL)
def test_told_anew_it_is_the_story_of_the_new_settings(tell):
    telling = tell()
    telling.set(seed=11)
    assert telling.story.sentences == tell(seed=11).story.sentences
    assert telling._page.told["settings"]["seed"] == 11


def test_the_page_asks_and_is_answered():
    telling = stories.an_election()
    said = []
    telling._page.send = said.append
    telling._hear(telling._page, {"do": "tell", "settings": {"heartbeat": 400}})
    assert telling.settings["heartbeat"] == 400
    telling._hear(telling._page, {"do": "tell", "settings": {"heartbeat": -1}})
    telling._hear(telling._page, {"do": "dance"})
    assert said == [{"said": "heartbeat is -1: it must be a number of ms from 5 to 500."},
                    {"said": "do is 'dance': a story knows no such wish."}]
    assert telling.settings["heartbeat"] == 400  # as before


@pytest.mark.parametrize("tell", ALL)
def test_the_readers_turn_is_the_run_at_that_moment_and_can_be_changed(tell):
    telling = tell()
    before = telling.story.history.digest()
    telling._hear(telling._page, {"do": "turn"})
    player, turn = telling.player, telling.story.turn
    assert telling.children[-1] is player
    assert player.time == turn.moment.at
    assert player.live
    assert player.history.at(turn.moment.at / 1000) == telling.story.history.at(turn.moment.at / 1000)
    assert player.history.end >= turn.moment.at / 1000 + 500  # there is time to see what follows
    assert telling.story.history.digest() == before
    telling._hear(telling._page, {"do": "turn"})
    assert len(telling.children) == 2  # one is enough
    telling.set(seed=12)
    assert len(telling.children) == 1  # it was of the other story


@pytest.mark.parametrize(("tell", "settings", "words"), [
    (stories.an_election, {"seed": 7.5}, "seed is 7.5: it must be a whole number from 0 to 100."),
    (stories.an_election, {"seed": b"7"}, "seed is b'7': it must be a whole number from 0 to 100."),
    (stories.an_election, {"seed": [7]}, "seed is [7]: it must be a whole number from 0 to 100."),
    (stories.an_election, {"seed": "seven"}, "seed is 'seven': it must be a whole number from 0 to 100."),
    (stories.an_election, {"election_timeout": (300, 150)},
     "election_timeout is (300, 150): it must be a number of ms, or a pair (low, high) of them, from 10 to 1000."),
    (stories.an_election, {"latency": None},
     "latency is None: it must be a number of ms, or a pair (low, high) of them, from 0 to 200."),
    (stories.an_election, {"latency": b"57"},
     "latency is b'57': it must be a number of ms, or a pair (low, high) of them, from 0 to 200."),
    (stories.a_split_vote, {"servers": 1}, "servers is 1: it must be a whole number from 2 to 7."),
    (stories.a_commands_journey, {"loss": 0.9}, "loss is 0.9: it must be a number from 0 to 0.5."),
    (stories.two_sides_of_a_cut, {"followers_kept": 4}, "followers_kept is 4: it must be a whole number from 0 to 3."),
])
def test_bad_settings_are_refused_in_a_sentence(tell, settings, words):
    with pytest.raises(ValueError, match=r"must be") as error:
        tell(**settings)
    assert str(error.value) == words
    telling = tell()
    with pytest.raises(ValueError, match="no such setting; there are seed"):
        telling.set(speed=3)


def test_sliders_are_named_or_all_there():
    def shown(**more):
        return [slider["name"] for slider in stories.an_election(**more)._page.sliders]
    assert shown() == ["seed", *["election_timeout"] * 2, "heartbeat", *["latency"] * 2]
    assert shown(sliders="seed") == ["seed"]
    assert shown(sliders=iter(["heartbeat", "seed"])) == ["seed", "heartbeat"]
    assert shown(sliders=[]) == []
    for wrong in ("loss", 3, ["seed", "x"]):
        with pytest.raises(ValueError, match=r"sliders has .*: there are seed, election_timeout, heartbeat, latency\."):
            stories.an_election(sliders=wrong)


def test_numbers_of_other_kinds_and_single_ends_are_accepted():
    settings = stories.an_election(seed=np.int64(7), latency=[5, 15], election_timeout=150).settings
    assert settings == {"seed": 7, "election_timeout": (150, 150), "heartbeat": 50, "latency": (5, 15)}
