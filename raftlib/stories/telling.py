"""A story on the page: it plays from beat to beat, waits, is told anew when a slider moves, and hands over its run."""
import os
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import anywidget
import traitlets
from ipywidgets import VBox

from raftlib.simulation.arguments import file_to_write
from raftlib.simulation.cluster import Cluster
from raftlib.stories.elections import leads_at
from raftlib.stories.settings import Hold, checked, holds_for, shown_of
from raftlib.stories.still import still
from raftlib.stories.story import Beat, Story
from raftlib.stories.ways import way_to
from raftlib.widgets.panels.panel import sentence
from raftlib.widgets.player.goal import Goal
from raftlib.widgets.player.look import look, stylesheet
from raftlib.widgets.player.page import joined
from raftlib.widgets.player.player import Player
from raftlib.widgets.player.recording import recording
from raftlib.widgets.player.run_data import RunText

HERE = Path(__file__).parent
ENTRY = HERE / "js" / "story.js"
GOES_ON = 2000  # ms that a run goes on for beyond the reader's turn


@cache
def story_page() -> str:
    """The text of a story's page: joined once, when the first story is made."""
    return joined(ENTRY)


@cache
def story_styles() -> str:
    """Its style sheet: discs and messages are those of the player, and so are their styles."""
    own = (HERE / "story.css").read_text(encoding="utf-8")
    return stylesheet().replace(".raft-player", ".raft-story") + own


class Page(anywidget.AnyWidget):
    """What shows a story, and asks for another one, or for the reader's turn."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    told = traitlets.Dict().tag(sync=True)
    look = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)

    @traitlets.default("_esm")
    def _text(self) -> str:
        return story_page()

    @traitlets.default("_css")
    def _styles(self) -> str:
        return story_styles()


class Hands(NamedTuple):
    """What the reader gets at the reader's turn: parts of the player beside the ring, and a goal where one leads.

    `more` are parts that *More* shows, all if None.
    """

    parts: tuple[str, ...] = ("hands", "logs")
    goal: Goal | None = None
    more: tuple[str, ...] | None = None


ALL_HANDS = Hands()


class Telling(VBox):
    """A story for all who read it: `tell(**settings)` makes it, and a slider for each setting makes it anew.

    `sliders` names the settings that have one on the page, all if not given; `hands` are for the reader's turn, and
    `own` are sliders, menus and boxes for settings of this story alone. Raises ValueError for a setting that its
    slider does not have, and for sliders of no setting. A riddle's steps are not seen before they are told.
    """

    is_riddle = False

    def __init__(self, tell: Callable[..., Story], sliders: Iterable[str] | str | None = None,
                 hands: Hands = ALL_HANDS, own: Iterable[Hold] = (), **settings):
        self._own = tuple(own)
        self.settings, self.hands = checked(settings, self._own), hands
        shown = shown_of(sliders, self.settings)
        self._tell = tell
        self._one_by_one = RLock()  # sliders speak in a thread beside a running cell
        self.story = tell(**self.settings)
        self._page = Page(look=look(), sliders=[each._asdict() for each in holds_for(shown, self._own)])
        self._page.told = self._told(0)
        self._page.on_msg(self._hear)
        self.player: Player | None = None
        super().__init__([self._page])
        self.add_class("raft-telling")

    def _told(self, number: int) -> dict:
        return told(self.story, self.settings, number) | {"riddle": self.is_riddle}

    def _hear(self, _page, message: dict, _buffers=None) -> None:
        """What the page asks for; what is impossible is answered in words."""
        try:
            with self._one_by_one:
                self._do(**message)
        except Exception as error:
            self._page.send({"said": sentence(error)})

    def _do(self, do: str, **more) -> None:
        if do == "tell":
            self.set(**more["settings"])
        elif do == "turn":
            self.open_player()
        elif do == "close":
            self.close_player()
        else:
            raise ValueError(f"do is {do!r}: a story knows no such wish.")

    def set(self, **settings) -> None:
        """Tell the story anew with some settings changed; ValueError for what a slider does not have."""
        with self._one_by_one:
            unknown = sorted(settings.keys() - self.settings.keys())
            if unknown:
                raise ValueError(f"{', '.join(unknown)}: no such setting; there are {', '.join(self.settings)}.")
            wanted = self.settings | checked(settings, self._own)
            self.story, self.settings = self._tell(**wanted), wanted
            self.close_player()
            self._page.told = self._told(self._page.told["number"] + 1)

    def open_player(self) -> None:
        """Open the reader's turn right below: the run of the story, live, at the turn's moment."""
        if self.player or not self.story.turn:
            return
        run, at = self.story.run, self.story.turn.moment.at
        if isinstance(run, Cluster):
            run = deepcopy(run)
            run.run(to=max(run.time, at / 1000 + GOES_ON))
        leads = leads_at(self.story.record, self.story.turn.moment)
        self.player = Player(run, time=at / 1000, parts=self.hands.parts, goal=self.hands.goal if leads else None,
                             more=self.hands.more)
        self.children = [self._page, self.player]

    def close_player(self) -> None:
        """Take the reader's turn away."""
        if self.player:
            self.children = [self._page]
            self.player.close()
            self.player = None

    def save(self, path: str | os.PathLike) -> None:
        """Write the story as one page that tells itself anywhere, without Jupyter, Python or network.

        It has neither sliders nor the reader's turn. Raises ValueError for a name without .html at its end, or without
        a folder.
        """
        path = file_to_write(path, ".html")
        with self._one_by_one:
            page = recording(self._page, ENTRY, self.story.beats[0].said, sliders=[],
                             told=self._page.told | {"turn": None})
        path.write_text(page, encoding="utf-8", newline="\n")

    def _repr_mimebundle_(self, **kwargs):
        """The page, and for all places without a kernel the sentences beside pictures of their moments."""
        with self._one_by_one:
            data, metadata = still(self.story)
            return super()._repr_mimebundle_(**kwargs) | data | {"text/plain": str(self.story)}, metadata


def told(story: Story, settings: dict, number: int) -> dict:
    """A story as its page gets it; `number` tells it from those before."""
    return {"number": number, "settings": settings,
            "scenes": [{"run": RunText(scene.history).whole(), "commands": scene.record.commands,
                        "beats": beats_of(scene)} for scene in story.scenes],
            "turn": story.turn and as_plain(story.turn)}


def beats_of(scene: Story) -> list[dict]:
    """The beats of a story's last scene as plain values, each with what is said on the way to it."""
    ways = (None, *(way_to(scene.record, *pair) for pair in pairwise(scene.told)))
    return [as_plain(beat) | {"way": way and way._asdict()} for beat, way in zip(scene.told, ways, strict=True)]


def as_plain(beat: Beat) -> dict:
    """A beat as plain values."""
    return {**beat._asdict(), "moment": list(beat.moment)}
