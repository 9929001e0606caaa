"""The panel of notebook 01: how long a year a service is down, by its servers and what befalls them."""
from raftlib.analysis.late import Late
from raftlib.simulation.start import MOST
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count, hours, percent

drawn = Late("raftlib.widgets.panels.availability_drawn")


def availability_panel(**defaults) -> Panel:
    """A panel of the time without a majority in a year, for clusters of 1 to 9 servers, one of which is looked at.

    `defaults` are the sliders' first values: servers, fails_a_day (% of the servers that run), repair (hours), and
    power_cuts_a_year (for all servers at once, an hour each). Raises ValueError for another name, or a value beyond a
    slider's ends.
    """
    panel = Panel(
        drawn.draw_availability,
        servers=count(3, min=1, max=MOST),
        fails_a_day=percent(2, min=1, max=50),
        repair=hours(12, min=1, max=72),
        power_cuts_a_year=count(0, min=0, max=12),
    )
    panel.set(**defaults)
    return panel
