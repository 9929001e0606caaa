"""Make the reader's own copies of the notebooks, and open them in JupyterLab: python -m raftlib."""
import argparse
import sys
from contextlib import suppress
from pathlib import Path

from raftlib.copies import Copies

TOP = Path(__file__).parents[1]
NOTEBOOKS = TOP / "notebooks"
OWN = TOP / "my-notebooks"
FIRST = "00-start-here.ipynb"


def main(words: list[str]) -> str | None:
    """Do what the command line says. Returns a sentence if it can't be done."""
    parser = argparse.ArgumentParser(
        prog="python -m raftlib", description=__doc__, epilog="Other options are JupyterLab's own, as --no-browser."
    )
    parser.add_argument("--afresh", metavar="NOTEBOOK",
                        help="begin this notebook anew, as 03; what was typed into it is kept beside it")
    asked, for_lab = parser.parse_known_args(words)
    try:
        from raftlib.lab import open_lab, sign, unwritable
    except ModuleNotFoundError as missing:
        return f"This Python has no {missing.name}: pip install -r requirements.txt installs what is missing."
    try:
        copies = Copies(NOTEBOOKS, OWN)
        notebook = prepared(copies, asked.afresh)
    except OSError as error:
        return f"Your copies of the notebooks can't be kept in {OWN}: {error.strerror}."
    except ValueError as error:
        return str(error)
    if folder := unwritable():
        return f"Jupyter can't keep anything in {folder}: make it a folder that you may write in."
    for copy in copies.written:
        sign(copy)
    print(f"Your notebooks are in {OWN.name}/; JupyterLab opens in the browser. Ctrl+C, twice, ends it.", flush=True)
    with suppress(KeyboardInterrupt):  # Ctrl+C while JupyterLab is still starting
        open_lab(TOP, notebook, for_lab)
    return None


def prepared(copies: Copies, afresh: str | None) -> Path:
    """Bring the copies up to date, say what is to be known of that, and return the one to open."""
    if not copies.notebooks:
        raise ValueError(f"There are no notebooks in {NOTEBOOKS}: install raftlib from its repository, where they are.")
    for sentence in copies.update():
        print(sentence)
    if afresh is None:
        return OWN / FIRST
    notebook, sentence = copies.afresh(afresh)
    print(sentence)
    return notebook


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
