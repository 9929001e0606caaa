"""Run the notebooks and save their outputs in the one form that tests compare: make notebooks."""

import hashlib
import json
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent))
from glossary import titled

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = {"jupyter", "tags", "jp-MarkdownHeadingCollapsed"}
# A saved widget view shows "model not found" the next day; the still picture beside it stays.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class CellRaisedError(Exception):
    """A cell raised, so the notebook's outputs are not worth saving."""


def main(paths):
    """Run and save each notebook, and stop at the first one in which a cell raised."""
    for path in tqdm(paths or sorted(NOTEBOOKS.glob("*.ipynb")), unit="notebook"):
        try:
            remake(Path(path))
        except CellRaisedError as error:
            return f"{path} is left as it was: {error}"
    return 0


def remake(path):
    """Replace a notebook by itself, freshly run and normalised."""
    notebook = load(path.read_text(encoding="utf-8"))
    execute(notebook, path.parent)
    path.write_text(dump(normalise(notebook)), encoding="utf-8", newline="\n")


def load(text):
    """The notebook in a file's text, each of its cells with an id."""
    notebook = json.loads(text)
    # Before nbformat sees it, since that would give random ids.
    for number, cell in enumerate(notebook["cells"], start=1):
        cell.setdefault("id", made_id(number, "".join(cell["source"])))
    notebook.update(nbformat=4, nbformat_minor=5)
    return nbformat.reads(json.dumps(notebook), as_version=4)


def made_id(number, source):
    """An id for a cell that has none, the same in every run."""
    return hashlib.sha256(f"{number} {source}".encode()).hexdigest()[:8]


def dump(notebook):
    """The text of a notebook's file."""
    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def execute(notebook, folder):
    """Run all cells in a new kernel, whose outputs replace those in the notebook."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=60,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        allow_errors=False,
        force_raise_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env={**os.environ, "RAFT_PROGRESS": "off"})  # as a reader who has answered nothing sees it
    except CellExecutionError as error:
        raise CellRaisedError(f"a cell raised {error.ename}: {error.evalue}") from error


def normalise(notebook):
    """The notebook without anything that differs between two runs or two machines."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.metadata.items() if key in KEPT_CELL_METADATA}
        )
        if cell.cell_type == "markdown":
            cell.source = titled(cell.source)
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(without_view, cell.outputs) if output is not None]
    return notebook


def without_view(output):
    """The output without a live widget's view, or None where nothing else was in it."""
    if "data" not in output:
        return output
    output.data.pop(WIDGET_VIEW, None)
    output.metadata = nbformat.from_dict({})
    return output if output.data else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
