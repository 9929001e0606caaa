"""Message flows as graphs: whatever networkx writes and reads again has all of their messages, and can be drawn."""
import io
import json
import pickle
from copy import deepcopy

import networkx
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, EtcdServer, Server, ServingServer, command_flow, draw_message_flow, message_flow
from raftlib.protocol.server import Server as Plain
from tests.simulation.test_recipe import LATENCIES, STEPS, live


def through_file(write, read):
    """A graph written to a file in memory, and read from it."""
    def there_and_back(graph):
        file = io.BytesIO()
        write(graph, file)
        file.seek(0)
        return read(file)
    return there_and_back


def through_json(data, graph_of):
    """A graph as JSON text, and back."""
    return lambda graph: graph_of(json.loads(json.dumps(data(graph))))


WHOLE = {
    "GraphML": through_file(networkx.write_graphml_xml,
                            lambda file: networkx.read_graphml(file, force_multigraph=True)),
    "GML": through_file(networkx.write_gml, networkx.read_gml),
    "node-link": through_json(networkx.node_link_data, networkx.node_link_graph),
    "adjacency": through_json(networkx.adjacency_data, networkx.adjacency_graph),
    "Cytoscape": through_json(networkx.cytoscape_data, networkx.cytoscape_graph),
}
GEXF = through_file(networkx.write_gexf, networkx.read_gexf)
EDGES_ALONE = through_file(networkx.write_edgelist,
                           lambda file: networkx.read_edgelist(file, create_using=networkx.MultiDiGraph))
BY_FORMATS = {"id", "label", "name", "value", "networkx_key", "source", "target", "key"}  # what some formats add


@st.composite
def flows(draw, command=False):
    """A flow of a run with any faults, or the journey of a command."""
    kind = draw(st.sampled_from([Server, EtcdServer, ServingServer]))
    loss, seed = draw(st.sampled_from([0, 0.3])), draw(st.integers(0, 999))
    cluster = Cluster(draw(st.integers(1, 5)), seed, latency=draw(LATENCIES), loss=loss, duplication=0.1, server=kind)
    if command:
        cluster.run(until=lambda cluster: cluster.leader, limit=3000)
        cluster.submit("x+=5")
        cluster.run(for_=draw(st.integers(0, 60)))
    live(cluster, draw(STEPS))
    flow = message_flow(cluster, *sorted(draw(st.tuples(*2 * [st.floats(0, cluster.time)]))))
    has_command = any(event.kind == "command" and event.state.role == "leader" for event in cluster.history)
    return command_flow(cluster, first_index(cluster.history)) if command and has_command else flow


def first_index(history):
    return next(event.state.log.last_index for event in history
                if event.kind == "command" and event.state.role == "leader")


def content(graph, leave=frozenset()):
    """All that a graph says, with the type of each value, in the order of sending."""
    def exactly(about):
        return {name: (type(value), value) for name, value in about.items() if name not in leave}
    nodes = {name: exactly(node) for name, node in graph.nodes(data=True)}
    edges = [(*ends, exactly(edge)) for *ends, edge in graph.edges(data=True)]
    return nodes, sorted(edges, key=lambda edge: edge[2]["order"])


def with_numbers(graph):
    """A copy in which True and False are 1 and 0."""
    copy = graph.copy()
    for about in (*(node for _, node in copy.nodes(data=True)), *(edge for *_, edge in copy.edges(data=True))):
        about.update({name: int(value) for name, value in about.items() if isinstance(value, bool)})
    return copy


def drawn(graph):
    """All of its picture."""
    picture = draw_message_flow(graph)
    return picture.svg(), picture.caption, picture.in_words()


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=20, deadline=None)
@given(flow=st.one_of(flows(), flows(command=True)))
def test_a_graph_comes_back_whole_and_is_drawn_as_before(name, flow):
    again = WHOLE[name](flow)
    expected = with_numbers(flow) if name == "GML" else flow
    assert content(again, BY_FORMATS) == content(expected)
    assert {*again.edges} == {*flow.edges}
    assert again.graph.items() >= flow.graph.items()
    assert drawn(again) == drawn(flow)


@settings(max_examples=20, deadline=None)
@given(flow=st.one_of(flows(), flows(command=True)))
def test_gexf_keeps_all_edges_and_values_but_nothing_of_the_graph(flow):
    again = GEXF(flow)
    assert content(again, BY_FORMATS) == content(flow)
    with pytest.raises(ValueError, match=r"^graph is .*: it must be a graph that message_flow or command_flow has"):
        draw_message_flow(again)


@settings(max_examples=20, deadline=None)
@given(flow=st.one_of(flows(), flows(command=True)))
def test_edges_come_in_the_order_of_sending_however_they_are_asked_for(flow):
    numbers = [*range(1, flow.number_of_edges() + 1)]
    assert [edge["order"] for *_, edge in flow.edges(data=True)] == numbers
    assert [key for *_, key in flow.edges] == [key for *_, key in flow.edges(keys=True)] == numbers
    assert [order for *_, order in flow.edges(data="order")] == [order for *_, order in flow.edges.data("order")]
    assert [*flow.edges()] == [*flow.out_edges()] == [(sender, receiver) for sender, receiver, _ in flow.edges]
    sent = [edge["sent"] for *_, edge in flow.edges(data=True)]
    assert sent == sorted(sent)
    for server in flow:
        mine = [order for _, _, order in flow.edges(server, data="order")]
        assert mine == sorted(mine) == [order for sender, _, order in flow.edges(data="order") if sender == server]
    written = EDGES_ALONE(flow)
    assert sorted(edge["order"] for *_, edge in written.edges(data=True)) == numbers
    lines = [*networkx.generate_edgelist(flow, data=["order"])]
    assert [int(line.split()[-1]) for line in lines] == numbers


@settings(max_examples=20, deadline=None)
@given(flow=st.one_of(flows(), flows(command=True)))
def test_every_attribute_is_plain_and_each_name_has_one_type(flow):
    types = {}
    for place, abouts in (("graph", [flow.graph]), ("node", [node for _, node in flow.nodes(data=True)]),
                          ("edge", [edge for *_, edge in flow.edges(data=True)])):
        for about in abouts:
            for name, value in about.items():
                assert type(value) in (str, int, float, bool)
                assert value != ""
                assert types.setdefault((place, name), type(value)) is type(value)


@settings(max_examples=30, deadline=None)
@given(flow=st.one_of(flows(), flows(command=True)), data=st.data())
def test_any_part_of_a_flow_can_be_drawn_and_keeps_the_order(flow, data):
    nodes = data.draw(st.sets(st.sampled_from(sorted(flow))))
    edges = data.draw(st.sets(st.sampled_from([*flow.edges]))) if flow.edges else set()
    for part in filter(len, (flow.subgraph(nodes), flow.edge_subgraph(edges))):
        numbers = [edge["order"] for *_, edge in part.edges(data=True)]
        assert numbers == sorted(numbers)
        picture = draw_message_flow(part)
        assert drawn(part.copy()) == drawn(part) == drawn(WHOLE["GraphML"](part))
        if len(numbers) < flow.number_of_edges():
            assert f"{len(numbers)} of {flow.number_of_edges()} message" in picture.svg()
        # Who leads, and what became of a command, does not depend on what is left out.
        assert picture.caption.split("; ")[1:] == draw_message_flow(flow).caption.split("; ")[1:]


@pytest.mark.parametrize("copied", [networkx.MultiDiGraph, deepcopy, lambda flow: pickle.loads(pickle.dumps(flow)),
                                    lambda flow: flow.copy(), lambda flow: networkx.compose(flow, flow)])
def test_a_copy_is_drawn_as_the_graph_itself(copied):
    cluster = Cluster(5, seed=3)
    cluster.run(for_=300)
    flow = message_flow(cluster, 0, 300)
    assert drawn(copied(flow)) == drawn(flow)


def test_ids_may_hold_what_parts_them():
    ids = ["a, b", "c>d", "e=f", "100%", "%2C"]
    cluster = Cluster([Plain(id, ids) for id in ids], seed=1)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.run(for_=50)
    cluster.submit("x=5")
    cluster.cut_link(*ids[:2], one_way=True)
    cluster.run(for_=100)
    flow = message_flow(cluster, 0, cluster.time)
    words = draw_message_flow(flow).in_words()
    assert [row[0] for row in words[1].rows] == ids
    assert "cut: a, b→c>d" in words[1].title
    assert f"{cluster.leader} leads (term 1)" in draw_message_flow(flow).caption
    assert f"to {cluster.leader} at" in draw_message_flow(command_flow(cluster, 1)).caption
    for there_and_back in WHOLE.values():
        assert drawn(there_and_back(flow)) == drawn(flow)


def test_numbers_of_another_kind_are_plain_in_the_graph():
    class Counts(Server):
        def start_election(self):
            self.current_term = numpy.int64(self.current_term)
            return super().start_election()

        def may_vote_for(self, candidate_id):
            return numpy.bool_(super().may_vote_for(candidate_id))

    cluster = Cluster(3, seed=1, server=Counts)
    cluster.run(for_=400)
    flow = message_flow(cluster, 0, 400)
    assert content(WHOLE["GraphML"](flow)) == content(flow)


def test_of_parallel_messages_a_digraph_keeps_one_and_says_so():
    cluster = Cluster(3, seed=1)
    cluster.run(for_=400)
    flow = message_flow(cluster, 0, 400)
    one_each = networkx.DiGraph(flow)
    said = f"{one_each.number_of_edges()} of {flow.number_of_edges()} messages"
    assert one_each.number_of_edges() == len({*flow.edges()}) < flow.number_of_edges()
    assert said in draw_message_flow(one_each).svg()
    assert "in this part of the messages" in draw_message_flow(one_each).caption


def test_what_is_no_part_of_a_flow_is_refused():
    cluster = Cluster(3, seed=1)
    cluster.run(for_=300)
    flow = message_flow(cluster, 0, 300)
    renamed, added = networkx.relabel_nodes(flow, {"S1": "A"}), flow.copy()
    added.add_edge("S1", "S2")
    for graph in (renamed, added, flow.to_undirected(), flow.subgraph([])):
        with pytest.raises(ValueError, match=r"^graph is .*: it must be a graph that message_flow or command_flow has"):
            draw_message_flow(graph)
