"""Which of a step's rules fails: each is tried alone, all others being the library's."""
from collections.abc import Callable, Sequence
from typing import NamedTuple

from raftlib.exercises.by_the_rule import Answered, Call, asked_when, otherwise
from raftlib.simulation.cluster import Cluster


class Fault(NamedTuple):
    """A rule that fails by itself, and its trials; none where one broke off."""

    rule: str
    runs: tuple[Cluster, ...] = ()


def faults_alone(step, answer: type) -> list[Fault]:
    """The rules of a step that fail by themselves in its trials, or else in a search."""
    in_trials = [fault for name in step.methods if (fault := fault_in_trials(step, answer, name))]
    return in_trials or [Fault(name) for name in step.methods if step.searched(step.with_eyes(answer, (name,)))]


def fault_in_trials(step, answer: type, name: str) -> Fault | None:
    """How a rule fails by itself; None if it does not."""
    alone = step.with_eyes(answer, (name,))
    try:
        runs = tuple(trial.run(alone) for trial in step.trials)
    except Exception:
        return Fault(name)
    return Fault(name, runs) if step.failed_trial(runs) else None


class SlipError(Exception):
    """A rule has left something otherwise than the paper's; the message says what, in a sentence."""


def first_slip(step, answer: type, name: str) -> str:
    """Where a rule, alone, first does otherwise than the paper's, in the smallest cluster; "" if that can't be told."""
    alone = step.with_eyes(answer, (name,))
    slipping = type(answer.__name__, (alone,), {name: stopped(name, getattr(alone, name), step.right)})
    try:
        for trial, _ in sorted(zip(step.trials, step.expected, strict=True), key=lambda each: len(each[1].servers)):
            trial.run(slipping)
    except SlipError as slip:
        return str(slip)
    except Exception:
        pass
    return ""


def stopped(name: str, method: Callable, right: type) -> Callable:
    """A rule that is stopped where it slips."""
    def ask(server, *args):
        call = Call.now(name, right, server, args)
        result = method(server, *args)
        said = otherwise(Answered(server.freeze(), bool(server.timer_restarts), result), call.answered())
        if said:
            raise SlipError(f"Your {name} {said}, when {asked_when(call.state, *args)}.")
        return result
    return ask


def where_to_look(rules: Sequence[str], wrong: Sequence[str]) -> str:
    """Which of some rules are right by themselves, and where to look, a sentence."""
    right = [name for name in rules if name not in wrong]
    look = ", then at ".join(wrong)
    if not right:
        return f"Look at {look}."
    *first, last = right
    return f"Your {', '.join(first)} and {last} are right; look at {look}." if first else \
        f"Your {last} is right; look at {look}."
