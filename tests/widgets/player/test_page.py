"""The page of the player: its modules are joined into one text, each said wrongly in a sentence, and shipped."""
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from raftlib.widgets.player import page
from raftlib.widgets.player.page import Module, joined, player_page

ROOT = Path(__file__).parents[3]
JS = Path(page.__file__).parent / "js"
MODULES = sorted(JS.glob("*.js"))
STORIES = sorted((ROOT / "raftlib" / "stories" / "js").glob("*.js"))
LINES = 350


@pytest.fixture
def write(tmp_path):
    """Writes modules by name; gives the path of the one called player."""

    def write_all(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text + "\n", encoding="utf-8")
        return tmp_path / "player.js"

    return write_all


# ---- Joining -------------------------------------------------------------------------------------------------

def test_what_is_needed_stands_first_and_once(write):
    entry = write(
        low="export const LOW = 1;",
        left='import { LOW } from "./low.js";\nexport const LEFT = LOW;',
        right='import { LOW } from "./low.js";\nexport const RIGHT = LOW;',
        player='import { LEFT } from "./left.js";\nimport { RIGHT } from "./right.js";\n'
               "export function render() { return LEFT + RIGHT; }")
    assert re.findall(r"^const \$(\w+) = \(", joined(entry), flags=re.MULTILINE) == ["low", "left", "right", "player"]


def test_of_imports_and_exports_only_that_of_the_page_is_left(write):
    entry = write(
        low="export const LOW = 1;\nexport class Low {}\nexport async function lowly() {}\nexport function low() {}",
        player='import { LOW, Low } from "./low.js";\nimport { low, lowly } from "./low.js";\n'
               "/* a comment may say import, and export */\nexport function render() {}")
    lines = [line for line in joined(entry).splitlines() if re.match(r"\s*(import|export)\b", line)]
    assert lines == ["export default $player;"]
    assert "const { LOW, Low, low, lowly } = $low;" in joined(entry)


@pytest.mark.parametrize("line", [
    'import low from "./low.js";', 'import * as low from "./low.js";', 'import "./low.js";',
    'import { LOW as HIGH } from "./low.js";', 'import { LOW } from "./deep/low.js";', 'import { LOW } from "low";',
    "import { LOW } from './low.js';", 'import {LOW} from "./low.js";', 'import { LOW,',
    '  import { LOW } from "./low.js";',
    'const a = 1; import { LOW } from "./low.js";', 'import { LOW } from "./low.js"; const a = 1;',
    'const low = await import("./low.js");', "const here = import.meta.url;",
    "export default 1;", "export { a };", "export * from './low.js';", "export let a = 1;", "export var a = 1;",
    "export const { a, b } = { a: 1, b: 2 };", "export const [a] = [1];", "export function* a() {}",
    "const a = 1; export { a };", "  export const a = 1;",
])
def test_any_other_form_is_refused(write, line):
    entry = write(low="export const LOW = 1;", player=line)
    with pytest.raises(ValueError, match=r"player\.js has the line .*: a module of the page may only say") as refused:
        joined(entry)
    assert repr(line) in str(refused.value)


@pytest.mark.parametrize(("texts", "sentence"), [
    ({"player": 'import { a } from "./gone.js";'}, "player.js imports gone.js: there is no such file."),
    ({"player": 'import { a, b } from "./low.js";', "low": "export const a = 1;\nconst b = 2;"},
     "player.js imports b from low.js, which does not export it."),
    ({"player": 'import { a } from "./low.js";', "low": 'import { b } from "./player.js";\nexport const a = 1;'},
     "player.js imports low.js imports player.js: that is a circle."),
    ({"player": 'import { a } from "./player.js";'}, "player.js imports player.js: that is a circle."),
    ({"player": 'import { b } from "./low.js";', "low": "export const a = 1, b = 2;"},
     "player.js imports b from low.js, which does not export it."),
])
def test_what_cannot_be_joined_is_said_in_a_sentence(write, texts, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        joined(write(**texts))


def test_a_circle_leaves_out_those_that_only_lead_to_it(write):
    entry = write(player='import { a } from "./one.js";', one='import { a } from "./two.js";',
                  two='import { a } from "./one.js";')
    with pytest.raises(ValueError, match=re.escape("one.js imports two.js imports one.js: that is a circle.")):
        joined(entry)


def test_without_an_entry_there_is_no_page(tmp_path):
    with pytest.raises(ValueError, match=r"The page imports player\.js: there is no such file\."):
        joined(tmp_path / "player.js")


def test_a_module_may_be_in_another_folder(tmp_path):
    for folder, text in (("low", "export const LOW = 1;\n"), ("high", 'import { LOW } from "../low/low.js";\n')):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.js").write_text(text, encoding="utf-8")
    assert "const { LOW } = $low;" in joined(tmp_path / "high" / "high.js")


def test_two_modules_of_one_name_are_an_error(tmp_path):
    for folder, text in (("low", "export const LOW = 1;\n"), ("high", "export const HIGH = 1;\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.js").write_text(text, encoding="utf-8")
    entry = tmp_path / "player.js"
    entry.write_text('import { LOW } from "./low/same.js";\n', encoding="utf-8")
    with pytest.raises(ValueError, match="only say"):
        joined(entry)  # down into a folder: no such form
    entry = tmp_path / "high" / "player.js"
    entry.write_text('import { HIGH } from "./same.js";\nimport { LOW } from "../low/same.js";\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"same\.js is in two folders"):
        joined(entry)


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

def test_the_wheel_holds_the_whole_page(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "raftlib", source / "raftlib", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    made = subprocess.run([sys.executable, "-c", build, tmp_path], cwd=source, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    assert installed_page(tmp_path / "installed") == player_page()
    assert len(list((tmp_path / "installed").rglob("player.css"))) == 1


def installed_page(folder):
    """The page as the package in a folder joins it, and no other copy of the package."""
    code = (f"import sys; sys.path.insert(0, {str(folder)!r}); import raftlib; "
            "from raftlib.widgets.player.page import player_page; "
            f"assert raftlib.__file__.startswith({str(folder)!r}); print(player_page(), end='')")
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True).stdout
