"""A reader's own copies of the notebooks: without outputs that answer something, never overwritten once typed into.

They lie in a folder that git ignores. RECORDS, beside them, holds for each copy what its cells said when it was made.
A copy is *untouched* while its cells say that still. Outputs don't count: whoever runs the same cells gets them again.
"""
import hashlib
import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

RECORDS = ".copies.json"
FIRST_SIGHT = "first-sight"  # the tag of a cell whose output answers nothing: what is seen before anything was run


class Copies:
    """The copies, in `folder`, of the notebooks in `notebooks`; `written` are those made anew by this object."""

    def __init__(self, notebooks: Path, folder: Path):
        self.notebooks = sorted(notebooks.glob("*.ipynb"))
        self.folder = folder
        self.records = read_records(folder / RECORDS)
        self.written: list[Path] = []

    def update(self) -> list[str]:
        """Copy what is missing, and what has changed since; returns what a reader should know of that, in sentences."""
        return [said for notebook in self.notebooks if (said := self._update(notebook))]

    def _update(self, notebook: Path) -> str:
        own = self.folder / notebook.name
        copies = [own, *self._newer(notebook)]
        said_now = said_by(notebook)
        if said_now is None:
            return damaged(notebook)
        if not own.exists():
            self._write(notebook, own)
        elif said_now not in {self.records.get(copy.name) for copy in copies} | {said_by(copy) for copy in copies}:
            untouched = next(filter(self._untouched, copies), None)
            target = untouched or free_name(own, "new")
            self._write(notebook, target)
            if not untouched:
                return f"{notebook.name} has changed since you wrote in yours: the new one is {target.name}, beside it."
        return ""

    def afresh(self, which: str) -> tuple[Path, str]:
        """Begin one copy anew, and keep the old one beside it if it was typed into; returns the copy, and a sentence.

        `which` is a notebook's number or name, as "03". Raises ValueError if there is no such notebook to read.
        """
        notebook = self._named(which)
        if said_by(notebook) is None:
            raise ValueError(damaged(notebook))
        own = self.folder / notebook.name
        kept = ""
        if own.exists() and not self._untouched(own):
            old = set_aside(own)
            kept = f"; what you wrote is in {old.name}, beside it" if old else ""
        for copy in filter(self._untouched, self._newer(notebook)):
            copy.unlink(missing_ok=True)  # it says what the fresh one will say
        self._write(notebook, own)
        return own, f"{own.name} begins afresh{kept}."

    def _named(self, which: str) -> Path:
        for notebook in self.notebooks:
            if which in (notebook.name, notebook.stem, notebook.stem.partition("-")[0]):
                return notebook
        allowed = ", ".join(notebook.stem.partition("-")[0] for notebook in self.notebooks)
        raise ValueError(f"There is no notebook {which!r}: name one of {allowed}.")

    def _newer(self, notebook: Path) -> list[Path]:
        """The copies that were put beside the first."""
        return sorted(self.folder.glob(f"{notebook.stem}-new*.ipynb"))

    def _untouched(self, copy: Path) -> bool:
        said = said_by(copy)
        return said is not None and said == self.records.get(copy.name)

    def _write(self, notebook: Path, copy: Path) -> None:
        self.folder.mkdir(exist_ok=True)
        copied = without_answers(json.loads(notebook.read_text(encoding="utf-8")))
        replace(copy, json.dumps(copied, indent=1, ensure_ascii=False) + "\n")
        self.written.append(copy)
        self.records[copy.name] = said_by(copy)
        replace(self.folder / RECORDS, json.dumps(self.records, indent=1) + "\n")


def without_answers(notebook: dict) -> dict:
    """A notebook without counts, and without outputs but those of cells tagged `first-sight`."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and FIRST_SIGHT not in cell["metadata"].get("tags", []):
            cell.update(outputs=[], execution_count=None)
    return notebook


def said_by(path: Path) -> str | None:
    """A digest of what a notebook's cells say, empty ones left out; None where there is no notebook to read.

    JupyterLab adds an empty cell when the last one is run: nobody has typed anything then.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        said = [(cell["cell_type"], source) for cell in cells if (source := "".join(cell["source"])).strip()]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def damaged(notebook: Path) -> str:
    """What is said of a notebook that can't be read, as after a merge that failed."""
    return f"{notebook.name} is damaged in {notebook.parent.name}/: git checkout {notebook.parent.name} mends it."


def free_name(path: Path, word: str) -> Path:
    """A name beside `path` that no file has yet, as 03-elect-a-leader-new.ipynb."""
    names = (path.with_stem(f"{path.stem}-{word}{number}") for number in numbers())
    return next(name for name in names if not name.exists())


def set_aside(own: Path) -> Path | None:
    """Give a copy another name, as 03-elect-a-leader-old.ipynb; None if it is gone: somebody else begins afresh, too.

    The name is taken first: else two who do this at once could find the same one free, and one text would be lost.
    """
    old = free_name(own, "old")
    try:
        old.touch(exist_ok=False)
    except FileExistsError:
        return set_aside(own)
    try:
        return own.replace(old)
    except FileNotFoundError:
        old.unlink()
        return None


def numbers() -> Iterator[str]:
    """Nothing, -2, -3, and so on."""
    yield ""
    yield from (f"-{number}" for number in count(2))


def read_records(path: Path) -> dict[str, str]:
    """What each copy said when it was made; one that is not in the file counts as typed into, since nobody knows."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    records = records.items() if isinstance(records, dict) else ()
    return {name: said for name, said in records if isinstance(said, str)}


def replace(path: Path, text: str) -> None:
    """Write a file at one stroke, so that nobody ever reads half of one, and two who write don't meet."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)
