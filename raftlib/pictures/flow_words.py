"""What the picture of a message flow says: which arrows are drawn, the words on them, the title, and the caption."""
from collections import Counter, defaultdict
from textwrap import wrap
from typing import NamedTuple

import networkx

from raftlib.pictures.flow_graph import clients_in, is_part, listed, messages_in
from raftlib.pictures.message_flow import HEARTBEAT_KINDS, is_heartbeat
from raftlib.pictures.style import CLIENT_MESSAGES, HAND_OVERS, MESSAGES, SMALL, WIDTH, shown, text_width, who_leads
from raftlib.protocol.state import CANDIDATE, LEADER
from raftlib.protocol.words.counts import counted
from raftlib.protocol.words.names import message_name

# Above MANY arrows, repeated ones become one with a count; above TOO_MANY nobody reads them, and the last are shown.
MANY, TOO_MANY = 20, 32
QUESTIONS = {"ReadHeartbeat": "still leader"}


class Arrow(NamedTuple):
    """One message, or several alike, from one server to another."""

    sender: str
    receiver: str
    edge: dict  # of the first of them
    count: int


# ---- What to show ----------------------------------------------------------------------------------------------


def is_journey(graph: networkx.DiGraph) -> bool:
    """Whether the graph was made by `command_flow`."""
    return "command" in graph.graph


def arrows_of(graph: networkx.DiGraph) -> list[Arrow]:
    """One arrow a message; if these are too many, one for repeated AppendEntries; if still too many, the last ones.

    Of the journey of a command nothing is left out, for the client's command comes first.
    """
    messages = messages_in(graph)
    if is_journey(graph):
        return one_for_all(messages, ((losses_alike, MANY), (sendings_alike, None)))
    return one_for_all(messages, ((by_itself, MANY), (heartbeats_alike, TOO_MANY),
                                  (appends_alike, TOO_MANY)))[-TOO_MANY:]


def one_for_all(messages: list, ways) -> list[Arrow]:
    """One arrow for all messages that are alike in the first of some ways to see it that makes few enough of them."""
    for alike, most in ways:
        groups = defaultdict(list)
        for message in messages:
            groups[alike(*message)].append(message)
        if most is None or len(groups) <= most:
            break
    return [Arrow(*group[0], len(group)) for group in groups.values()]


def by_itself(sender: str, receiver: str, edge: dict):
    """No two messages are alike."""
    return edge["order"]


def heartbeats_alike(sender: str, receiver: str, edge: dict):
    """Heartbeats, and their replies, of one term between the same two servers with the same outcome are alike."""
    return edge["order"] if edge["entries"] else appends_alike(sender, receiver, edge)


def appends_alike(sender: str, receiver: str, edge: dict):
    """So are AppendEntries that carry entries, however many, and their replies; but no two votes."""
    if edge["kind"] not in HEARTBEAT_KINDS:
        return edge["order"]
    return sender, receiver, edge["kind"], edge["term"], bool(edge["entries"]), edge["granted"], edge["dropped"]


def sendings_alike(sender: str, receiver: str, edge: dict):
    """As many entries, sent again with the same outcome, are alike, and so are replies; but not what tells a commit."""
    return edge["order"] if edge["tells"] else (appends_alike(sender, receiver, edge), edge["entries"])


def losses_alike(sender: str, receiver: str, edge: dict):
    """What is sent in vain again and again, to a server that is down or cut off, is alike."""
    return sendings_alike(sender, receiver, edge) if edge["dropped"] else edge["order"]


# ---- Words on arrows -------------------------------------------------------------------------------------------


def words_of(arrow: Arrow) -> str:
    """What an arrow says: its number, its message, of which commit it tells, and how often."""
    edge = arrow.edge
    if edge["kind"] == "Command":
        said = edge["command"]
    elif edge["kind"] == "Answer":
        said = f"done: {edge['answer']}"
    elif "said" in edge:
        said = edge["said"]
    elif edge["granted"] is not None:
        said = answer_words(edge)
    elif edge["kind"] in QUESTIONS:
        said = f"{QUESTIONS[edge['kind']]}? t{edge['term']}"
    elif edge["entries"]:
        said = f"+{counted(edge['entries'], 'entry')} t{edge['term']}"
    else:
        said = f"{message_name(edge['kind'], edge['entries'])} t{edge['term']}"
    commit = f" c{edge['tells']}" if edge.get("tells") else ""
    return f"{edge['order']} {said}{commit}" + (f" ×{arrow.count}" if arrow.count > 1 else "")


def answer_words(edge: dict) -> str:
    """A reply in a word, to a heartbeat none but that; a refusal also names the term, which may be its reason."""
    if not edge["granted"]:
        return f"no t{edge['term']}"
    return "reply" if is_heartbeat(edge) else "yes"


def way_gone(arrow: Arrow, end: float) -> float:
    """The share of its way that a message has come at `end`: a lost one breaks off, one under way is not there yet."""
    edge = arrow.edge
    if edge["dropped"]:
        return 1.0 if edge["lost"] == f"{arrow.receiver} is down" else 0.62
    if edge["received"] is None:
        return 0.5
    if edge["received"] <= end:
        return 1.0
    return 0.35 + 0.55 * (end - edge["sent"]) / (edge["received"] - edge["sent"])


def tally(graph: networkx.DiGraph, server: str) -> str:
    """How many votes a candidate has of those that it needs; "" for who is none, and did not win."""
    node = graph.nodes[server]
    if node["down"] or node["role"] not in (CANDIDATE, LEADER):
        return ""
    return f"{len(listed(node, 'votes'))} of {len(listed(graph.graph, 'servers')) // 2 + 1}"


# ---- Title and caption -----------------------------------------------------------------------------------------


def title(graph: networkx.DiGraph, arrows: list[Arrow]) -> list[str]:
    """The lines of the title: the window, or the command and what became of it; the messages; the time of the state."""
    start, end = shown(graph.graph["start"]), shown(graph.graph["end"])
    here, drawn = graph.number_of_edges(), sum(arrow.count for arrow in arrows)
    last = "" if drawn == here else f"the last {drawn} of "
    some = f"{here} of " if is_part(graph) else ""
    messages, state = counted(graph.graph["messages"], "message"), f"servers as at {end} ms"
    messages = f"{last}{some}{messages}, numbered as sent"
    if not is_journey(graph):
        return [f"{start} to {end} ms", messages, state]
    about = graph.graph
    return [f"{about['command']} at index {about['index']}, {start} to {end} ms", *outcome(graph),
            f"{messages}; {state}"]


def outcome(graph: networkx.DiGraph) -> list[str]:
    """Lines that say when a command was committed, who held it, and when (ms) each server applied it."""
    about = graph.graph
    if "committed" not in about:
        return ["not committed"]
    no_break = "\N{NO-BREAK SPACE}"  # a server and its time stay on one line
    applied = [f"{server}{no_break}{shown(float(time))}" for server, time in listed(about, "applied")]
    lines = wrap(f"applied by {', '.join(applied)}{no_break}ms", int((WIDTH - 0.2) / text_width("n", SMALL)))
    holders = ", ".join(listed(about, "holders"))
    return [f"committed at {shown(about['committed'])} ms: the leader knew it to be on {holders}",
            *(line.replace(no_break, " ") for line in lines)]


def tell(graph: networkx.DiGraph) -> str:
    """The caption: how many messages, which, and who leads at the end; or what became of the command."""
    if is_journey(graph):
        return tell_journey(graph)
    senders, edges = {sender for sender, _ in graph.edges()}, [edge for *_, edge in graph.edges(data=True)]
    kinds = list(MESSAGES | HAND_OVERS | CLIENT_MESSAGES)
    names = sorted((kinds.index(edge["kind"]), message_name(edge["kind"], edge["entries"])) for edge in edges)
    counts = [counted(count, name) for (_, name), count in Counter(names).items()]
    lost = sum(edge["dropped"] for edge in edges)
    leading = who_leads(listed(graph.graph, "leaders"))
    return (f"From {shown(graph.graph['start'])} to {shown(graph.graph['end'])} ms"
            f"{', in this part of the messages,' if is_part(graph) else ''} "
            f"{who_sent(senders, clients_in(graph))} sent {', '.join(counts) or 'anything'}"
            + (f", of which {lost} did not arrive" if lost else "") + f"; at the end {leading}.")


def who_sent(senders: set[str], clients: list[str]) -> str:
    """How many servers sent something, and clients, if any did."""
    asking = len(senders.intersection(clients))
    parts = [counted(count, noun) for count, noun in ((len(senders) - asking, "server"), (asking, "client")) if count]
    return " and ".join(parts) or "nobody"


def tell_journey(graph: networkx.DiGraph) -> str:
    """The caption of a command's journey: where it went, whether it was committed and answered, and who applied it."""
    about, end = graph.graph, shown(graph.graph["end"])
    sent = (f"A client sent {about['command']} to {about['taken_by']} at {shown(about['start'])} ms, "
            f"which put it at index {about['index']}")
    if "committed" not in about:
        return f"{sent}; by {end} ms it was neither committed nor answered."
    count, answered = len(listed(about, "servers")), "and" if "answered" in about else "but not"
    return (f"{sent}; it was committed at {shown(about['committed'])} ms, when the leader knew it to be on "
            f"{len(listed(about, 'holders'))} of {counted(count, 'server')}, {answered} answered; "
            f"by {end} ms {len(listed(about, 'applied'))} of {count} had applied it.")
