"""Exercises whose answer is a Server class of the reader's: what is common to all ways to judge it."""
import dis
from dataclasses import replace
from math import ceil

from raftlib.exercises.class_text import as_text
from raftlib.exercises.clock import PartsClock
from raftlib.exercises.exercise import SECONDS, Exercise, Verdict
from raftlib.exercises.stray_names import stray_methods
from raftlib.exercises.time_limit import run_for
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster

# Python's steps in a function that only returns None.
ENDING, CONSTANT = {"RESUME", "NOP", "RETURN_VALUE"}, {"LOAD_CONST", "RETURN_CONST"}


class ServerClass(Exercise):
    """An answer that is a Server class, of which only what the reader wrote is timed, by `clock`.

    `failed` is the run that the last verdict told of.
    """

    begins = "class MyServer(Server)"  # how the reader's class begins
    form = "Pass the class itself, by its name and without brackets behind it."

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.clock = PartsClock()
        self.failed: Cluster | None = None

    def clock_for_answer(self) -> PartsClock:
        """A clock for what the reader wrote; how long runs and a search take is the library's affair."""
        self.clock = PartsClock()
        return self.clock

    def read(self, answer):
        """A class."""
        return answer if isinstance(answer, type) else None

    def judged(self, answer: type) -> Verdict:
        """The verdict, behind a sentence on each method that nobody asks for: a misspelt one would go unnoticed."""
        verdict, stray = super().judged(answer), self.stray_methods(answer)
        return replace(verdict, text=f"{stray} {verdict.text}") if stray else verdict

    def stray_methods(self, answer: type) -> str:
        """Which methods nobody asks for, in bounded time; "" also of a class that can't be looked through."""
        try:
            return run_for(SECONDS, lambda: stray_methods(answer))
        except BaseException:
            return ""

    def not_a_server(self, answer: type) -> str:
        """What a class lacks that is no Server's; "" if it is one."""
        if issubclass(answer, Server):
            return ""
        return f"Your class must be a kind of Server: begin it with {self.begins}."

    def to_play(self, run: Cluster, at: float) -> str:
        """Hand a run over: the call that plays it, from a whole millisecond on, and not before something is seen."""
        self.failed = run
        return f"Player({self.attribute('failed')}, time={min(ceil(at), run.history.end):g})"

    def attribute(self, name: str) -> str:
        """The text that is one of this exercise's attributes in Python."""
        return f"{self.called_with('').removesuffix('()')}.{name}"

    def worded(self, answer: type) -> str:
        """The text of the class, its name where there is none."""
        return as_text(answer)


def is_empty(method) -> bool:
    """Whether nothing has been written into a method yet, but perhaps a docstring."""
    code = getattr(method, "__code__", None)
    return code is not None and all(step.opname in ENDING or (step.opname in CONSTANT and step.argval is None)
                                    for step in dis.get_instructions(code))
