"""The rounds of a notebook: predict, run, explain."""
import json

from raftlib.questions.series import exercises_of
from tests.cells import NOTEBOOKS


def rounds(notebook):
    """Of each question before a run: its cell, the next one that shows what was run, and the fold that explains it."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    predictions = {f"exercises.{name}" for name, each in exercises_of(notebook).items() if each.is_prediction}
    asks = ["".join(cell["source"]).splitlines()[-1] in predictions for cell in cells]
    for place in [place for place, asking in enumerate(asks) if asking]:
        after = range(place + 1, len(cells))
        run = next(n for n in after if cells[n]["cell_type"] == "code" and not asks[n] and cells[n]["outputs"])
        told = next(n for n in range(run + 1, len(cells)) if "".join(cells[n]["source"]).startswith("<details>"))
        yield [cells[n]["id"] for n in (place, run, told)]
