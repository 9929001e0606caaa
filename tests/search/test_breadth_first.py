"""The search itself, against counts of another model checker, and against graphs whose distances are known."""
import networkx as nx
import pytest

from raftlib.search.breadth_first import BreadthFirst
from tests.search.raft_tla import RaftTla


def whole(start, successors, **more):
    search = BreadthFirst(start, successors, **more)
    while search.frontier:
        list(search.level())
    return search


# TLC's numbers of distinct states, with these bounds as a constraint.
@pytest.mark.parametrize(("servers", "terms", "entries", "messages", "copies", "states"), [
    (2, 2, 1, 1, 1, 1645), (2, 2, 1, 2, 1, 13_479), (2, 3, 1, 1, 1, 18_575), (2, 2, 2, 1, 1, 2431),
    (2, 2, 1, 1, 2, 4207)])
def test_of_raft_tla_it_finds_as_many_states_as_tlc(servers, terms, entries, messages, copies, states):
    model = RaftTla(servers, terms, entries, messages, copies)
    assert whole(model.start, model.successors).states == states


@pytest.mark.parametrize("seed", range(20))
def test_each_node_of_a_graph_is_reached_by_the_fewest_moves_and_the_first_of_these(seed):
    graph = nx.gnp_random_graph(12, 0.2, seed=seed, directed=True)
    search = whole(0, lambda node: ((after, after) for after in sorted(graph[node])))
    distances = nx.single_source_shortest_path_length(graph, 0)
    assert search.states == len(distances)
    for node in distances:
        if node:
            assert search.moves_to(node) == min(path[1:] for path in nx.all_shortest_paths(graph, 0, node))


def test_states_with_one_key_count_as_one():
    search = whole(0, lambda number: [("next", (number + 1) % 12)], key=lambda number: number % 3)
    assert search.states == 3
    assert search.depth == 3  # the third move comes to nothing new
