"""The small file beside the notebooks that knows what a reader has answered to which exercise.

It holds for each exercise all answers in their order, each with its verdict. The environment variable RAFT_PROGRESS
names another file, or is "off". Deleting the file loses nothing else.
"""
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from IPython import get_ipython

from raftlib.exercises.states import RIGHT, UNKNOWN, WRONG

SETTING = "RAFT_PROGRESS"
OFF = "off"
LONGEST = 50_000  # characters of all answers to an exercise that are kept; the verdicts always are
BESIDE_THE_NOTEBOOK = ".raft-progress.json"  # a kernel's current folder is its notebook's


class Answer(NamedTuple):
    """One answer: ✓, ✗ or ?, and what it was, in words or as code; None where that was not kept."""

    state: str
    answer: str | None


class DamagedError(Exception):
    """The file holds something else than the answers to exercises."""


def place() -> Path | None:
    """Where the file is, or None where none is kept: outside a notebook, where nobody asked for one, or in a device."""
    setting = os.environ.get(SETTING)
    if setting:
        return None if setting == OFF or is_device(Path(setting)) else Path(setting)
    shell = get_ipython()
    return Path(BESIDE_THE_NOTEBOOK) if hasattr(shell, "kernel") else None


def is_device(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder, as /dev/null: to replace it would break it."""
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except OSError:  # a name that is too long
        return False


def record(exercise: str, state: str, answer: str) -> str:
    """Keep an answer, unless it is the last one over again. Returns a note if something went amiss."""
    path = place()
    if path is None:
        return ""
    kept, note = read()
    new = Answer(state, answer if len(answer) <= LONGEST else None)
    if kept.get(exercise, [])[-1:] != [new]:
        kept[exercise] = bounded([*kept.get(exercise, []), new])
        try:
            write(path, kept)
        except OSError as error:
            return f"Your progress could not be kept in {path.name}: {error.strerror}."
    return note


def bounded(answers: list[Answer]) -> list[Answer]:
    """The answers to an exercise, the oldest of them without their texts if all are too long together."""
    counts, room = that_count(answers), LONGEST
    numbers = range(len(answers), 0, -1)
    bounded = list(answers)
    for number in sorted(numbers, key=lambda number: number not in counts):  # first those that count, else the newest
        room -= len(answers[number - 1].answer or "")
        if room < 0 and number not in counts:
            bounded[number - 1] = answers[number - 1]._replace(answer=None)
    return bounded


def that_count(answers: Sequence[Answer]) -> set[int]:
    """The numbers, from 1, of the last answer to an exercise, and of the last one that was right."""
    right = [number for number, answer in enumerate(answers, start=1) if answer.state == RIGHT]
    return {len(answers), *right[-1:]}


def read() -> tuple[dict[str, list[Answer]], str]:
    """All answers by the exercise's name, and a note if the file was damaged and had to be set aside."""
    path = place()
    try:
        return ({} if path is None else parsed(path.read_text(encoding="utf-8"))), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{path.name} could not be read: {error.strerror}."
    except (DamagedError, ValueError, RecursionError):  # ValueError: no JSON, or no text at all
        return {}, set_aside(path)


def parsed(text: str) -> dict[str, list[Answer]]:
    """The answers in a file's text; raises ValueError or DamagedError if there are none."""
    kept = json.loads(text)
    if not isinstance(kept, dict):
        raise DamagedError
    return {exercise: answers_of(value) for exercise, value in kept.items()}


def answers_of(value) -> list[Answer]:
    """The answers to one exercise; a file of an earlier version holds the state of the best one alone."""
    pairs = [[value, None]] if isinstance(value, str) else value
    if not isinstance(pairs, list) or not pairs or not all(map(is_answer, pairs)):
        raise DamagedError
    return [Answer(*pair) for pair in pairs]


def is_answer(pair) -> bool:
    """Whether something of a file is an answer."""
    return (isinstance(pair, list) and len(pair) == 2 and pair[0] in (RIGHT, WRONG, UNKNOWN)
            and isinstance(pair[1], str | None))


def set_aside(path: Path) -> str:
    """Give a damaged file another name, which no other file has, and say so."""
    names = (path.with_name(f"{path.name}.damaged{number}") for number in ("", *range(2, 1000)))
    aside = next(name for name in names if not name.exists())
    try:
        path.rename(aside)
    except OSError as error:
        return f"{path.name} is damaged, and could not be set aside: {error.strerror}."
    return f"{path.name} was damaged: it is {aside.name} now, and a new one is begun."


def write(path: Path, kept: dict[str, list[Answer]]) -> None:
    """Replace the file at one stroke, so that nobody ever reads half of one."""
    new = path.with_name(path.name + ".new")
    # Half a character, which UTF-8 has not, is kept as JSON's own escape.
    new.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", errors="backslashreplace")
    new.replace(path)
