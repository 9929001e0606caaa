"""python -m raftlib in a real browser: the copy opens, its links and pictures are there, and nothing alarms."""

import json
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.lab import (
    SETTINGS,
    Lab,
    free_port,
    open_notebook,
    run_cell,
    server_environment,
    stop,
    wait_for_kernel,
    wait_until_it_answers,
    write_settings,
)

ROOT = Path(__file__).parents[2]
OWN = "my-notebooks"
NOTIFICATION_SETTINGS = """async () => {
    const { serviceManager } = window.jupyterapp, id = "@jupyterlab/apputils-extension:notification";
    const { schema } = await serviceManager.settings.fetch(id);
    return ["fetchNews", "checkForUpdates"].map(name => schema.properties[name].default);
}"""


@pytest.fixture(scope="module")
def made(browser_path, tmp_path_factory):
    """JupyterLab as `make lab` starts it, in a copy of the repository, with what it says on the terminal."""
    scratch = tmp_path_factory.mktemp("made")
    for folder in ("raftlib", "notebooks", "images"):
        shutil.copytree(ROOT / folder, scratch / folder, ignore=shutil.ignore_patterns("__pycache__"))
    # As at a first start, but for what other tests need.
    write_settings(scratch / "settings", SETTINGS.keys() - {"apputils-extension/notification"})
    lab = Lab(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), scratch)
    with TemporaryDirectory(prefix="raft-") as runtime, (scratch / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "raftlib", "--no-browser", f"--ServerApp.port={lab.url.rpartition(':')[2]}"),
                f"--IdentityProvider.token={lab.token}",
                "--LabApp.expose_app_in_browser=True",
                f"--LabApp.user_settings_dir={scratch / 'settings'}",
                f"--LabApp.workspaces_dir={scratch / 'workspaces'}",
            ],
            cwd=scratch, env=server_environment(scratch, runtime), stdout=log, stderr=subprocess.STDOUT,
        )
        try:
            wait_until_it_answers(lab.status, server, scratch / "lab.log")
            yield lab, server, Path(runtime)
        finally:
            stop(server)


def test_a_copy_opens_runs_and_nothing_is_said_but_where_it_is(made, page, console_errors):
    lab, server, runtime = made
    page.goto(f"{lab.url}?token={lab.token}")
    expect(page).to_have_url(re.compile(rf"{OWN}/00-start-here\.ipynb"))
    wait_for_kernel(page, f"{OWN}/00-start-here.ipynb")
    run_cell(page, 1)
    expect(page.locator(".jp-OutputArea-output").first).to_be_visible()
    page.wait_for_function("() => window.jupyterapp.restored.then(() => true)")
    assert page.evaluate(NOTIFICATION_SETTINGS) == ["false", False]
    assert page.locator(".Toastify__toast").count() == 0  # nothing is asked, and nothing covers the text
    assert (lab.folder / "lab.log").read_text().splitlines() == [
        "Your notebooks are in my-notebooks/; JupyterLab opens in the browser. Ctrl+C, twice, ends it."]
    assert console_errors == []
    assert {json.loads(path.read_text())["transport"] for path in runtime.glob("kernel-*.json")} == {"ipc"}
    assert heard_on_tcp(server) <= 1  # a pipe for forked processes, whose secret no other user knows: ipykernel's own


def heard_on_tcp(server):
    """On how many TCP ports a kernel of the server listens, at the most."""
    kernels = psutil.Process(server.pid).children(recursive=True)
    return max(sum(each.status == psutil.CONN_LISTEN for each in kernel.net_connections("tcp")) for kernel in kernels)


def test_links_between_copies_and_pictures_of_the_repository_are_found(made, page):
    lab, _, _ = made
    path = lab.folder / OWN / "linked.ipynb"
    text = "[leader](glossary.ipynb#leader) ![an election](../images/first-election.svg)"
    lab.write_notebook(f"{OWN}/linked.ipynb", "")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    open_notebook(page, lab, f"{OWN}/linked.ipynb")
    picture = page.locator(".jp-RenderedMarkdown img")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.jp-RenderedMarkdown img').naturalWidth > 0")
    page.get_by_role("link", name="leader").click()
    expect(page.locator(".jp-RenderedMarkdown h1", has_text="Glossary")).to_be_visible()


def test_a_port_that_is_taken_is_said_in_one_sentence(made):
    lab, _, runtime = made
    options = [f"--port={lab.url.rpartition(':')[2]}", "--ServerApp.port_retries=0", "--no-browser"]
    run = subprocess.run(
        [sys.executable, "-m", "raftlib", *options], cwd=lab.folder, capture_output=True, text=True,
        env=server_environment(lab.folder, str(runtime)), timeout=60,
    )
    assert run.returncode == 1
    (said,) = run.stderr.splitlines()
    assert f"port {lab.url.rpartition(':')[2]} is not available" in said
