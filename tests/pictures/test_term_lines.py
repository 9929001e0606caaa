"""The lines of terms say what the servers' states say."""
from random import Random

import pytest

from raftlib import Cluster, scenarios, term_lines
from raftlib.pictures.space_time_frame import Window
from raftlib.pictures.style import DOWN, ROLES, text_width
from raftlib.pictures.term_lines import MARGIN, lives_of
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import troubled


def random_run(seed):
    """A run with forty troubles, chosen by a seed."""
    chance, cluster = Random(seed), Cluster(servers=5, seed=seed)
    return troubled(cluster, ((chance.randrange(60), chance.choice(FAULTS), chance.randrange(100)) for _ in range(40)))


def terms_at(lives, time):
    """The role and term that a picture's stretches give each server at a time (ms)."""
    return {server: next((each.role, each.term) for each in reversed(stretches) if each.since <= time)
            for server, stretches in lives.items()}


@pytest.mark.parametrize("seed", range(20))
def test_each_stretch_is_in_the_term_of_the_server(seed):
    history = random_run(seed).history
    lives = lives_of(history, 0, history.end)
    for time in range(0, int(history.end), 50):
        moment = history.at(time)
        expected = {id: ("down" if id in moment.down else state.role, state.current_term)
                    for id, state in moment.servers.items()}
        assert terms_at(lives, time) == expected


@pytest.mark.parametrize("seed", range(10))
def test_no_line_goes_back_to_an_older_term(seed):
    history = random_run(seed).history
    for stretches in lives_of(history, 0, history.end).values():
        terms = [stretch.term for stretch in stretches]
        assert terms == sorted(terms)


def test_the_caption_names_the_leader_of_each_term():
    cluster = scenarios.three_leaders()
    led = {state.current_term: id for event in cluster.history for id, state in [(event.server, event.state)]
           if state and state.role == "leader"}
    said = ", ".join(f"{led[term]} leads term {term}" for term in (1, 2, 3))
    assert said in term_lines(cluster, 0, cluster.time).caption
    assert term_lines(cluster, 0, 100).caption == (
        "From 0 to 100 ms: no term has a leader; the highest term at the end is 0.")


def test_a_role_has_the_fill_that_it_has_everywhere():
    history = scenarios.three_leaders().history
    roles = {stretch.role for stretches in lives_of(history, 0, history.end).values() for stretch in stretches}
    shapes = term_lines(history, 0, history.end).shapes.values()
    fills = {look.face for at_height in shapes for _, look in at_height} - {"none"}
    assert fills == {ROLES[role].fill for role in roles - {DOWN}}


@pytest.mark.parametrize("seed", range(10))
def test_words_keep_off_the_ends_of_their_stretch_and_a_leader_s_say_that_it_leads(seed):
    history = random_run(seed).history
    lives = lives_of(history, 0, history.end)
    picture, across = term_lines(history, 0, history.end), Window(0, history.end)
    rows = {text.y: text.text for text in picture.texts if text.text in history.servers}
    for text in picture.texts:
        if text.side == "center" and text.y in rows and text.text:
            stretch = next(each for each in lives[rows[text.y]]
                           if abs(across.x(each.since) + across.x(each.until) - 2 * text.x) < 1e-6)
            assert text_width(text.text) < across.x(stretch.until) - across.x(stretch.since) - MARGIN
            assert stretch.role != "leader" or not text.text.startswith("term")
