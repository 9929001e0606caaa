"""Run the notebooks and save their outputs in the one form that tests compare: make notebooks."""

import hashlib
import json
import os
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from slides import SAME, slide_types
from tqdm import tqdm

from raftlib.pictures.picture import WITH_PNG

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    # What nbconvert needs to write a script, and no version of Python.
    "language_info": {
        "name": "python", "file_extension": ".py", "mimetype": "text/x-python", "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
KEPT_CELL_METADATA = {"jp-MarkdownHeadingCollapsed", "jupyter", "tags"}
KEPT_METADATA = {"image/png"}  # of an output: how large the picture is to be shown
# A saved widget view shows "model not found" the next day; the still picture beside it stays.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
GLOSSARY = NOTEBOOKS / "glossary.ipynb"
TERM = re.compile(r"\]\(glossary\.ipynb#([^)\s]+)(?: \"[^\"]*\")?\)")  # a link to one, with or without its definition


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
    name_cells(notebook, path.stem.lstrip("0123456789-"))
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


def name_cells(notebook, name):
    """Have the id of each cell begin with its notebook's name: a book of all notebooks has one name space for all."""
    for cell in notebook.cells:
        if not cell.id.startswith(f"{name}-"):
            cell.id = f"{name}-{cell.id}"


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
        # As a reader sees it who has answered nothing, and with the PNGs that a live notebook does without.
        client.execute(env={**os.environ, "RAFT_PROGRESS": "off", WITH_PNG: "on"})
    except CellExecutionError as error:
        raise CellRaisedError(f"a cell raised {error.ename}: {error.evalue}") from error


def normalise(notebook):
    """The notebook without anything that differs between two runs or two machines."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell, begun in zip(notebook.cells, slide_types(notebook.cells), strict=True):
        kept = {key: value for key, value in cell.metadata.items() if key in KEPT_CELL_METADATA}
        cell.metadata = nbformat.from_dict(kept | ({} if begun == SAME else {"slideshow": {"slide_type": begun}}))
        if cell.cell_type == "markdown":
            cell.source = TERM.sub(defined, cell.source)
        else:
            cell.outputs = [output for output in map(without_view, cell.outputs) if output is not None]
    return notebook


def defined(link):
    """A link to a term, with the term's definition, which a page shows on hover."""
    term = link[1]
    return f']({GLOSSARY.name}#{term} "{definitions()[term]}")' if term in definitions() else link[0]


@cache
def definitions():
    """What the glossary says of each term in its first sentence, by the name that a link has for it."""
    cells = json.loads(GLOSSARY.read_text(encoding="utf-8"))["cells"]
    entries = re.findall(r"^### (.+)\n\n(.+)$", "\n\n".join("".join(cell["source"]) for cell in cells), re.MULTILINE)
    return {term.replace(" ", "-"): in_plain_words(text) for term, text in entries}


def in_plain_words(text):
    """The first sentence of an entry, which says what its term is."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)|[*`]", r"\1", text.split(". ")[0].rstrip(".") + ".").replace('"', "'")


def without_view(output):
    """The output without a live widget's view, or None where nothing else was in it."""
    if "data" not in output:
        return output
    output.data.pop(WIDGET_VIEW, None)
    output.metadata = nbformat.from_dict(
        {kind: said for kind, said in output.metadata.items() if kind in KEPT_METADATA}
    )
    return output if output.data else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
