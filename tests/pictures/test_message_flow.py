import pytest

from raftlib.pictures.message_flow import message_flow
from raftlib.simulation.cluster import Cluster


def sent_in(history, start, end):
    return [flight for event in history if start <= event.time <= end for flight in event.sent]


@pytest.fixture(scope="module")
def rough():
    cluster = Cluster(servers=5, seed=11, loss=0.2, duplication=0.1)
    cluster.run(for_=800)
    cluster.crash(cluster.leader or "S1")
    cluster.run(for_=600)
    return cluster


@pytest.mark.parametrize("window", [(0, 1400), (0, 160), (150, 200), (400.5, 700.25), (1390, 1400), (300, 300)])
def test_one_edge_for_each_message_sent_in_the_window(rough, window):
    graph = message_flow(rough.history, *window)
    flights = sent_in(rough.history, *window)
    assert graph.number_of_edges() == len(flights)
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2]["order"])
    assert [edge["order"] for *_, edge in edges] == list(range(1, len(flights) + 1))
    for (sender, receiver, edge), flight in zip(edges, flights, strict=True):
        message = flight.message
        assert (sender, receiver) == (message.sender, message.receiver)
        assert (edge["kind"], edge["term"]) == (type(message).__name__, message.term)
        assert edge["sent"] == flight.sent / 1000


def test_a_message_is_received_or_dropped_or_under_way(rough):
    graph = message_flow(rough.history, 0, 1400)
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2]["order"])
    outcomes = set()
    for (*_, edge), flight in zip(edges, sent_in(rough.history, 0, 1400), strict=True):
        fate = rough.history.fate(flight.number)
        received = fate is not None and fate.kind == "receive"
        assert edge.get("received") == (fate.time if received else None)
        assert edge["dropped"] == ("lost" in edge)
        assert not (edge["dropped"] and received)
        if fate and fate.kind == "lost":
            assert edge["lost"] == fate.detail
        outcomes.add((received, edge["dropped"]))
    assert outcomes >= {(True, False), (False, True)}


def test_a_message_dropped_by_hand_is_dropped():
    cluster = Cluster(servers=3, seed=1)
    cluster.time_out("S1")
    flight = cluster.history.at(cluster.time).in_flight[0]
    cluster.drop(flight)
    cluster.run(for_=30)
    graph = message_flow(cluster.history, 0, 0)
    first = graph.edges[*flight.message[:2], 1]
    assert first["dropped"]
    assert "received" not in first
    assert [edge["dropped"] for *_, edge in graph.edges(data=True)].count(True) == 1


def test_a_message_still_under_way_is_neither_received_nor_dropped():
    cluster = Cluster(servers=3, seed=1, latency=10)
    cluster.time_out("S1")
    edges = [edge for *_, edge in message_flow(cluster.history, 0, 0).edges(data=True)]
    assert len(edges) == 2
    assert all(not edge["dropped"] and not {"received", "lost", "granted"} & edge.keys() for edge in edges)


def test_nodes_and_the_graph_tell_the_state_at_the_end(rough):
    end = rough.time
    graph, moment = message_flow(rough.history, 0, end), rough.history.at(end)
    assert list(graph) == list(rough.history.servers)
    for server, node in graph.nodes(data=True):
        state = moment.servers[server]
        assert (node["role"], node["term"]) == (state.role, state.current_term)
        assert node.get("votes", "") == ", ".join(state.votes)
        assert node["down"] == (server in moment.down)
    assert sum(node["down"] for _, node in graph.nodes(data=True)) == 1
    leaders = {f"{server}={state.current_term}" for server, state in moment.servers.items()
               if state.role == "leader" and server not in moment.down}
    assert {*filter(None, graph.graph.pop("leaders", "").split(", "))} == leaders
    assert graph.graph == {"start": 0, "end": end, "servers": "S1, S2, S3, S4, S5", "messages": len(graph.edges)}


def test_votes_entries_and_cuts_are_told():
    cluster = Cluster(servers=3, seed=5)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.run(for_=40)
    cluster.submit("x=1")
    cluster.run(for_=40)
    cluster.cut_link("S1", "S2", one_way=True)
    graph = message_flow(cluster.history, 0, cluster.time)
    edges = [edge for *_, edge in graph.edges(data=True)]
    assert any(edge["kind"] == "RequestVoteReply" and edge["granted"] for edge in edges)
    assert {edge["entries"] for edge in edges if edge["kind"] == "AppendEntries"} == {0, 1}
    assert {edge["entries"] for edge in edges if edge["kind"] == "AppendEntriesReply"} == {0, 1}
    assert graph.graph["cut_links"] == "S1>S2"


def test_a_window_that_ends_before_it_starts_is_refused(rough):
    with pytest.raises(ValueError, match=r"end is 100 ms and start is 200 ms"):
        message_flow(rough.history, 200, 100)
