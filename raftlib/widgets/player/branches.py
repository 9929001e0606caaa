"""The branches of a run: every change at some moment begins a new one, and none is ever thrown away."""
from dataclasses import dataclass, field

from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.simulation.moments import Moment
from raftlib.simulation.recipe import Recipe, imports
from raftlib.widgets.player.branch_words import blamed, in_words, saying, told
from raftlib.widgets.player.refusals import RECORDING
from raftlib.widgets.player.run_data import RunText
from raftlib.widgets.player.settings import plain_network, with_settings

LENGTH = 2_000_000  # µs that a run goes on after a change, at the least
NEAR = 500_000  # µs after a change that are made at once; the rest follows when they are on the page


class Branch:
    """One run: its recipe (None for a recording), what was done at which moment (µs) of which parent, its history.

    A run that is handed in as a cluster grows: it is made up to some moment, and to its end (µs) when its history is
    asked for. `error` is the last line of what a reader's own server raised, where the run stopped; `arguments` are the
    settings that it was begun with, other than its elder's; `text` is what the page gets, once that has asked for it;
    `number` is no other branch's, even of those that were replaced. Of the parent's events at that moment, only the
    first `seen` of all may stand before what was done; None if all do.
    """

    def __init__(self, id: int, name: str, run: Cluster | History, end: int, recipe: Recipe | None = None,
                 parent: int | None = None, at: int = 0, said: str = "", seen: int | None = None):
        self.id, self.name, self.recipe, self.parent, self.at, self.said = id, name, recipe, parent, at, said
        self.seen = seen
        self.end, self.error, self.arguments, self.number = end, "", {}, 0
        self.text: RunText | None = None
        self._cluster = run if isinstance(run, Cluster) else None  # while it has not come to its end
        self._history: History | None = run.history if isinstance(run, Cluster) else run

    @property
    def is_growing(self) -> bool:
        """Whether the run goes on after what is made of it."""
        return self._cluster is not None

    def run(self, to: int) -> None:
        """Go on to a moment (µs), or to the end if that is earlier: where a reader's server raises, there it ends."""
        try:
            self._cluster.run(to=min(to, self.end) / 1000)
        except Exception as raised:  # the run so far stays, and says where it stopped
            self.error = blamed(raised)
            self.end = round(self._cluster.time * 1000)
            self._history.lasts_until(self.end)
        if to >= self.end:
            self._cluster = None

    @property
    def so_far(self) -> History:
        """The run's history as far as it is made; made again if it was let go."""
        return self.history if self._history is None else self._history

    @property
    def history(self) -> History:
        """The run's history to its end."""
        if self._history is None:
            made = self.recipe.make()
            self._history = made.history
            self._cluster = made if made.time * 1000 < self.end else None
        if self.is_growing:
            self.run(self.end)
        return self._history

    def let_go(self) -> None:
        """Forget the history, if it can be made again: many of them keep Python's garbage collector busy for long."""
        if self.recipe is not None:
            self._cluster = self._history = None


@dataclass
class Branches:
    """All branches of a run, and which of them is looked at; a change leaves the one looked at as it is."""

    all: list[Branch] = field(default_factory=list)
    current: int = 0
    made: int = 0  # those that were replaced included
    ready: tuple[Branch, Cluster] | None = None  # a cluster that stands at some moment of a branch's run

    def text_of(self, branch: Branch) -> RunText:
        """A branch for the page as far as it is made, put together of what its parent has too and what is new."""
        if branch.text is None:
            parent = None if branch.parent is None else self.text_of(self.all[branch.parent])
            branch.text = RunText(branch.so_far, parent, branch.at, branch.number, branch.seen)
        return branch.text

    def make_whole(self, branch: Branch) -> RunText:
        """All of a branch for the page, which is made to its end for that."""
        text = self.text_of(branch)
        if text.end < branch.end:
            text.grow(branch.history)
        return text

    def whole(self, branch: Branch) -> bytes:
        """The same as the page gets it."""
        return self.make_whole(branch).whole(branch.error)

    def beginning(self, branch: Branch) -> bytes:
        """What is made of a branch, for a page that has its parent."""
        return self.text_of(branch).beginning(branch.end)

    @property
    def shown(self) -> Branch:
        """The branch looked at."""
        return self.all[self.current]

    def open(self, run: Cluster | History, name: str) -> Branch:
        """Begin with a cluster, whose run can be changed, or with a history, which is a recording."""
        if isinstance(run, History):
            return self._add(Branch(len(self.all), name, run, round(run.end * 1000)))
        return self._add(Branch(len(self.all), name, run.history, round(run.history.end * 1000), Recipe.of(run)))

    def start(self, cluster: Cluster, end: int, name: str) -> Branch:
        """Begin with a new cluster, which runs to `end` (µs)."""
        branch = self._run_on(cluster, end, end, None, 0, "")
        branch.name = name
        return branch

    def change(self, at: int, seen: int | None, call: str, *arguments, **options) -> str:
        """Do something to the shown run at a moment (µs), as the method of Cluster of that name does: a new branch.

        With `seen`, it is done right after so many events, before others of that moment. Returns what a client is told
        whose command nobody took, else "". Raises ValueError if it is impossible there.
        """
        old = self.shown
        cluster, said, note = self._changed(old, at, seen, call, arguments, options)
        late = round(options.get("for_", 0) * 1000)  # a message that is held back arrives before the run's end, too
        self._run_on(cluster, at + NEAR, max(old.end, at + LENGTH + late), old.id, at, said, seen)
        return note

    def change_network(self, at: int, seen: int | None, settings: dict) -> None:
        """Change the network of the shown run from a moment (µs) on: a new branch; raises ValueError for bad settings.

        If the shown one was begun so too, at this moment, and is the newest, it is replaced: a slider that moves asks
        many times.
        """
        old = self.shown
        is_replaced = old.parent is not None and (old.at, old.seen) == (at, seen) and self._is_of_settings(old)
        elder = self.all[old.parent] if is_replaced else old
        settings = old.arguments | settings if is_replaced else settings
        cluster, said, _ = self._changed(elder, at, seen, "change_network", (), settings)
        if is_replaced:
            self.all.pop()
        self._run_on(cluster, at + NEAR, max(elder.end, at + LENGTH), elder.id, at, said, seen).arguments = settings

    def _changed(self, old: Branch, at: int, seen: int | None, call: str, arguments: tuple,
                 options: dict) -> tuple[Cluster, str, str]:
        """A branch's run with a call at a moment (µs), what that does, in words, and what a client is told then."""
        if old.recipe is None:
            raise ValueError(RECORDING)
        cluster = self._standing_at(old, at) if seen is None else standing_after(seen, old, at)
        said = saying(cluster.history, call, arguments, options)
        return cluster, said, told(getattr(cluster, call)(*arguments, **options))

    def get_ready(self, at: int) -> None:
        """Make the shown run up to a moment (µs), so that a change there, or later, need not wait for that."""
        if self.shown.recipe is not None and not (self.shown.error and at >= self.shown.end):
            self.ready = self.shown, self._standing_at(self.shown, at)

    def _standing_at(self, old: Branch, at: int) -> Cluster:
        """A branch's run at a moment (µs), to go another way from there."""
        recipe = old.recipe.before(at)
        branch, cluster = self.ready or (None, None)
        self.ready = None  # a run can be gone on with only once
        if branch is not old or cluster.time > at / 1000 or len(cluster.calls) != len(recipe.calls):
            cluster = recipe.make()
        cluster.run(to=at / 1000)
        return cluster

    def moment(self, at: int, seen: int | None) -> Moment:
        """How everything is in the shown run at a moment (µs), right after so many events if `seen` is given."""
        history = self.shown.so_far if seen is None else standing_after(seen, self.shown, at).history
        return history.at(at / 1000)

    def begin(self, settings: dict, end: int, at: int) -> None:
        """A run from the start with other settings, looked at at a moment (µs); raises ValueError for bad ones.

        If the shown one was begun so too, and is the newest, it is replaced: a slider that moves asks many times.
        """
        old = self.shown
        if old.recipe is None:
            raise ValueError("This is a recording: its settings can't be changed.")
        recipe = Recipe(with_settings(old.recipe.arguments, settings))
        cluster = recipe.make()
        if old.parent is None and self._is_of_settings(old):
            settings = old.arguments | settings
            self.all.pop()
        if "slow" in settings:  # a slow server may have gone with its place
            settings = settings | {"slow": plain_network(recipe.arguments).slow}
        self._run_on(cluster, at + NEAR, end, None, 0, in_words(settings)).arguments = settings

    def _is_of_settings(self, branch: Branch) -> bool:
        """Whether a branch is the newest, was begun with other settings, and nobody has named it."""
        return bool(branch.arguments) and branch is self.all[-1] and branch.name.endswith(branch.said)

    def _run_on(self, cluster: Cluster, to: int, end: int, parent: int | None, at: int, said: str,
                seen: int | None = None) -> Branch:
        name = f"{len(self.all) + 1}: {said}"
        branch = Branch(len(self.all), name, cluster, end, Recipe.of(cluster), parent, at, said, seen)
        branch.run(to)
        return self._add(branch)

    def _add(self, branch: Branch) -> Branch:
        self.all.append(branch)
        self.made += 1
        branch.number = self.made
        self.current = branch.id
        return branch

    def let_others_go(self) -> None:
        """Keep of the branches that are not shown what the page needs of them, and their recipes."""
        for branch in self.all:
            if branch.id != self.current and branch.text is not None:
                branch.let_go()

    def code(self) -> str:
        """The shown run as Python text."""
        branch = self.shown
        if branch.recipe is None:
            return "# A recording: how it was made is not known."
        code = branch.recipe.code(branch.end)
        return f"{imports(code)}\n\n{code}"


def standing_after(seen: int, branch: Branch, at: int) -> Cluster:
    """A branch's run right after so many events, the last of them at a moment (µs) at which there are more."""
    cluster = branch.recipe.before(at, seen).make()
    cluster.run(until=lambda c: len(c.history) >= seen)
    return cluster


def first_difference(one: History, other: History) -> int | None:
    """The first moment (µs) at which two runs differ, None if one is the other, or its beginning."""
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            return min(mine.at, its.at)
    return None
