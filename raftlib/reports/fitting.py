"""A report that is too large is handed in without some of its texts; all verdicts stay."""
from collections.abc import Iterator

from raftlib.exercises.class_text import ClassText
from raftlib.exercises.progress_file import that_count
from raftlib.protocol.words.counts import counted
from raftlib.reports.contents import LARGEST, Answered, Report

LONGEST = 2000  # characters of a text that stays in any case


def fitting(report: Report) -> tuple[Report, str]:
    """The report, with as many of its texts as there is room for, and a sentence on what is left out, or "".

    Raises ValueError for one that is too large without them, too.
    """
    made = next((each for each in shorter(report) if size_of(each) <= LARGEST), None)
    if made is None:
        raise ValueError(f"The report would have more than {LARGEST} bytes, and without its long texts, too: give the "
                         "file of answers another name, and a new one is begun.")
    left_out = texts_in(report) - texts_in(made)
    said = f"Left out, for it would be too large: {counted(left_out, 'text')} of answers or classes, and no verdict."
    return made, said if left_out else ""


def shorter(report: Report) -> Iterator[Report]:
    """The report; then with the answers that are judged again alone, then without any long text."""
    yield report
    yield report._replace(answered=tuple(map(last_alone, report.answered)))
    yield report._replace(answered=tuple(map(without_long, report.answered)), classes=tuple(map(told, report.classes)))


def size_of(report: Report) -> int:
    """The bytes of its file."""
    return len(report.to_json().encode())


def texts_in(report: Report) -> int:
    """How many answers and classes have their text in a report."""
    return (sum(answer.answer is not None for each in report.answered for answer in each.answers)
            + sum(bool(each.source) for each in report.classes))


def last_alone(answered: Answered) -> Answered:
    """A question whose answers have their text only where that counts."""
    counts = that_count(answered.answers)
    return answered._replace(answers=tuple(answer if number in counts else answer._replace(answer=None)
                                           for number, answer in enumerate(answered.answers, start=1)))


def without_long(answered: Answered) -> Answered:
    """A question whose last answers have their text if it is short."""
    return answered._replace(answers=tuple(answer if len(answer.answer or "") <= LONGEST
                                           else answer._replace(answer=None)
                                           for answer in last_alone(answered).answers))


def told(text: ClassText) -> ClassText:
    """A class with its text if that is short, else with a note."""
    if len(text.source) <= LONGEST:
        return text
    return text._replace(source="", note="Its text is too long for the report.")
