"""A story in a real JupyterLab: told by the keyboard alone, and the reader's turn opens the run below it."""

from raftlib import stories
from tests.browser.lab import complaints, open_notebook, run_all
from tests.browser.test_stories import SCREEN, said, wait_for_beat


def test_a_reader_goes_on_by_the_keyboard_alone(lab, page_of_lab):
    page, errors = page_of_lab
    page.set_viewport_size(SCREEN)
    lab.write_notebook("keys.ipynb", "from raftlib import stories\n\nstories.an_election(seed=7)", "'the next one'")
    open_notebook(page, lab, "keys.ipynb")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("document.activeElement.matches('.raft-story[data-shown]')")
    page.keyboard.press("ArrowRight")
    wait_for_beat(page, 2)
    page.keyboard.press("Space")
    wait_for_beat(page, 3)
    page.keyboard.press("Shift+Enter")  # runs the next cell, and not the story anew
    page.get_by_text("the next one").nth(1).wait_for()
    assert page.locator(".raft-count").text_content().startswith("3 ")
    assert complaints(page) == []
    assert errors == []


def test_the_readers_turn_opens_the_run_below(lab, page_of_lab):
    page, errors = page_of_lab
    page.set_viewport_size(SCREEN)
    lab.write_notebook("story.ipynb", "from raftlib import stories\n\nstories.an_election(seed=7)")
    open_notebook(page, lab, "story.ipynb")
    run_all(page)
    page.locator(".raft-story[data-shown]").wait_for()
    page.locator(".raft-progress button").last.click()
    page.locator(".raft-player[aria-busy=false]").wait_for()
    assert "leader" in page.locator(".raft-player .raft-server[data-server=S2]").get_attribute("aria-label")
    # All that one needs is on screen at once, once JupyterLab has made room.
    shown = "selector => { const { top, bottom } = document.querySelector(selector).getBoundingClientRect(); " \
        "return top >= 0 && bottom <= innerHeight; }"
    for part in (".raft-said-now", ".raft-player .raft-bar", ".raft-player .raft-frame", ".raft-player .raft-scrub"):
        page.wait_for_function(shown, arg=part)
    # Back: no player that shows another moment.
    page.locator(".raft-back").click()
    page.locator(".raft-player").wait_for(state="detached")
    page.locator(".raft-progress button").last.click()
    page.locator(".raft-player[aria-busy=false]").wait_for()
    # Another seed, by the slider that is still there: another story, at what is told before the reader's turn.
    seed = page.locator(".raft-story").get_by_label("seed", exact=True)
    seed.press("ArrowRight")
    page.locator(".raft-story[data-shown='1']").wait_for()
    page.locator(".raft-player").wait_for(state="detached")
    assert said(page) == stories.an_election(seed=8).story.beats[-1].said
    assert page.locator(".raft-progress [aria-current=step]").count() == 1
    seed.press("ArrowRight")  # again at once: nothing is in the reader's way
    page.locator(".raft-story[data-shown='2']").wait_for()
    assert complaints(page) == []
    assert errors == []
