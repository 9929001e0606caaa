"""Who sent what to whom in a stretch of a run, as a networkx graph: servers are nodes, messages are edges."""
import networkx

from raftlib.pictures.arguments import window
from raftlib.protocol.messages import EXCHANGES
from raftlib.simulation.history import recorded

HEARTBEAT_KINDS = ("AppendEntries", "AppendEntriesReply")
REPLIES = {reply.__name__: yes for _, reply, yes in EXCHANGES}


def message_flow(history, start: float, end: float) -> networkx.MultiDiGraph:
    """The messages sent from `start` to `end` (ms), numbered in order, between servers as they are at `end`.

    Nodes carry role, term, votes and down. Edges carry kind, term, sent, received (ms; None if it did not arrive in
    the run), dropped, lost (why, in words, or None), order, entries (how many), and granted (whether a reply says
    yes; None for a request). The graph carries start, end, servers, and cut_links (as they are at `end`).
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
    for order, flight in enumerate(flights, 1):
        graph.add_edge(flight.message.sender, flight.message.receiver, **describe(flight, history), order=order)
    return graph


def describe(flight, history) -> dict:
    """What an edge says of one message under way."""
    message, fate = flight.message, history.fate(flight.number)
    lost = fate.detail if fate and fate.kind == "lost" else flight.lost
    return {
        "kind": type(message).__name__,
        "term": message.term,
        "sent": flight.sent / 1000,
        "received": fate.time if fate and fate.kind == "receive" else None,
        "dropped": lost is not None,
        "lost": lost,
        "granted": says_yes(message),
        "entries": entry_count(message),
    }


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
