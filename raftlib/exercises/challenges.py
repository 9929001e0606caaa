"""Exercises without a reference: a server that goes beyond Figure 2 is judged by a measured score, if it is safe."""
from collections.abc import Callable, Sequence
from inspect import isfunction
from typing import NamedTuple

from raftlib.analysis.breaks import break_of
from raftlib.exercises.disasters import NotSearchedError, shortest_disaster
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.overrides import SECONDS
from raftlib.exercises.own_server import completed
from raftlib.exercises.readers_code import mortal, timed
from raftlib.exercises.scope import Scope
from raftlib.exercises.server_class import ServerClass, is_empty
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.exercises.what_happened import what_happened
from raftlib.protocol.server import Server
from raftlib.search.random_runs import random_run
from raftlib.simulation.cluster import Cluster

RUNS = 60  # in trouble, five seconds each
LENIENCE = 6  # times the limit for other answers
SCOPE = Scope(terms=2, entries=2, most=3000)
UNSAFE = "To be better in one thing is worth nothing if what was promised gets lost: make it safe first."


class Score(NamedTuple):
    """What was measured, in one sentence; and what is not good enough yet, "" if nothing is."""

    said: str
    lacks: str = ""


class Challenge(ServerClass):
    """An answer that is a Server class, one of whose `methods` is the reader's; `score(server)` says what it is worth.

    It must be safe in random runs, and in a search if its class can be searched. `wrong` pairs classes with what they
    lack.
    """

    def __init__(self, question: str, methods: Sequence[str], score: Callable[[type], Score], **options):
        super().__init__(question, **options)
        self.methods, self.score = tuple(methods), score

    @property
    def seconds(self) -> float:
        """How long the reader's methods may take."""
        return LENIENCE * super().seconds

    def judge(self, answer: type) -> Verdict:
        """○ if nothing is written yet; ✓ with the score, or ✗ with what breaks, or what is not good enough."""
        if lacking := self.not_a_server(answer):
            return Verdict(OPEN, lacking)
        if not self.is_begun(answer):
            return Verdict(OPEN, self.question)
        server = mortal(timed(completed(answer), self.clock))
        for seed in range(RUNS):
            run = random_run(server, seed, servers=3 + 2 * (seed % 2))
            if found := break_of(run.history):
                number, evidence = found
                return self.unsafe(run, run.history[number].time, f"In trouble of all kinds, {evidence.sentence}")
        score = self.score(server)
        if score.lacks:
            return Verdict(WRONG, f"{score.said} {score.lacks}")
        if disaster := self.searched(server):
            return self.unsafe(*disaster)
        return Verdict(RIGHT, f"{self.reason} {score.said}")

    def is_begun(self, answer: type) -> bool:
        """Whether something stands in the class itself, and one of the methods is not the library's."""
        here = [method for name, method in vars(answer).items()
                if isfunction(method) and method is not getattr(Server, name, None)]
        is_blank = any(map(isfunction, vars(answer).values())) and all(map(is_empty, here))
        return not is_blank and any(getattr(answer, name) is not getattr(Server, name) for name in self.methods)

    def searched(self, server: type):
        """The shortest disaster; None also for what can't be searched, as a server that counts time."""
        try:
            return shortest_disaster(server, SCOPE, lambda: self.clock.whole.times[0] >= SECONDS)
        except NotSearchedError:
            return None

    def unsafe(self, run: Cluster, at: float, sentence: str) -> Verdict:
        """✗ with a run that breaks a property."""
        return Verdict(WRONG, f"{sentence}. {UNSAFE}\nTo play this run: {self.to_play(run, at)}",
                       what_happened(run.history, at))
