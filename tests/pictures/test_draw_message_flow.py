import hashlib
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from raftlib.pictures.draw_message_flow import TOO_MANY, arrows_of, bends, draw_message_flow, words_of
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.shapes import Bow
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.scenarios import first_election, leader_crash


def elected(servers, seed=7, **options):
    cluster = Cluster(servers=servers, seed=seed, **options)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.run(for_=30)
    return cluster


@pytest.mark.parametrize("servers", range(1, 10))
def test_every_server_and_every_arrow_of_an_election_is_written_out(servers):
    cluster = elected(servers)
    graph = message_flow(cluster.history, 0, cluster.time)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", draw_message_flow(graph).svg())
    for server, node in graph.nodes(data=True):
        assert server in texts
        assert node["role"] in texts
        assert f"term {node['term']}" in texts
    for arrow in arrows_of(graph):
        assert words_of(arrow) in texts


def test_words_say_who_asked_and_what_was_said():
    cluster = elected(5)
    graph = message_flow(cluster.history, 0, cluster.time)
    words = [words_of(arrow) for arrow in arrows_of(graph)]
    assert words[:5] == ["1 vote? t1", "2 vote? t1", "3 vote? t1", "4 vote? t1", "5 yes"]
    assert "9 beat t1" in words
    assert words[-1] == "16 ok"


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
            picture.svg()
            boxes = [text.get_window_extent() for text in picture.texts]
            covered = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i]
                       if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2]
            assert not covered


def test_crashes_and_cuts_are_drawn():
    cluster = elected(5)
    whole = draw_message_flow(message_flow(cluster.history, 0, cluster.time)).svg()
    cluster.crash("S4")
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.cut_link("S2", "S3", one_way=True)
    graph = message_flow(cluster.history, 0, cluster.time)
    svg = draw_message_flow(graph).svg()
    assert graph.nodes["S4"]["down"]
    assert whole.count("#d55e00") < svg.count("#d55e00")
    assert re.findall(r">down</text>", svg) == [">down</text>"] * 2  # the server, and the legend


def test_the_legend_names_a_message_lost_at_a_crashed_server():
    graph = message_flow(leader_crash().history, 350, 700)
    lost = [(receiver, edge) for _, receiver, edge in graph.edges(data=True) if edge["dropped"]]
    assert {(receiver, edge["lost"]) for receiver, edge in lost} == {("S2", "S2 is down")}
    svg = draw_message_flow(graph).svg()
    assert ">lost, for its receiver is down</text>" in svg
    assert ">lost on its way</text>" in svg


def test_the_picture_is_the_same_each_time():
    cluster = elected(5, loss=0.1)
    graph = message_flow(cluster.history, 0, cluster.time)
    first, second = draw_message_flow(graph), draw_message_flow(graph)
    assert first.svg() == first.svg() == second.svg()
    assert first.png() == second.png()
    assert first.svg() == second.svg()  # a PNG in between changes nothing


PROGRAM = """
import hashlib, sys
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
assert "matplotlib.pyplot" not in sys.modules
print(hashlib.sha256(text.encode()).hexdigest())
"""


def run_program(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)


def test_other_processes_draw_the_same_bytes_and_never_load_pyplot():
    one, other = run_program("1"), run_program("2")
    assert one.stderr == other.stderr == ""
    assert one.stdout == other.stdout
    assert len(one.stdout.strip()) == hashlib.sha256().digest_size * 2


def test_it_shows_itself_with_its_caption():
    cluster = elected(5)
    picture = draw_message_flow(message_flow(cluster.history, 0, cluster.time))
    data, _ = picture._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain"}
    assert data["text/plain"] == picture.caption == repr(picture)
    assert "S2 leads (term 1)" in picture.caption
    assert "<dc:date>" not in data["image/svg+xml"]
    assert "atplotlib v" not in data["image/svg+xml"]
    assert data["image/png"].startswith(b"\x89PNG")


def test_a_still_picture_has_its_sentence_above_it_and_leaves_the_picture_as_it_was():
    picture = draw_message_flow(message_flow(first_election().history, 150, 213))
    before = picture.svg()
    sentence = "S2 timed out first, and this sentence is long enough to need a second line of its own, as many do here."
    data, _ = picture.still(sentence)
    first, *rest = data["image/svg+xml"].split("S2 timed out first, ")[1:]
    assert "of its own" in first
    assert rest == []
    assert picture.svg() == before
