"""The panel of the paper's Figure 7: how a leader finds, step by step, up to where each log agrees with its own."""
from collections.abc import Iterator

from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.style import shown
from raftlib.protocol.state import LEADER
from raftlib.scenarios import figure_7
from raftlib.simulation.event import Event
from raftlib.simulation.history import History
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count

END = 200  # ms: by then all six have said yes
HALF_WAY = 17  # the step after which b, e and f are asked about the same entry


def walk_back_panel(**defaults) -> Panel:
    """A panel of the seven logs of Figure 7; with each step the leader moves its next_index of one follower.

    `defaults` is the slider's first value: step, 0 being the moment at which the leader has just won. Raises ValueError
    for another name, or a value beyond the slider's ends.
    """
    panel = Panel(draw_step, step=count(HALF_WAY, min=0, max=len(list(steps(walked()))) - 1))
    panel.set(**defaults)
    return panel


def draw_step(step):
    """The logs after a step, and what the leader concluded from which answer."""
    history = walked()
    event = list(steps(history))[step]
    return log_grid(history, event.time), f"At {shown(event.time)} ms {event.why}."


def walked() -> History:
    """The run behind the panel."""
    cluster = figure_7()
    cluster.run(to=END)
    return cluster.history


def steps(history: History) -> Iterator[Event]:
    """The events in which the leader sets a next_index: first all of them, then one at a time."""
    now = None
    for event in history:
        if event.state and event.state.role == LEADER and event.state.next_index != now:
            now = event.state.next_index
            yield event
