"""What the picture of a message flow shows, in words: its arrows in their order, and the servers."""
import networkx

from raftlib.pictures.flow_graph import listed, servers_in
from raftlib.pictures.flow_legend import FATES, fate_of
from raftlib.pictures.flow_words import Arrow, tally, words_of
from raftlib.pictures.in_html import Table
from raftlib.pictures.space_time_cuts import sides
from raftlib.pictures.style import DOWN, shown
from raftlib.protocol.words.names import message_name

MESSAGES = "number", "from", "to", "message", "words on the arrow", "end of the arrow"
SERVERS = "server", "role", "term"


def flow_tables(graph: networkx.DiGraph, arrows: list[Arrow], rivals: tuple[str, ...]) -> list[Table]:
    """The arrows, and the servers; votes are those of `rivals`, where there are several candidates."""
    about = graph.graph
    arrows = sorted(arrows, key=lambda arrow: arrow.edge["order"])
    links = frozenset(listed(about, "cut_links"))
    cut = f"; {sides(links, listed(about, 'servers'))}" if links else ""
    return [Table("The messages, numbered as sent", MESSAGES, [row_of(arrow, about["end"]) for arrow in arrows]),
            Table(f"The servers as at {shown(about['end'])} ms{cut}", (*SERVERS, "votes")[:3 + bool(rivals)],
                  [server_row(graph, server, rivals) for server in servers_in(graph)])]


def row_of(arrow: Arrow, end: float) -> tuple[str, ...]:
    """One arrow."""
    number, said = words_of(arrow).split(" ", 1)
    words, _ = FATES.get(fate_of(arrow, end), ("arrives", None))
    return number, arrow.sender, arrow.receiver, name_of(arrow.edge), said, words


def name_of(edge: dict) -> str:
    """What a message is called; a client and its server have names of their own for theirs."""
    return message_name(edge["kind"], edge["entries"])


def server_row(graph: networkx.DiGraph, server: str, rivals: tuple[str, ...]) -> tuple[str, ...]:
    """One server, and the votes that stand on it."""
    node = graph.nodes[server]
    votes = [tally(graph, server) if server in rivals else ""] if rivals else []
    return server, DOWN if node["down"] else node["role"], str(node["term"]), *votes
