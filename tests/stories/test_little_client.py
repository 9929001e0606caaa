"""The client in a story's still pictures: its arrows run behind no other server, and lead to and from the box."""
from math import dist

import pytest

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Outline
from raftlib.simulation.cluster import Cluster
from raftlib.stories.little_client import draw_client
from raftlib.stories.little_ring import CENTRE, HIGH, RADII, RADIUS, WIDE, round_places
from raftlib.stories.record import Record
from raftlib.stories.story import Beat
from tests.stories.test_sentences import STORIES


def curves(picture):
    """Places on each bent line of a picture, by the formula of a quadratic curve."""
    outlines = [shape for group in picture.shapes.values() for shape, _ in group if isinstance(shape, Outline)]
    for (start, bend, end) in [outline.places for outline in outlines if outline.letters == "MQ"]:
        shares = [step / 100 for step in range(101)]
        yield [tuple((1 - share) ** 2 * start[axis] + 2 * share * (1 - share) * bend[axis] + share**2 * end[axis]
                     for axis in (0, 1)) for share in shares]


def said_alone(event):
    """What the one client of a run says or hears."""
    return event.detail if event.kind == "command" else f"done: {event.detail[1]}"


def said_by_one_of(letters, event):
    """What one of several says or hears, by the command that it sends."""
    if event.kind == "command":
        return f"{letters[event.detail]}: {event.detail}"
    return f"{letters[event.detail[0]]}: done"


def drawn(history, servers, moment):
    """The client alone, beside servers that stand as in a story's picture, and their places."""
    picture = Picture((WIDE, HIGH))
    places = dict(zip(servers, round_places(len(servers), CENTRE, RADII), strict=True))
    draw_client(picture, 0, 0, places, Record(history), Beat(moment, ""))
    return picture, places


@pytest.mark.parametrize("servers", range(2, 7))
def test_an_arrow_to_any_server_is_clear_of_all_others(servers):
    for number in range(1, servers + 1):
        cluster, server = Cluster(servers=servers), f"S{number}"
        cluster.run(to=5)
        cluster.submit("x=5", to=server)
        picture, places = drawn(cluster.history, cluster.history.servers, Record(cluster.history).end)
        ways = list(curves(picture))
        assert ways
        for way in ways:
            assert dist(way[-1], places[server]) < dist(way[0], places[server])
            assert all(dist(place, at) > RADIUS for place in way for id, at in places.items() if id != server)


@pytest.mark.parametrize("name", ["election", "command", "cut"])
def test_what_is_said_stands_once_for_each_arrow(name):
    for seed in range(30):
        story = STORIES[name].story(seed=seed)
        for beat in story.told:
            picture, _ = drawn(story.history, story.history.servers, beat.moment)
            fresh = [event for event in story.history[:beat.moment.count] if event.kind in ("command", "answer")
                     and beat.moment.at - event.at < 12_000]
            letters = {"x=1": "A", "x=2": "B", "x=3": "C"} if name == "cut" else {}
            said = [said_by_one_of(letters, event) if letters else said_alone(event) for event in fresh]
            assert [words.text for words in picture.texts][1:] == said  # the first is on its box
            assert len(list(curves(picture))) == len(said)
