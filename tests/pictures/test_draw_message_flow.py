import hashlib
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from raftlib.pictures.command_flow import command_flow
from raftlib.pictures.draw_message_flow import bends, draw_message_flow, frame
from raftlib.pictures.flow_marks import CLIENT_SIZE
from raftlib.pictures.flow_words import TOO_MANY, arrows_of, title, words_of
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.shapes import Bow, round_places
from raftlib.pictures.style import BLACK, VERMILION
from raftlib.scenarios import leader_crash, two_timers
from raftlib.simulation.cluster import Cluster
from tests.pictures.drawn import extents_of, marks_in, shapes_in, texts


def elected(servers, seed=7, **options):
    cluster = Cluster(servers=servers, seed=seed, **options)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.run(for_=30)
    return cluster


@pytest.mark.parametrize("servers", range(1, 10))
def test_every_server_and_every_arrow_of_an_election_is_written_out(servers):
    cluster = elected(servers)
    graph = message_flow(cluster.history, 0, cluster.time)
    written = re.findall(r"<text[^>]*>([^<]*)</text>", draw_message_flow(graph).svg())
    for server, node in graph.nodes(data=True):
        assert server in written
        assert node["role"] in written
        assert f"term {node['term']}" in written
    for arrow in arrows_of(graph):
        assert words_of(arrow) in written


def test_words_say_who_asked_and_what_was_said():
    cluster = elected(5)
    graph = message_flow(cluster.history, 0, cluster.time)
    words = [words_of(arrow) for arrow in arrows_of(graph)]
    assert words[:5] == [*(f"{number} vote request t1" for number in range(1, 5)), "5 yes"]
    assert "9 heartbeat t1" in words
    assert words[-1] == "16 reply"


def test_repeated_heartbeats_become_one_arrow_with_a_count():
    cluster = elected(5)
    cluster.run(for_=1000)
    graph = message_flow(cluster.history, 0, cluster.time)
    arrows = arrows_of(graph)
    assert len(arrows) == 16
    assert sum(arrow.count for arrow in arrows) == graph.number_of_edges()
    votes = [arrow for arrow in arrows if arrow.edge["kind"].startswith("RequestVote")]
    assert [arrow.count for arrow in votes] == [1] * 8
    assert any("×" in words_of(arrow) for arrow in arrows)


def test_of_a_storm_of_elections_the_last_messages_are_shown():
    cluster = Cluster(servers=5, seed=2, election_timeout=(20, 40), latency=(5, 15))
    cluster.run(for_=1000)
    graph = message_flow(cluster.history, 0, 1000)
    arrows = arrows_of(graph)
    assert len(arrows) == TOO_MANY < graph.number_of_edges()
    assert arrows[-1].edge["order"] == graph.number_of_edges()
    drawn = sum(arrow.count for arrow in arrows)
    assert f"the last {drawn} of {graph.number_of_edges()} messages" in draw_message_flow(graph).svg()


def test_entries_and_heartbeats_are_counted_apart():
    cluster = elected(3)
    for value in range(30):
        cluster.submit(f"x={value}")
        cluster.run(for_=40)
    graph = message_flow(cluster.history, 0, cluster.time)
    arrows = arrows_of(graph)
    assert len(arrows) <= TOO_MANY
    assert sum(arrow.count for arrow in arrows) == graph.number_of_edges()
    appends = [arrow for arrow in arrows if arrow.edge["kind"] == "AppendEntries"]
    assert {bool(arrow.edge["entries"]) for arrow in appends} == {True, False}


@pytest.mark.parametrize("servers", [2, 3, 5, 9])
def test_parallel_arrows_lie_apart(servers):
    ids = [f"S{number}" for number in range(1, servers + 1)]
    for other in ids[1:]:
        middles = [Bow((0, 0), (3, 0), bend).at(0.5)[1] for bend in bends(("S1", other), 4, ids)]
        assert min(abs(np.diff(middles))) > 0.2


def test_labels_of_the_usual_elections_do_not_cover_one_another():
    for servers in (3, 5):
        for seed in range(6):
            cluster = elected(servers, seed)
            picture = draw_message_flow(message_flow(cluster.history, 0, cluster.time))
            boxes = [box for _, box in extents_of(picture)]
            assert not any(cover(box, other) for number, box in enumerate(boxes) for other in boxes[:number])


def test_crashes_and_cuts_are_drawn():
    cluster = elected(5)
    whole = draw_message_flow(message_flow(cluster.history, 0, cluster.time))
    cluster.crash("S4")
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.cut_link("S2", "S3", one_way=True)
    graph = message_flow(cluster.history, 0, cluster.time)
    picture = draw_message_flow(graph)
    assert graph.nodes["S4"]["down"]
    assert marks_in(whole, VERMILION) < marks_in(picture, VERMILION)
    assert texts(picture).count("down") == 2  # the server, and the legend


def test_the_legend_names_a_message_lost_at_a_crashed_server():
    graph = message_flow(leader_crash().history, 350, 700)
    lost = [(receiver, edge) for _, receiver, edge in graph.edges(data=True) if edge["dropped"]]
    assert {(receiver, edge["lost"]) for receiver, edge in lost} == {("S2", "S2 is down")}
    svg = draw_message_flow(graph).svg()
    assert ">lost, for its receiver is down</text>" in svg
    assert ">lost on its way</text>" not in svg


def test_the_picture_is_the_same_each_time():
    cluster = elected(5, loss=0.1)
    graph = message_flow(cluster.history, 0, cluster.time)
    first, second = draw_message_flow(graph), draw_message_flow(graph)
    assert first.svg() == first.svg() == second.svg()
    assert first.png() == second.png()
    assert first.svg() == second.svg()  # a PNG in between changes nothing


PROGRAM = """
import hashlib, sys
from raftlib.pictures.command_flow import command_flow
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.event_table import event_table
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.space_time import space_time
from raftlib.simulation.cluster import Cluster
cluster = Cluster(servers=5, seed=3, loss=0.1)
cluster.run(for_=300)
cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
cluster.crash("S3")
cluster.run(for_=300)
text = draw_message_flow(message_flow(cluster.history, 0, 600)).svg() + space_time(cluster.history, 0, 600).svg()
text += repr(event_table(cluster.history, 0, 600)) + event_table(cluster.history, 0, 600)._repr_html_()
assert not {"matplotlib", "numpy"} & sys.modules.keys()
print(hashlib.sha256(text.encode()).hexdigest())
"""


def run_program(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)


def test_other_processes_draw_the_same_bytes_and_load_neither_matplotlib_nor_numpy():
    one, other = run_program("1"), run_program("2")
    assert one.stderr == other.stderr == ""
    assert one.stdout == other.stdout
    assert len(one.stdout.strip()) == hashlib.sha256().digest_size * 2


def test_it_shows_itself_with_its_caption():
    cluster = elected(5)
    picture = draw_message_flow(message_flow(cluster.history, 0, cluster.time))
    data, _ = picture._repr_mimebundle_()
    assert set(data) == {"text/html", "image/svg+xml", "text/plain"}
    assert (data["image/svg+xml"], data["text/plain"]) == (picture.svg(), picture.caption)
    assert picture.caption == repr(picture)
    assert "S2 leads (term 1)" in picture.caption


@pytest.mark.parametrize("servers", [4, 5])
@pytest.mark.parametrize("end", [100, 110, 120, 128, 135])
def test_each_of_several_candidates_says_how_many_votes_it_has(servers, end):
    history = two_timers(servers).history
    votes = {event.server: 1 for event in history.window(95, end) if event.kind == "election timeout"}  # its own
    for event in history.window(95, end):
        if event.kind == "receive" and getattr(event.message, "vote_granted", False):
            votes[event.server] += 1
    written = [text for text in texts(draw_message_flow(message_flow(history, 95, end)))
               if re.fullmatch(r"\d of \d", text)]
    assert len(votes) == 2
    assert sorted(written) == sorted(f"{count} of 3" for count in votes.values())


def test_a_single_candidate_has_no_tally():
    graph = message_flow(leader_crash().history, 500, 555)
    assert not any(re.fullmatch(r"\d of \d", text) for text in texts(draw_message_flow(graph)))


# ---- The journey of a command ----------------------------------------------------------------------------------


def journey(servers=5, seed=7, down=0, **options):
    """The graph of the command x=5 at index 3, with so many followers down."""
    cluster = elected(servers, seed, **options)
    cluster.run(for_=30)
    for command in ("x=1", "y=2"):
        cluster.submit(command)
        cluster.run(for_=100)
    for id in [id for id in cluster.servers if id != cluster.leader][:down]:
        cluster.crash(id)
    cluster.submit("x=5")
    cluster.run(for_=800)
    return command_flow(cluster.history, 3)


def texts_of(graph):
    return re.findall(r"<text[^>]*>([^<]*)</text>", draw_message_flow(graph).svg())


def test_the_words_of_a_journey_name_the_command_the_answer_and_what_tells_of_the_commit():
    graph = journey(3)
    words = [words_of(arrow) for arrow in arrows_of(graph)]
    assert words == ["1 x=5", "2 +1 entry t1", "3 +1 entry t1", "4 yes", "5 yes", "6 done: x=5",
                     "7 heartbeat t1 c3", "8 heartbeat t1 c3"]
    assert set(words) <= set(texts_of(graph))


def test_the_title_and_the_caption_of_a_journey_say_what_became_of_the_command():
    graph = journey(5)
    graph.graph.update(start=400.04, end=488, committed=421.33, applied="S2=421.33, S1=455, S3=488")
    lines = title(graph, arrows_of(graph))
    assert lines[0] == "x=5 at index 3, 400 to 488 ms"
    assert lines[1] == f"committed at 421.3 ms: the leader knew it to be on {graph.graph['holders']}"
    assert lines[2] == "applied by S2 421.3, S1 455, S3 488 ms"
    assert set(lines) <= set(texts_of(graph))
    assert draw_message_flow(graph).caption == (
        "A client sent x=5 to S2 at 400 ms, which put it at index 3; it was committed at 421.3 ms, when the "
        "leader knew it to be on 3 of 5 servers, and answered; by 488 ms 3 of 5 had applied it.")


def test_a_journey_that_comes_to_nothing_is_told_too():
    cluster = elected(3)
    for id in [id for id in cluster.servers if id != cluster.leader]:
        cluster.crash(id)
    cluster.submit("x=5")
    cluster.run(for_=1000)
    graph = command_flow(cluster.history, 1)
    picture = draw_message_flow(graph)
    assert ">not committed</text>" in picture.svg()
    assert picture.caption.endswith("it was neither committed nor answered.")
    assert words_of(arrows_of(graph)[0]) == "1 x=5"
    assert len(arrows_of(graph)) == 3 < graph.number_of_edges()  # what was sent in vain again and again is one arrow


def test_a_long_title_is_broken_between_servers_and_makes_the_picture_higher():
    graph = journey(9)
    low = draw_message_flow(graph).size[1]
    graph.graph["applied"] = graph.graph["applied"].replace("=", "=123")
    lines = title(graph, arrows_of(graph))
    assert len(lines) == 5
    assert re.fullmatch(r"applied by (S\d \d+(\.\d)?, ?)+", lines[2])
    assert draw_message_flow(graph).size[1] > low


def test_nothing_of_a_journey_is_left_out():
    for seed in range(4):
        graph = journey(9, seed, loss=0.3)
        arrows = arrows_of(graph)
        assert sum(arrow.count for arrow in arrows) == graph.number_of_edges()
        kinds = [arrow.edge["kind"] for arrow in arrows]
        assert kinds[0] == "Command"
        assert kinds.count("Answer") == 1
        assert sum(bool(arrow.edge["tells"]) for arrow in arrows) == graph.graph["applied"].count(", ")


def cover(one, other):
    """Whether two rectangles (left, lower, right and upper edge in inches) overlap by more than the air round words."""
    return (min(one[2], other[2]) - max(one[0], other[0]) > 0.01 and
            min(one[3], other[3]) - max(one[1], other[1]) > 0.02)


def distance(rectangle, place):
    """How far, in inches, a place is from a rectangle."""
    (left, low, right, high), (x, y) = rectangle, place
    return np.hypot(max(left - x, 0, x - right), max(low - y, 0, y - high))


@pytest.mark.parametrize("down", [0, 1])
@pytest.mark.parametrize("servers", range(1, 10))
def test_no_words_of_a_journey_cover_others_or_a_node_or_leave_the_picture(servers, down):
    for seed in range(3):
        graph = journey(servers, seed, down if servers > 2 else 0)
        picture, lines = draw_message_flow(graph), title(graph, arrows_of(graph))
        texts = extents_of(picture)
        (width, height), boxes = picture.size, [box for _, box in texts]
        assert all(left >= 0 and low >= 0 and right <= width and high <= height for left, low, right, high in boxes)
        assert not any(cover(box, other) for number, box in enumerate(boxes) for other in boxes[:number])
        ring, drawn_height = frame(graph, servers + 1, lines)
        raised = height - drawn_height  # by the legend
        (x, y), *discs = [(x, y + raised) for x, y in round_places(servers + 1, *ring)]
        client = (x - CLIENT_SIZE[0], y - CLIENT_SIZE[1], x + CLIENT_SIZE[0], y + CLIENT_SIZE[1])
        free = {words_of(arrow) for arrow in arrows_of(graph)} | set(lines)
        for box in (box for text, box in texts if text in free):
            assert not cover(box, client)
            assert min(distance(box, place) for place in discs) > 0.95 * (0.43 if servers <= 5 else 0.39)


def curve_of(shape):
    """Places along a bent line."""
    (x0, y0), (x1, y1), (x2, y2) = shape.places
    for step in range(201):
        at = step / 200
        yield ((1 - at) ** 2 * x0 + 2 * at * (1 - at) * x1 + at**2 * x2,
               (1 - at) ** 2 * y0 + 2 * at * (1 - at) * y1 + at**2 * y2)


@pytest.mark.parametrize("seed", range(16))
def test_nothing_but_its_own_words_stands_on_what_a_client_says_or_hears(seed):
    cluster = Cluster(5, seed=seed)
    cluster.run(until=lambda c: c.leader)
    cluster.run(for_=100)
    cluster.submit("x=5")
    cluster.run(for_=100)
    picture = draw_message_flow(command_flow(cluster.history, index=1))
    lines = [shape for shape in shapes_in(picture, BLACK) if getattr(shape, "letters", "") == "MQ"]
    assert len(lines) == 2
    for line in lines:
        covering = [text for text, (left, low, right, high) in extents_of(picture)
                    if any(left < x < right and low < y < high for x, y in curve_of(line))]
        assert [text for text in covering if not text.endswith("x=5")] == []


def test_the_legend_names_the_client_in_journeys_and_nowhere_else():
    graph = journey(5)
    texts = texts_of(graph)
    assert texts.count("client") == 2  # the node, and the legend
    assert {"command", "answer"} <= set(texts)
    plain = texts_of(message_flow(leader_crash().history, 500, 700))
    assert not {"client", "command", "answer"} & set(plain)
    assert {"vote request", "vote: yes"} <= set(plain)


def test_the_picture_of_a_journey_is_the_same_each_time():
    graph = journey(5, loss=0.1)
    first, second = draw_message_flow(graph), draw_message_flow(graph)
    assert first.svg() == second.svg()
    assert first.png() == second.png()
