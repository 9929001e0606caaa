"""The notebooks in Notebook 7 and in Voila: their widgets live, and in Voila no outcome comes before its question."""
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.lab import complaints, free_port, fresh_page, running_as_root, stop, wait_until_it_answers
from tests.cells import NOTEBOOKS
from tests.converters.installed import environment
from tests.rounds import rounds

SHOWN = ("03-elect-a-leader", "05-replicate-the-log")
each = pytest.mark.parametrize("notebook", SHOWN)
APP = "window.jupyterapp"
UNKNOWING = """.raft-prediction button:text-is("I don't know")"""


@pytest.fixture
def page_and_errors(browser):
    """A page of its own for each server: what one has left there is not another one's."""
    with fresh_page(browser) as page_and_errors:
        yield page_and_errors


@contextmanager
def front_end(folder, module, notebook, *options):
    """Another front end, which shows a copy of a notebook in `folder`; gives its address."""
    shutil.copy(NOTEBOOKS / f"{notebook}.ipynb", folder)
    address = f"http://127.0.0.1:{free_port()}"
    root = ["--allow-root"] if running_as_root() and module == "notebook" else []
    command = [sys.executable, "-m", module, "--no-browser", f"--port={address.rpartition(':')[2]}", *root, *options]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_it_answers(f"{address}/api/status", server, folder / "log")
        yield address
    finally:
        stop(server)


def press(button):
    """Press a button wherever it is: while such a page is laid out, it moves away under a mouse."""
    button.dispatch_event("click")


def shown(page, cell):
    """What a cell has put out, where it can be seen."""
    return page.locator(f'[id="cell-id={cell}"] .jp-OutputArea-child').first


@each
def test_in_voila_an_outcome_waits_for_its_question(page, notebook, tmp_path):
    with front_end(tmp_path, "voila", notebook, "--Voila.ip=127.0.0.1", f"{notebook}.ipynb") as address:
        page.goto(address)
        played = list(rounds(notebook))
        expect(page.locator(UNKNOWING)).to_have_count(len(played))
        for asked, run, _ in played:
            expect(shown(page, run)).to_be_hidden()
            press(page.locator(f'[id="cell-id={asked}"]').get_by_role("button", name="I don't know"))
        for _, run, _ in played:
            expect(shown(page, run)).to_be_visible()
        assert page.locator("[data-raft-waits]").count() == 0


@each
def test_in_notebook_7_all_widgets_live(page, console_errors, notebook, tmp_path):
    options = ("--ip=127.0.0.1", "--IdentityProvider.token=", "--JupyterNotebookApp.expose_app_in_browser=True")
    with front_end(tmp_path, "notebook", notebook, *options) as address:
        page.goto(f"{address}/notebooks/{notebook}.ipynb")
        page.wait_for_function(f"() => {APP}?.shell.currentWidget?.sessionContext?.session?.kernel?.info")
        assert page.evaluate(f"() => {APP}.commands.execute('notebook:run-all-cells')")
        expect(page.locator(UNKNOWING)).to_have_count(len(list(rounds(notebook))))
        question = page.locator(".raft-prediction").first
        press(question.get_by_role("button", name="I don't know"))
        expect(question.locator(".raft-verdict")).to_contain_text("Noted")
        story = page.locator(".raft-story").first
        press(story.get_by_role("button", name="Continue"))
        expect(story).to_contain_text("2 of")
        assert complaints(page) == []
    # The front end's own settings stand beside JupyterLab's here, and are not found.
    assert [error for error in console_errors if "settings" not in error and "chema" not in error and "404" not in error
            and "ERR_CONNECTION" not in error] == []
