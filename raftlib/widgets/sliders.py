"""Sliders with a unit: `Panel` puts the name that it is given in front of it, and so each has a readable label."""
from collections.abc import Mapping

from ipywidgets import Checkbox, IntRangeSlider, IntSlider, Layout, SelectionSlider

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
    slider = SelectionSlider(options=tuple(options.items()), continuous_update=True,
                             style={"description_width": LABEL_WIDTH}, layout=Layout(width=WIDTH, max_width="100%"))
    check_fits("value", value, slider)
    slider.value = value
    return slider


def switch(value: bool = False) -> Checkbox:
    """A box to tick, for what is so or is not."""
    box = Checkbox(style={"description_width": LABEL_WIDTH}, layout=Layout(width=WIDTH, max_width="100%"))
    check_fits("value", value, box)
    box.value = value
    return box


def _slider(kind, unit, value, min, max, step):
    slider = kind(value=value, min=min, max=max, step=step, continuous_update=True,
                  style={"description_width": LABEL_WIDTH}, layout=Layout(width=WIDTH, max_width="100%"))
    check_fits("value", value, slider)  # ipywidgets has moved it into the bounds without a word
    slider.unit = unit
    return slider


def check_fits(name: str, value, slider) -> None:
    """Raise ValueError, with the name, for a value that the slider cannot show."""
    if isinstance(slider, Checkbox):
        if not isinstance(value, bool):
            raise ValueError(f"{name} is {value!r}: it must be True or False.")
        return
    if isinstance(slider, SelectionSlider):
        allowed = [each for _, each in slider.options]
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}: it must be one of {', '.join(map(repr, allowed))}.")
        return
    is_range = isinstance(slider.value, tuple)
    ends = list(value) if is_range and isinstance(value, tuple | list) else [value]
    numbers = all(isinstance(end, int | float) and slider.min <= end <= slider.max for end in ends)
    if not numbers or len(ends) != 1 + is_range or ends != sorted(ends):
        what = "a pair (low, high)" if is_range else "a number"
        raise ValueError(f"{name} is {value!r}: it must be {what} from {slider.min} to {slider.max}.")


def label(name: str, unit: str) -> str:
    """The words beside a slider: the argument's name, and its unit in brackets."""
    return name.replace("_", " ") + (f" ({unit})" if unit else "")
