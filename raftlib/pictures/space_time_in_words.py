"""What a space-time diagram shows, in words: what happens on each life line, in the order of time, and no reasons."""
from collections import defaultdict

from raftlib.analysis.stretches import DOWN, Stretch
from raftlib.pictures.event_table import event_words
from raftlib.pictures.in_html import Table
from raftlib.pictures.message_flow import describe
from raftlib.pictures.space_time_cuts import LINES, change_words
from raftlib.pictures.style import shown
from raftlib.protocol.words.names import message_name

HEADERS = "ms", "server", "what happens"


def space_time_table(history, events, lives: dict[str, list[Stretch]], start: float) -> Table:
    """All that happens, and above it how the servers are at the start."""
    at_first = "; ".join(f"{server}: {state_of(stretches[0])}" for server, stretches in lives.items())
    begun = {(server, stretch.since): stretch for server, stretches in lives.items() for stretch in stretches[1:]}
    return Table(f"At {shown(start)} ms {at_first}", HEADERS,
                 [(shown(event.time), event.server or "", "; ".join(words_of(event, history, begun)))
                  for event in events])


def state_of(stretch: Stretch) -> str:
    """A role and a term, as a band shows them; one that is down has no term there."""
    return stretch.role if stretch.role == DOWN else f"{stretch.role}, term {stretch.term}"


def words_of(event, history, begun: dict[tuple[str, float], Stretch]) -> list[str]:
    """What happens in one event: the event, the role and term that begin with it, and what is sent to whom."""
    stretch, sent = begun.get((event.server, event.time)), defaultdict(list)
    for flight in event.sent:
        sent[name_of(describe(flight, history))].append(flight.message.receiver)
    return [change_words(event, history.servers) if event.kind in LINES else event_words(event),
            *([f"now {state_of(stretch)}"] if stretch else []),
            *(f"sends {name} to {', '.join(receivers)}" for name, receivers in sent.items())]


def name_of(edge: dict) -> str:
    """A message as the legend calls it."""
    name = message_name(edge["kind"], edge["entries"])
    if edge["granted"] is not None:
        return f"{name}: {'yes' if edge['granted'] else 'no'}"
    return name if name[0].isupper() else f"a {name}"
