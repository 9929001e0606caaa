"""Exercises whose answer is a Server class with several rules of the reader's: a step on the way to a whole server."""
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from raftlib.analysis.safety import PROPERTIES
from raftlib.exercises.asked import Asked
from raftlib.exercises.class_text import as_text
from raftlib.exercises.errors import in_words, is_lacking
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.failures import Failure, first_failure, troubles
from raftlib.exercises.forms import check_state, checked
from raftlib.exercises.overrides import ServerOverride, Trial
from raftlib.exercises.own_server import OWN_BEGINS, RULES, STEPS, is_own, with_only
from raftlib.exercises.readers_code import BadAnswerError, mortal, timed
from raftlib.exercises.states import WRONG
from raftlib.protocol.state import ServerState
from raftlib.simulation.cluster import Cluster

LENIENCE = 4  # times the limit for other answers: some rules are asked in every event of all runs


class Goal(NamedTuple):
    """What must have come about at the end of a trial, by its name: `lacks(cluster)` says what has not, or ""."""

    trial: str
    lacks: Callable[[Cluster], str]


class Step(ServerOverride):
    """An answer that is a Server class, of which the rules of one step are judged, all others being the reference's.

    It must be the same in each trial as with the reference, event by event. Notes alone may differ.
    """

    begins = OWN_BEGINS

    def __init__(self, question: str, step: str, *args, properties=PROPERTIES, **options):
        super().__init__(question, STEPS[step][0], *args, situation=asked_when, properties=properties, **options)
        self.methods = STEPS[step]

    @property
    def seconds(self) -> float:
        """How long the reader's methods may take."""
        return LENIENCE * super().seconds

    def judge(self, answer: type) -> Verdict:
        """As of any server; where the library fails on what a rule has left, the step's rules are named."""
        try:
            return super().judge(answer)
        except Exception as error:
            if is_lacking(error):
                raise
            *first, last = self.methods
            named = f"{', '.join(first)} and {last}" if first else last
            return Verdict(WRONG, f"With your {named}, another rule {in_words(error)}. {self._hint}")

    def lacking(self, answer: type) -> str:
        """The question if nothing is written yet, else which rules are still blank."""
        blank = [name for name in self.methods if not is_own(answer, name)]
        if blank == list(self.methods):
            return self.question
        return f"Not written yet: {', '.join(blank)}. (A blank rule is played by the library.)" if blank else ""

    def worded(self, answer: type) -> str:
        """The text of the class, without classes that bring nothing but rules of other steps."""
        return as_text(answer, [name for name in RULES if name not in self.methods])

    def watched(self, answer: type) -> type:
        """The reader's class with the rules of this step alone, and an eye on each of them."""
        single = self.after_a_crash(timed(with_only(answer, self.methods), self.clock))
        return type(answer.__name__, (single,), {name: self.eyed(name, getattr(single, name))
                                                 for name in self.methods})

    def after_a_crash(self, answer: type) -> type:
        """The class, a restart of which is a new process, which keeps nothing in attributes of its own."""
        return mortal(answer)

    def eyed(self, name: str, method: Callable) -> Callable:
        """A rule, with a sentence about what goes wrong in it, and a look at what it returns."""
        def ask(server, *args):
            before = server.freeze()
            try:
                result = method(server, *args)
            except BadAnswerError:
                raise  # another rule's, that this one asked
            except Exception as error:
                where = asked_when(before, *args)
                raise BadAnswerError(f"Your {name} {in_words(error)}, when {where}.") from error
            try:
                check_state(server)
                return checked(name, result, server)
            except BadAnswerError as error:
                raise BadAnswerError(f"{error} It was asked when {asked_when(before, *args)}.") from None
        return ask


class FreeStep(Step):
    """The same where the rules leave some freedom: what is safe, and reaches the `goals` of the trials, is right.

    What no freedom covers is `asked` of single servers, once the trials have found nothing.
    """

    passed = "safe in all of them, and all logs repaired"

    def __init__(self, *args, goals: Sequence[Goal], asked: Sequence[Asked], **options):
        super().__init__(*args, **options)
        self.goals, self.asked = tuple(goals), tuple(asked)

    def judge(self, answer: type) -> Verdict:
        """As of any step; and ✗ with the first situation in which a single server does what it must not."""
        verdict = super().judge(answer)
        fault = self.fault_alone(self.watched(answer)) if verdict else ""
        return Verdict(WRONG, fault) if fault else verdict

    def fault_alone(self, watched: type) -> str:
        """The first situation in which a single server does what it must not, in words; "" if there is none."""
        return next(filter(None, (each.fault(watched) for each in self.asked)), "")

    def failed_trial(self, runs: Sequence[Cluster]) -> Failure | None:
        """The first trial that is unsafe, else the first whose goal was not reached."""
        names = [trial.name for trial in self.trials]
        unsafe = first_failure(names, runs, [run.history for run in runs], self.properties)
        return unsafe or next(self.not_reached(dict(zip(names, runs, strict=True))), None)

    def searched(self, watched: type) -> Failure | None:
        """The shortest disaster; None also where a goal is not reached: who sends the same for ever ends no search."""
        runs = {goal.trial: self.trial(goal.trial).run(watched) for goal in self.goals}
        return None if next(self.not_reached(runs), None) else super().searched(watched)

    def trial(self, name: str) -> Trial:
        """The trial of that name."""
        return next(trial for trial in self.trials if trial.name == name)

    def not_reached(self, runs: dict[str, Cluster]) -> Iterator[Failure]:
        """What has not come about, trial by trial."""
        for goal in self.goals:
            run = runs[goal.trial]
            if lacks := goal.lacks(run):
                yield Failure(run, run.time, f"With {goal.trial}{troubles(run.history, run.time)}, {lacks}")


def asked_when(state: ServerState, *args) -> str:
    """What a rule is asked in: who it is, and what was handed to it."""
    given = f", and {', '.join(map(repr, args))} is handed in" if args else ""
    log = f" with the log {state.log.terms}" if state.log.last_index else ""
    return f"{state.id} is a {state.role} of term {state.current_term}{log}{given}"
