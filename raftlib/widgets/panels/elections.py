"""The panel of notebook 03: a cluster's elections, by the sliders that shape them."""
from math import ceil, floor

from raftlib.analysis.terms import terms_of
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.message_flow import message_flow
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.widgets.panels.captions import election_caption
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count, milliseconds, milliseconds_range

RUN = 1500  # ms: some five elections, if each one fails


def election_panel(**defaults) -> Panel:
    """A panel of the elections in a run of 1500 ms: the picture shows the last one up to *time*.

    `defaults` are the sliders' first values: election_timeout and latency (pairs, ms), heartbeat and time (ms),
    servers and seed. Raises ValueError for another name, or a value beyond a slider's ends.
    """
    panel = Panel(
        draw_election,
        election_timeout=milliseconds_range((150, 300), min=20, max=900, step=5),
        heartbeat=milliseconds(50, min=10, max=900, step=5),
        latency=milliseconds_range((5, 15), min=0, max=300),
        servers=count(5, min=1, max=9),
        seed=count(0, min=0, max=99),
        time=milliseconds(RUN, min=0, max=RUN),
    )
    panel.set(**defaults)
    return panel


def draw_election(election_timeout, heartbeat, latency, servers, seed, time):
    """The message flow of the last election up to `time` (ms), and the caption of the run up to then."""
    cluster = Cluster(servers, seed, election_timeout, heartbeat, latency)
    cluster.run(to=RUN)
    start, end = last_election(cluster.history, time)
    return draw_message_flow(message_flow(cluster.history, start, end)), election_caption(cluster.history, time)


def last_election(history: History, time: float) -> tuple[int, int]:
    """From when to when (ms) to draw: the round that goes on at `time`, or the last one before it.

    A round lasts from its first timeout until its leader has heard of all.
    """
    terms = list(terms_of(history.window(0, time)).values())
    if not terms:
        return 0, time
    return floor(first_start(terms[-1])), ceil(min(answered_by_all(history, terms[-1]), time))


def first_start(term) -> float:
    """When (ms) the first candidate of a term stood."""
    return next(iter(term.candidates.values()))


def answered_by_all(history: History, term) -> float:
    """When (ms) the last answer to the first heartbeats of a term's winner is back; the run's end if it has none."""
    if term.winner is None:
        return history.end
    first = [flight for event in history.window(term.won_at, term.won_at) for flight in event.sent]
    fates = [history.fate(flight.number) for flight in first]
    answers = [answer for fate in fates if fate for answer in fate.sent]
    return max((flight.arrives / 1000 for flight in first + answers), default=term.won_at)
