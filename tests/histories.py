"""Histories of real clusters with their verdicts: they are no part of this project, but lie beside it, if any."""
import csv
import os
import re
from pathlib import Path

import pytest

from raftlib.analysis.models import NO_ANSWER, REFUSED, Model
from raftlib.analysis.operations import Operation

NAMED = os.environ.get("RAFT_HISTORIES")
FOLDER = Path(NAMED or Path(__file__).parents[2] / "shared" / "histories")
COUNT = 52  # of a real etcd
KEY_VALUE = ("c01-ok", "c01-bad", "c10-ok", "c10-bad")
LINE = re.compile(r'\{:process (\d+), :type :(\w+), :f :(\w+), :key "(.*?)", :value (?:nil|"(.*)")\}')


def need() -> None:
    """Skip the test with a sentence where there are no histories; if a folder was named, fail."""
    if not FOLDER.is_dir():
        said = f"No histories are in {FOLDER}; RAFT_HISTORIES can name another folder."
        (pytest.fail if NAMED else pytest.skip)(said)


def verdicts() -> dict[str, bool]:
    """Whether each of the etcd histories is linearizable."""
    with (FOLDER / "etcd" / "verdicts.csv").open(encoding="utf-8") as file:
        return {row["history"]: row["linearizable"] == "true" for row in csv.DictReader(file)}


def etcd(name: str) -> str:
    """The log of one of them."""
    return (FOLDER / "etcd" / name).read_text(encoding="utf-8")


def key_value(name: str) -> list[Operation]:
    """The operations on a store of texts; the numbers of lines are the times."""
    text = (FOLDER / "kv" / f"{name}.txt").read_text(encoding="utf-8")
    operations, calls = [], {}
    for number, line in enumerate(text.splitlines()):
        client, how, kind, key, value = LINE.fullmatch(line).groups()
        if how == "invoke":
            calls[client] = Operation(client, number, None, (kind, key, *([] if kind == "get" else [value])))
        else:
            assert how == "ok"
            operations.append(calls.pop(client)._replace(answered=number, answer=value if kind == "get" else None))
    return [*operations, *calls.values()]


class TextStore(Model):
    """Texts by keys, each empty at first: ("get", key), ("put", key, text), ("append", key, text)."""

    initial = ""

    def step(self, state, action, answer):
        match action:
            case "get", _:
                return state if answer in (NO_ANSWER, state) else REFUSED
            case "put", _, text:
                return text
            case "append", _, text:
                return state + text

    def part_of(self, action):
        return action[1]
