"""Some cells of a notebook, run by themselves: so a test sees the very run that a reader sees."""
import json
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def run_cells(notebook, *ids):
    """The names that these cells of a notebook define, run in this order."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = {cell["id"]: "".join(cell["source"]) for cell in cells}
    names = {}
    for id in ids:
        exec(sources[id], names)
    return names
