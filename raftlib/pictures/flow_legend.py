"""The legend of a message flow: the messages, marks and roles that are in it."""
from collections.abc import Iterator

import networkx

from raftlib.pictures.flow_graph import clients_in, cut_links_in, servers_in
from raftlib.pictures.flow_marks import draw_cut, draw_end
from raftlib.pictures.flow_words import Arrow, is_journey, tally, way_gone
from raftlib.pictures.legend import Entry, words_only
from raftlib.pictures.legend_words import TALLY
from raftlib.pictures.message_lines import LINES, MessageLines, Sample
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Bow, box, disc
from raftlib.pictures.style import CLIENT, CLIENT_STYLE, DOWN, ROLES
from raftlib.protocol.state import FOLLOWER
from raftlib.protocol.words.names import NAMES

LONG, SHORT = 0.45, 0.36  # inches: an arrow, and one that breaks off
ON_ARROWS = {NAMES["AppendEntries"]: ": +entries"}


def entries_of(graph: networkx.DiGraph, arrows: list[Arrow], lines: MessageLines) -> Iterator[list[Entry]]:
    """What occurs, in groups, in the order in which the legend names it."""
    if is_journey(graph):
        yield list(client_entries(arrows))
    elif clients_in(graph):
        yield [Entry(client, 0.28, CLIENT)]
    for samples in lines.samples():
        yield [Entry(arrow(sample), LONG, sample.words + ON_ARROWS.get(sample.words, ""))
               for sample in samples]
    yield list(fate_entries(arrows, lines, graph.graph["end"]))
    yield [Entry(cut_link, LONG, "cut link")] if cut_links_in(graph) else []
    yield [words_only("×2: twice")] if any(each.count > 1 for each in arrows) else []
    roles = {DOWN if graph.nodes[server]["down"] else graph.nodes[server]["role"] for server in servers_in(graph)}
    yield [Entry(server_in(role), 0.2, role) for role in ROLES if role in roles]
    yield [words_only(TALLY)] if any(tally(graph, server) for server in lines.rivals) else []


def client_entries(arrows: list[Arrow]) -> Iterator[Entry]:
    """A client, what it sends and hears, and how its entry's commit is told."""
    kinds = {each.edge["kind"] for each in arrows}
    yield Entry(client, 0.28, CLIENT)
    for kind, words in (("Command", "command"), ("Answer", "answer")):
        if kind in kinds:
            yield Entry(arrow(Sample(sample_edge(kind), LINES[kind], words)), LONG, words)
    if any(each.edge.get("tells") for each in arrows):
        yield words_only("c3: committed up to 3")


def fate_entries(arrows: list[Arrow], lines: MessageLines, end: float) -> Iterator[Entry]:
    """What becomes of messages that don't arrive, or have not yet: each by the first one of which it is so."""
    fates = {}
    for each in arrows:
        fates.setdefault(fate_of(each, end), lines.of(*each[:3]))
    for fate, (words, receiver) in FATES.items():
        if fate in fates:
            sample = Sample(sample_edge("AppendEntries", dropped=fate != "under way"), fates[fate], words)
            yield Entry(arrow(sample, receiver), LONG if receiver is None else 0.75, words)


FATES = {"lost": ("lost on its way", None), "in vain": ("lost, for its receiver is down", DOWN),
         "under way": ("stops short: under way", FOLLOWER)}


def fate_of(each: Arrow, end: float) -> str:
    """How an arrow ends: "lost" on its way, "in vain" at a server that is down, "under way", or "arrives"."""
    if each.edge["dropped"]:
        return "in vain" if each.edge["lost"] == f"{each.receiver} is down" else "lost"
    return "arrives" if way_gone(each, end) == 1 else "under way"


# ---- Samples ---------------------------------------------------------------------------------------------------


def sample_edge(kind: str, dropped: bool = False) -> dict:
    """A message for the legend."""
    return {"kind": kind, "granted": None, "dropped": dropped, "entries": 1}


def arrow(sample: Sample, receiver: str | None = None):
    """A short arrow, which may end before a receiver in a role."""
    def draw(picture: Picture, x: float, y: float) -> None:
        edge, line = sample.edge, sample.line
        if receiver:
            draw_role(picture, x + 0.65, y, receiver)
        tip = x + (SHORT if edge["dropped"] else LONG)
        picture.shape([(x, y), (tip, y)], edge=line.colour, width=line.width, dash=line.dash)
        draw_end(picture, edge, line, (tip, y), (x, y))
    return draw


def server_in(role: str):
    """A small server in a role."""
    return lambda picture, x, y: draw_role(picture, x + 0.1, y, role)


def draw_role(picture: Picture, x: float, y: float, role: str) -> None:
    """A small disc in the look of a role."""
    style = ROLES[role]
    picture.shape(disc(x, y, 0.1), face=style.fill, edge=style.edge, width=style.width, dash=style.dash)


def client(picture: Picture, x: float, y: float) -> None:
    """A small client."""
    picture.shape(box(x + 0.02, y - 0.08, x + 0.26, y + 0.08), face=CLIENT_STYLE.fill, edge=CLIENT_STYLE.edge,
                  width=CLIENT_STYLE.width)


def cut_link(picture: Picture, x: float, y: float) -> None:
    """A short link that is cut."""
    draw_cut(picture, Bow((x, y), (x + LONG, y), 0), both=True)
