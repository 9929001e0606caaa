"""Exercises whose answer is a Server class with one method of the reader's, judged by running clusters of it."""
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from raftlib.analysis.breaks import changed_states, first_break
from raftlib.analysis.safety import ElectionSafety
from raftlib.exercises.exercise import Exercise, Verdict, name_of
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time import space_time
from raftlib.protocol.log import Log
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History

BEFORE, AFTER = 100.0, 20.0  # ms round a failure that its picture shows


class Trial(NamedTuple):
    """A named run that a Server class is put through: `run(server_class)` returns its Cluster at the end."""

    name: str
    run: Callable


class Failure(NamedTuple):
    """Which trial failed, when that shows (ms), and how, in a sentence."""

    trial: Trial
    at: float
    sentence: str


class ServerOverride(Exercise):
    """An answer that is a Server class with one method of its own, judged by what clusters of it do, not by its text.

    It must keep some safety `properties` in each trial, and each must have the same `outcome(cluster)`, in clauses, as
    with the reference, `right`. Where it fails, it gets the hint of the class in `wrong` that behaves like it to the
    last message, and the run: its `picture(history, at)` in the verdict, and `failed`, its cluster.
    """

    def __init__(self, question: str, method: str, trials: Sequence[Trial], *args, properties=(ElectionSafety,),
                 outcome: Callable | None = None, picture: Callable | None = None, **options):
        super().__init__(question, *args, **options)
        self.method = method
        self.trials = tuple(trials)
        self.properties, self.outcome, self.picture = properties, outcome or who_leads, picture or what_happened
        self.failed: Cluster | None = None

    def prepare(self) -> None:
        """Put the reference through all trials."""
        _ = self.expected

    def judge(self, answer) -> Verdict:
        """○ if the method is still empty; else ✓, or ✗ with the first trial that failed and the nearest hint."""
        if not isinstance(answer, type):
            return Verdict(WRONG, "Pass the class itself, by its name and without brackets behind it.")
        if not issubclass(answer, Server):
            return Verdict(WRONG, "Your class must be a kind of Server: begin it with class MyServer(Server).")
        if getattr(answer, self.method) is getattr(Server, self.method):
            return Verdict(OPEN, f"Write a method {self.method} into your class.")
        try:
            failure = self.first_failure(answer)
        except (NotImplementedError, NoAnswerError):
            return Verdict(OPEN, self.question)
        except BadAnswerError as error:
            return Verdict(WRONG, str(error))
        if failure is None:
            return Verdict(RIGHT, f"{self.reason} ({len(self.trials)} runs, each as with the paper's rule.)")
        return self.shown(failure, answer)

    def shown(self, failure: Failure, answer: type) -> Verdict:
        """✗ with what failed, the nearest hint, and the run itself."""
        self.failed = failure.trial.run(answer)
        name = name_of(self).rpartition(".")[2] or "exercise"
        return Verdict(WRONG, f"{failure.sentence}. {self.hint_for(answer)}\n"
                              f"To play this run: Player(exercises.{name}.failed, time={failure.at:.0f})",
                       self.picture(self.failed.history, failure.at))

    def first_failure(self, answer: type) -> Failure | None:
        """The first trial that breaks a property or ends otherwise than with the reference."""
        watched = self.watched(answer)
        for trial, expected in zip(self.trials, self.expected, strict=True):
            cluster = trial.run(watched)
            found = first_break(changed_states(cluster.history), self.properties)
            if found:
                number, evidence = found
                return Failure(trial, cluster.history[number].time, f"With {trial.name}, {evidence.sentence}")
            for mine, right in zip(self.outcome(cluster), expected, strict=True):
                if mine != right:
                    return Failure(trial, cluster.time, f"With {trial.name}, {mine} at the end, but by the paper's "
                                                        f"rule {right}")
        return None

    def watched(self, answer: type) -> type:
        """The reader's class, with an eye on what its method returns: None each time means that it is not written."""
        method = getattr(answer, self.method)
        answered = []

        def ask(server, *args):
            result = method(server, *args)
            if result is None and not answered:
                raise NoAnswerError
            if result is None:
                raise BadAnswerError(f"{self.method} returns nothing in some cases: say True or False there, too.")
            if not isinstance(result, bool):
                kind = type(result).__name__
                raise BadAnswerError(f"{self.method} must return True or False; yours returned this: {kind}.")
            answered.append(result)
            return result

        return type(answer.__name__, (answer,), {self.method: ask})

    @cached_property
    def expected(self) -> tuple[tuple[str, ...], ...]:
        """How each trial ends with the reference, as clauses."""
        return tuple(self.outcome(trial.run(self.right)) for trial in self.trials)

    def hint_for(self, answer: type) -> str:
        """The hint of the listed wrong class that does the same in all trials, or the general one."""
        histories = [trial.run(answer).history[:] for trial in self.trials]
        for wrong, hint in self.wrong:
            if all(trial.run(wrong).history[:] == events for trial, events in zip(self.trials, histories, strict=True)):
                return hint
        return self._hint


class ServerAction(ServerOverride):
    """The same for a method that does something and returns nothing: open until one of its trials ends otherwise
    than it began."""

    def watched(self, answer: type) -> type:
        """The reader's class, with an eye on its log; NoAnswerError if the method does nothing and is empty."""
        method = getattr(answer, self.method)

        def do(server, *args):
            method(server, *args)
            if not isinstance(server.log, Log):
                raise BadAnswerError("self.log must stay a Log, as before() and append() return it.")

        careful = type(answer.__name__, (answer,), {self.method: do})
        if self.outcome(self.trials[0].run(careful)) == self.outcome(self.trials[0].run(self.idle)):
            if method.__code__.co_names:  # something is written there, and does not help
                raise BadAnswerError("self.log never changed. before() and append() return a new log: assign it to "
                                     "self.log.")
            raise NoAnswerError
        return careful

    @cached_property
    def idle(self) -> type:
        """A server whose method does nothing."""
        return type("Idle", (Server,), {self.method: lambda server, *args: None})


class NoAnswerError(Exception):
    """The method of a ServerOverride is not written yet."""


class BadAnswerError(Exception):
    """The method of a ServerOverride gave something that is no answer; the message says what, in a sentence."""


def what_happened(history: History, at: float) -> Picture:
    """The space–time diagram round a moment (ms)."""
    return space_time(history, max(at - BEFORE, 0), min(at + AFTER, history.end))


def who_leads(cluster) -> tuple[str, ...]:
    """Who leads at the end of a run, as the one clause that an outcome has here."""
    leader = cluster.leader
    return (f"{leader} leads term {cluster.servers[leader].current_term}" if leader else "nobody leads",)
