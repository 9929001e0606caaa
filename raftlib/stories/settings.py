"""The settings of a story, each with its slider, its menu, or a box to tick."""
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from raftlib.simulation.arguments import brief, is_number, number_or_pair, truth
from raftlib.widgets.player.page_words import SLIDERS, Slider

# Those of the player, where a story needs no bounds of its own.
OWN = (
    Slider("servers", "", "servers", 2, 7, 1),
    Slider("followers_kept", "", "followers kept", 0, 3, 1),
    Slider("followers_reached", "", "followers reached", 0, 3, 1),
)
WHOLE = {"seed", "servers", "followers_kept", "followers_reached", "terms", "entries", "retry"}


class Menu(NamedTuple):
    """A setting whose value is one of a few names, each said in words on the page."""

    name: str
    words: str
    options: Mapping[str, str]


class Tick(NamedTuple):
    """A setting that is so or not."""

    name: str
    words: str
    is_tick: bool = True  # by which the page tells it


Hold = Slider | Menu | Tick  # what a reader takes hold of to change a setting


def holds_for(names: Iterable[str], own: Iterable[Hold] = ()) -> list[Hold]:
    """The sliders, menus and boxes of these settings, in their order; a story's `own` come before all others."""
    kinds = tuple(own), OWN, SLIDERS
    return [hold for name in names for hold in next(filter(None, (of_name(name, kind) for kind in kinds)))]


def of_name(name: str, holds: Iterable[Hold]) -> list[Hold]:
    """Those of one setting: a range has two."""
    return [hold for hold in holds if hold.name == name]


def shown_of(names: Iterable[str] | str | None, settings: dict) -> list[str]:
    """The settings that have a slider on the page, in their own order: those named, all for None; ValueError else."""
    wanted = list(settings) if names is None else [names] if isinstance(names, str) else \
        list(names) if isinstance(names, Iterable) else [names]
    for name in wanted:
        if name not in settings:
            raise ValueError(f"sliders has {brief(name)}: there are {', '.join(settings)}.")
    return [name for name in settings if name in wanted]


def checked(settings: dict, own: Iterable[Hold] = ()) -> dict:
    """The settings, ranges as pairs; ValueError for what a slider, a menu or a box does not have."""
    return {name: fitting(name, value, holds_for([name], own)) for name, value in settings.items()}


def fitting(name: str, value, holds: list[Hold]):
    """A value as its sliders, its menu or its box have it; ValueError, with the name, for what they can't show."""
    if isinstance(holds[0], Menu):
        return one_of(name, value, holds[0].options)
    if isinstance(holds[0], Tick):
        return truth(name, value)
    return on_slider(name, value, holds[0])


def one_of(name: str, value, options: Mapping[str, str]) -> str:
    """One of the names on a menu."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name} is {brief(value)}: it must be one of {', '.join(options)}.")
    return value


def on_slider(name: str, value, slider: Slider):
    """A number, or a pair of them for a range."""
    own, is_range = number_or_pair(value), slider.part is not None
    ends = own if is_range and isinstance(own, tuple) else (own,) * (1 + is_range)
    low, high = slider.low / slider.scale, slider.high / slider.scale
    kind = int if name in WHOLE else (int, float)
    fits = all(is_number(end) and isinstance(end, kind) and low <= end <= high for end in ends)
    if not fits or (is_range and (len(ends) != 2 or ends[0] > ends[1])):
        what = "a whole number" if name in WHOLE else f"a number{' of ms' * (slider.unit == ' ms')}"
        what = f"{what}, or a pair (low, high) of them," if is_range else what
        raise ValueError(f"{name} is {brief(value)}: it must be {what} from {low:g} to {high:g}.")
    return ends if is_range else ends[0]
