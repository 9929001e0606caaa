"""The settings of a story, each with its slider."""
from collections.abc import Iterable

from raftlib.simulation.arguments import brief, is_number, number_or_pair
from raftlib.widgets.player.page_words import SLIDERS, Slider

# Those of the player, where a story needs no bounds of its own.
OWN = (
    Slider("servers", "", "servers", 2, 7, 1),
    Slider("followers_kept", "", "followers kept", 0, 3, 1),
)
WHOLE = {"seed", "servers", "followers_kept"}


def sliders_for(names) -> list[Slider]:
    """The sliders of these settings, in the order of the settings."""
    own = {each.name for each in OWN}
    all_sliders = (*OWN, *(each for each in SLIDERS if each.name not in own))
    return [each for name in names for each in all_sliders if each.name == name]


def shown_of(names: Iterable[str] | str | None, settings: dict) -> list[str]:
    """The settings that have a slider on the page, in their own order: those named, all for None; ValueError else."""
    wanted = list(settings) if names is None else [names] if isinstance(names, str) else \
        list(names) if isinstance(names, Iterable) else [names]
    for name in wanted:
        if name not in settings:
            raise ValueError(f"sliders has {brief(name)}: there are {', '.join(settings)}.")
    return [name for name in settings if name in wanted]


def checked(settings: dict) -> dict:
    """The settings, ranges as pairs; ValueError for what a slider does not have."""
    return {name: fitting(name, value, sliders_for([name])) for name, value in settings.items()}


def fitting(name: str, value, sliders: list[Slider]):
    """A value as its sliders have it: a pair for a range; ValueError, with the name, for what they can't show."""
    slider, own = sliders[0], number_or_pair(value)
    is_range = slider.part is not None
    ends = own if is_range and isinstance(own, tuple) else (own,) * (1 + is_range)
    low, high = slider.low / slider.scale, slider.high / slider.scale
    kind = int if name in WHOLE else (int, float)
    fits = all(is_number(end) and isinstance(end, kind) and low <= end <= high for end in ends)
    if not fits or (is_range and (len(ends) != 2 or ends[0] > ends[1])):
        what = "a whole number" if name in WHOLE else f"a number{' of ms' * (slider.unit == ' ms')}"
        what = f"{what}, or a pair (low, high) of them," if is_range else what
        raise ValueError(f"{name} is {brief(value)}: it must be {what} from {low:g} to {high:g}.")
    return ends if is_range else ends[0]
