import re
from itertools import pairwise

import numpy as np
import pytest

from raftlib.analysis.stretches import stretches_of
from raftlib.pictures.shapes import Discs, cross
from raftlib.pictures.space_time import space_time
from raftlib.pictures.space_time_cuts import sides
from raftlib.pictures.space_time_frame import LEFT, RIGHT, Frame, ticks
from raftlib.pictures.space_time_marks import BAND
from raftlib.pictures.space_time_messages import CLEAR, clip
from raftlib.pictures.style import BLACK, DOTTED, WIDTH
from raftlib.scenarios import partition, two_timers
from raftlib.simulation.cluster import Cluster


@pytest.fixture(scope="module")
def eventful():
    cluster = Cluster(servers=5, seed=4)
    cluster.run(to=400)
    leader = cluster.leader
    cluster.crash(leader)
    cluster.run(to=900)
    cluster.restart(leader)
    cluster.run(to=1000)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.run(to=1300)
    cluster.heal()
    cluster.run(to=1400)
    return cluster.history, leader


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg())


def test_servers_terms_cuts_and_time_are_written(eventful):
    history, _ = eventful
    found = texts(space_time(history, 0, 1400))
    assert set(history.servers) <= set(found)
    assert {"t0", "t1", "t2", "ms", "cut: S1 S2 | S3 S4 S5", "healed", "0", "1000"} <= set(found)


def test_stretches_follow_the_history(eventful):
    history, leader = eventful
    for server in history.servers:
        stretches = stretches_of(server, history.at(0), history.window(0, 1400), 0, 1400)
        assert (stretches[0].since, stretches[-1].until) == (0, 1400)
        for stretch, following in pairwise(stretches):
            assert stretch.until == following.since
        for stretch in stretches:
            moment = history.at((stretch.since + stretch.until) / 2)
            down = server in moment.down
            assert stretch.role == ("down" if down else moment.servers[server].role)
            assert stretch.term == moment.servers[server].current_term
    roles = [stretch.role for stretch in stretches_of(leader, history.at(0), history.window(0, 1400), 0, 1400)]
    assert {"follower", "candidate", "leader", "down"} <= set(roles)


def test_a_window_within_a_crash_starts_down(eventful):
    history, leader = eventful
    (only,) = stretches_of(leader, history.at(500), history.window(500, 600), 500, 600)
    assert only.role == "down"
    assert "1 election timeout" in space_time(history, 400, 900).caption


def legend_top(picture):
    """How high (inches) the legend is, which ends with a line across the whole picture."""
    lines = [shape.places for shape, _ in picture.shapes[1] if len(shape.places) == 2]
    return next(y for (x, y), (end, other) in lines if (x, end, y) == pytest.approx((0.1, WIDTH - 0.1, other)))


def dots_of(picture):
    """The middles of all dots above the legend."""
    places = [place for shape, _ in picture.shapes[5] if isinstance(shape, Discs) for place in shape.places]
    return np.array([place for place in places if place[1] > legend_top(picture)])


def crosses_of(picture):
    """The middles of the crosses of lost messages, above the legend."""
    middles = [np.mean(shape.places, axis=0) for shape, _ in picture.shapes[6]
               if shape.letters == cross(0, 0, 1).letters]
    return np.array([middle for middle in middles if middle[1] > legend_top(picture)])


@pytest.mark.parametrize(("cluster", "start", "end"), [(partition(), 380, 800), (two_timers(5), 95, 140)])
def test_each_message_sent_in_the_window_has_a_dot_at_the_edge_of_its_sender_s_band(cluster, start, end):
    history, picture = cluster.history, space_time(cluster.history, start, end)
    frame, dots = Frame(history.servers, start, end, picture.size[1]), dots_of(picture)
    flights = history.flights(start, end)
    assert len(dots) == len(flights)
    for flight in flights:
        message = flight.message
        down = np.sign(frame.y(message.receiver) - frame.y(message.sender))
        x, y = (dots - (frame.x(flight.sent / 1000), frame.y(message.sender) + down * BAND)).T
        assert any((abs(y) < 1e-6) & (x > -1e-6) & (x < frame.x(flight.arrives / 1000) - frame.x(flight.sent / 1000)))


def test_a_message_from_before_the_window_has_no_dot():
    history = two_timers(5).history
    assert len(history.flights(101, 109)) == 0
    assert len(dots_of(space_time(history, 101, 109))) == 0


def test_the_legend_says_what_a_dot_means(eventful):
    assert "sent" in texts(space_time(eventful[0], 0, 1400))


@pytest.mark.parametrize(("cluster", "start", "end"), [
    (two_timers(5), 95, 140), (two_timers(5), 0, 360), (partition(), 380, 800), (partition(), 0, 1400)])
def test_each_lost_message_has_a_cross_of_its_own(cluster, start, end):
    crosses = crosses_of(space_time(cluster.history, start, end))
    assert len(crosses) == sum(event.kind == "lost" for event in cluster.history.window(start, end))
    for number, place in enumerate(crosses):
        assert all(abs(crosses[:number] - place).max(axis=1) > CLEAR - 1e-6)


def test_messages_lost_on_a_cut_link_break_off_between_the_bands():
    history = partition().history
    picture = space_time(history, 380, 800)
    frame = Frame(history.servers, 380, 800, picture.size[1])
    for server in history.servers:
        assert all(abs(crosses_of(picture)[:, 1] - frame.y(server)) > BAND + 0.06)


def test_nothing_is_drawn_outside_the_window():
    frame = Frame(("S1", "S2"), 100, 200)
    assert clip((0, 0.0), (50, 1.0), frame) == (None, None)
    assert clip((250, 0.0), (260, 1.0), frame) == (None, None)
    start, stop = clip((90, 0.0), (110, 1.0), frame)
    assert (start, stop) == ((100, 0.5), (110, 1.0))
    start, stop = clip((190, 0.0), (210, 1.0), frame)
    assert (start, stop) == ((190, 0.0), (200, 0.5))
    assert (frame.x(100), frame.x(200)) == (LEFT, RIGHT)
    assert frame.y("S1") > frame.y("S2")


@pytest.mark.parametrize(("start", "end"), [(0, 400), (0, 1), (163.2, 187.9), (0, 60_000), (5, 5), (0, 0.004)])
def test_ticks_are_round_and_in_the_window(start, end):
    found = ticks(start, end)
    assert 1 <= len(found) <= 9
    assert all(start <= time <= end for time in found)


def test_a_cut_in_words():
    servers = ("S1", "S2", "S3")
    one_way = frozenset({("S1", "S2")})
    apart = frozenset({("S1", "S2"), ("S2", "S1"), ("S1", "S3"), ("S3", "S1")})
    one_link = frozenset({("S1", "S2"), ("S2", "S1")})
    assert sides(one_way, servers) == "cut: S1→S2"
    assert sides(one_link, servers) == "cut: S1→S2, S2→S1"
    assert sides(one_link | {("S2", "S3")}, servers) == "cut: S1→S2, S2→S1 …"
    assert sides(apart, servers) == "cut: S1 | S2 S3"


def test_a_change_of_the_network_is_a_line_at_its_time_with_words():
    cluster = Cluster(servers=3, seed=1)
    cluster.run(to=250)
    cluster.change_network(latency=(20, 40), loss=0.2)
    cluster.run(to=400)
    picture = space_time(cluster.history, 100, 400)
    (line,) = [shape.places for shape, look in picture.shapes[6] if (look.edge, look.dash) == (BLACK, DOTTED)]
    assert line[0][0] == line[1][0] == Frame(cluster.history.servers, 100, 400).x(250)
    assert "from here on: latency 20–40, loss 0.2" in texts(picture)
    assert picture.caption.startswith("From 100 to 400 ms: ")
    assert "1 change of the network" in picture.caption


def test_a_picture_of_any_size_and_of_no_time():
    for servers in range(1, 10):
        cluster = Cluster(servers=servers, seed=1)
        cluster.run(for_=200)
        assert "S1" in texts(space_time(cluster.history, 0, 200))
        assert "S1" in texts(space_time(cluster.history, 50, 50))


def test_it_is_the_same_each_time(eventful):
    history, _ = eventful
    assert space_time(history, 0, 1400).svg() == space_time(history, 0, 1400).svg()


def test_a_window_that_ends_before_it_starts_is_refused(eventful):
    with pytest.raises(ValueError, match="must not end before it starts"):
        space_time(eventful[0], 2, 1)
