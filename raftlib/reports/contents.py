"""What is in a report: who, when, every answer with its verdict, and classes as text; and its form as JSON."""
import json
import stat
from pathlib import Path
from typing import NamedTuple

from raftlib.exercises.class_text import ClassText
from raftlib.exercises.progress_file import Answer, is_answer
from raftlib.questions.series import NOTEBOOKS, module_of, title_of
from raftlib.questions.titles import TITLES
from raftlib.simulation.arguments import brief

KIND = "raft-report"  # what the file says that it is
LARGEST = 4_000_000  # bytes of a report: thousands of answers
LONGEST_NAME = 200  # characters
MOST_CLASSES = 20


class Answered(NamedTuple):
    """A question that was answered: its notebook, or the module's name where there is none, and all its answers."""

    notebook: str
    name: str
    answers: tuple[Answer, ...]

    @property
    def full_name(self) -> str:
        """As the progress file has it: elect_a_leader.winner."""
        return f"{module_of(self.notebook) if self.notebook in NOTEBOOKS else self.notebook}.{self.name}"

    @property
    def title(self) -> str:
        """What it is called on the page; its name where it is not of the series."""
        return TITLES.get(self.notebook, {}).get(self.name, self.name)


class Report(NamedTuple):
    """A reader's name, the date, the version of raftlib, what was answered, in the series' order, and classes."""

    name: str
    date: str
    version: str
    answered: tuple[Answered, ...]
    classes: tuple[ClassText, ...]

    @property
    def notebooks(self) -> dict[str, list[Answered]]:
        """What was answered by notebook, in their order."""
        found = {}
        for each in self.answered:
            found.setdefault(each.notebook, []).append(each)
        return found

    def to_json(self) -> str:
        """The report as JSON; half characters, which no file has, are question marks."""
        notebooks = {notebook: {each.name: each.answers for each in answered}
                     for notebook, answered in self.notebooks.items()}
        content = {"kind": KIND, "name": self.name, "date": self.date, "raftlib": self.version, "notebooks": notebooks,
                   "classes": [each._asdict() for each in self.classes]}
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        return text.encode("utf-8", "replace").decode("utf-8")


def heading_of(notebook: str) -> str:
    """What a notebook is called; a name that is none of the series stands for itself."""
    return title_of(notebook) if notebook in NOTEBOOKS else notebook


def read(file: str | Path) -> Report:
    """The report in a file; raises ValueError in one sentence for whatever is none."""
    try:
        return report_of(content_of(Path(file)))
    except (BadFormError, OSError, TypeError) as error:
        why = f"it can't be read: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise ValueError(f"file is {brief(file)}: it must be a report that report() has written, but {why}.") from None


class BadFormError(Exception):
    """A file's content is no report's; the message says what is wrong, in a clause."""


def content_of(path: Path):
    """What a file holds; BadFormError for what is no file, too large (before anything of it is read), or no JSON."""
    try:
        about = path.stat()
        must(stat.S_ISREG(about.st_mode), "it is no file")
        must(about.st_size <= LARGEST, f"it has {about.st_size} bytes, and a report has at most {LARGEST}")
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise BadFormError("it is nested too deeply") from error
    except ValueError as error:  # no text, a name that no file can have, a number of thousands of digits
        raise BadFormError("it is no JSON") from error


def report_of(content) -> Report:
    """The report that is the content of a file; BadFormError for anything else."""
    must(has_keys(content, "kind", "name", "date", "raftlib", "notebooks", "classes") and content["kind"] == KIND,
         "it is not of that kind")
    name, date, version = (content[key] for key in ("name", "date", "raftlib"))
    must(all(is_text(each) and len(each) <= LONGEST_NAME for each in (name, date, version)),
         f"its name, date and version are not all texts of at most {LONGEST_NAME} characters")
    must(isinstance(content["notebooks"], dict) and all(isinstance(each, dict)
                                                        for each in content["notebooks"].values()),
         "its notebooks are not by name")
    must(isinstance(content["classes"], list) and len(content["classes"]) <= MOST_CLASSES,
         f"its classes are no list of at most {MOST_CLASSES}")
    answered = tuple(answered_of(notebook, question, answers)
                     for notebook, questions in content["notebooks"].items() for question, answers in questions.items())
    return Report(name, date, version, answered, tuple(map(class_of, content["classes"])))


def answered_of(notebook: str, question: str, answers) -> Answered:
    """A question with its answers."""
    must(is_text(notebook) and is_text(question), "a name in it is no text")
    must(isinstance(answers, list) and answers and all(map(is_answer, answers)),
         f"the answers to {question!r} are no pairs of a verdict and a text")
    must(all(words is None or is_text(words) for _, words in answers), f"an answer to {question!r} is no text")
    return Answered(notebook, question, tuple(Answer(*each) for each in answers))


def class_of(content) -> ClassText:
    """A class's text."""
    must(has_keys(content, *ClassText._fields) and all(map(is_text, content.values())), "a class in it is not a text")
    return ClassText(**content)


def has_keys(content, *keys: str) -> bool:
    """Whether something is a table with just these keys."""
    return isinstance(content, dict) and set(content) == set(keys)


def is_text(content) -> bool:
    """Whether something is a text, of whole characters."""
    return isinstance(content, str) and all(not "\ud800" <= each <= "\udfff" for each in content)


def must(is_so: bool, otherwise: str) -> None:
    """Raise BadFormError with what is wrong unless something is so."""
    if not is_so:
        raise BadFormError(otherwise)
