"""The cells of the notebooks by name, and some run by themselves: so a test sees the very run that a reader sees.

A cell's id is its notebook's name, without the number, and its own: ids are unique in the whole series.
"""
import json
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def beginning(notebook):
    """What the ids of all cells of a notebook begin with."""
    return f"{notebook.lstrip('0123456789-')}-"


def cells_of(notebook, *kinds):
    """The sources of a notebook's cells, or of those of some kinds, by name."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return {cell["id"].removeprefix(beginning(notebook)): "".join(cell["source"])
            for cell in cells if not kinds or cell["cell_type"] in kinds}


def run_cells(notebook, *names):
    """The names that these cells of a notebook define, run in this order."""
    sources, defined = cells_of(notebook), {}
    for name in names:
        exec(sources[name], defined)
    return defined
