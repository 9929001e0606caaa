"""What is said of a quiz that was handed in: points, and for each mistake what is behind it and where to read on."""
import html
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from raftlib.exercises.misconception import treated_in
from raftlib.exercises.quiz_parts import Part, Task
from raftlib.exercises.states import OPEN, RIGHT, UNKNOWN, WRONG, badge

Given = Mapping[tuple[str, str], str]  # the answers, by question and part
NOT_GIVEN = "–"  # in words, for a part without an answer


class Remark(NamedTuple):
    """What is said of a part that is not right: its name, its state, what is right, why, and the belief behind it."""

    name: str
    state: str
    said: str
    belief: str
    part: Part

    @property
    def asked(self) -> str:
        """The statement that it is about; none where the question itself asks."""
        return f"“{self.part.asked}”" if self.part.asked else ""


class Result(NamedTuple):
    """One sitting: the questions, what was given, the points of earlier sittings, and a note on the progress file."""

    tasks: Mapping[str, Task]
    given: Given
    before: tuple[int, ...] = ()
    note: str = ""

    @property
    def points(self) -> dict[str, int]:
        """The points of each question."""
        return {name: task.worth({letter: self.given.get((name, letter)) for letter in task.parts})
                for name, task in self.tasks.items()}

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.points.values())

    @property
    def most(self) -> int:
        """How many points there are."""
        return sum(task.points for task in self.tasks.values())

    @property
    def summary(self) -> str:
        """The points in a sentence, with those of earlier sittings."""
        before = f" Earlier sittings: {', '.join(map(str, self.before))}." if self.before else ""
        return f"{self.total} of {self.most} points.{before}"

    @property
    def marks(self) -> dict[tuple[str, str], str]:
        """A mark for each part, in HTML: its sign, and in words whether it is right, and else what is."""
        return {(name, letter): mark(part, self.given.get((name, letter)))
                for name, task in self.tasks.items() for letter, part in task.parts.items()}

    @property
    def answers(self) -> str:
        """What was given, in words, as it is kept."""
        return f"{self.total} of {self.most} points: " + ", ".join(
            f"{spoken(name, letter)} {self.given.get((name, letter), NOT_GIVEN)}"
            for name, task in self.tasks.items() for letter in task.parts)

    def remarks(self, name: str) -> Iterator[Remark]:
        """What is said of a question's parts that are not right."""
        for letter, part in self.tasks[name].parts.items():
            answer = self.given.get((name, letter))
            if answer == part.right:
                continue
            belief = treated_in(dict(part.wrong).get(answer, ""))
            yield Remark(spoken(name, letter), state_of(part, answer), said_of(part, answer),
                         f"Often believed, and wrong: “{belief.belief}”" if belief else "", part)

    def __repr__(self) -> str:
        lines = [self.summary]
        for name, points in self.points.items():
            lines.append(f"{name}: {points} of {self.tasks[name].points}")
            lines += ["  " + " ".join(filter(None, (each.state, f"{each.name}:", each.asked, each.said,
                                                   each.belief, f"See {each.part.where}.")))
                      for each in self.remarks(name)]
        return "\n".join([*lines, *filter(None, [self.note])])

    def _repr_html_(self) -> str:
        return f"<b>{self.summary}</b>{self.table}"

    @property
    def table(self) -> str:
        """A line for each question, in HTML, and the note."""
        rows = "".join(self.row(name) for name in self.tasks)
        head = "".join(f"<th scope='col' style='text-align: left'>{words}</th>"
                       for words in ("question", "points", "what to look at again"))
        note = f"<br><i>{html.escape(self.note)}</i>" if self.note else ""
        return f"<table><tr>{head}</tr>{rows}</table>{note}"

    def row(self, name: str) -> str:
        """A question's line of the table."""
        remarks = "".join(f"<p style='margin: 0 0 0.4em'>{in_html(each)}</p>" for each in self.remarks(name))
        cells = (name, f"{self.points[name]} of {self.tasks[name].points}", remarks or badge(RIGHT))
        return "<tr>" + "".join(f"<td style='text-align: left; vertical-align: top; white-space: {wrap}'>{cell}</td>"
                                for cell, wrap in zip(cells, ("nowrap", "nowrap", "normal"), strict=True)) + "</tr>"


def state_of(part: Part, answer: str | None) -> str:
    """Right, wrong, not known or open."""
    return {part.right: RIGHT, None: OPEN, UNKNOWN: UNKNOWN}.get(answer, WRONG)


def mark(part: Part, answer: str | None) -> str:
    """A part's mark."""
    state = state_of(part, answer)
    words = {RIGHT: "Right.", WRONG: f"Wrong. {part.told}"}.get(state, part.told)
    return f"{badge(state)} {html.escape(words)}"


def said_of(part: Part, answer: str | None) -> str:
    """What is right, what was not thought of by whoever gave this answer, and why."""
    said = part.told, dict(part.wrong).get(answer, ""), part.reason
    return " ".join(dict.fromkeys(filter(None, said)))


def spoken(name: str, letter: str) -> str:
    """The name of a part: Q1 a."""
    return f"{name} {letter}".strip()


def in_html(remark: Remark) -> str:
    """A remark as a page shows it."""
    where = remark.part.where
    said = " ".join(filter(None, (html.escape(remark.asked), html.escape(remark.said),
                                  f"<i>{html.escape(remark.belief)}</i>" if remark.belief else "")))
    return (f"{badge(remark.state)} <b>{remark.name}</b> {said} "
            f'<a href="{where.link}" target="_blank" style="text-decoration: underline">{html.escape(str(where))}</a>')
