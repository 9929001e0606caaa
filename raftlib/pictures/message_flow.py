"""Who sent what to whom in a stretch of a run, as a networkx graph: servers are nodes, messages are edges."""
import networkx

from raftlib.pictures.arguments import window
from raftlib.pictures.style import CLIENT
from raftlib.protocol.messages import ALL_EXCHANGES, ClientReply, ClientRequest
from raftlib.simulation.history import recorded

HEARTBEAT_KINDS = ("AppendEntries", "AppendEntriesReply")
REPLIES = {reply.__name__: yes for _, reply, yes in ALL_EXCHANGES}


def message_flow(history, start: float, end: float) -> networkx.MultiDiGraph:
    """The messages sent from `start` to `end` (ms), numbered in order, between servers as they are at `end`.

    Nodes carry role, term, votes and down; clients that sent or heard something are nodes, too, of role "client". Edges
    carry kind, term, sent, received (ms; None if it did not arrive in the run), dropped, lost (why, in words, or None),
    order, entries (how many), and granted (whether a reply says yes; None for a request); those from or to a client
    also what is said. The graph carries start, end, servers, clients, and cut_links (as they are at `end`).
    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for a window that ends before it
    starts, or does not lie in the run.
    """
    history = recorded(history)
    start, end = window(history, start, end)
    moment = history.at(end)
    graph = networkx.MultiDiGraph(start=start, end=end, servers=tuple(history.servers), cut_links=moment.cut_links)
    for server in history.servers:
        state = moment.servers[server]
        graph.add_node(server, role=state.role, term=state.current_term, votes=state.votes,
                       down=server in moment.down)
    flights = [flight for event in history.window(start, end) for flight in event.sent]
    ends = {end for flight in flights for end in flight.message[:2]}
    graph.graph["clients"] = tuple(client for client in history.clients if client in ends)
    for client in graph.graph["clients"]:
        graph.add_node(client, role=CLIENT, term=None, votes=(), down=False)
    for order, flight in enumerate(flights, 1):
        graph.add_edge(flight.message.sender, flight.message.receiver, **describe(flight, history), order=order)
    return graph


def describe(flight, history) -> dict:
    """What an edge says of one message under way."""
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
