"""A question that is answered in the notebook itself: options to choose from, or a field, and the verdict below."""
import html

from ipywidgets import VBox

from raftlib.exercises.exercise import DONT_KNOW, Verdict
from raftlib.exercises.states import OPEN
from raftlib.widgets.controls.answers import Answer, Choices, TextField
from raftlib.widgets.controls.shown import Said

NOTHING_YET = Verdict(OPEN, "Answer first; then press the button.")


class Question(VBox):
    """The question of a `Value`, something to answer it with, a button, and the verdict once that was pressed.

    A prediction has a second button, *I don't know*: that is an answer, too. Shown again, it shows what was answered
    last: to run its cell again loses nothing. Both parts are controls of ours, in a box of ipywidgets.
    """

    def __init__(self, exercise):
        self.exercise = exercise
        self.answer, self.verdict = answer_to(exercise), Said()
        super().__init__([self.answer, self.verdict])
        self.add_class("raft-question")
        self.verdict.add_class("raft-verdict")
        if exercise.is_prediction:
            self.add_class("raft-prediction")
        if exercise.answered:
            self.answer.value, self.verdict.value = exercise.answered
            self.add_class("raft-answered")
        self.answer.on_press(self._judge)

    def _judge(self, pressed: str) -> None:
        answer = DONT_KNOW if pressed == DONT_KNOW else self.exercise.typed(self.answer.value or "")
        # Here the question stays in sight.
        verdict = NOTHING_YET if answer is None else self.exercise.verdict_on((answer,))
        self.verdict.value = verdict._repr_html_()
        if answer is not None:
            self.exercise.answered = self.answer.value, self.verdict.value
            self.add_class("raft-answered")


def answer_to(exercise) -> Answer:
    """The options, or an empty field that shows what an answer looks like."""
    buttons = ("Compare with the run", DONT_KNOW) if exercise.is_prediction else ("Check",)
    if exercise.options:
        return Choices(exercise.asked, buttons, {letter: f"{letter}) {text}"
                                                 for letter, text in exercise.options.items()})
    return TextField(exercise.asked, buttons, exercise.sample)


def in_bold(text: str) -> str:
    """A question in HTML, its lines kept."""
    return f'<div style="white-space: pre-wrap; line-height: 1.4"><b>{html.escape(text)}</b></div>'


def still(exercise) -> str:
    """The question in HTML, for where no widget can be shown, and how to answer there."""
    lines = "".join(f"<li>{letter}) {html.escape(text)}</li>" for letter, text in exercise.options.items())
    how = html.escape(exercise.in_python())
    return (f"{in_bold(exercise.asked)}<ul style='list-style: none; padding-left: 1em'>{lines}</ul>"
            f"<small>To answer, run this cell; without its buttons, run <code>{how}</code>.</small>")
