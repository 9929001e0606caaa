"""Clients in pictures: above the servers, where there are any; what they ask and hear are messages like all others."""
import re

import pytest

from raftlib import (
    Cluster,
    LeaseServer,
    ReadIndexServer,
    draw_message_flow,
    event_table,
    message_flow,
    scenarios,
    space_time,
)
from raftlib.protocol.messages import ClientReply, ClientRequest
from raftlib.widgets.player.run_data import RunText, flight_of
from tests.random_clients import client_run


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg())


@pytest.fixture(scope="module")
def run():
    return scenarios.lost_answer()


@pytest.fixture(scope="module")
def asked(run):
    """When the client asks for the command whose answer is lost."""
    return run.operations()[-1][1]


def test_a_client_has_a_life_line_above_the_servers_with_what_it_waits_for(run, asked):
    found = texts(space_time(run, asked - 10, run.time))
    assert [each for each in found if re.fullmatch(r"[CS]\d", each)] == ["S1", "S2", "S3", "C1"]
    assert "x+=1 → x=3" in found
    assert {"a client waits for its answer", "client asks", "its answer", "no leader"} <= set(found)


def test_an_answer_that_lies_behind_the_window_is_not_told(run, asked):
    found = texts(space_time(run, asked - 10, asked + 60))
    assert "x+=1" in found
    assert not any("x=3" in each for each in found)


def test_a_run_without_clients_has_no_line_for_one():
    cluster = Cluster(3, seed=1)
    cluster.run(for_=300)
    assert not [each for each in texts(space_time(cluster, 0, 300)) if "client" in each or each.startswith("C")]


def test_a_cut_names_the_clients_in_its_groups():
    cluster = scenarios.stale_read()
    assert "cut: C1 S1 | C2 S2 S3" in texts(space_time(cluster, 300, 700))


def test_a_flow_has_the_clients_that_spoke_as_nodes(run, asked):
    graph = message_flow(run, asked, run.time)
    assert graph.graph["clients"] == "C1"
    assert graph.nodes["C1"]["role"] == "client"
    edges = [(a, b, edge["said"], edge.get("granted"), edge["dropped"]) for a, b, edge in graph.edges(data=True)
             if "said" in edge]
    assert sorted(edges) == sorted([
        ("C1", "S1", "x+=1", None, False), ("S1", "C1", "x=2", True, True), ("C1", "S2", "x+=1", None, False),
        ("S2", "C1", "ask S1", False, False), ("C1", "S1", "x+=1", None, False), ("S1", "C1", "x=3", True, False)])
    assert "clients" not in message_flow(run, 0, 100).graph


def test_the_drawing_says_what_was_asked_and_answered(run, asked):
    picture = draw_message_flow(message_flow(run, asked, asked + 40))
    found = texts(picture)
    assert {"C1", "1 x+=1", "client"} <= set(found)
    assert "3 servers and 1 client sent" in picture.caption


def test_the_table_tells_clients_events_and_why(run, asked):
    rows = event_table(run, asked, run.time).rows
    of_client = [row for row in rows if row.server == "C1"]
    assert [row.event for row in of_client] == [
        "ask", "never gets answer of S1 (x=2)", "wait over", "gets answer of S2 (ask S1)",
        "gets answer of S1 (x=3)"]
    assert [row.rule for row in of_client] == ["§6.2", "", "§6.3", "§6.2", "§6.2"]
    assert all(row.why for row in of_client)


@pytest.mark.parametrize("seed", range(12))
def test_any_run_can_be_drawn_at_any_time(seed):
    cluster = client_run(seed, server=(LeaseServer, ReadIndexServer)[seed % 2], reads=seed % 3 == 0)
    for start in range(0, int(cluster.time) - 300, 400):
        flow, times = message_flow(cluster, start, start + 80), space_time(cluster, start, start + 300)
        picture = draw_message_flow(flow)
        assert set(texts(picture)) >= {id for id, node in flow.nodes(data=True) if node["role"] == "client"}
        assert set(texts(times)) >= set(cluster.clients)
        assert picture.in_words()
        assert times.in_words()


def test_the_page_gets_the_clients_and_what_they_say(run):
    assert RunText(run.history).head["clients"] == ("C1",)
    flights = run.history.flights(0, run.time)
    said = {type(each.message): flight_of(each, run.history) for each in flights}
    assert (said[ClientRequest]["w"], said[ClientRequest]["t"]) == ("x+=1", None)
    assert said[ClientReply]["w"] == "x=3"
    assert not any("w" in flight_of(each, run.history) for each in flights
                   if not isinstance(each.message, ClientRequest | ClientReply))
