"""The notebooks as the site has them to run: a reader's copies, without what answers a question.

What a cell gave lies apart, for where it would need a chart's packages and they are not there.
"""

import json
from html import escape
from pathlib import Path

from raftlib.copies import without_answers
from raftlib.stills_in_browser import name_of


def lay(folder: Path, notebooks: Path) -> None:
    """Put a copy of each notebook into a folder."""
    folder.mkdir(parents=True)
    for path in sorted(notebooks.glob("*.ipynb")):
        copy = without_answers(json.loads(path.read_text(encoding="utf-8")))
        text = json.dumps(copy, indent=1, ensure_ascii=False) + "\n"
        (folder / path.name).write_text(text, encoding="utf-8", newline="\n")


def lay_stills(folder: Path, notebooks: Path) -> None:
    """Put what each cell gave into a folder, a file a cell, under its code's name."""
    folder.mkdir(parents=True)
    for path in sorted(notebooks.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if still := still_of(cell.get("outputs", [])):
                (folder / name_of("".join(cell["source"]))).write_text(still, encoding="utf-8", newline="\n")


def still_of(outputs: list[dict]) -> str:
    """What a cell printed, and its pictures, as HTML."""
    return "".join(f"<pre>{escape(''.join(output['text']))}</pre>" if "text" in output
                   else "".join(output["data"].get("text/html", "")) for output in outputs)
