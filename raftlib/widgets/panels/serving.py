"""The panel of notebook 08: one client reads what another one writes, while the leader is cut off with the first."""
from raftlib.analysis.read_modes import WAYS
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.serving_drawn import CUTS, draw_serving
from raftlib.widgets.panels.sliders import count, milliseconds, one_of, percent


def serving_panel(**defaults) -> Panel:
    """A panel of two clients of five servers: C1 reads x, C2 writes it, and S1, the leader, is cut off with C1.

    `defaults` are the sliders' first values: read, one of "from memory", "through the log", "by ReadIndex" and
    "by a lease"; cut_off, one of "nobody", "S1", "S1 S2" and "S1 S2 S3"; cut_for and asks_again_after (ms), loss and
    clock_S1 (%), and seed. Raises ValueError for another name, or a value that a slider does not have.
    """
    panel = Panel(
        draw_serving,
        read=one_of("from memory", {each: each for each in WAYS}),
        cut_off=one_of("S1", {each: each for each in CUTS}),
        cut_for=milliseconds(600, min=100, max=900, step=50),
        asks_again_after=milliseconds(100, min=30, max=500, step=10),
        loss=percent(0, max=30),
        clock_S1=percent(100, min=20, max=100, step=5),
        seed=count(7, min=0, max=99),
    )
    panel.set(**defaults)
    return panel
