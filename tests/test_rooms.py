"""Each room of raftlib imports only from rooms below it, as the picture in the README says."""
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("rooms", ROOT / ".ci" / "rooms.py")
rooms = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rooms)


def test_the_picture_has_all_rooms():
    folders = {path.parent.name for path in (ROOT / "raftlib").glob("*/__init__.py")}
    assert set(rooms.ROOMS) == folders


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_a_room_imports_only_from_rooms_below(room):
    below = set(list(rooms.ROOMS)[:list(rooms.ROOMS).index(room)])
    assert rooms.imported_rooms(room) <= below


def test_an_import_is_seen(tmp_path):
    (tmp_path / "file.py").write_text("import json\nfrom raftlib.widgets.panel import Panel\nfrom math import pi\n")
    assert rooms.imports_of(tmp_path / "file.py") == {"widgets"}


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_the_names_to_begin_with_exist(room):
    files = list((ROOT / "raftlib" / room).glob("*.py"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    known = {path.stem for path in files} | set(re.findall(r"^(?:class|def) (\w+)", text, flags=re.MULTILINE))
    assert set(rooms.ROOMS[room].names.split(", ")) <= known
