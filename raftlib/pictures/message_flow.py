"""Who sent what to whom in a stretch of a run, as a networkx graph: servers are nodes, messages are edges."""
from collections.abc import Collection, Iterable

from raftlib.pictures.arguments import window
from raftlib.pictures.flow_graph import FlowGraph, attributes
from raftlib.pictures.style import CLIENT
from raftlib.protocol.messages import ALL_EXCHANGES, ClientReply, ClientRequest
from raftlib.simulation.history import History, recorded

HEARTBEAT_KINDS = ("AppendEntries", "AppendEntriesReply")
REPLIES = {reply.__name__: yes for _, reply, yes in ALL_EXCHANGES}


def message_flow(history, start: float, end: float) -> FlowGraph:
    """The messages sent from `start` to `end` (ms), numbered in order, between servers as they are at `end`.

    A networkx.MultiDiGraph that every writer of networkx for such graphs takes: attributes are text, numbers, True and
    False; what is not there is left out. Nodes carry role, term, votes ("S1, S3") and down; clients that sent or heard
    something are nodes, too, of role "client", without a term. Edges carry kind, term, sent, received (ms; if it
    arrived in the run), dropped, lost (why, in words, if it was), order, entries (how many), and granted (whether a
    reply says yes; requests have none); those from or to a client also what is said. They come in the order of sending,
    and their number in it is their key. The graph carries start, end, messages (how many), servers ("S1, S2, S3"),
    clients, leaders ("S2=4", the term), and cut_links ("S1>S2, S2>S1"), all as at `end`.

    What is lost elsewhere: networkx.DiGraph keeps one of parallel edges, networkx.draw lays them on one another. GML
    has 1 and 0 for True and False, GEXF nothing of the graph's own; edge lists and pandas have edges alone, Pajek and
    Graphviz text alone; graph6, sparse6 and trees are for other graphs.

    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for a window that ends before it
    starts, or does not lie in the run.
    """
    history = recorded(history)
    start, end = window(history, start, end)
    flights = [flight for event in history.window(start, end) for flight in event.sent]
    graph = flow_of(history, start, end, {end for flight in flights for end in flight.message[:2]})
    add_messages(graph, ((*flight.message[:2], describe(flight, history)) for flight in flights))
    return graph


def flow_of(history: History, start: float, end: float, speaking: Collection[str]) -> FlowGraph:
    """The servers and the speaking clients as they are at the end of a window (ms), without any message."""
    moment = history.at(end)
    clients = [client for client in history.clients if client in speaking]
    graph = FlowGraph(**attributes(start=float(start), end=float(end), servers=history.servers, clients=clients,
                                   leaders=dict(moment.leaders), cut_links=sorted(moment.cut_links)))
    for server in history.servers:
        state = moment.servers[server]
        graph.add_node(server, **attributes(role=state.role, term=state.current_term, votes=state.votes,
                                            down=server in moment.down))
    graph.add_nodes_from(clients, role=CLIENT, down=False)
    return graph


def add_messages(graph: FlowGraph, messages: Iterable[tuple[str, str, dict]]) -> None:
    """Number messages (sender, receiver, what is said of them) in their order, as edges."""
    for order, (sender, receiver, edge) in enumerate(messages, 1):
        graph.add_edge(sender, receiver, key=order, **attributes(**edge, order=order))
    graph.graph["messages"] = graph.number_of_edges()


def describe(flight, history) -> dict:
    """All that an edge may say of one message under way; what is not there is None."""
    message, fate = flight.message, history.fate(flight.number)
    lost = fate.detail if fate and fate.kind == "lost" else flight.lost
    return {
        "kind": type(message).__name__,
        "term": getattr(message, "term", None),
        "sent": flight.sent / 1000,
        "received": fate.time if fate and fate.kind == "receive" else None,
        "dropped": lost is not None,
        "lost": lost,
        "granted": says_yes(message),
        "entries": entry_count(message),
        **said_by_clients(message),
    }


def said_by_clients(message) -> dict:
    """What a client asks for, or is told; nothing of messages between servers."""
    if isinstance(message, ClientRequest):
        return {"said": message.command}
    if isinstance(message, ClientReply):
        return {"said": message.answer if message.done else f"ask {message.leader_id or 'again'}"}
    return {}


def is_heartbeat(edge: dict) -> bool:
    """Whether a message is a heartbeat, or a reply to one that refuses nothing: in pictures such stand back."""
    return edge["kind"] in HEARTBEAT_KINDS and not edge["entries"] and edge["granted"] is not False


def says_yes(message) -> bool | None:
    """Whether a reply grants or agrees; None for a request."""
    field = REPLIES.get(type(message).__name__)
    return getattr(message, field) if field else None


def entry_count(message) -> int:
    """How many log entries a message carries, or answers for."""
    return len(getattr(message, "entries", ())) or getattr(message, "entry_count", 0)
