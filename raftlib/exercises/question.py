"""A question that is answered in the notebook itself: options to choose from, or a field, and the verdict below."""
import html

from ipywidgets import HTML, Button, Layout, RadioButtons, Text, VBox

from raftlib.exercises.exercise import Verdict
from raftlib.exercises.states import OPEN

WHOLE_WIDTH = Layout(width="100%")
AS_WIDE_AS_ITS_WORDS = Layout(width="max-content")
NOTHING_YET = Verdict(OPEN, "Answer first; then press the button.")


class Question(VBox):
    """The question of a `Value`, something to answer it with, a button, and the verdict once that was pressed."""

    def __init__(self, exercise):
        self.exercise = exercise
        self.answer = options(exercise) if exercise.options else field(exercise)
        self.button = Button(description="Compare with the run" if exercise.is_prediction else "Check",
                             layout=AS_WIDE_AS_ITS_WORDS)
        self.verdict = HTML(layout=WHOLE_WIDTH)
        super().__init__([HTML(in_bold(exercise.asked), layout=WHOLE_WIDTH), self.answer, self.button, self.verdict])
        for part, name in ((self, "question"), (self.answer, "answer"), (self.verdict, "verdict")):
            part.add_class(f"raft-{name}")
        self.button.on_click(lambda _button: self._judge())
        self.answer.on_msg(self._hear)

    def _hear(self, _answer, content, _buffers) -> None:
        """Enter in the field is as good as the button."""
        if content.get("event") == "submit":
            self._judge()

    def _judge(self) -> None:
        answer = self.exercise.typed(self.answer.value or "")
        verdict = NOTHING_YET if answer is None else self.exercise(answer)
        self.verdict.value = verdict._repr_html_()


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
