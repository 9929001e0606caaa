"""Exercises whose answer is a Server class with several rules of the reader's: a step on the way to a whole server."""
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from raftlib.analysis.safety import PROPERTIES
from raftlib.exercises.asked import Asked
from raftlib.exercises.by_the_rule import Call, asked_when, has_changed, instead
from raftlib.exercises.class_text import as_text
from raftlib.exercises.errors import in_words, is_lacking
from raftlib.exercises.exercise import Verdict
from raftlib.exercises.failures import Failure, first_failure, troubles
from raftlib.exercises.forms import check_state, checked
from raftlib.exercises.overrides import ServerOverride, Trial
from raftlib.exercises.own_server import OWN_BEGINS, RULES, STEPS, is_own, with_only
from raftlib.exercises.readers_code import BadAnswerError, mortal, timed
from raftlib.exercises.states import WRONG
from raftlib.exercises.which_rule import faults_alone, first_slip, where_to_look
from raftlib.simulation.cluster import Cluster

LENIENCE = 4  # times the limit for other answers: some rules are asked in every event of all runs


class Goal(NamedTuple):
    """What must have come about at the end of a trial, by its name: `lacks(cluster)` says what has not, or ""."""

    trial: str
    lacks: Callable[[Cluster], str]


class Step(ServerOverride):
    """An answer that is a Server class, of which the rules of one step are judged, all others being the reference's.

    It must be the same in each trial as with the reference, event by event. Notes alone may differ. Where it is not,
    each of its rules is tried alone, and the first that fails by itself has its hint in `hints`.
    """

    begins = OWN_BEGINS

    def __init__(self, question: str, step: str, *args, hints: dict[str, str] | None = None, properties=PROPERTIES,
                 **options):
        super().__init__(question, STEPS[step][0], *args, situation=asked_when, properties=properties, **options)
        self.methods, self.hints = STEPS[step], hints or {}

    @property
    def seconds(self) -> float:
        """How long the reader's methods may take."""
        return LENIENCE * super().seconds

    def judge(self, answer: type) -> Verdict:
        """As of any server; where the library fails on what a rule has left, that rule is named."""
        try:
            return super().judge(answer)
        except Exception as error:
            if is_lacking(error):
                raise
            blamed = faults_alone(self, answer)
            name = blamed[0].rule if blamed else self.methods[0]
            said = f"With your {name}, another rule {in_words(error)}.", self.first_slip(answer, name)
            return Verdict(WRONG, " ".join(filter(None, (*said, self.hint_of(name)))))

    def hint_for(self, failure: Failure, answer: type, runs: Sequence[Cluster]) -> str:
        """The hint of the listed class that does the same; else which rule fails by itself, and that one's hint."""
        if len(self.methods) == 1:
            return super().hint_for(failure, answer, runs)
        blamed = faults_alone(self, answer)
        if not blamed:
            return ("Each of your rules is right by itself, with the library's others: look at what they leave to one "
                    f"another. {self.listed(runs) or self._hint}")
        rule, alone = blamed[0]
        look = where_to_look(self.methods, [each.rule for each in blamed])
        slip = "" if failure.says_what else self.first_slip(answer, rule)
        return " ".join(filter(None, (look, slip, self.listed(alone) or self.hint_of(rule))))

    def first_slip(self, answer: type, name: str) -> str:
        """Where a rule, alone, first does otherwise than the paper's, a sentence."""
        return first_slip(self, answer, name)

    def hint_of(self, name: str) -> str:
        """The hint for a rule."""
        return self.hints.get(name, self._hint)

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
        return self.with_eyes(answer, self.methods)

    def with_eyes(self, answer: type, names: Sequence[str]) -> type:
        """The reader's class with some rules alone, and an eye on each of them."""
        single = self.after_a_crash(timed(with_only(answer, tuple(names)), self.clock))
        return type(answer.__name__, (single,), {name: self.eyed(name, getattr(single, name)) for name in names})

    def after_a_crash(self, answer: type) -> type:
        """The class, a restart of which is a new process, which keeps nothing in attributes of its own."""
        return mortal(answer)

    def eyed(self, name: str, method: Callable) -> Callable:
        """A rule, with a sentence about what goes wrong in it, and a look at what it returns."""
        def ask(server, *args):
            call = Call.now(name, self.right, server, args)
            try:
                result = method(server, *args)
            except BadAnswerError:
                raise  # another rule's, that this one asked
            except Exception as error:
                said = f"Your {name} {in_words(error)}, when {asked_when(call.state, *args)}."
                should = instead(error, call)
                raise BadAnswerError(f"{said} {should}".rstrip(), should and self.hint_of(name)) from error
            where = f"That was in your {name}, when {asked_when(call.state, *args)}."
            try:
                check_state(server)
            except BadAnswerError as error:
                if has_changed(server, call.state):  # else another rule, that asks this one, has left it so
                    raise BadAnswerError(f"{error} {where}", self.hint_of(name)) from None
            try:
                return checked(name, result, server)
            except BadAnswerError as error:
                raise BadAnswerError(f"{error} {where}") from None
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

    def first_slip(self, answer: type, name: str) -> str:
        """Nothing: to do otherwise is no mistake here."""
        return ""

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
