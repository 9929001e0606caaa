"""A stretch of a run as a space-time diagram: a life line for each server, messages slanting from one to another."""
from collections import Counter

from raftlib.analysis.stretches import stretches_of
from raftlib.pictures.arguments import window
from raftlib.pictures.legend import with_legend
from raftlib.pictures.message_lines import MessageLines
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_clients import draw_client_life
from raftlib.pictures.space_time_cuts import draw_changes
from raftlib.pictures.space_time_frame import Frame, draw_axis
from raftlib.pictures.space_time_in_words import space_time_table
from raftlib.pictures.space_time_legend import ASKED, entries_of
from raftlib.pictures.space_time_lives import draw_life, draw_marks, votes_by_term
from raftlib.pictures.space_time_messages import draw_messages, flights_of, ways_of
from raftlib.pictures.style import WIDTH, shown, who_leads
from raftlib.protocol.words.counts import counted
from raftlib.simulation.history import recorded
from raftlib.simulation.operations import operations_of


def space_time(history, start: float, end: float) -> Picture:
    """Draw what happened from `start` to `end` (ms), time to the right; clients stand above the servers.

    `history` is a History, or a Cluster or a Player, which have one. Raises ValueError for a window that ends before it
    starts, or does not lie in the run.
    """
    history = recorded(history)
    start, end = window(history, start, end)
    operations = operations_of(history) if history.clients else []
    frame = Frame((*history.clients, *history.servers), start, end)
    events = history.window(start, end)
    picture = Picture((WIDTH, frame.height), tell(history, events, start, end))
    draw_axis(picture, frame)
    before, ways = history.at(start), ways_of(frame, history, flights_of(history, events, start))
    lives = {server: stretches_of(server, before, events, start, end) for server in history.servers}
    picture.in_words = lambda: [space_time_table(history, events, lives, start)]
    lines = MessageLines(way[:3] for way in ways)
    counts = {server: votes_by_term(server, before, events) for server in lines.rivals}
    for server, stretches in lives.items():
        draw_life(picture, frame, server, stretches, counts.get(server, {}))
    for client in history.clients:
        draw_client_life(picture, frame, client, operations)
    draw_messages(picture, ways, lines)
    draw_marks(picture, frame, events)
    draw_changes(picture, frame, before, events, history.servers)
    entries = entries_of(ways, lines, events, lives, any(counts.values()))
    return with_legend(picture, [*entries, *([[ASKED]] if history.clients else [])])


def tell(history, events, start: float, end: float) -> str:
    """The caption: what stands out of the window, and who leads at its end."""
    kinds, moment = Counter(event.kind for event in events), history.at(end)
    counts = [counted(kinds[kind], noun) for kind, noun in NOUNS.items() if kinds[kind]]
    return (f"From {shown(start)} to {shown(end)} ms: {', '.join(counts) or 'nothing out of the ordinary'}; "
            f"at the end {who_leads(moment.leaders)}.")


NOUNS = {"election timeout": "election timeout", "crash": "crash", "restart": "restart", "cut": "cut",
         "heal": "healing", "network": "change of the network", "lost": "lost message", "command": "command"}
