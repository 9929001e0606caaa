"""The notebooks of the site, run in a browser by Python in WebAssembly."""
import sys

import pytest

from raftlib import Cluster
from tests.site.notebook import complaints, open_notebook, run_all, says

A_RUN = """
from raftlib import Cluster
cluster = Cluster(seed=7, loss=0.1)
cluster.submit("x=5")
cluster.run(for_=5000)
print(cluster.history.digest())
"""
ENDLESS = """
from raftlib import Server
from raftlib.questions import elect_a_leader as exercises
class Mine(Server):
    def may_vote_for(self, candidate_id):
        while True:
            try:
                pass
            except:
                pass
print(exercises.one_vote(Mine))
"""


@pytest.mark.parametrize("name", ["00-start-here", "02-replay-the-same-log", "03-elect-a-leader",
                                  "05-replicate-the-log", "06-cut-the-network", "07-break-raft",
                                  "08-serve-clients", "10-build-your-own"])
def test_a_notebook_runs_to_its_end(visit, name):
    cells = run_all(open_notebook(visit, name))
    assert len(cells) > 4
    assert complaints(cells) == []


def test_a_story_is_told_and_told_anew_and_a_leader_is_crashed(visit):
    page = open_notebook(visit, "00-start-here")
    page.emulate_media(reduced_motion="reduce")  # a story is then at once at its next beat
    run_all(page)
    story = page.locator(".raft-story").first
    said = story.locator(".raft-said-now")
    first = said.inner_text()
    story.locator(".raft-onward").click()
    page.wait_for_function("([said, first]) => said.innerText !== first", arg=[said.element_handle(), first])
    shown = story.get_attribute("data-shown")
    story.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("([story, shown]) => story.dataset.shown !== shown", arg=[story.element_handle(), shown])
    player = page.locator(".raft-player").first
    server = player.locator(".raft-server[data-server=S3]")
    server.click()
    player.get_by_role("button", name="Crash").click()
    page.wait_for_function("server => server.textContent.includes('down')", arg=server.element_handle())


def test_a_run_is_the_same_here_and_there(visit):
    cluster = Cluster(seed=7, loss=0.1)
    cluster.submit("x=5")
    cluster.run(for_=5000)
    page = open_notebook(visit, "00-start-here")
    assert says(page, A_RUN).strip() == cluster.history.digest()
    loaded = says(page, "import sys; print({'numpy', 'matplotlib'} & set(sys.modules), sys.platform)")
    assert loaded.strip() == "set() emscripten"
    assert sys.platform != "emscripten"


def test_answers_are_judged_and_kept(visit):
    page = open_notebook(visit, "03-elect-a-leader")
    ask = "from raftlib.questions import elect_a_leader as exercises; print(exercises.a_message({!r}))"
    assert says(page, ask.format("a")).startswith("✗")
    assert says(page, ask.format("b")).startswith("✓")
    slow = says(page, ENDLESS)
    assert slow.startswith("✗")
    assert "a loop in it that never ends" in slow
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status "
                           "=== 'idle'")
    kept = says(page, "from raftlib import progress; print(progress('03-elect-a-leader'))")
    assert "✓" in kept
