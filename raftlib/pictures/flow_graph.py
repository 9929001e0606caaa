"""The graphs that message flows are: plain values that every file format takes, and edges in the order of sending.

What is not there is left out, for no format has a word for nothing; what is several, as votes, is one text: "S1, S3",
or of pairs "S1>S2, S2>S1" and "S3=270.5, S1=281". So a subgraph, a copy, and a graph that was written to a file and
read again can all be drawn.
"""
import re
from math import inf
from urllib.parse import unquote

import networkx
from networkx.classes.reportviews import OutMultiEdgeDataView, OutMultiEdgeView

from raftlib.pictures.style import CLIENT
from raftlib.simulation.arguments import plain

MARKS = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "%,>="})  # they part what is listed: not so in an id
ABSENT = dict.fromkeys(("term", "received", "lost", "granted", "tells"))  # what an edge may lack, as None


class InOrder(OutMultiEdgeDataView):
    """Some edges of a flow and what is wanted of them, in the order of sending; a reader's own edges come last."""

    __slots__ = ()

    def __iter__(self):
        edges = OutMultiEdgeDataView(self._viewer, self._nbunch, True, keys=True)
        return (self._report(*edge) for edge in sorted(edges, key=lambda edge: edge[3].get("order", inf)))


class EdgesInOrder(OutMultiEdgeView):
    """The edges of a flow, in the order of sending."""

    __slots__ = ()
    dataview = InOrder

    def __iter__(self):
        return iter(self.dataview(self, keys=True))


class FlowGraph(networkx.MultiDiGraph):
    """A MultiDiGraph whose edges come in the order of sending, in its subgraphs and copies too."""

    @property
    def edges(self) -> EdgesInOrder:
        """The edges in the order of sending; to be called for their attributes and keys, as those of any graph."""
        return EdgesInOrder(self)

    out_edges = edges


# ---- What it carries -------------------------------------------------------------------------------------------


def attributes(**values) -> dict:
    """Values as a graph carries them: without those that are None or empty, and collections as text."""
    texts = {name: as_text(value) if isinstance(value, tuple | list | dict) else plain(value)
             for name, value in values.items()}
    return {name: value for name, value in texts.items() if value is not None and value != ""}


def as_text(values) -> str:
    """Names, pairs of names, or values by name, as one text."""
    pairs, joint = (values.items(), "=") if isinstance(values, dict) else (values, ">")
    return ", ".join(joint.join(str(part).translate(MARKS) for part in (pair if isinstance(pair, tuple) else [pair]))
                     for pair in pairs)


def listed(about: dict, name: str) -> list:
    """What such a text lists, among the attributes of a graph or a node: names, or pairs; none if it is left out."""
    found = [tuple(map(unquote, re.split("[>=]", each))) for each in about.get(name, "").split(", ") if each]
    return [each if len(each) > 1 else each[0] for each in found]


# ---- What is drawn ---------------------------------------------------------------------------------------------


def is_flow(graph) -> bool:
    """Whether a graph was made by `message_flow` or `command_flow`, or is a part of one, perhaps read from a file."""
    return (isinstance(graph, networkx.DiGraph) and "servers" in graph.graph and len(graph) > 0
            and {*graph} == {*clients_in(graph), *servers_in(graph)}
            and all("order" in edge for *_, edge in graph.edges(data=True)))


def servers_in(graph: networkx.DiGraph) -> list[str]:
    """The servers that are in a graph, in the cluster's order: a part of a graph may have its nodes in any."""
    return [server for server in listed(graph.graph, "servers") if server in graph]


def clients_in(graph: networkx.DiGraph) -> list[str]:
    """The clients that are in a graph, in the order in which they came."""
    return [client for client in (*listed(graph.graph, "clients"), CLIENT) if client in graph]


def cut_links_in(graph: networkx.DiGraph) -> list[tuple[str, str]]:
    """The cut links between nodes of a graph."""
    return [link for link in listed(graph.graph, "cut_links") if {*link} <= {*graph}]


def messages_in(graph: networkx.DiGraph) -> list[tuple[str, str, dict]]:
    """The messages as (sender, receiver, edge) in the order of sending; what an edge lacks is None."""
    messages = sorted(graph.edges(data=True), key=lambda message: message[2]["order"])
    return [(sender, receiver, {**ABSENT, **edge, **truths(edge)}) for sender, receiver, edge in messages]


def truths(edge: dict) -> dict:
    """The answer of an edge as True or False: some formats write these as numbers."""
    return {"granted": bool(edge["granted"])} if "granted" in edge else {}


def is_part(graph: networkx.DiGraph) -> bool:
    """Whether messages that were sent are not in the graph: it is a part of another one."""
    return graph.number_of_edges() < graph.graph["messages"]
