"""What Python shows in a widget, in HTML: a picture, or a sentence, which is told to who can't see it, too."""
import traitlets

from raftlib.widgets.controls.control import Control


class Shown(Control):
    """HTML that is shown as it is."""

    page = "shown"
    value = traitlets.Unicode().tag(sync=True)


class Said(Shown):
    """The same for a sentence: once it rests, a screen reader says it, wherever the focus is."""

    page = "said"


class Review(Shown):
    """The same for what has links to cells of other notebooks."""

    page = "review"
