"""How long after *Continue* something moves, and after a slider the story is told anew, in a real JupyterLab."""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.browser.lab import find_browser, fresh_page, open_notebook, run_all, running_browser, running_lab

STORY = "from raftlib import stories\n\nstories.an_election(seed=7)"
CHANGES = 30
BEFORE_VOTES = 5  # the place of the beat from which on messages are under way
# From the click to the first frame after the clock of the story has moved on.
TO_MOVING = """
async ([changes, place]) => {
    const button = document.querySelector(".raft-onward"), clock = document.querySelector(".raft-when"), found = [];
    for (let i = 0; i < changes; i++) {
        document.querySelectorAll(".raft-progress button")[place].click();
        await new Promise(done => setTimeout(done, 120));
        found.push(await new Promise(done => {
            const start = performance.now();
            new MutationObserver((_, watcher) => {
                watcher.disconnect();
                requestAnimationFrame(() => done(performance.now() - start));
            }).observe(clock, { childList: true, characterData: true, subtree: true });
            button.click();
        }));
        button.click();
    }
    return found;
}"""
# From the slider's event to the first frame after the new story is laid.
TO_RETOLD = """
async ([changes, place]) => {
    const slider = document.querySelector(".raft-story input"), root = document.querySelector(".raft-story");
    const found = [];
    document.querySelectorAll(".raft-progress button")[place].click();
    for (let i = 0; i < changes; i++) {
        await new Promise(done => setTimeout(done, 150));
        const shown = root.dataset.shown;
        found.push(await new Promise(done => {
            const start = performance.now();
            new MutationObserver((_, watcher) => {
                if (root.dataset.shown === shown) return;
                watcher.disconnect();
                requestAnimationFrame(() => done(performance.now() - start));
            }).observe(root, { attributes: true });
            slider.value = (7 * i + 3) % 100;
            slider.dispatchEvent(new Event("input"));
        }));
    }
    return found;
}"""


def main():
    """Print both, for the story of an election."""
    browser_path = find_browser()
    if browser_path is None:
        sys.exit("bench_stories: no Chromium or Chrome is installed")
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_lab(Path(scratch)) as lab,
        running_browser(browser_path) as browser,
        fresh_page(browser) as (page, _),
    ):
        lab.write_notebook("story.ipynb", STORY)
        open_notebook(page, lab, "story.ipynb")
        run_all(page)
        page.locator(".raft-story[data-shown]").wait_for()
        for what, code in (("Continue to moving", TO_MOVING), ("slider to the story told anew", TO_RETOLD)):
            times = sorted(page.evaluate(code, [CHANGES, BEFORE_VOTES]))
            print(f"stories: {what}: median {statistics.median(times):.0f} ms, "
                  f"95 % within {times[int(0.95 * len(times))]:.0f} ms, of {CHANGES}")


if __name__ == "__main__":
    main()
