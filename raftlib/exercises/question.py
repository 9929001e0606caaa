"""A question that is answered in the notebook itself: options to choose from, or a field, and the verdict below."""
import html
from collections.abc import Callable

from ipywidgets import HTML, Button, HBox, Layout, RadioButtons, Text, VBox

from raftlib.exercises.exercise import DONT_KNOW, Verdict
from raftlib.exercises.states import OPEN

WHOLE_WIDTH = Layout(width="100%")
AS_WIDE_AS_ITS_WORDS = Layout(width="max-content")
NOTHING_YET = Verdict(OPEN, "Answer first; then press the button.")


class Question(VBox):
    """The question of a `Value`, something to answer it with, a button, and the verdict once that was pressed.

    A prediction has a second button, *I don't know*: that is an answer, too.
    """

    def __init__(self, exercise):
        self.exercise = exercise
        self.answer = options(exercise) if exercise.options else field(exercise)
        self.button = button("Compare with the run" if exercise.is_prediction else "Check", self._judge)
        self.dont_know = button(DONT_KNOW, lambda: self._say(exercise(DONT_KNOW)))
        buttons = [self.button, self.dont_know] if exercise.is_prediction else [self.button]
        self.verdict = HTML(layout=WHOLE_WIDTH)
        super().__init__([HTML(in_bold(exercise.asked), layout=WHOLE_WIDTH), self.answer,
                          HBox(buttons), self.verdict])
        for part, name in ((self, "question"), (self.answer, "answer"), (self.verdict, "verdict")):
            part.add_class(f"raft-{name}")
        self.answer.on_msg(self._hear)

    def _hear(self, _answer, content, _buffers) -> None:
        """Enter in the field is as good as the button."""
        if content.get("event") == "submit":
            self._judge()

    def _judge(self) -> None:
        answer = self.exercise.typed(self.answer.value or "")
        self._say(NOTHING_YET if answer is None else self.exercise(answer))

    def _say(self, verdict: Verdict) -> None:
        self.verdict.value = verdict._repr_html_()


def button(words: str, pressed: Callable[[], None]) -> Button:
    """A button that does something when it is pressed."""
    made = Button(description=words, layout=AS_WIDE_AS_ITS_WORDS)
    made.on_click(lambda _button: pressed())
    return made


def options(exercise) -> RadioButtons:
    """The options, none of them chosen yet."""
    return RadioButtons(options=[(f"{letter}) {text}", letter) for letter, text in exercise.options.items()],
                        value=None, layout=WHOLE_WIDTH)


def field(exercise) -> Text:
    """An empty field that shows what an answer looks like."""
    return Text(placeholder=f"such as {exercise.sample}", layout=Layout(width="260px"))


def in_bold(text: str) -> str:
    """A question in HTML, its lines kept."""
    return f'<div style="white-space: pre-wrap; line-height: 1.4"><b>{html.escape(text)}</b></div>'


def still(exercise) -> str:
    """The question in HTML, for where no widget can be shown, and how to answer there."""
    lines = "".join(f"<li>{letter}) {html.escape(text)}</li>" for letter, text in exercise.options.items())
    how = html.escape(exercise.in_python())
    return (f"{in_bold(exercise.asked)}<ul style='list-style: none; padding-left: 1em'>{lines}</ul>"
            f"<small>To answer, run this cell; without its buttons, run <code>{how}</code>.</small>")
