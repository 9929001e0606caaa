"""A panel: sliders, the picture that a function draws of their values, and a caption in one sentence.

Shown live it follows the sliders. Saved, on GitHub or in print it is a still picture of itself. Sliders, sentence and
picture are controls of ours, and what lays them out are boxes of ipywidgets.
"""
import html
import threading
import traceback
from collections.abc import Callable

from ipywidgets import Box, Layout, VBox, Widget

from raftlib.pictures.in_html import image
from raftlib.widgets.controls.shown import Said, Shown
from raftlib.widgets.panels.sliders import fitting, label


class Panel(VBox):
    """Sliders, a picture and its caption: `draw(**values)` returns both, for the sliders' values by name.

    `draw` must build all it needs anew at each call: while a cell runs, sliders call it in another thread. Its picture
    is a `Picture`, or whatever else has `svg()`, and `still(caption)` for the MIME bundle of picture and caption.
    Raises ValueError for a `draw` that can't be called, or something that is no slider.
    """

    def __init__(self, draw: Callable, **sliders):
        check_parts(draw, sliders)
        self._draw = draw
        self.sliders = sliders
        self._limits: dict[str, tuple[int, Callable]] = {}  # by slider: how far it goes at most, and in a setting
        self._lock = threading.RLock()  # one drawing at a time, for sliders and cells move beside each other
        self._setting = False
        self._drawn = None  # the values last drawn
        self._picture, self._caption, self._error = None, "", ""
        self._shown_picture = Shown()
        self._shown_caption = Said()
        for name, slider in sliders.items():
            slider.description = slider.description or label(name, getattr(slider, "unit", ""))
        controls = Box(list(sliders.values()), layout=Layout(flex_flow="row wrap"))
        # The sentence stands between sliders and picture: there it stays in sight while one drags.
        super().__init__([controls, self._shown_caption, self._shown_picture])
        self.add_class("raft-panel")
        self._shown_picture.add_class("raft-panel-picture")
        self._shown_caption.add_class("raft-panel-caption")
        self._redraw()
        for slider in sliders.values():
            slider.observe(self._redraw, "value")

    def limit(self, name: str, most: Callable[[dict], int]) -> None:
        """Let the slider of a number go no farther than `most(values)`, whatever the others say; its value follows."""
        self._limits[name] = self.sliders[name].max, most
        self._drawn = None
        self._redraw()

    @property
    def values(self) -> dict:
        """What the sliders say now, by name."""
        return {name: slider.value for name, slider in self.sliders.items()}

    @property
    def caption(self) -> str:
        """The sentence above the picture, or the one that stands in for a picture that could not be drawn."""
        return self._error or self._caption

    def set(self, **values) -> None:
        """Move sliders and draw once; raises ValueError for an unknown slider, or a value out of its bounds."""
        with self._lock:
            values = self._fitting(values)
            self._setting = True
            try:
                for name, value in values.items():
                    self.sliders[name].value = value
            finally:
                self._setting = False
                self._keep_limits()
            self._redraw()

    def _fitting(self, values: dict) -> dict:
        unknown = sorted(values.keys() - self.sliders.keys())
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: no such slider; there are {', '.join(self.sliders)}.")
        for name, (widest, _) in self._limits.items():
            self.sliders[name].max = widest  # what others leave of it is known when they are set, too
        try:
            return {name: fitting(name, value, self.sliders[name]) for name, value in values.items()}
        except ValueError:
            self._keep_limits()
            raise

    def _keep_limits(self) -> None:
        """Bring each slider with a limit to it, if it is farther, and let it go no farther."""
        values, was_setting = self.values, self._setting
        self._setting = True
        try:
            for name, (_, most) in self._limits.items():
                slider, end = self.sliders[name], most(values)
                slider.value = min(slider.value, end)
                slider.max = end
        finally:
            self._setting = was_setting

    def _redraw(self, _change=None) -> None:
        """Draw the newest values: of the changes that waited for the lock the first draws, the others find it done."""
        with self._lock:
            if self._setting or self.values == self._drawn:
                return
            self._keep_limits()
            values = self.values
            self._drawn = values
            try:
                picture, caption = self._draw(**values)
                shown = image(picture.svg(), caption)
            except Exception as error:
                self._show_error(error)
            else:
                self._picture, self._caption, self._error, self._image = picture, caption, "", shown
                self._shown_picture.value = shown
                self._shown_caption.value = html.escape(caption)

    def _show_error(self, error: Exception) -> None:
        """One sentence where the picture was, the traceback folded, and the last good picture, whose caption stays."""
        self._error = sentence(error)
        last_good = self._image if self._picture else ""
        self._shown_picture.value = (
            f'<p class="raft-panel-error" role="alert"><b>{html.escape(self._error)}</b></p>'
            f"<details><summary>Where it came from</summary><pre>{html.escape(folded(error))}</pre></details>"
            f"{last_good}"
        )

    def _repr_mimebundle_(self, **kwargs):
        """The live widget, and for all places without a kernel the picture and its caption."""
        with self._lock:
            data, metadata = self._picture.still(self._caption) if self._picture else ({}, {})
            return super()._repr_mimebundle_(**kwargs) | data | {"text/plain": self.caption}, metadata


def check_parts(draw, sliders: dict) -> None:
    """Raise ValueError for what a panel can't be made of."""
    if not callable(draw):
        raise ValueError(f"draw is {draw!r}: it must be a function of the sliders' values.")
    for name, slider in sliders.items():
        if not isinstance(slider, Widget) or not hasattr(slider, "value"):
            raise ValueError(f"{name} is {slider!r}: it must be a slider, as those of raftlib.widgets.panels.sliders.")


def sentence(error: Exception) -> str:
    """The last line of an exception; those that say a sentence of ours need no name before it."""
    if isinstance(error, ValueError | ImportError) and str(error):
        return str(error).splitlines()[-1]
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]


def folded(error: Exception) -> str:
    """The whole traceback, as a cell would have shown it."""
    return "".join(traceback.format_exception(error))
