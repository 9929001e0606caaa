"""A story without a kernel: its small pictures, read back as they are drawn."""
from functools import partial
from itertools import pairwise

import pytest

from raftlib import stories
from raftlib.pictures.picture import Picture
from raftlib.pictures.style import BLACK, BLUE
from raftlib.stories.little_ring import HIGH, WIDE, draw_ring
from raftlib.stories.still import picture_of
from tests.pictures.drawn import covering, extents_of, shapes_in

ALL = (stories.an_election, stories.three_copies_one_order, stories.what_one_server_sees, stories.the_leader_crashes,
       partial(stories.a_split_vote, 23), partial(stories.a_split_vote, 23, servers=7), stories.a_commands_journey,
       stories.two_sides_of_a_cut, stories.figure_8, stories.a_lost_answer,
       partial(stories.a_lost_answer, sessions=True))
AIR = 0.015  # inches round words


def rings_of(story):
    """(beat, picture of its ring) of each beat of a story."""
    for scene in story.scenes:
        for beat in scene.told:
            picture = Picture((WIDE, HIGH))
            draw_ring(picture, 0, 0, scene.record, beat)
            yield beat, picture


def lines_in(picture):
    """Where each straight line begins and ends."""
    return [shape.places for shapes in picture.shapes.values() for shape, _ in shapes
            if getattr(shape, "letters", "") == "ML"]


def crosses(line, extent):
    """Whether a line runs through a box."""
    ((x0, y0), (x1, y1)), (left, low, right, high) = line, extent
    return any(left < x0 + (x1 - x0) * step / 400 < right and low < y0 + (y1 - y0) * step / 400 < high
               for step in range(401))


@pytest.mark.parametrize("tell", ALL)
def test_words_do_not_touch_each_other(tell):
    extents = [(text, (left - AIR, low, right + AIR, high))
               for text, (left, low, right, high) in extents_of(picture_of(tell().story))]
    assert covering(extents) == []


@pytest.mark.parametrize("tell", [partial(stories.a_lost_answer, seed, sessions=sessions)
                                  for seed in (3, 7, 11) for sessions in (False, True)])
def test_no_message_runs_through_what_a_client_believes(tell):
    for beat, picture in rings_of(tell().story):
        believed = [extent for text, extent in extents_of(picture) if text in ("waits", "no answer yet")]
        assert not any(crosses(line, extent) for line in lines_in(picture) for extent in believed), beat.said


@pytest.mark.parametrize("seed", range(20))
def test_no_message_runs_through_the_votes_that_a_candidate_needs(seed):
    for beat, picture in rings_of(stories.a_split_vote(seed).story):
        needed = [extent for text, extent in extents_of(picture) if text.startswith("needs")]
        assert not any(crosses(line, extent) for line in lines_in(picture) for extent in needed), beat.said


def test_what_a_client_has_said_lately_is_an_arrow():
    story = stories.two_sides_of_a_cut(seed=7).story
    for beat, picture in rings_of(story):
        lately = [event for event in story.history[:beat.moment.count] if event.kind in ("command", "answer")
                  and beat.moment.at - event.at < 12_000]
        assert len([line for line in shapes_in(picture, BLACK) if getattr(line, "letters", "") == "MQ"]) == len(lately)
        assert lately or not beat.said.startswith(("Client B tells", "Client C tells"))


def test_links_are_marked_when_they_are_mended_and_not_while_they_are_cut():
    marked = {beat.said.split(".")[0]: len([line for line in shapes_in(picture, BLUE)
                                            if getattr(line, "letters", "") == "ML"])
              for beat, picture in rings_of(stories.two_sides_of_a_cut(seed=7).story)}
    assert {said: count for said, count in marked.items() if count} == {"The cut is healed": 6}


@pytest.mark.parametrize("seed", range(1, 21))
def test_words_of_two_sides_of_a_cut_stand_on_no_others_and_no_message_runs_through_those_of_a_client(seed):
    for beat, picture in rings_of(stories.two_sides_of_a_cut(seed=seed).story):
        extents = list(extents_of(picture))
        assert covering([(text, extent) for text, extent in extents]) == [], beat.said
        said = [extent for text, extent in extents if text[1:2] == ":"]
        assert not any(crosses(line, extent) for line in lines_in(picture) for extent in said), beat.said


@pytest.mark.parametrize("tell", ALL)
def test_the_time_goes_back_only_for_another_run(tell):
    times = [words.text for words in picture_of(tell().story).texts if words.text.endswith(" ms")
             and words.text.removeprefix("another run: ").removesuffix(" ms").replace(".", "").isdigit()]
    assert len(times) >= len(tell().story.beats)
    for earlier, later in pairwise(times):
        assert later.startswith("another run: ") or float(later.split()[0]) >= float(earlier.split()[-2])
