"""The modules of all controls: short, used, and shipped."""
import re
from pathlib import Path

import pytest

import raftlib
from raftlib.stories.telling import story_styles
from raftlib.widgets.controls import answers, control, sheet, shown, sliders
from raftlib.widgets.controls.control import Control, page_of, stylesheet
from raftlib.widgets.controls.joining import Module
from raftlib.widgets.player.look import stylesheet as player_sheet

JS = Path(control.__file__).parent / "js"
RAFTLIB = Path(raftlib.__file__).parent
MODULES = sorted(JS.glob("*.js"))
PAGES = sorted({kind.page for module in (answers, sheet, shown, sliders) for kind in vars(module).values()
                if isinstance(kind, type) and issubclass(kind, Control) and kind.page})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_short_and_some_control_needs_it(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 350
    assert max(map(len, lines)) <= 120
    assert any(f"const ${path.stem} = (() => {{" in page_of(page) for page in PAGES)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_module_imports_and_exports_is_used(path):
    module = Module(path)
    names = [name for names in module.imports.values() for name in names]
    assert [name for name in names if not re.search(rf"\b{name}\b", module.text)] == []
    others = [*RAFTLIB.rglob("*.js")]
    used = {name for other in map(Module, others) for file, names in other.imports.items() for name in names
            if Path(file).name == path.name}
    own = {name for name in module.exports if len(re.findall(rf"\b{name}\b", module.text)) > 1}
    assert set(module.exports) <= used | own | ({"render"} if path.stem in PAGES else set())


def test_the_style_sheet_has_short_lines_and_colours_of_the_theme():
    assert max(map(len, stylesheet().splitlines())) <= 120
    assert re.findall(r"(?<!-)color: #", stylesheet()) == []


def test_whatever_widget_a_notebook_has_brings_what_keeps_its_pictures_in_sight():
    for styles in (stylesheet(), player_sheet(), story_styles()):
        assert styles.count("overflow-anchor: none") == 1
