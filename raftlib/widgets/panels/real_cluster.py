"""The panel of notebook 09: a real cluster, started at the press of a button, and seen while it is in trouble."""
import html
from functools import partial
from threading import Thread

from ipywidgets import Button, Layout

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import PACKAGE, EtcdCluster, is_installed, shortest_timeout
from raftlib.clusters.lives import RUNS, WORDS, LiveRun, recorded_life, recorded_where
from raftlib.clusters.machine import hindrance
from raftlib.pictures.in_html import image
from raftlib.pictures.observed_lines import observed_lines
from raftlib.pictures.picture import Picture
from raftlib.simulation.arguments import known
from raftlib.widgets.controls.shown import Said
from raftlib.widgets.panels.panel import Panel
from raftlib.widgets.panels.sliders import milliseconds, one_of

EVERY = 0.25  # s between two pictures of what is under way
START, STOP = "Run it on this machine", "End it now"


class RealClusterPanel(Panel):
    """What was seen of a real cluster on record, and, at a press, of one that runs here and now with these sliders.

    `fixed` is what no slider says.
    """

    def __init__(self, fixed: dict, **sliders):
        super().__init__(partial(draw_recorded, **fixed), **sliders)
        self._fixed = fixed
        self._run: LiveRun | None = None
        self._button = Button(description=START, layout=Layout(width="auto", align_self="flex-start"))
        self._note = Said(value=html.escape(what_is_here()))
        self._button.on_click(lambda _: self.press())
        controls, *rest = self.children
        self.children = [controls, self._button, self._note, *rest]
        self._allow()

    def press(self) -> None:
        """Run what the sliders say, or end what runs."""
        run = self._run
        if run:
            run.end()
            return
        try:
            self._run = LiveRun(**self._fixed, **self.values)
        except (ValueError, ClusterError) as error:
            self._say(str(error))
            return
        self._button.description = STOP
        self._hold(True)
        self._say(f"Three servers of etcd are started: this takes about {max(2, self._run.seconds):.0f} seconds.")
        Thread(target=self._follow, args=(self._run,), daemon=True).start()

    def _follow(self, run: LiveRun) -> None:
        """Show what is seen, until the run is over."""
        thread = Thread(target=run.play, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(EVERY)
            seen = run.seen()
            if seen and seen.end > 0:
                picture = observed_lines(seen)
                self._shown_picture.value = image(picture.svg(), picture.caption)
        self._run, self._button.description = None, START
        self._hold(False)
        self._say(run.complaint or f"{run.words} All servers have ended.")

    def _redraw(self, change=None) -> None:
        """While a run is under way its picture stays, whatever is set."""
        if not getattr(self, "_run", None):
            super()._redraw(change)
        if hasattr(self, "_button"):
            self._allow()

    def _allow(self) -> None:
        """What etcd would refuse can't be pressed; what runs can be ended."""
        self._button.disabled = not self._run and (not can_run() or bool(refused(**self._fixed, **self.values)))

    def _hold(self, locked: bool) -> None:
        """No hand moves a slider while what was set with it runs."""
        for slider in self.sliders.values():
            slider.locked = locked

    def _say(self, sentence: str) -> None:
        self._shown_caption.value = html.escape(sentence)


def real_cluster_panel(*runs: str, **defaults) -> RealClusterPanel:
    """A panel of three etcd servers: what is done to them, and their settings, for a run on this machine.

    There is a choice of some `runs` of clusters.lives.RUNS, of all if none is named. `defaults` are the sliders' first
    values: run, one of these; heartbeat and election_timeout (ms). Until the button is pressed, it shows the run that
    is on record. Raises ValueError for another name, or a value that a slider does not have.
    """
    runs = [known("runs", run, RUNS) for run in runs or RUNS]
    choice = {"run": one_of(runs[0], {WORDS[run]: run for run in runs})} if len(runs) > 1 else {}
    panel = RealClusterPanel(
        {} if choice else {"run": runs[0]},
        **choice,
        heartbeat=milliseconds(100, min=10, max=500, step=10),
        election_timeout=milliseconds(1000, min=50, max=5000, step=50),
    )
    panel.set(**defaults)
    return panel


def draw_recorded(run: str, heartbeat: int, election_timeout: int) -> tuple[Picture, str]:
    """What is on record of a run, whatever the sliders of the real one say."""
    own = (heartbeat, election_timeout) != (100, 1000)
    asked = f" To see it with {heartbeat} and {election_timeout} ms, run it." if own else ""
    return observed_lines(recorded_life(run)), (f"{recorded_where()} heartbeat 100 ms, election timeout 1000 ms."
                                                f"{refused(run, heartbeat, election_timeout) or asked}")


def refused(run: str, heartbeat: int, election_timeout: int) -> str:
    """Why etcd could not be run with these settings, to go on with; nothing where it could."""
    least = shortest_timeout(heartbeat)
    if election_timeout >= least:
        return ""
    return (f" With {heartbeat} and {election_timeout} ms it can't be run: etcd takes no election timeout shorter than "
            f"five heartbeats, here {least} ms.")


def can_run() -> bool:
    """Whether etcd can be run here."""
    return not hindrance() and is_installed()


def what_is_here() -> str:
    """Whether etcd can be run, and what is to be done for it."""
    if hindrance():
        return hindrance()
    if is_installed():
        return f"{EtcdCluster.system} is installed here."
    return ("etcd is not installed here, so this shows what is on record. To have it (19 to 36 MB): "
            f"%pip install {PACKAGE}, and then run this cell again.")
