"""What a question is answered with: options or a field, named by the question, with buttons below."""
from collections.abc import Callable, Mapping, Sequence

import traitlets

from raftlib.widgets.controls.control import Control


class Answer(Control):
    """A question and what is answered so far; `on_press` hears which of the `buttons` was pressed."""

    classes = (*Control.classes, "raft-answer")
    asked = traitlets.Unicode().tag(sync=True)
    buttons = traitlets.List().tag(sync=True)
    value = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, asked: str, buttons: Sequence[str], **more):
        super().__init__(asked=asked, buttons=list(buttons), **more)
        self._pressed = []
        self.on_msg(self._hear)

    def on_press(self, does: Callable[[str], None]) -> None:
        """Have a function called with the words of each button that is pressed."""
        self._pressed.append(does)

    def press(self, words: str) -> None:
        """What the page does when a button is pressed."""
        for does in self._pressed:
            does(words)

    def _hear(self, _answer, message: dict, _buffers=None) -> None:
        # The answer comes along: what the page sends by itself may still wait for an earlier message's end.
        self.value = message["value"]
        self.press(self.buttons[message["press"]])


class Choices(Answer):
    """A question with options by what stands for them, none of them chosen yet."""

    page = "choices"
    options = traitlets.List().tag(sync=True)

    def __init__(self, asked: str, buttons: Sequence[str], options: Mapping[str, str]):
        super().__init__(asked, buttons, options=[list(each) for each in options.items()])


class TextField(Answer):
    """A question with a field to type into, and beside it what an answer looks like; Enter presses the first button."""

    page = "text_field"
    sample = traitlets.Unicode().tag(sync=True)

    def __init__(self, asked: str, buttons: Sequence[str], sample: str):
        super().__init__(asked, buttons, sample=sample, value="")
