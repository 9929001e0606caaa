"""The sheet on which a quiz is answered, and its questions in words for where no widget can be shown."""
import html

from ipywidgets import VBox

from raftlib.protocol.words.counts import counted
from raftlib.widgets.controls.sheet import Sheet
from raftlib.widgets.controls.shown import Review, Said

HAND_IN, AGAIN = "Hand in", "Take it once more"
HOW = ('To answer in Python: quiz.answer("Q1", "ab") says yes to a and b, and no to all others ("ab c?": c is not '
       "known). Then quiz.hand_in().")


class QuizSheet(VBox):
    """All questions of a quiz with their options, a button, and below it the points once that was pressed.

    Where something is open, the first press says so, and the second one hands in all the same.
    """

    def __init__(self, quiz):
        self.quiz, self.warned = quiz, ""
        self.sheet, self.said, self.result = Sheet(asked_of(quiz), {}), Said(), Review()
        super().__init__([self.sheet, self.said, self.result])
        for name, child in zip(("raft-quiz", "raft-verdict", "raft-verdict"), (self, self.said, self.result),
                               strict=True):
            child.add_class(name)
        self.lay()
        self.sheet.observe(self._note, "value")
        self.sheet.on_press(self._press)

    def lay(self) -> None:
        """Show what the quiz knows."""
        result = self.quiz.result
        self.sheet.value = {key(*place): option for place, option in self.quiz.given.items()}
        self.sheet.marks = {key(*place): mark for place, mark in result.marks.items()} if result else {}
        self.sheet.done, self.sheet.button = bool(result), AGAIN if result else HAND_IN
        self.said.value = f"<b>Handed in: {result.summary}</b>" if result else html.escape(self.quiz.note)
        self.result.value = result.table if result else ""

    def _note(self, change) -> None:
        if self.quiz.result is None:
            places = {key(name, letter): (name, letter) for name, task in self.quiz.tasks.items()
                      for letter in task.parts}
            self.quiz.given = {places[each]: option for each, option in change["new"].items()}
            self.warned = self.said.value = ""  # how much is open is another number now

    def _press(self) -> None:
        if self.quiz.result:
            self.quiz.again()
        elif self.quiz.open and self.warned != self.quiz.still_open:
            self.warned = self.quiz.still_open
            self.said.value = f"{html.escape(self.warned)} Press once more to hand in all the same."
            return
        else:
            self.quiz.hand_in()
        self.warned = ""
        self.lay()


def key(name: str, letter: str) -> str:
    """What a part is called between Python and the page."""
    return f"{name} {letter}".strip()


def asked_of(quiz) -> list[dict]:
    """The questions as the page takes them."""
    return [{"name": heading(name, task), "asked": task.asked,
             "parts": [{"key": key(name, letter), "asked": f"{letter}) {part.asked}" if letter else part.asked,
                        "options": [[option, words] for option, words in part.options.items()]}
                       for letter, part in task.parts.items()]}
            for name, task in quiz.tasks.items()]


def heading(name: str, task) -> str:
    """A question's name, with its points."""
    return f"{name} ({counted(task.points, 'point')})"


def in_words(quiz) -> str:
    """The questions as text."""
    lines = []
    for name, task in quiz.tasks.items():
        lines += [f"{heading(name, task)}. {task.asked}", *(f"  {each}" for each in choices_of(task))]
    return "\n".join([*lines, HOW])


def still(quiz) -> str:
    """The questions in HTML, for where no widget can be shown, and how to answer there."""
    said = "".join(
        f"<p style='white-space: pre-wrap; margin: 0.6em 0 0'><b>{html.escape(heading(name, task))}.</b> "
        f"{html.escape(task.asked)}</p><ul style='list-style: none; padding-left: 1em; margin: 0'>"
        + "".join(f"<li>{html.escape(each)}</li>" for each in choices_of(task)) + "</ul>"
        for name, task in quiz.tasks.items())
    return f"{said}<small>To answer, run this cell. {html.escape(HOW)}</small>"


def choices_of(task) -> list[str]:
    """The parts of a question, or the options of its only one, a line each."""
    if "" in task.parts:
        return [f"{' | '.join(task.parts[''].options.values())}"]
    return [f"{letter}) {part.asked} {' | '.join(part.options.values())}" for letter, part in task.parts.items()]
