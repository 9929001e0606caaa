"""A reader's report: what was answered in all notebooks, in a file to hand in and on a page to print."""
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from raftlib.exercises import progress_file
from raftlib.exercises.class_text import text_of_class
from raftlib.exercises.progress_file import Answer
from raftlib.protocol.words.counts import counted
from raftlib.questions.series import NOTEBOOKS, exercises_of, module_of
from raftlib.reports.contents import LONGEST_NAME, MOST_CLASSES, Answered, Report
from raftlib.reports.fitting import fitting
from raftlib.reports.page import page
from raftlib.simulation.arguments import brief

FILE, PAGE = "raft-report.json", "raft-report.html"


class Written:
    """A report that was written, and a note if the file of answers was damaged."""

    def __init__(self, report: Report, note: str):
        self.report, self.note = report, note

    def __repr__(self) -> str:
        report = self.report
        answers = sum(len(each.answers) for each in report.answered)
        inside = (f"{counted(answers, 'answer')} to {counted(len(report.answered), 'question')} in "
                  f"{counted(len(report.notebooks), 'notebook')}" if answers else "no answers, for none are kept here")
        code = f", and the text of {' and '.join(each.name for each in report.classes)}" if report.classes else ""
        notes = [f"{each.name}: {each.note}" for each in report.classes if each.note]
        return "\n".join([f"Wrote {FILE}, to hand in, and {PAGE}, to print. In them: {inside}{code}. Nothing has left "
                          "this machine.", *notes, *filter(None, [self.note])])


def report(name: str = "", server: type | Iterable[type] = ()) -> Written:
    """Write all answers, in their order and with their verdicts, into two files beside the notebook.

    `raft-report.json` is to be handed in (a teacher reads it by `check_report`), `raft-report.html` is the same to
    print; each replaces an older one. `name` says whose they are; `server` is a class, or several, whose text goes
    along with its bases'. Of a report that is too large older answers' texts are left out. Nothing is sent anywhere.
    Raises ValueError for another name or another class, and OSError
    where nothing can be written.
    """
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise ValueError(f"name is {brief(name)}: it must be a text of at most {LONGEST_NAME} characters.")
    classes = [server] if isinstance(server, type) else server
    classes = tuple(classes) if isinstance(classes, Iterable) else (server,)
    if not all(isinstance(each, type) for each in classes) or len(classes) > MOST_CLASSES:
        raise ValueError(f"server is {brief(server)}: it must be a class, by its name and without brackets behind it, "
                         f"or up to {MOST_CLASSES}.")
    kept, note = progress_file.read()
    made, left_out = fitting(Report(name, date.today().isoformat(), version_of_raftlib(), in_order(kept),
                                    tuple(map(text_of_class, classes))))
    Path(FILE).write_text(made.to_json(), encoding="utf-8")
    Path(PAGE).write_text(page(made), encoding="utf-8", errors="replace")
    return Written(made, " ".join(filter(None, [note, left_out])))


def in_order(kept: dict[str, list[Answer]]) -> tuple[Answered, ...]:
    """What the progress file has, in the series' order; behind that what is none of its questions."""
    known = {f"{module_of(notebook)}.{name}": (notebook, name)
             for notebook in NOTEBOOKS for name in exercises_of(notebook)}
    notebooks = {module_of(notebook): notebook for notebook in NOTEBOOKS}
    others = {each: (notebooks.get(module, module), name) for each in sorted(set(kept) - set(known))
              for module, _, name in [each.partition(".")]}
    return tuple(Answered(*place, tuple(kept[each])) for each, place in (known | others).items() if each in kept)


def version_of_raftlib() -> str:
    """The version of raftlib; "unknown" where it is not installed."""
    try:
        return version("raftlib")
    except PackageNotFoundError:
        return "unknown"
