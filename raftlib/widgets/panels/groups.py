"""The second panel of notebook 01: all groups of a size, and whether any two of them can miss each other."""
from raftlib.analysis.majorities import apart, groups, majority
from raftlib.pictures.group_grid import group_grid
from raftlib.protocol.words.counts import counted
from raftlib.simulation.start import MOST
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import count


def group_panel(**defaults) -> Panel:
    """A panel of all groups of `group_size` of so many `servers`, and what each shares with the first of them.

    `defaults` are the two sliders' first values. Raises ValueError for another name, or a value beyond a slider's ends.
    """
    panel = Panel(draw_groups, servers=count(5, min=1, max=MOST), group_size=count(3, min=1, max=MOST))
    panel.set(**defaults)
    return panel


def draw_groups(servers, group_size):
    """The groups, and the sentence above them; a size above the number of servers stands for all of them."""
    size = min(group_size, servers)
    return group_grid(servers, size), group_caption(servers, size)


def group_caption(servers: int, size: int) -> str:
    """One sentence: how many groups, how many pairs of them share no server, and why."""
    some = groups(servers, size)
    pairs, missed = len(some) * (len(some) - 1) // 2, len(apart(some))
    are = "is" if len(some) == 1 else "are"
    said = f"Of {counted(servers, 'server')} there {are} {counted(len(some), 'group')} of {size}"
    if not pairs:
        return f"{said}, and so no two that could miss each other."
    if missed:
        share = "shares" if missed == 1 else "share"
        return f"{said}; {missed} of {counted(pairs, 'pair')} {share} no server: {size} + {size} fit into {servers}."
    smallest = f", and {size} is the smallest size of which that is so" if size == majority(servers) else ""
    return (f"{said}; each two of them share a server ({counted(pairs, 'pair')}): {size} + {size} is more than "
            f"{servers}{smallest}.")
