"""Sliders with a unit: `Panel` puts the name that it is given in front of it, and so each has a readable label."""
from collections.abc import Iterable, Mapping, Sequence

from ipywidgets import Checkbox, IntRangeSlider, IntSlider, Layout, SelectionSlider

from raftlib.pictures.arguments import is_whole
from raftlib.simulation.arguments import plain

# Wide enough for "election timeout (ms)" before the track and "150 – 300" behind it, and two sliders beside each other.
LABEL_WIDTH = "155px"
WIDTH = "405px"


def milliseconds(value: int, min: int = 1, max: int = 500, step: int = 1) -> IntSlider:
    """A slider for one time, in milliseconds."""
    return _slider(IntSlider, "ms", value, min, max, step)


def milliseconds_range(value: tuple[int, int], min: int = 1, max: int = 500, step: int = 1) -> IntRangeSlider:
    """A slider with two handles, for a shortest and a longest time in milliseconds."""
    return _slider(IntRangeSlider, "ms", value, min, max, step)


def hours(value: int, min: int = 1, max: int = 72, step: int = 1) -> IntSlider:
    """A slider for one time, in hours."""
    return _slider(IntSlider, "hours", value, min, max, step)


def count(value: int, min: int = 1, max: int = 9, step: int = 1) -> IntSlider:
    """A slider for a whole number of things, which has no unit."""
    return _slider(IntSlider, "", value, min, max, step)


def percent(value: int, min: int = 0, max: int = 100, step: int = 1) -> IntSlider:
    """A slider for a share, in percent."""
    return _slider(IntSlider, "%", value, min, max, step)


def one_of(value, options: Mapping[str, object]) -> SelectionSlider:
    """A slider over a few things, each named in words; its value is one of the things, not their names."""
    return _with_value(value, SelectionSlider(options=tuple(options.items()), continuous_update=True, **_look()))


def switch(value: bool = False) -> Checkbox:
    """A box to tick, for what is so or is not."""
    return _with_value(value, Checkbox(**_look()))


def _slider(kind, unit, value, min, max, step):
    slider = kind(min=min, max=max, step=step, continuous_update=True, **_look())
    slider.unit = unit
    return _with_value(value, slider)


def _look() -> dict:
    return {"style": {"description_width": LABEL_WIDTH}, "layout": Layout(width=WIDTH, max_width="100%")}


def _with_value(value, slider):
    slider.value = fitting("value", value, slider)  # by itself it would move a value into its bounds without a word
    return slider


def fitting(name: str, value, slider):
    """A value as the slider has it, in Python's own numbers; ValueError, with the name, for what it cannot show."""
    if isinstance(slider, Checkbox):
        return _one_of(name, value, [True, False], "True or False")
    if isinstance(slider, SelectionSlider):
        allowed = [each for _, each in slider.options]
        return _one_of(name, value, allowed, f"one of {', '.join(map(repr, allowed))}")
    is_range = isinstance(slider.value, tuple)
    ends = list(value) if is_range and isinstance(value, Iterable) else [value]
    numbers = all(is_whole(end) and slider.min <= end <= slider.max for end in ends)
    if not numbers or len(ends) != 1 + is_range or ends != sorted(ends):
        what = "a pair of whole numbers (low, high)" if is_range else "a whole number"
        raise ValueError(f"{name} is {value!r}: it must be {what} from {slider.min} to {slider.max}.")
    return tuple(map(int, ends)) if is_range else int(value)


def _one_of(name: str, value, allowed: Sequence, words: str):
    own = plain(value)
    if not any(type(each) is type(own) and each == own for each in allowed):
        raise ValueError(f"{name} is {value!r}: it must be {words}.")
    return own


def label(name: str, unit: str) -> str:
    """The words beside a slider: the argument's name, and its unit in brackets."""
    return name.replace("_", " ") + (f" ({unit})" if unit else "")
