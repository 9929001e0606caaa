"""Exercises whose answer is a Server class with one method of the reader's, judged by running it and by a search."""
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from raftlib.analysis.safety import ElectionSafety
from raftlib.exercises.by_the_rule import Call, instead
from raftlib.exercises.differences import same_events
from raftlib.exercises.errors import in_words
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.failures import Failure, first_failure
from raftlib.exercises.kinds import is_number
from raftlib.exercises.readers_code import BadAnswerError, mortal, timed
from raftlib.exercises.scope import Scope
from raftlib.exercises.server_class import ServerClass, is_empty
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.exercises.what_happened import what_happened
from raftlib.protocol.log import Log
from raftlib.protocol.server import Server
from raftlib.protocol.state import ServerState
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History

SECONDS = 2.0  # of computing, for runs and search together: a search that takes longer is given up


class Trial(NamedTuple):
    """A named run that a Server class is put through: `run(server_class)` returns its Cluster at the end."""

    name: str
    run: Callable


class ServerOverride(ServerClass):
    """An answer that is a Server class with one method of its own, judged by what clusters of it do, not by its text.

    It must keep some safety `properties` in each trial, and each must be the same with it, event by event, as with the
    reference, `right`; only what servers note and keep for themselves may differ. And a search within a `scope` must
    find no disaster. `situation(state, *arguments)` says in words what the method is asked in. Where it fails, it gets
    the hint of the class in `wrong` that behaves like it, and the run, which is the shortest disaster if there is one:
    its `picture(history, at)` in the verdict, and `failed`, its cluster. Only what the reader wrote is timed.
    """

    may_change = ()  # of a server's state
    passed = "each event as with the paper's rule"  # said of trials none of which failed

    def __init__(self, question: str, method: str, trials: Sequence[Trial], scope: Scope, situation: Callable, *args,
                 properties=(ElectionSafety,), picture: Callable | None = None, **options):
        super().__init__(question, *args, **options)
        self.method = method
        self.trials, self.scope = tuple(trials), scope
        self.situation, self.properties, self.picture = situation, properties, picture or what_happened
        self.meddling = ""  # what the method changed of the server that is none of its business, in a sentence
        self.unwritten = ""  # where it raises NotImplementedError, in a sentence
        self.is_begun = False  # whether it has ever done anything else

    def prepare(self) -> None:
        """Put the reference through all trials."""
        _ = self.expected

    @cached_property
    def expected(self) -> tuple[History, ...]:
        """The trials with the reference."""
        return tuple(trial.run(self.right).history for trial in self.trials)

    def judge(self, answer: type) -> Verdict:
        """○ if the method is still empty; else ✓, or ✗ with the first trial that failed and the nearest hint."""
        if lacking := self.not_a_server(answer) or self.lacking(answer):
            return Verdict(OPEN, lacking)
        self.meddling, self.unwritten, self.is_begun = "", "", False
        watched = self.watched(answer)
        try:
            runs = [trial.run(watched) for trial in self.trials]
            disaster = None if self.unwritten else self.searched(watched)
        except BadAnswerError as error:
            return Verdict(WRONG, error.all)
        if self.unwritten:
            return Verdict(WRONG, self.unwritten) if self.is_begun else Verdict(OPEN, self.question)
        failure = disaster or self.failed_trial(runs)
        if failure is None:
            return Verdict(RIGHT, f"{self.reason} ({len(self.trials)} runs, {self.passed}.)")
        return self.shown(failure, answer, runs)

    def lacking(self, answer: type) -> str:
        """What is not written yet, in a sentence; "" if there is something to judge."""
        if getattr(answer, self.method) is getattr(Server, self.method):
            return f"Write a method {self.method} into your class."
        return self.question if is_empty(getattr(answer, self.method)) else ""

    def failed_trial(self, runs: Sequence[Cluster]) -> Failure | None:
        """The first trial that failed, of runs that are these; None if none did."""
        return first_failure([trial.name for trial in self.trials], runs, self.expected, self.properties)

    def searched(self, watched: type) -> Failure | None:
        """The shortest disaster of a class; None also if it can't be searched: then its runs alone judge it."""
        from raftlib.exercises.disasters import NotSearchedError, shortest_disaster  # the search, now that it is needed
        try:
            return shortest_disaster(watched, self.scope, lambda: self.clock.whole.times[0] >= SECONDS)
        except NotSearchedError:
            return None

    def shown(self, failure: Failure, answer: type, runs: Sequence[Cluster]) -> Verdict:
        """✗ with what failed, the nearest hint, and the run itself."""
        play = self.to_play(failure.run, failure.at)
        return Verdict(WRONG, f"{failure.sentence}. {self.hint_for(failure, answer, runs)}\nTo play this run: {play}",
                       self.picture(failure.run.history, failure.at))

    def hint_for(self, failure: Failure, answer: type, runs: Sequence[Cluster]) -> str:
        """The hint of the listed wrong class that does the same; else that the method meddles, or the general one."""
        return self.listed(runs) or self.meddling or self._hint

    def listed(self, runs: Sequence[Cluster]) -> str:
        """The hint of the listed wrong class that does the same in all trials; "" if none does."""
        return next((hint for wrong, hint in self.wrong if runs and all(
            same_events(trial.run(wrong).history, run.history)
            for trial, run in zip(self.trials, runs, strict=True))), "")

    def watched(self, answer: type) -> type:
        """The reader's class, with an eye on its method."""
        answer = mortal(timed(answer, self.clock))
        method = getattr(answer, self.method)

        def ask(server, *args):
            state, restarts = server.freeze(), server.timer_restarts
            call = Call.now(self.method, self.right, server, args)
            try:
                result = method(server, *args)
                self.is_begun = True
            except NotImplementedError:
                # The run goes on by the paper's rule: perhaps the method is written for other cases.
                where = self.situation(state, *args)
                self.unwritten = self.unwritten or (f"Your {self.method} raises NotImplementedError when {where}: it "
                                                    "has to do something there, too.")
                return getattr(self.right, self.method)(server, *args)
            except Exception as error:
                raise BadAnswerError(f"Your {self.method} {in_words(error)}, when {self.situation(state, *args)}.",
                                     instead(error, call)) from error
            if not isinstance(server.log, Log):
                raise BadAnswerError("self.log must stay a Log, as before() and append() return it.")
            self.see_changes(state, server.freeze(), server.timer_restarts != restarts, args)
            return self.result(result, lambda: self.situation(state, *args))

        return type(answer.__name__, (answer,), {self.method: ask})

    def see_changes(self, before: ServerState, after: ServerState, timer: bool, args: tuple) -> None:
        """Keep what the method changed though it may not, the timer's restart too, unless it has done so before."""
        if (before is after and not timer) or self.meddling:
            return
        changed = [f"self.{name}" for name, old, new in zip(before._fields, before, after, strict=True)
                   if old != new and name not in self.may_change] + ["self.timer_restarts"] * timer
        if changed:
            but = "".join(f" but self.{name}" for name in self.may_change)
            self.meddling = (f"Your {self.method} changes {' and '.join(changed)} when "
                             f"{self.situation(before, *args)}: it must change nothing{but}.")

    def result(self, result, situation: Callable[[], str]) -> bool:
        """What the reader's method returned, as True or False; BadAnswerError if it is neither."""
        if result is None:
            raise BadAnswerError(f"{self.method} returns nothing when {situation()}: say True or False there, too.")
        own = result.item() if getattr(result, "shape", None) == () else result  # one of numpy's
        if isinstance(own, bool) or (is_number(own) and own in (0, 1)):
            return bool(own)
        raise BadAnswerError(f"{self.method} must return True or False; yours returned this: {type(result).__name__}.")


class ServerAction(ServerOverride):
    """The same for a method that changes the log, whatever it returns."""

    may_change = ("log",)

    def result(self, result, situation: Callable[[], str]) -> None:
        """Nothing."""
