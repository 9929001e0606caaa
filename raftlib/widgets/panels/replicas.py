"""The panel of notebook 02: three servers with the same log, and what goes wrong with the copy of the third."""
from raftlib.analysis.faulty_logs import states_at, with_faults
from raftlib.analysis.replicas import first_difference, in_words
from raftlib.pictures.replicas import listed, place_words, replica_grid
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import one_of

COMMANDS = ("x=5", "x+=1", "y=7", "y-=2", "x+=1", "y=3", "y+=1")
NUMBERED = {f"{number}: {command}": number for number, command in enumerate(COMMANDS, start=1)}
NEIGHBOURS = {f"{number} and {number + 1}": number for number in range(1, len(COMMANDS))}
NONE = {"none": 0}


def replicas_panel(**defaults) -> Panel:
    """A panel of three servers that get the same seven commands, with faults in what S3 gets.

    `defaults` are the sliders' first values, each an index of the log from 1, or 0 for none: `swapped` (with the next
    command), `lost`, `doubled`.
    """
    panel = Panel(
        draw_replicas,
        swapped=one_of(0, NONE | NEIGHBOURS),
        lost=one_of(0, NONE | NUMBERED),
        doubled=one_of(0, NONE | NUMBERED),
    )
    panel.set(**defaults)
    return panel


def draw_replicas(swapped, lost, doubled):
    """The three logs with their states, and in words what went wrong at S3 and whether one can see it."""
    straight, faulty = with_faults(COMMANDS, swapped, lost, doubled)
    caption = f"S3 {faults_in_words(swapped, lost, doubled)}: {effect_in_words(straight, faulty)}."
    return replica_grid({"S1": straight, "S2": straight, "S3": faulty}), caption


def faults_in_words(swapped: int, lost: int, doubled: int) -> str:
    """What S3 got, in words."""
    faults = []
    if swapped:
        faults.append(f"got commands {swapped} and {swapped + 1} in the other order")
    if lost and lost == doubled:
        return listed([*faults, f"never got the first copy of command {lost} but got a second one"])
    if lost:
        faults.append(f"never got command {lost}")
    if doubled:
        faults.append(f"got command {doubled} twice")
    return listed(faults) if faults else "got what S1 and S2 got, in the same order"


def effect_in_words(straight, faulty) -> str:
    """Where S3's state first differs from the others', and whether it does so at the end."""
    right, wrong = states_at(straight), states_at(faulty)
    first, end, other = first_difference(right, wrong), in_words(right[-1]), in_words(wrong[-1])
    if first is None:
        return f"its states are the same at every step, and {end} at the end"
    differs = f"its state differs first after {place_words(straight, first)}"
    return f"{differs}, and at the end it is the same again, {end}" if end == other else (
        f"{differs}, and at the end it is {other} instead of {end}")
