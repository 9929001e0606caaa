"""A page's modules are joined into one text, and what can't be joined is said in a sentence."""
import re

import pytest

from raftlib.widgets.controls.joining import joined


@pytest.fixture
def write(tmp_path):
    """Writes modules by name; gives the path of the one called player."""

    def write_all(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text + "\n", encoding="utf-8")
        return tmp_path / "player.js"

    return write_all


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
