"""What a reader is to bring about in a player: the player tells when the run that is shown gets there."""
from collections.abc import Callable
from dataclasses import dataclass

from raftlib.simulation.arguments import brief
from raftlib.simulation.history import History


@dataclass(frozen=True)
class Goal:
    """Something to bring about: its words, and how to tell.

    `reached(history)` gives the moment (ms) at which a run gets there and a sentence, or None. `keep(history)` is
    called once the reader has seen that moment, with the run: whoever sets the goal may record it then. Raises
    ValueError for anything else.
    """

    words: str
    reached: Callable[[History], tuple[float, str] | None]
    keep: Callable[[History], object] | None = None

    def __post_init__(self):
        if not isinstance(self.words, str) or not self.words:
            raise ValueError(f"words is {brief(self.words)}: it must be a text that says what to bring about.")
        if not callable(self.reached):
            raise ValueError(f"reached is {brief(self.reached)}: it must be a function of a History that gives a "
                             "moment (ms) and a sentence, or None.")
        if self.keep is not None and not callable(self.keep):
            raise ValueError(f"keep is {brief(self.keep)}: it must be a function of a History, or None.")


def checked_goal(goal) -> Goal | None:
    """A goal, or None for none; what has a method `as_goal` is asked for it. ValueError for anything else."""
    made = goal.as_goal() if hasattr(goal, "as_goal") else goal
    if made is not None and not isinstance(made, Goal):
        raise ValueError(f"goal is {goal!r}: it must be a Goal, an exercise that has one, or None.")
    return made


def told_goal(goal: Goal | None, history: History) -> dict:
    """What the page is told of a goal: its words, and when (µs) and with which sentence a run gets there."""
    if goal is None:
        return {}
    at, said = goal.reached(history) or (None, "")
    return {"words": goal.words, "at": None if at is None else round(at * 1000), "said": said}
