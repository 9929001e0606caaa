"""Any cell of any notebook may be run again, at once or after all others, and shows the same."""
import ast
from contextlib import redirect_stdout
from functools import lru_cache
from io import StringIO

import pytest
from IPython.core.formatters import DisplayFormatter

import raftlib
from raftlib.pictures.picture import Picture
from raftlib.questions.series import NOTEBOOKS
from tests.cells import cells_of

FORMATTER = DisplayFormatter()
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # its id is another one each time
PURE = ("hold_elections", "split_rates", "live", "downtimes", "broadcast")  # functions of their arguments, and slow


def run(source, names):
    """What a cell prints, and what its last line shows, as in a kernel."""
    *lines, last = ast.parse(source).body
    printed, shown = StringIO(), None
    with redirect_stdout(printed):
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(lines, []), "<cell>", "exec"), names)
            shown = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        else:
            exec(compile(source, "<cell>", "exec"), names)
    data = {} if shown is None else FORMATTER.format(shown)[0]
    return printed.getvalue(), {kind: each for kind, each in data.items() if kind != WIDGET_VIEW}


def kept(function):
    """The function, which works out an answer once."""
    known = lru_cache(maxsize=None)(function)

    def answer(*arguments, **named):
        return known(*(tuple(each) if isinstance(each, list) else each for each in arguments), **named)
    return answer


def few(hold):
    """The function with a hundred trials at most: what is held once shows the same again, however many they are."""
    def held(failover, trials=100, *arguments, **named):
        return hold(failover, min(trials, 100), *arguments, **named)
    return held


@pytest.fixture
def quick(monkeypatch):
    """Without what takes long and can't show a difference."""
    monkeypatch.setattr(Picture, "png", lambda self: b"")  # it is of the same drawing as the SVG
    for name in PURE:
        monkeypatch.setattr(raftlib, name, kept(getattr(raftlib, name)))
    monkeypatch.setattr(raftlib, "hold_elections", few(raftlib.hold_elections))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_each_cell_shows_the_same_again(notebook, quick):
    cells, names, first = cells_of(notebook, "code"), {"__name__": "__main__"}, {}
    for id, source in cells.items():
        first[id] = run(source, names)
        assert run(source, names) == first[id], f"{id}, run again at once"
    for order in (list(cells), list(reversed(cells))):
        for id in order:
            assert run(cells[id], names) == first[id], f"{id}, in another run of all cells, from {order[0]} on"


@pytest.mark.parametrize("sources", [
    ["numbers = [1]", "numbers.append(2)\nnumbers"],
    ["n = 0", "n += 1\nprint(n)"],
    ["n = 1", "print(n)", "n += 1"],  # to be seen only when the second cell is run after the third
])
def test_a_cell_that_changes_what_others_made_shows_something_else(sources):
    names = {}
    first = [run(source, names) for source in sources]
    assert [run(source, names) for source in reversed(sources)] != first[::-1]
