"""Every notebook runs in JupyterLab without complaints, and each slider of its panels moves the picture."""

import time

import pytest

from tests.browser.lab import (
    NOTEBOOKS,
    complaints,
    drag,
    label_of,
    open_notebook,
    panels,
    place,
    run_all,
    shown,
    slider,
    sliders,
    switches,
    unfold,
    wait_until_still,
)

NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
SECONDS_TO_CHANGE = 5


def sliders_without_effect(page, panel):
    """The labels of those sliders of a panel that change neither its picture nor its caption."""
    return [label_of(each) for each in sliders(panel).all() if not has_effect(page, panel, each)]


def has_effect(page, panel, each):
    """Whether dragging a slider far changes what the panel shows; it is put back for the next one.

    The farther end will do, or one of two other places: some seeds look alike.
    """
    before, start = wait_until_still(page, panel), place(each)
    far = (1, 0.85, 0.7) if start < 0.5 else (0, 0.15, 0.3)
    changed = any(has_changed(page, panel, each, to, before) for to in far)
    drag(page, each, by=start - place(each))
    return changed


def has_changed(page, panel, each, to, before):
    """Whether a panel shows something else than before, once a slider was dragged to a place from 0 to 1."""
    drag(page, each, by=to - place(each))
    return wait_for_change(page, panel, before)


def switches_without_effect(page, panel):
    """How many of a panel's boxes change nothing when they are clicked."""
    return sum(not has_switched(page, panel, each) for each in switches(panel).all())


def has_switched(page, panel, box):
    """Whether clicking a box changes what the panel shows; it is put back for the next one."""
    before = wait_until_still(page, panel)
    box.click()
    changed = wait_for_change(page, panel, before)
    box.click()
    return changed


def wait_for_change(page, panel, before):
    """Whether a panel comes to show something else than before."""
    deadline = time.monotonic() + SECONDS_TO_CHANGE
    while time.monotonic() < deadline:
        if shown(panel) != before:
            return True
        page.wait_for_timeout(50)
    return False


@pytest.mark.parametrize("name", NAMES)
def test_notebook_runs_and_its_sliders_work(name, lab, page, console_errors):
    open_notebook(page, lab, name)
    unfold(page)
    run_all(page)
    assert complaints(page) == []
    for panel in panels(page).all():
        assert sliders_without_effect(page, panel) == []
        assert switches_without_effect(page, panel) == 0
    assert complaints(page) == []
    assert console_errors == []


# The test itself bites: a toy notebook with one fault of each kind.

TOY = """\
import sys
from IPython.display import Javascript, display
from ipywidgets import VBox
from raftlib.widgets.controls.shown import Said, Shown
from raftlib.widgets.panels.sliders import count, milliseconds_range, switch

live, dead = milliseconds_range((25, 75), min=0, max=100), count(5)
live.description, dead.description = "live (ms)", "dead"
picture, caption = Shown(value="<svg/>"), Said(value="at first")
picture.add_class("raft-panel-picture")
caption.add_class("raft-panel-caption")
live.observe(lambda change: setattr(caption, "value", f"{change.new}"), "value")
panel = VBox([live, dead, switch(), picture, caption])
panel.add_class("raft-panel")
display(panel)
print("oh", file=sys.stderr)
display(Javascript("console.error('ouch')"))"""


@pytest.fixture
def toy(lab):
    """The name of the toy notebook, among the lab's copies."""
    lab.write_notebook("toy.ipynb", TOY)
    return "toy.ipynb"


def test_faults_are_seen(toy, lab, page, console_errors):
    open_notebook(page, lab, toy)
    run_all(page)
    assert [output["text"] for output in complaints(page)] == ["oh\n"]
    assert console_errors == ["ouch"]
    panel = panels(page).first
    assert slider(panel, "dead").count() == 1
    assert has_effect(page, panel, slider(panel, "live (ms)"))
    assert sliders_without_effect(page, panel) == ["dead"]
    assert switches_without_effect(page, panel) == 1
