"""The live cluster: watch a run move, put a hand in, go back, and ask why.

Python computes the run and sends it; the page (js/) animates it, and asks again only when the reader changes
something. Each change at a moment begins a branch; what was there before stays. The answer to a change comes in two
parts, so that its effect is seen at once: first the beginning, which is the near future, and then the rest, which is
made while the page paints. When the page has both, it asks for more: for all that could wait until then.
"""
import os
from collections.abc import Iterable
from threading import RLock
from time import sleep

import anywidget
import traitlets

from raftlib.pictures.space_time import space_time
from raftlib.simulation.arguments import file_to_write, plain
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.widgets.panels.panel import sentence
from raftlib.widgets.player.branches import Branch, Branches, first_difference
from raftlib.widgets.player.client_waits import client_waits
from raftlib.widgets.player.collecting import collected_later
from raftlib.widgets.player.goal import Goal, checked_goal, told_goal
from raftlib.widgets.player.look import look, stylesheet
from raftlib.widgets.player.opening import check_settings, first_moment, open_run
from raftlib.widgets.player.page import ENTRY, player_page
from raftlib.widgets.player.page_words import NAME, page_words
from raftlib.widgets.player.parts import known_parts
from raftlib.widgets.player.recording import recording
from raftlib.widgets.player.refusals import refusal
from raftlib.widgets.player.run_data import broken_properties
from raftlib.widgets.player.settings import NETWORK, SERVERS, checked, network_of, settings_of
from raftlib.widgets.player.wishes import CALLS, arguments_of, known_branch, options_of

LENGTH = 3000.0  # ms of a new run
SENDING = 0.001  # s for which others may work: what was just told must leave first
BEFORE, LEAST = 200.0, 50.0  # ms of the run up to the chosen moment in the still picture, which tells no future


class Player(anywidget.AnyWidget):
    """A run to play, touch, rewind and ask: a new cluster's, a given cluster's or history's, or a named scenario's.

    `run` is a Cluster, a History (a recording: it can only be watched), the name of a scenario, or None for a new
    cluster with `settings` as Cluster takes them. A cluster that stands at 0 ms still runs on, for `length` ms.
    `time` is the moment to show first (ms), the run's middle if not given. `parts` names those to show beside the ring,
    all if not given; the rest, or what of it `more` names, waits under *More*. `goal` is a Goal to reach, or an
    exercise that has one. Raises ValueError for an unknown scenario, a time outside the run, a length that no run can
    have, an unknown part, what is no goal, or bad settings.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    data = traitlets.Bytes().tag(sync=True)
    whole = traitlets.Int(0).tag(sync=True)
    beginning = traitlets.Bytes().tag(sync=True)
    rest = traitlets.Bytes().tag(sync=True)
    other = traitlets.Bytes().tag(sync=True)
    difference = traitlets.Int(-1).tag(sync=True)
    branches = traitlets.List().tag(sync=True)
    current = traitlets.Int(0).tag(sync=True)
    beside = traitlets.Int(-1).tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    network = traitlets.List().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    time = traitlets.Int(0).tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)
    look = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    parts = traitlets.List().tag(sync=True)
    more = traitlets.List().tag(sync=True)
    goal = traitlets.Dict().tag(sync=True)
    broken = traitlets.List().tag(sync=True)
    waits = traitlets.List().tag(sync=True)
    other_broken = traitlets.List().tag(sync=True)
    other_waits = traitlets.List().tag(sync=True)

    @traitlets.default("_esm")
    def _page(self) -> str:
        return player_page()

    @traitlets.default("_css")
    def _sheet(self) -> str:
        return stylesheet()

    def __init__(self, run: Cluster | History | str | None = None, time: float | None = None, length: float = LENGTH,
                 parts: Iterable[str] | None = None, goal: Goal | None = None, more: Iterable[str] | None = None,
                 **settings):
        length, parts, goal, more = plain(length), known_parts(parts), checked_goal(goal), known_parts(more, "more")
        check_settings(run, length, settings)
        super().__init__()
        # The page's wishes may come in a thread beside a running cell's, which asks for a run that grows just then.
        self._one_by_one = RLock()
        self._branches = Branches()
        open_run(self._branches, run, length, settings)
        self._goal = goal
        self.look, self.words, self.parts, self.more = look(), page_words(), parts, more
        self._show(first_moment(self._branches.shown, time))
        self.on_msg(self._hear)

    @property
    def history(self) -> History:
        """The history of the branch that is shown."""
        with self._one_by_one:
            return self._branches.shown.history

    def save(self, path: str | os.PathLike) -> None:
        """Write the shown run as one page that plays anywhere, without Jupyter, Python or network: a recording.

        Raises ValueError for a name without .html at its end, or without a folder.
        """
        path = file_to_write(path, ".html")
        with self._one_by_one:
            name, run = self._branches.shown.name, Player(self.history, time=self.time / 1000, parts=self.parts,
                                                             more=self.more)
        try:
            path.write_text(recording(run, ENTRY, name), encoding="utf-8", newline="\n")
        finally:
            run.close()

    def _show(self, at: int) -> None:
        """Send the shown branch to the page, its beginning only if it grows, and the moment (µs) to go on from."""
        branch = self._branches.shown
        with self.hold_sync():
            self.branches = [{"id": each.id, "name": each.name, "parent": each.parent, "at": each.at,
                              "said": each.said} for each in self._branches.all]
            self.current, self.time = branch.id, at
            self.live = branch.recipe is not None
            self.settings, self.network = settings_of(branch.recipe), network_of(branch.recipe)
            self.broken, self.waits = [], []
            self.goal = self.goal | {"at": None} if self.goal else {}
            if branch.is_growing:
                self._send_beginning()
            else:
                self._send_whole()
        if not self.beginning:
            self._tidy_up()

    def _send_beginning(self) -> None:
        """What is made of the shown branch."""
        self.beginning, self.rest = self._branches.beginning(self._branches.shown), b""
        self.code = self._branches.code()
        self.difference = -1  # not known yet

    def _send_whole(self) -> None:
        """All of the shown branch, which is made to its end for that."""
        branch = self._branches.shown
        with self.hold_sync():
            self.data, self.beginning, self.rest = self._branches.whole(branch), b"", b""
            self.whole = branch.number
            self._lay_beside(self.beside)
            self.code = self._branches.code()  # a reader's server may have ended the run early

    def _send_rest(self) -> None:
        """What the shown branch has more than the page, which has its beginning."""
        branch = self._branches.shown
        with self.hold_sync():
            self.rest = self._branches.make_whole(branch).rest(branch.error)
            self.whole = branch.number
            self._lay_beside(self.beside)
            self.code = self._branches.code()

    def _tidy_up(self) -> None:
        """What can wait until the page has the run, and takes as long as half a click."""
        if self.beginning:  # the page has both parts; the whole is for one that is opened later
            with self.hold_sync():
                self.data, self.beginning, self.rest = self._branches.whole(self._branches.shown), b"", b""
        self.broken, self.waits = findings(self._branches.shown)
        self.goal = told_goal(self._goal, self.history)
        self._look_beside()
        self._branches.let_others_go()
        self._branches.get_ready(self.time)  # the next change is often made at the same moment

    def _within(self, at: int) -> int:
        """A moment (µs), or the end of the shown run if that is earlier."""
        return min(at, self._branches.shown.end)

    def _lay_beside(self, id: int) -> None:
        """Compare the shown branch with another one, or with none (-1)."""
        other = self._branches.all[id] if 0 <= id < len(self._branches.all) and id != self.current else None
        difference = first_difference(self.history, other.history) if other else None
        self.beside = other.id if other else -1
        self.other = self._branches.whole(other) if other else b""
        self.other_broken, self.other_waits = [], []
        self.difference = -1 if difference is None else difference

    def _look_beside(self) -> None:
        """Tell of the branch beside the shown one what is told of that."""
        if self.beside >= 0:
            self.other_broken, self.other_waits = findings(self._branches.all[self.beside])

    def _hear(self, _widget, message: dict, _buffers=None) -> None:
        """What the page asks for; what is impossible is answered in words at the place of the click."""
        try:
            with self._one_by_one, collected_later():
                self._do(**message)
                if self.beginning and not self.rest:
                    sleep(SENDING)
                    self._send_rest()
        except Exception as error:
            self.send({"said": sentence(error), **place_of(message)})

    def _do(self, do: str, at: int = 0, seen: int | None = None, **more) -> None:
        if do in CALLS:
            self._refuse_what_is_impossible(do, at, seen, more)
            told = self._branches.change(at, seen, do, *arguments_of(do, more), **options_of(do, more))
            self._show(at)
            if told:
                self.send({"said": told, "server": more.get("to")})
        elif do == "settings":
            self._branches.begin(checked(more["settings"], SERVERS + NETWORK), self._branches.shown.end, at)
            self._show(self._within(at))
        elif do == "change_network":
            self._refuse_what_is_impossible(do, at, seen, more)
            self._branches.change_network(at, seen, checked(more["network"], NETWORK))
            self._show(at)
        elif do == "switch":
            self._branches.current = known_branch(more["branch"], self._branches)
            self._show(self._within(at))
        elif do == "rename":
            name = str(more["name"]).strip()[:NAME] or "unnamed"
            self._branches.all[known_branch(more["branch"], self._branches)].name = name
            self._show(self._within(at))
        elif do == "ready":
            if seen is None:
                self._branches.get_ready(at)
        elif do == "more":
            if self.beginning:
                self._tidy_up()
        elif do == "reached":
            if self._goal and self._goal.keep:
                self._goal.keep(self.history)
        elif do == "compare":
            self._lay_beside(more["branch"])
            self._look_beside()
        else:
            raise ValueError(f"do is {do!r}: the player knows no such wish.")

    def _refuse_what_is_impossible(self, do: str, at: int, seen: int | None, wish: dict) -> None:
        """Raise ValueError in the reader's words; the library's own speak of arguments."""
        branch = self._branches.shown
        if branch.recipe is None:
            return  # a recording refuses everything
        if branch.error and at >= branch.end:
            raise ValueError(f"Here the run ends, since {branch.error}: go to an earlier moment.")
        if do == "change_network" and not network_of(branch.recipe):
            raise ValueError("This run has a network of a kind of its own: its settings can't be changed here.")
        said = refusal(do, wish, self._branches.moment(at, seen))
        if said:
            raise ValueError(said)

    def _repr_mimebundle_(self, **kwargs):
        """The live player, and for all places without a kernel a still picture of its moment."""
        now = self.time / 1000
        picture = space_time(self.history, max(0.0, now - BEFORE), min(self.history.end, max(now, LEAST)))
        caption = f"{self._branches.shown.name}, at {now:g} ms of {self.history.end:g}. {picture.caption}"
        still, metadata = picture.still(caption)
        live = super()._repr_mimebundle_(**kwargs)
        views = live[0] if isinstance(live, tuple) else live or {}
        return views | still | {"text/plain": caption}, metadata


def findings(branch: Branch) -> tuple[list, list]:
    """What a run's record shows only to whoever goes through all of it: broken properties, and the client's waits."""
    calls = branch.recipe.calls if branch.recipe else ()
    return broken_properties(branch.history), client_waits(branch.history, calls)


def place_of(wish: dict) -> dict:
    """What a wish was about, where the page says its answer: a server, a client, a message, or a link."""
    if "sender" in wish:
        return {"link": [wish["sender"], wish["receiver"]]}
    places = {"server": wish.get("server", wish.get("to", wish.get("client"))), "flight": wish.get("flight")}
    return {name: place for name, place in places.items() if place is not None}
