"""Sliders with a unit: `Panel` puts the name that it is given in front of it, and so each has a readable label."""
from collections.abc import Mapping

from raftlib.widgets.controls.sliders import NumberSlider, RangeSlider, Slider, ThingsSlider, Tick


def milliseconds(value: int, min: int = 1, max: int = 500, step: int = 1) -> NumberSlider:
    """A slider for one time, in milliseconds."""
    return NumberSlider(value=value, min=min, max=max, step=step, unit="ms")


def milliseconds_range(value: tuple[int, int], min: int = 1, max: int = 500, step: int = 1) -> RangeSlider:
    """A slider with two handles, for a shortest and a longest time in milliseconds."""
    return RangeSlider(value=value, min=min, max=max, step=step, unit="ms")


def hours(value: int, min: int = 1, max: int = 72, step: int = 1) -> NumberSlider:
    """A slider for one time, in hours."""
    return NumberSlider(value=value, min=min, max=max, step=step, unit="hours")


def count(value: int, min: int = 1, max: int = 9, step: int = 1) -> NumberSlider:
    """A slider for a whole number of things, which has no unit."""
    return NumberSlider(value=value, min=min, max=max, step=step)


def percent(value: int, min: int = 0, max: int = 100, step: int = 1) -> NumberSlider:
    """A slider for a share, in percent."""
    return NumberSlider(value=value, min=min, max=max, step=step, unit="%")


def one_of(value, options: Mapping[str, object]) -> ThingsSlider:
    """A slider over a few things, each named in words; its value is one of the things, not their names."""
    return ThingsSlider(value, options)


def switch(value: bool = False) -> Tick:
    """A box to tick, for what is so or is not."""
    return Tick(value=value)


def fitting(name: str, value, slider):
    """A value as the slider has it, or ValueError, with the name; what is no slider of ours takes what it is given."""
    return slider.fitting(name, value) if isinstance(slider, Slider) else value


def label(name: str, unit: str) -> str:
    """The words beside a slider: the argument's name, and its unit in brackets."""
    return name.replace("_", " ") + (f" ({unit})" if unit else "")
