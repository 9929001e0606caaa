"""What a notebook's prose claims of its runs: a piece of it with places for values, and how the run gives these.

A claim fails when the run says something else, and also when the prose does not hold the piece any more: so whoever
rewords a sentence meets its claim.
"""
import importlib
import re
from collections.abc import Callable, Iterable
from inspect import getsource
from typing import Any, NamedTuple

from raftlib.protocol.state import LEADER
from tests.cells import cells_of

EXERCISES = "the exercises"  # in place of a cell: their questions, reasons and hints
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TIMES = ("never", "once", "twice")


class Claim(NamedTuple):
    """That a cell says this of a run, `{}` being the values that are calculated from it, in their order.

    A value that is no number stands for what can't be counted: the words, if they are true of the run.
    """

    cell: str
    run: Callable[[], Any]
    says: str
    values: Callable[[Any], Iterable]

    def expected(self) -> str:
        """The words that must stand in the cell."""
        return self.says.format(*map(in_words, self.values(self.run())))


def check(notebook: str, claim: Claim) -> None:
    """Fail unless the notebook says what the run says."""
    expected = claim.expected()
    assert expected in prose(notebook, claim.cell), f"by the run it must say: {expected}"


# ---- Prose -----------------------------------------------------------------------------------------------------


def prose(notebook: str, cell: str) -> str:
    """The text of a cell without Markdown's marks and links, or that of all exercises of the notebook."""
    if cell == EXERCISES:
        module = importlib.import_module(f"raftlib.questions.{notebook[3:].replace('-', '_')}")
        return re.sub(r'"\n\s*"', "", getsource(module))
    return plain(cells_of(notebook, "markdown")[cell])


def plain(markdown: str) -> str:
    """Markdown as it is read."""
    return re.sub(r"\[([^]]*)\]\((?:[^)\"]|\"[^\"]*\")*\)", r"\1", markdown).replace("*", "").replace("`", "")


def in_words(value) -> str:
    """A value as prose has it: numbers are whole there, and of several things the last comes after "and"."""
    if isinstance(value, list | tuple):
        *most, last = map(in_words, value)
        return f"{', '.join(most)} and {last}" if most else last
    return value if isinstance(value, str) else f"{value:.0f}"


def word(count: int) -> str:
    """A small number as a word."""
    return WORDS[count]


def if_so(true: bool, words: str) -> str:
    """The words, if they are true."""
    return words if true else f"not {words}"


# ---- Runs ------------------------------------------------------------------------------------------------------


def stood(cluster, server: str | None = None) -> list[float]:
    """When (ms) somebody's, or this server's, election timeout ran out."""
    return [event.time for event in cluster.history
            if event.kind == "election timeout" and server in (None, event.server)]


def candidates(cluster, term: int) -> list[str]:
    """Who stood for election in a term, the first one first."""
    return [event.server for event in cluster.history
            if event.kind == "election timeout" and event.state.current_term == term]


def won(cluster, server: str, term: int) -> float:
    """When (ms) a server began to lead a term."""
    return next(event.time for event in cluster.history if event.server == server
                and event.state.role == LEADER and event.state.current_term == term)


def terms_led(cluster) -> dict[int, str]:
    """Who led each term, in the order of time."""
    led = {}
    for event in cluster.history:
        if event.state and event.state.role == LEADER:
            assert led.setdefault(event.state.current_term, event.server) == event.server
    return led


def receipts(cluster, kind: type, sender: str, receiver: str | None = None) -> list[float]:
    """When (ms) messages of this kind and sender arrived."""
    return [event.time for event in cluster.history if event.kind == "receive" and isinstance(event.message, kind)
            and event.message.sender == sender and receiver in (None, event.message.receiver)]


def sendings(cluster, kind: type, sender: str) -> list[float]:
    """When (ms) a server sent messages of this kind."""
    return sorted({flight.sent / 1000 for event in cluster.history for flight in event.sent
                   if isinstance(flight.message, kind) and flight.message.sender == sender})


def voters(cluster, candidate: str, term: int) -> list[str]:
    """Who else gave a candidate its vote of a term, the first one first."""
    return [event.server for event in cluster.history if event.kind == "receive" and event.state.current_term == term
            and getattr(event.message, "candidate_id", None) == candidate
            and any(getattr(flight.message, "vote_granted", False) for flight in event.sent)]


def answers(cluster) -> dict[str, float]:
    """When (ms) each command was answered."""
    return {event.detail[0]: event.time for event in cluster.history if event.kind == "answer"}


def at(cluster, time: float):
    """The state of each server at a time (ms), by id."""
    return cluster.history.at(time).servers


def commands(state) -> list[str]:
    """The commands in a log."""
    return [entry.command for entry in state.log.suffix(1, state.log.last_index)]
