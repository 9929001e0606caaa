"""The small file beside the notebooks that knows which exercises a reader has answered.

The environment variable RAFT_PROGRESS names another file, or is "off". Deleting the file loses nothing else.
"""
import json
import os
from pathlib import Path

from IPython import get_ipython

from raftlib.exercises.states import RIGHT, WRONG

SETTING = "RAFT_PROGRESS"
OFF = "off"
BESIDE_THE_NOTEBOOK = ".raft-progress.json"  # a kernel's current folder is its notebook's


class DamagedError(Exception):
    """The file holds something else than the states of exercises."""


def place() -> Path | None:
    """Where the file is, or None where none is kept: outside a notebook nobody has asked for one."""
    setting = os.environ.get(SETTING)
    if setting:
        return None if setting == OFF else Path(setting)
    shell = get_ipython()
    return Path(BESIDE_THE_NOTEBOOK) if hasattr(shell, "kernel") else None


def record(exercise: str, state: str) -> str:
    """Keep that an exercise was answered; what was right once stays right. Returns a note if something went amiss."""
    path = place()
    if path is None:
        return ""
    states, note = read()
    if states.get(exercise) != RIGHT:
        states[exercise] = state
        try:
            write(path, states)
        except OSError as error:
            return f"Your progress could not be kept in {path.name}: {error.strerror}."
    return note


def read() -> tuple[dict[str, str], str]:
    """The states of all answered exercises by name, and a note if the file was damaged and had to be set aside."""
    path = place()
    try:
        return ({} if path is None else parsed(path.read_text(encoding="utf-8"))), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{path.name} could not be read: {error.strerror}."
    except (DamagedError, ValueError):  # ValueError: no JSON, or no text at all
        return {}, set_aside(path)


def parsed(text: str) -> dict[str, str]:
    """The states in a file's text; raises ValueError or DamagedError if there are none."""
    states = json.loads(text)
    if not isinstance(states, dict) or not all(state in (RIGHT, WRONG) for state in states.values()):
        raise DamagedError
    return states


def set_aside(path: Path) -> str:
    """Give a damaged file another name, which no other file has, and say so."""
    names = (path.with_name(f"{path.name}.damaged{number}") for number in ("", *range(2, 1000)))
    aside = next(name for name in names if not name.exists())
    try:
        path.rename(aside)
    except OSError as error:
        return f"{path.name} is damaged, and could not be set aside: {error.strerror}."
    return f"{path.name} was damaged: it is {aside.name} now, and a new one is begun."


def write(path: Path, states: dict[str, str]) -> None:
    """Replace the file at one stroke, so that nobody ever reads half of one."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(states, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(path)
