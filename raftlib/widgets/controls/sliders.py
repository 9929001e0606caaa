"""Sliders, and a box to tick: each has a `value` that can be set and observed, and refuses what it cannot show.

A value that does not fit raises a ValueError with the argument, the value, and what is allowed.
"""
from collections.abc import Iterable, Mapping

import traitlets

from raftlib.pictures.arguments import is_whole
from raftlib.simulation.arguments import plain
from raftlib.widgets.controls.control import Control


class Slider(Control):
    """What has one value, and a name that `Panel` gives it; `unit` is said with each value.

    While it is `locked` a hand can't move it.
    """

    classes = (*Control.classes, "raft-slider")
    description = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    value = traitlets.Any().tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)

    @traitlets.validate("value")
    def _fits(self, proposal):
        return self.fitting("value", proposal.value)

    def fitting(self, name: str, value):
        """A value as the slider has it, in Python's own numbers; ValueError, with the name, for any other."""
        raise NotImplementedError


class NumberSlider(Slider):
    """A slider for one whole number, which can be typed, too."""

    page = "number_slider"
    wanted = "a whole number"
    min = traitlets.Int().tag(sync=True)
    max = traitlets.Int().tag(sync=True)
    step = traitlets.Int(1).tag(sync=True)

    def fitting(self, name: str, value) -> int:
        """The number, from `min` to `max`."""
        return int(value) if self._has(value) else self._refuse(name, value)

    def _has(self, number) -> bool:
        return is_whole(number) and self.min <= number <= self.max

    def _refuse(self, name: str, value):
        raise ValueError(f"{name} is {value!r}: it must be {self.wanted} from {self.min} to {self.max}.")


class RangeSlider(NumberSlider):
    """A slider with two handles, for the ends of a range."""

    page = "range_slider"
    wanted = "a pair of whole numbers (low, high)"

    def fitting(self, name: str, value) -> tuple[int, int]:
        """The ends, from `min` to `max`, in their order."""
        ends = list(value) if isinstance(value, Iterable) else []
        if len(ends) != 2 or not all(map(self._has, ends)) or ends[0] > ends[1]:
            self._refuse(name, value)
        return int(ends[0]), int(ends[1])


class ThingsSlider(Slider):
    """A slider over a few things, each named in words; its value is one of the things, not their names."""

    page = "things_slider"
    value = traitlets.Any()
    words = traitlets.List().tag(sync=True)
    index = traitlets.Int().tag(sync=True)

    def __init__(self, value, options: Mapping[str, object]):
        self.things = tuple(options.values())
        value = self.fitting("value", value)
        super().__init__(words=list(options), value=value, index=self.things.index(value))

    @property
    def options(self) -> tuple[tuple[str, object], ...]:
        """Each name with its thing."""
        return tuple(zip(self.words, self.things, strict=True))

    @property
    def label(self) -> str:
        """What the value is called."""
        return self.words[self.index]

    @traitlets.observe("value")
    def _show(self, change) -> None:
        self.index = self.things.index(change.new)

    @traitlets.observe("index")
    def _take(self, change) -> None:
        self.value = self.things[change.new]

    def fitting(self, name: str, value):
        """One of the things."""
        return one_of(name, value, self.things, f"one of {', '.join(map(repr, self.things))}")


class Tick(Slider):
    """A box to tick."""

    page = "tick"

    def fitting(self, name: str, value) -> bool:
        """True or False."""
        return one_of(name, value, (True, False), "True or False")


def one_of(name: str, value, allowed: tuple, words: str):
    """A value that is one of those allowed, and of the same type; ValueError else."""
    own = plain(value)
    if not any(type(each) is type(own) and each == own for each in allowed):
        raise ValueError(f"{name} is {value!r}: it must be {words}.")
    return own
