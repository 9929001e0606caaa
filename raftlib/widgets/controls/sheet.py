"""A sheet of questions that is filled in as a whole: each part has a row of options, and one button is below all."""
from collections.abc import Callable, Mapping, Sequence

import traitlets

from raftlib.widgets.controls.control import Control


class Sheet(Control):
    """Questions with what was chosen in each of their parts, by the part's key; `done` locks it.

    `marks` are shown beside the parts, in HTML, by their keys, too.

    A question has a name, what is asked, and parts; a part has a key, what is asked, and options, each a value with its
    words.
    """

    page = "sheet"
    classes = (*Control.classes, "raft-answer")
    questions = traitlets.List().tag(sync=True)
    value = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    button = traitlets.Unicode().tag(sync=True)
    done = traitlets.Bool(False).tag(sync=True)

    def __init__(self, questions: Sequence[dict], value: Mapping[str, str], button: str = ""):
        super().__init__(questions=list(questions), value=dict(value), button=button)
        self._pressed = []
        self.on_msg(self._hear)

    def on_press(self, does: Callable[[], None]) -> None:
        """Have a function called when the button is pressed."""
        self._pressed.append(does)

    def press(self) -> None:
        """What the page does when the button is pressed."""
        for does in self._pressed:
            does()

    def _hear(self, _sheet, message: dict, _buffers=None) -> None:
        # What is chosen comes along: what the page sends by itself may still wait for an earlier message's end.
        if not self.done:
            self.value = message["value"]
        self.press()
