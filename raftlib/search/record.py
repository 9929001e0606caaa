"""What was measured of each broken rule: the search for its shortest disaster, and random runs until the first break.

The record, record.json, is written by `make measure`, and never by hand.
"""
import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import process_time
from typing import NamedTuple

from raftlib.analysis.tables import as_html, as_text
from raftlib.search.broken_rules import BrokenRule
from raftlib.search.moves import MOVES
from raftlib.search.ordinary_runs import ordinary_run
from raftlib.search.random_runs import random_breaks, random_run
from raftlib.search.shortest import found_of

RECORD = Path(__file__).with_name("record.json")
RUNS = 1000  # of each kind, at the most
HEAD = ("rule", "class", "needs", "what breaks", "moves", "worlds", "ms", "first ordinary run", "first run in trouble")


class Row(NamedTuple):
    """A rule and what breaks: what the search needs, moves, worlds, ms of computing, and the first random runs with it.

    The runs, ordinary ones and those in trouble, are counted from 1; None if none of RUNS shows it.
    """

    rule: str
    server: str
    needs: str
    property: str
    moves: int
    worlds: int
    milliseconds: int
    ordinary: int | None
    troubled: int | None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is read."""
        runs = (f"none of {RUNS}" if found is None else str(found) for found in (self.ordinary, self.troubled))
        return (*map(str, self[:7]), *runs)


class Measured(NamedTuple):
    """The rows, and how they came about."""

    rows: tuple[Row, ...]
    machine: str
    python: str
    date: str

    @property
    def caption(self) -> str:
        """Where the milliseconds are from."""
        return f"Measured on {self.date} with Python {self.python} on {self.machine}, by make measure."

    def __repr__(self) -> str:
        return as_text(HEAD, (row.cells for row in self.rows), self.caption)

    def _repr_html_(self) -> str:
        return as_html(HEAD, (row.cells for row in self.rows), self.caption)


def measured() -> Measured:
    """What is on record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    return Measured(tuple(Row(**row) for row in record.pop("rows")), **record)


def measure(rule: BrokenRule) -> Row:
    """One row, measured now: it takes up to a minute."""
    start = process_time()
    found = found_of(rule)
    milliseconds = round(1000 * (process_time() - start))
    runs = (first_found(found.server, rule.servers, run) for run in (ordinary_run, random_run))
    return Row(rule.rule, rule.server.__name__, needs_of(rule), rule.property, len(found.moves), found.worlds,
               milliseconds, *runs)


def needs_of(rule: BrokenRule) -> str:
    """What its disaster needs beside three servers, three terms and logs of two entries."""
    needs = [f"{rule.servers} servers"] * (rule.servers != 3) + [f"{rule.terms} terms"] * (rule.terms != 3)
    needs += [str(rule.trouble)] * any(rule.trouble) + ["heartbeats without entries"] * (rule.moves != MOVES)
    return ", ".join(needs) or "–"


def first_found(server: type, servers: int, run: Callable) -> int | None:
    """The number of the first random run of a kind in which a property breaks; None if none of RUNS is one."""
    first = next(islice(random_breaks(server, RUNS, servers, run), 1), None)
    return None if first is None else first.seed + 1
