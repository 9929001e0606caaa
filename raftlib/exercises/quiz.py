"""A quiz: questions that are answered in one sitting and judged only when all is handed in, with points for parts."""
from collections.abc import Mapping

from raftlib.exercises import progress_file
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.quiz_kept import last_sitting, points_of
from raftlib.exercises.quiz_parts import Task
from raftlib.exercises.quiz_result import Result, spoken
from raftlib.exercises.quiz_sheet import QuizSheet, in_words, still
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.protocol.words.counts import counted


class Quiz:
    """Questions by name, what is answered so far, and what came of it once it was handed in.

    Shown as the result of a cell it is a sheet to fill in. It never shows a traceback. `name` is what it is kept by in
    the progress file: each sitting with its points and its answers, in their order. On another day, in a new kernel, it
    is first shown as the last sitting was handed in.
    """

    def __init__(self, name: str, tasks: Mapping[str, Task]):
        self.name, self.tasks = name, dict(tasks)
        self.given: dict[tuple[str, str], str] = {}
        self.result: Result | None = None
        self.anew = False  # whether earlier sittings are over and done with
        self.note = ""  # on the progress file

    @property
    def open(self) -> list[str]:
        """The names of the parts without an answer."""
        return [spoken(name, letter) for name, task in self.tasks.items() for letter in task.parts
                if (name, letter) not in self.given]

    def answer(self, question: str, answer) -> Verdict:
        """Note an answer to a question; it may be given anew until the quiz is handed in."""
        if self.result:
            return Verdict(OPEN, "The quiz is handed in. To take it once more, run again() first.")
        if question not in list(self.tasks):
            return self.unknown(question)
        task = self.tasks[question]
        understood = task.read(answer)
        if understood is None:
            return Verdict(OPEN, f"Answer {question} with {task.form}.")
        self.given |= {(question, letter): option for letter, option in understood.items()}
        noted = ", ".join(f"{letter} {option}".strip() for letter, option in understood.items())
        return Verdict(OPEN, f"Noted for {question}: {noted}. {self.still_open}")

    @property
    def still_open(self) -> str:
        """How much is not answered, in a sentence."""
        if not self.open:
            return "Everything is answered."
        named = f" ({', '.join(self.open)})" if len(self.open) <= 6 else ""
        return f"{counted(len(self.open), 'answer')} {'is' if len(self.open) == 1 else 'are'} open{named}."

    def hand_in(self) -> Result:
        """Hand the quiz in, and keep what was answered; handed in already, it says the same again."""
        if self.result is None:
            kept, note = progress_file.read()
            result = Result(self.tasks, dict(self.given), points_of(kept.get(self.name, [])))
            state = RIGHT if result.total == result.most else WRONG
            sitting = f"sitting {len(result.before) + 1}, {result.answers}"
            self.result = result._replace(note=progress_file.record(self.name, state, sitting) or note)
        return self.result

    def again(self) -> "Quiz":
        """Begin another sitting, with an empty sheet."""
        self.given, self.result, self.anew = {}, None, True
        return self

    def recall(self) -> None:
        """Be as the last sitting was handed in, unless one has begun since."""
        if self.anew or self.given or self.result:
            return
        kept, self.note = progress_file.read()
        self.result = last_sitting(self.tasks, kept.get(self.name, []))
        self.given = dict(self.result.given) if self.result else {}

    def unknown(self, question) -> Verdict:
        """What is said of what names no question."""
        return Verdict(OPEN, f"question is {question!r}: it must be one of {', '.join(self.tasks)}.")

    def show(self, question: str):
        """What answers a question: a picture, or what a run or a search has shown; not before the quiz is handed in."""
        if question not in list(self.tasks):
            return self.unknown(question)
        if self.result is None:
            return Verdict(OPEN, "First hand the quiz in; then this shows what answers the question.")
        return self.tasks[question].show()

    def _repr_mimebundle_(self, **kwargs):
        """The sheet; where there are no widgets, the questions in words."""
        self.recall()
        data = QuizSheet(self)._repr_mimebundle_(**kwargs)
        return data | {"text/html": still(self), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return in_words(self)
