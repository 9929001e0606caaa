"""A teacher's look at a report: what it claims, judged again."""
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from raftlib.exercises.progress_file import Answer, that_count
from raftlib.exercises.states import OPEN
from raftlib.protocol.words.counts import counted
from raftlib.reports.apart import judged_apart
from raftlib.reports.code import Judged, exercise_called
from raftlib.reports.contents import Answered, Report, heading_of, read
from raftlib.reports.report import version_of_raftlib
from raftlib.simulation.arguments import brief, is_number, truth

NOT_RUN = "it is code, and none was run"
WIDEST = 200  # characters of a reason
LONGEST = 3600  # seconds for one class


class Line(NamedTuple):
    """One answer: where it stands in the report, what the report claims, and what was found."""

    answered: Answered
    number: int
    claimed: str
    found: Judged

    @property
    def differs(self) -> bool:
        """Whether it was judged, and otherwise than the report claims."""
        return self.found.state not in (OPEN, self.claimed)

    def __str__(self) -> str:
        number = f", answer {self.number} of {len(self.answered.answers)}" if len(self.answered.answers) > 1 else ""
        which = plain(f"{heading_of(self.answered.notebook)}, {self.answered.name}{number}")
        judged = f", judged {self.found.state}" if self.found.state != OPEN else ""
        return f"{which}: claims {self.claimed}{judged}: {plain(self.found.text)}"


class Checked(NamedTuple):
    """What was found of a report: a line for each answer that was looked at, and of each class that goes along."""

    report: Report
    lines: tuple[Line, ...]
    classes: dict[str, Judged]
    ran: bool

    @property
    def differences(self) -> tuple[Line, ...]:
        """The answers that are not what the report claims."""
        return tuple(line for line in self.lines if line.differs)

    @property
    def not_judged(self) -> tuple[Line, ...]:
        """The answers of which nothing was found."""
        return tuple(line for line in self.lines if line.found.state == OPEN)

    @property
    def points(self) -> dict[str, float]:
        """What the last answer to each question is worth, of 1, as judged here; 0 where it was not judged."""
        return {line.answered.full_name: line.found.points for line in self.lines
                if line.number == len(line.answered.answers)}

    def __repr__(self) -> str:
        same = len(self.lines) - len(self.differences) - len(self.not_judged)
        return "\n".join([
            f"Report of {plain(self.report.name) or 'nobody'}, {plain(self.report.date)}, raftlib "
            f"{plain(self.report.version)}: {counted(len(self.lines), 'answer')} to "
            f"{counted(len(self.points), 'question')}.",
            *self.warnings(),
            f"Judged as the report claims: {same}.",
            f"Judged otherwise: {len(self.differences)}.", *(f"  {line}" for line in self.differences),
            f"Not judged: {len(self.not_judged)}.", *(f"  {line}" for line in self.not_judged),
            f"Points for the last answers, as judged: {sum(self.points.values()):g} of {len(self.points)}.",
            *(f"Class {plain(name)}: {plain(found.text)}" for name, found in self.classes.items())])

    def warnings(self) -> Iterator[str]:
        """What one must know to read the rest."""
        if not self.ran and (self.classes or any(line.found.text == NOT_RUN for line in self.lines)):
            yield ("The code in it was not run. check_report(file, run_code=True) runs it, in a process of its own; "
                   "that is no sandbox, so read it first.")
        if self.report.version != version_of_raftlib():
            yield f"It was written with another raftlib than this one, {version_of_raftlib()}: answers may differ."


def check_report(file: str | Path, run_code: bool = False, seconds: float = 60) -> Checked:
    """Judge again what a report claims, and say what differs.

    Typed answers are judged by the questions themselves. Code is run only if `run_code` is True: each class in a
    process of its own, with a folder of its own, some memory, and so many `seconds`; of each question its last answer,
    and the last one that claims ✓. A process of its own is no sandbox: it stops mistakes, as an endless loop, and not
    harm. The code can read and delete the files that you can, speak to the network, and make up its verdict. Read it
    first; the file is text. Raises ValueError for a file that is no report.
    """
    run_code = truth("run_code", run_code)
    if not is_number(seconds) or not 0 < seconds <= LONGEST:
        raise ValueError(f"seconds is {brief(seconds)}: it must be a number above 0, and at most {LONGEST}.")
    report = read(file)
    if run_code:
        print(f"Running the code that is in {Path(file).name}, with your rights, in processes that end after "
              f"{seconds:g} s at most.", flush=True)

    def run(source: str, exercise: str = "") -> Judged:
        return judged_apart(source, exercise, seconds) if run_code else Judged(OPEN, NOT_RUN)

    lines = tuple(Line(answered, number, answer.state, found_of(answered, answer, number, run))
                  for answered in report.answered for number, answer in enumerate(answered.answers, start=1))
    return Checked(report, lines, {each.name: run(each.source) for each in report.classes}, run_code)


def found_of(answered: Answered, answer: Answer, number: int, run) -> Judged:
    """What is found of one answer: by its words, or, if it is code, by `run(source, exercise)`."""
    exercise = exercise_called(answered.full_name)
    if exercise is None:
        return Judged(OPEN, "this raftlib has no such question.")
    if answer.answer is None:
        return Judged(OPEN, "the report does not have the answer.")
    if exercise.takes_code:
        if number not in that_count(answered.answers):
            return Judged(OPEN, "it is code, of which other answers are judged.")
        return run(answer.answer, answered.full_name)
    verdict = exercise.again(answer.answer)
    return Judged(verdict.state, verdict.text, verdict.points)


def plain(text: str) -> str:
    """A text on one line and not too long: what could move a terminal's cursor is left out."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    return shown if len(shown) <= WIDEST else f"{shown[:WIDEST]} …"
