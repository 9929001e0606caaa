"""The notebooks as the site has them to run: a reader's copies, without what answers a question."""

import json
from pathlib import Path

from raftlib.copies import without_answers


def lay(folder: Path, notebooks: Path) -> None:
    """Put a copy of each notebook into a folder."""
    folder.mkdir(parents=True)
    for path in sorted(notebooks.glob("*.ipynb")):
        copy = without_answers(json.loads(path.read_text(encoding="utf-8")))
        text = json.dumps(copy, indent=1, ensure_ascii=False) + "\n"
        (folder / path.name).write_text(text, encoding="utf-8", newline="\n")
