"""What all controls have in common: a page of small modules over the browser's own inputs, and one style sheet."""
from functools import cache
from pathlib import Path

import anywidget
import traitlets

from raftlib.widgets.controls.joining import joined

HERE = Path(__file__).parent


class Control(anywidget.AnyWidget):
    """A widget of one part: its module in `js/` shows its values, and sends them when a hand changes them."""

    page = ""  # the module's name
    classes = ("raft-control",)

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    @traitlets.default("_esm")
    def _text(self) -> str:
        return page_of(self.page)

    @traitlets.default("_css")
    def _sheet(self) -> str:
        return stylesheet()

    def __init__(self, **values):
        super().__init__(_dom_classes=self.classes, **values)


@cache
def page_of(name: str) -> str:
    """The text of a control's page, joined once."""
    return joined(HERE / "js" / f"{name}.js")


@cache
def stylesheet() -> str:
    """The style sheet of all controls, and what any widget asks of the notebook round it."""
    return of_notebook() + inputs("raft-control") + (HERE / "controls.css").read_text(encoding="utf-8")


def of_notebook() -> str:
    """What a notebook needs so that what its cells show comes into sight."""
    return (HERE / "notebook.css").read_text(encoding="utf-8")


def inputs(root: str) -> str:
    """The style sheet of what can be pressed, chosen or typed into, within nodes of a class."""
    return (HERE / "inputs.css").read_text(encoding="utf-8").replace("raft-control", root)
