"""What the progress file knows of a quiz: the points of each sitting, and its answers, in words."""
import re
from collections.abc import Mapping, Sequence

from raftlib.exercises.progress_file import Answer
from raftlib.exercises.quiz_parts import Task
from raftlib.exercises.quiz_result import NOT_GIVEN, Given, Result, spoken

SITTING = re.compile(r"sitting \d+, (\d+) of \d+ points: (.*)")


def sittings_in(kept: Sequence[Answer]) -> list[re.Match]:
    """The sittings; what somebody else has written there is none."""
    return list(filter(None, (SITTING.fullmatch(each.answer or "") for each in kept)))


def points_of(kept: Sequence[Answer]) -> tuple[int, ...]:
    """The points of each sitting."""
    return tuple(int(each[1]) for each in sittings_in(kept))


def last_sitting(tasks: Mapping[str, Task], kept: Sequence[Answer]) -> Result | None:
    """What came of the last sitting; None if there is none, or its questions were others."""
    sittings = sittings_in(kept)
    given = given_in(tasks, sittings[-1][2]) if sittings else None
    return None if given is None else Result(tasks, given, points_of(kept)[:-1])


def given_in(tasks: Mapping[str, Task], words: str) -> Given | None:
    """What was answered, read from words as a Result has them; None if the questions have other parts or options."""
    given = {}
    parts = [(name, letter, part) for name, task in tasks.items() for letter, part in task.parts.items()]
    told = words.split(", ")
    for (name, letter, part), each in zip(parts, told, strict=False):
        option = each.removeprefix(f"{spoken(name, letter)} ")
        if option in part.options:
            given[name, letter] = option
        elif option != NOT_GIVEN:
            return None
    return given if len(told) == len(parts) else None
