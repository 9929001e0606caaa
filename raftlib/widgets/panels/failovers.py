"""The panel of notebook 04: thousands of elections, by the sliders that shape them."""
from raftlib.analysis.late import Late
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count, milliseconds_range, switch

drawn = Late("raftlib.widgets.panels.failovers_drawn")


def failover_panel(**defaults) -> Panel:
    """A panel of how long thousands of elections take with fresh timers, and how many need more than one term.

    `defaults` are the sliders' first values: election_timeout and latency (pairs, ms), servers, servers_down and
    equal_logs (True or False). Raises ValueError for another name, or a value beyond a slider's ends.
    """
    panel = Panel(
        drawn.draw_failovers,
        election_timeout=milliseconds_range((150, 300), min=10, max=900, step=5),
        latency=milliseconds_range((10, 10), min=0, max=100),
        servers=count(5, min=1, max=9),
        servers_down=count(1, min=0, max=8),
        equal_logs=switch(True),
    )
    panel.limit("servers_down", lambda values: values["servers"])
    panel.set(**defaults)
    return panel
