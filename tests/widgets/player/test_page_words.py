"""What the page gets from Python: bounds that every run can have, and all words that stand on both sides."""
import ast
import re
from pathlib import Path

import pytest

import raftlib
from raftlib import Cluster
from raftlib.analysis import safety
from raftlib.pictures.event_table import KINDS
from raftlib.widgets.player import page
from raftlib.widgets.player.page_words import PROPERTIES, SLIDERS, SLOW
from raftlib.widgets.player.run_words import HEADLINES
from raftlib.widgets.player.settings import NETWORK, SERVERS

JS = Path(page.__file__).parent / "js"


def test_each_property_is_told_in_the_order_of_the_paper():
    assert tuple(PROPERTIES) == safety.PROPERTIES


def test_each_setting_has_its_sliders():
    assert {each.name for each in SLIDERS if each.of == "servers"} == set(SERVERS)
    assert {each.name for each in (*SLIDERS, SLOW) if each.of != "servers"} == set(NETWORK)


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.words)
def test_a_run_can_have_what_a_slider_says(slider):
    for value in (slider.low, slider.high):
        setting = (value, value) if slider.part is not None else value / slider.scale
        Cluster(**{slider.name: int(setting) if slider.name in ("servers", "seed") else setting}).run(for_=50)


def test_a_server_can_be_as_slow_as_its_slider_says():
    cluster = Cluster(servers=3, seed=7)
    for factor in (SLOW.low, SLOW.high):
        cluster.change_network(slow={"S1": factor})
        cluster.run(for_=50)


# ---- What stands in Python and on the page ---------------------------------------------------------------------

LETTERS = 12  # of a text: shorter ones are names, such as those of parts and roles
IN_BOTH = {
    "election timeout": "the kind of an event, by which the page finds the mark to draw; the legend names it so, too",
    "change_network": "the name of a wish, and of the method of Cluster that it calls",
}
COMMENT = re.compile(r"/\*.*?\*/|(?<![\"':])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`')
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def texts_of_python():
    """All literals of the library but the docstrings, f-strings in their pieces."""
    for path in Path(raftlib.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {node.body[0].value for node in ast.walk(tree)
                      if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                      and isinstance(node.body[0], ast.Expr)}
        yield from (node.value.strip() for node in ast.walk(tree) if isinstance(node, ast.Constant)
                    and isinstance(node.value, str) and node not in docstrings)


def texts_of_page(text):
    """All literals of a module of the page, templates in their pieces."""
    for plain, template in LITERAL.findall(COMMENT.sub("", text)):
        yield from (piece.strip() for piece in (re.split(r"\$\{[^}]*\}", template) if template else [plain]))


def is_long(text):
    """Whether a text is long enough to be a sentence, or a part of one."""
    return sum(letter.isalpha() for letter in text) >= LETTERS


@pytest.fixture(scope="module")
def of_python():
    """The texts and colours of Python's side."""
    return {each.lower() if COLOUR.fullmatch(each) else each for each in texts_of_python()}


@pytest.mark.parametrize("path", sorted(JS.glob("*.js")), ids=lambda path: path.stem)
def test_no_text_stands_both_in_python_and_on_the_page(path, of_python):
    text = path.read_text(encoding="utf-8")
    doubles = {each for each in texts_of_page(text) if is_long(each)} & of_python
    assert doubles <= set(IN_BOTH)
    assert COLOUR.findall(text) == []


def test_no_colour_stands_both_in_python_and_in_the_style_sheet(of_python):
    colours = {colour.lower() for colour in COLOUR.findall((JS.parent / "player.css").read_text(encoding="utf-8"))}
    assert colours
    assert colours & of_python == set()


def test_each_exception_is_one():
    pages = "".join(path.read_text(encoding="utf-8") for path in JS.glob("*.js"))
    assert [text for text in IN_BOTH if f'"{text}"' not in pages and f"{text}:" not in pages] == []


@pytest.mark.parametrize(("text", "said"), [
    ('const a = "a text that is long"; /* "not this one, in a comment" */', ["a text that is long"]),
    ("say(`there are ${count} of them`); // \"nor this\"", ["there are", "of them"])])
def test_the_texts_of_a_module_are_found(text, said):
    assert list(texts_of_page(text)) == said


# ---- What is told of a run --------------------------------------------------------------------------------------

def test_each_kind_of_event_has_a_headline():
    assert set(HEADLINES) == {*KINDS, "error", "hear"}
