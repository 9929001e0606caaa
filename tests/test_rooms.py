"""Each room of raftlib imports only from rooms below it, as the picture in the README says."""
import re
from pathlib import Path

import pytest
import rooms

ROOT = Path(__file__).parents[1]
# The reader's copies, JupyterLab that opens them, and paper; and what a browser without it fetches.
DOOR = ["__main__", "charts_in_browser", "copies", "lab", "on_paper", "stills_in_browser"]


def test_every_file_is_in_one_room_of_the_picture():
    in_rooms = [path for room in rooms.ROOMS for path in rooms.files_of(room)]
    files = {path for path in (ROOT / "raftlib").rglob("*.py") if path.read_text(encoding="utf-8")}
    assert len(in_rooms) == len(set(in_rooms))
    assert files - set(in_rooms) == {ROOT / "raftlib" / f"{name}.py" for name in ["__init__", *DOOR]}


def test_the_door_and_the_rooms_know_nothing_of_each_other():
    door = tuple(f"raftlib.{name}." for name in DOOR)
    for name in DOOR:
        assert [each for each in rooms.imports_of(ROOT / "raftlib" / f"{name}.py") if not each.startswith(door)] == []
    through_it = {each for room in rooms.ROOMS for each in rooms.imported_rooms(room) if f"{each}.".startswith(door)}
    assert through_it == set()


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_a_room_imports_only_from_rooms_below(room):
    below = set(list(rooms.ROOMS)[:list(rooms.ROOMS).index(room)])
    assert rooms.imported_rooms(room) <= below


@pytest.mark.parametrize(("line", "room"), [
    ("import raftlib.simulation.cluster", "simulation"),
    ("from raftlib import scenarios", "scenarios"),
    ("from raftlib.widgets.panels.panel import Panel", "widgets/panels"),
    ("from raftlib.widgets.player.player import Player", "widgets/player"),
    ("from raftlib.widgets import player", "widgets/player"),
    ("from raftlib.exercises.kinds import Choice", "exercises"),
    ("from raftlib.questions.runs import split_the_vote", "questions"),
    ("from raftlib import Cluster", "raftlib.Cluster"),
])
def test_an_import_is_seen(tmp_path, line, room):
    (tmp_path / "file.py").write_text(f"import json\n{line}\nfrom math import pi\n")
    assert rooms.imports_of(tmp_path / "file.py") == {room}


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_the_names_to_begin_with_exist(room):
    files = rooms.files_of(room)
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    known = {path.stem for path in files} | set(re.findall(r"^(?:class|def) (\w+)", text, flags=re.MULTILINE))
    assert set(rooms.ROOMS[room].names.split(", ")) <= known


def test_the_readme_leads_to_every_room_and_to_files_that_are_there():
    links = re.findall(r"\]\(((?:raftlib|notebooks|images)[^)#]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert [room for room in rooms.ROOMS if not any(link.startswith(f"raftlib/{room}") for link in links)] == []
