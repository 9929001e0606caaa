"""The page of the player: its modules are joined into one text, and shipped."""
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from raftlib.widgets.controls.joining import Module, joined
from raftlib.widgets.player import page
from raftlib.widgets.player.page import player_page

ROOT = Path(__file__).parents[3]
JS = Path(page.__file__).parent / "js"
MODULES = sorted(JS.glob("*.js"))
STORIES = sorted((ROOT / "raftlib" / "stories" / "js").glob("*.js"))
LINES = 350


# ---- The modules of the player -------------------------------------------------------------------------------

def test_the_page_is_the_same_text_each_time():
    assert joined(JS / "player.js") == joined(JS / "player.js") == player_page()
    assert player_page().endswith("\nexport default $player;\n")
    assert Module(JS / "player.js").exports == ["render"]  # what anywidget calls


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_short_and_used(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= 120
    assert f"const ${path.stem} = (() => {{" in player_page()


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_module_of_stories_is_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= 120


def test_what_is_not_there_may_be_null_or_undefined():
    # Python's None comes as null over a connection, and as undefined where Python runs in the page itself.
    strict = {path.name: found for path in (ROOT / "raftlib").rglob("*.js")
              if (found := re.findall(r"[!=]== null", path.read_text(encoding="utf-8")))}
    assert strict == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_module_imports_it_uses(path):
    module = Module(path)
    names = [name for names in module.imports.values() for name in names]
    assert [name for name in names if not re.search(rf"\b{name}\b", module.text)] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_module_exports_another_one_or_a_test_imports(path):
    tests = (ROOT / "tests" / "browser" / "test_modules.py").read_text(encoding="utf-8")
    used = {name for other in map(Module, (*MODULES, *STORIES)) for file, names in other.imports.items()
            for name in names if Path(file).name == path.name}
    tested = {name for name in Module(path).exports if re.search(rf"\b{name}\b", tests)}
    assert set(Module(path).exports) <= used | tested | ({"render"} if path.name == "player.js" else set())


# ---- Shipping ------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with what is in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "raftlib", source / "raftlib", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    made = subprocess.run([sys.executable, "-c", build, folder], cwd=source, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_holds_the_whole_page(installed):
    assert installed_page(installed) == player_page()
    assert len(list(installed.rglob("player.css"))) == 1


def test_the_wheel_holds_every_file_of_the_package(installed):
    """Styles, scripts of pages, records, and what is run as a program of its own."""
    shipped, there = ({path.relative_to(folder) for path in (folder / "raftlib").rglob("*")
                       if path.is_file() and path.suffix != ".pyc"} for folder in (installed, ROOT))
    assert shipped == there


def installed_page(folder):
    """The page as the package in a folder joins it, and no other copy of the package."""
    code = (f"import sys; sys.path.insert(0, {str(folder)!r}); import raftlib; "
            "from raftlib.widgets.player.page import player_page; "
            f"assert raftlib.__file__.startswith({str(folder)!r}); print(player_page(), end='')")
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True).stdout
