"""A real JupyterLab in a real browser, and what a person does in it: open, run all, drag a slider."""

import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from playwright.sync_api import Locator, Page, expect, sync_playwright

from raftlib.lab import options

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without the background-networking flags Chromium calls home at every start.
BROWSER_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
# News and update checks call home too; autosave would race with the test's own steps. All cells are to be in the page,
# also those out of sight, which need not be drawn, though.
SETTINGS = {
    "apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "contentVisibility"},
}
WINDOW = {"width": 1280, "height": 1000}
SECONDS_TO_START = 180
# What a test waits for is there in a moment, or never: only a busy machine takes longer, and no test measures that.
PATIENCE = 60_000  # ms
expect.set_options(timeout=PATIENCE)
SECONDS_TO_RUN = 120
HANDLE = 24  # px that a handle is wide
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

_workspaces = itertools.count()


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its token, and the folder whose notebooks it shows."""

    url: str
    token: str
    folder: Path

    def address(self, notebook):
        """The page of one notebook, in a workspace of its own, so that no other one is restored beside it."""
        return f"{self.url}/lab/workspaces/test-{next(_workspaces)}/tree/{notebook}?token={self.token}"

    @property
    def status(self):
        """Where the server says how it is."""
        return f"{self.url}/api/status?token={self.token}"

    def write_notebook(self, name, *code):
        """Put a notebook of these cells beside the others."""
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        cells = [nbformat.v4.new_code_cell(source) for source in code]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        (self.folder / name).write_text(json.dumps(notebook))


def find_browser():
    """The path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def running_lab(scratch, notebooks=NOTEBOOKS):
    """JupyterLab on a copy of the notebooks, in a scratch folder and with none of the user's own settings."""
    folder = scratch / "notebooks"
    shutil.copytree(notebooks, folder)
    write_settings(scratch / "settings")
    lab = Lab(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), folder)
    # Not in the scratch folder, whose name is too long for the sockets of kernels.
    with TemporaryDirectory(prefix="raft-") as runtime, (scratch / "lab.log").open("w") as log:
        server = subprocess.Popen(
            server_command(lab, scratch, Path(runtime)),
            env=server_environment(scratch, runtime),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_it_answers(lab.status, server, scratch / "lab.log")
            yield lab
        finally:
            stop(server)


def write_settings(folder, plugins=SETTINGS):
    """JupyterLab reads one file for each plugin."""
    for plugin in plugins:
        path = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(SETTINGS[plugin]))


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_command(lab, scratch, runtime):
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", *options(runtime)),
        f"--ServerApp.port={lab.url.rpartition(':')[2]}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={lab.folder}",
        f"--IdentityProvider.token={lab.token}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.user_settings_dir={scratch / 'settings'}",
        f"--LabApp.workspaces_dir={scratch / 'workspaces'}",
    ]


def running_as_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def server_environment(scratch, runtime):
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    own = {name: str(scratch / name.lower()) for name in names}
    return {**os.environ, **own, "JUPYTER_RUNTIME_DIR": runtime}


def wait_until_it_answers(address, server, log):
    """Wait until a server answers at an address; what it says goes into a file."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # that there is nothing is an answer, too
        except urllib.error.URLError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer:\n{log.read_text()}")


def stop(server):
    """End the server, which ends its kernels, and insist if it does not."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def running_browser(executable):
    """Chromium without a window."""
    flags = [*BROWSER_FLAGS, *(["--no-sandbox"] if running_as_root() else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser):
    """A page without a past, and the list of console errors and uncaught exceptions it collects."""
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page, errors
    finally:
        context.close()


# What a person does. All of it goes to the notebook in front.


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook and wait for its kernel; in a page that has JupyterLab already, that need not be loaded again."""
    if page.url.startswith(f"{lab.url}/lab/"):  # then a notebook has been opened before, and waited for
        page.evaluate("async path => { await window.jupyterapp.commands.execute('docmanager:open', { path }); }", name)
    else:
        page.goto(lab.address(name))
    wait_for_kernel(page, name)


def wait_for_kernel(page: Page, name: str) -> None:
    """Wait until a notebook is in front and its kernel has answered."""
    page.wait_for_function(
        """name => {
            const context = window.jupyterapp?.shell.currentWidget?.context;
            return context?.path === name && context.sessionContext.session?.kernel?.info;
        }""",
        arg=name,
    )


@contextmanager
def opened_notebook(page: Page, lab: Lab, name: str, *cells: str):
    """A notebook with these cells, open for the tests of a file, and closed at their end."""
    lab.write_notebook(name, *cells)
    open_notebook(page, lab, name)
    yield
    close_notebooks(page)


def close_notebooks(page: Page) -> None:
    """Close all notebooks as they are, saved or not, and end their kernels."""
    page.evaluate("""async () => {
        const { shell, serviceManager } = window.jupyterapp;
        for (const opened of [...shell.widgets('main')]) opened.dispose();
        await serviceManager.sessions.shutdownAll();
    }""")


def retype(page: Page, code: str) -> None:
    """Put other code into the first cell."""
    page.evaluate(
        "code => window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel.setSource(code)", code)


def run_all(page: Page) -> None:
    """Run all cells and wait for their widgets; saved outputs go first, lest one is taken for a new one."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .map(cell => cell.model)
            .filter(model => model.type === 'code' && model.sharedModel.getSource().trim())
            .every(model => model.executionCount !== null)""",
        timeout=SECONDS_TO_RUN * 1000,
    )
    widgets = sum(WIDGET_VIEW in output.get("data", {}) for output in outputs(page))
    # A panel is a widget of ipywidgets, a player one of anywidget.
    page.wait_for_function(
        """widgets => document.querySelectorAll(
            '.jp-OutputArea-output > .jupyter-widgets, .jp-OutputArea-output .raft-player').length >= widgets""",
        arg=widgets,
    )
    page.wait_for_function("() => !document.querySelector('.raft-control:empty')")


def run_cell(page: Page, place: int) -> None:
    """Run one cell again, counted from 0."""
    page.evaluate(
        """place => {
            window.jupyterapp.shell.currentWidget.content.activeCellIndex = place;
            return window.jupyterapp.commands.execute('notebook:run-cell');
        }""",
        place,
    )


# JupyterLab leaves a margin above a heading.
LANDED = """([path, id]) => {
    const { context, content } = window.jupyterapp.shell.currentWidget ?? {};
    if (context?.path !== path) return null;
    const heading = content.node.querySelector(`[data-jupyter-id="${CSS.escape(id)}"]`);
    if (!heading?.getClientRects().length) return null;
    const below = heading.getBoundingClientRect().top - content.outerNode.getBoundingClientRect().top;
    return below > -1 && below < 40 && Boolean(content.activeCell?.node.contains(heading));
}"""


def wait_until_landed(page: Page, path: str, heading: str) -> None:
    """Wait until a notebook is in front with a heading, by its id, at its top, in the active cell; there it stays."""
    page.wait_for_function(LANDED, arg=[path, heading])
    assert settled(page, LANDED, [path, heading], frames=60) is True


def outputs(page: Page) -> list[dict]:
    """The outputs of all cells, as they would be saved."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .filter(cell => cell.model.type === 'code')
            .flatMap(cell => cell.model.outputs.toJSON())"""
    )


def complaints(page: Page) -> list[dict]:
    """The outputs that no cell should have: anything on stderr, and exceptions."""
    return [
        output
        for output in outputs(page)
        if output.get("name") == "stderr" or output["output_type"] == "error"
    ]


def panels(page: Page) -> Locator:
    """The slider panels in the notebook."""
    return page.locator(".jp-OutputArea-output .raft-panel")


def sliders(panel: Locator) -> Locator:
    """The sliders of a panel, ranges included."""
    return panel.locator(".raft-slider:has(input[type=range])")


def switches(panel: Locator) -> Locator:
    """The boxes to tick of a panel."""
    return panel.locator(".raft-slider input[type=checkbox]")


def slider(panel: Page | Locator, label: str) -> Locator:
    """The slider beside a label."""
    return panel.locator(f".raft-slider:has(.raft-label:text-is({json.dumps(label)}))")


def label_of(slider: Locator) -> str:
    """The text beside a slider, which has none to see while its panel is being laid out."""
    return slider.locator(".raft-label").text_content()


def handles(slider: Page | Locator) -> Locator:
    """The handles of a slider."""
    return slider.locator("input[type=range]")


def drag(page: Page, slider: Locator, by: float, steps: int = 8) -> None:
    """Drag the last handle of a slider to the right by a part of its track, to the left where `by` is negative."""
    handle = handles(slider).last
    left, top, *_ = handle.bounding_box().values()
    x, y = middle_of_handle(handle)
    handle.hover(position={"x": x - left, "y": y - top})  # it comes in sight first, and stands still
    x, y = middle_of_handle(handle)
    page.mouse.down()
    page.mouse.move(x + by * travel(handle), y, steps=steps)
    page.mouse.up()


def place(slider: Locator) -> float:
    """Where the last handle of a slider stands on its track, from 0 to 1."""
    return place_of(handles(slider).last)


def place_of(handle: Locator) -> float:
    """Where a handle stands on its track, from 0 to 1."""
    low, now, high = bounds(handle)
    return (now - low) / (high - low)


def bounds(handle: Locator) -> list[int]:
    """The lowest value of a handle, its own, and the highest."""
    return handle.evaluate("handle => [handle.min, handle.value, handle.max].map(Number)")


def travel(handle: Locator) -> float:
    """How many px a handle can move."""
    return handle.bounding_box()["width"] - HANDLE


def middle_of_handle(handle: Locator) -> tuple[float, float]:
    """The point in the middle of a handle, in the window."""
    box = handle.bounding_box()
    return box["x"] + HANDLE / 2 + place_of(handle) * (box["width"] - HANDLE), box["y"] + box["height"] / 2


# What a panel shows is watched in the page: there it costs nothing to wait for a change.
WATCH = """(panel, asks) => {
    const parts = [...panel.querySelectorAll('.raft-panel-picture, .raft-panel-caption')];
    const shown = () => parts.flatMap(part => [...part.querySelectorAll('.raft-shown')])
        .map(each => each.outerHTML).join('');
    const observe = watcher => parts.forEach(part => watcher.observe(
        part, { subtree: true, childList: true, attributes: true, characterData: true }));
    const after = (time, does) => setTimeout(does, time * 1000);
    return new Promise(answer => (%s)(asks, answer));
}"""
CHANGED = WATCH % """({ before, limit }, answer) => {
    const watcher = new MutationObserver(() => { if (shown() !== before) done(true); });
    const done = changed => { watcher.disconnect(); clearTimeout(timer); answer(changed); };
    const timer = after(limit, () => done(false));
    observe(watcher);
    if (shown() !== before) done(true);
}"""
STILL = WATCH % """({ quiet, limit }, answer) => {
    const done = said => { watcher.disconnect(); clearTimeout(timer); clearTimeout(end); answer(said); };
    const restart = () => { clearTimeout(timer); timer = after(quiet, () => done(shown())); };
    const watcher = new MutationObserver(restart), end = after(limit, () => done(null));
    let timer;
    observe(watcher);
    restart();
}"""


SETTLED = """async ([said, asks, frames]) => {
    const tell = eval(said), frame = () => new Promise(requestAnimationFrame);
    let before = null, same = 0;
    while (same < frames) {
        await frame();
        const now = JSON.stringify(tell(asks));
        same = now === before ? same + 1 : 0;
        before = now;
    }
    return JSON.parse(before);
}"""


def settled(page: Page, tells: str, asks=None, frames: int = 20):
    """What a function of the page's tells, as soon as it has told the same in so many frames that the page drew."""
    return page.evaluate(SETTLED, [tells, asks, frames])


def wait_for_change(panel: Locator, before: str, limit: float) -> bool:
    """Whether a panel comes to show something else than before, within a time (s)."""
    return panel.evaluate(CHANGED, {"before": before, "limit": limit})


def wait_until_still(panel: Locator, quiet: float = 0.5, limit: float = 20) -> str:
    """The HTML of a panel's picture and caption, as soon as that has not changed for a while (s)."""
    shown = panel.evaluate(STILL, {"quiet": quiet, "limit": limit})
    assert shown is not None, f"the panel still changes after {limit} s"
    return shown


def screenshot(page: Page, path: Path) -> None:
    """Save what the page shows."""
    page.screenshot(path=path)
