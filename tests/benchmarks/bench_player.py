"""Prints how smoothly the player plays, how long a click takes to be seen, and how many bytes a run is."""

import statistics
import sys
import tempfile
from pathlib import Path

from tqdm import trange

from raftlib import Player
from tests.benchmarks.bench_simulation import loaded_run
from tests.browser.lab import find_browser, fresh_page, open_notebook, run_all, running_browser, running_lab

CLICKS = 30
CODE = """from raftlib import Cluster, Player
from raftlib.simulation.scenarios import busy

player = Player(busy(Cluster(servers=5, seed=7, latency=(5, 20)), commands=100, every=100), time=5000)
player"""
# Frames that came later than 1.2 of a 60th of a second after the one before are late.
PLAY = """
milliseconds => new Promise(resolve => {
    const player = document.querySelector('.raft-player'), gaps = [];
    let last, end;
    player.querySelector('.raft-play').click();
    const step = now => {
        if (last !== undefined) gaps.push(now - last);
        last = now;
        end ??= now + milliseconds;
        if (now < end) return requestAnimationFrame(step);
        player.querySelector('.raft-play').click();
        resolve(gaps);
    };
    requestAnimationFrame(step);
})"""
# From the key that crashes or restarts a server to the first frame with the new run.
TOUCH = """
() => new Promise((resolve, reject) => {
    const player = document.querySelector('.raft-player'), start = performance.now();
    const watcher = new MutationObserver(() => {
        watcher.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - start));
    });
    watcher.observe(player, {attributes: true, attributeFilter: ['data-shown']});
    setTimeout(() => reject('no new run'), 5000);
    for (const key of ['1', 'c'])
        player.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
})"""


def main():
    """Print it all."""
    print(f"a run of 10 s is {len(Player(loaded_run(10)).data) / 1000:.0f} kB on its way to the page")
    browser_path = find_browser()
    if browser_path is None:
        sys.exit("bench_player: no Chromium or Chrome is installed")
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_lab(Path(scratch)) as lab,
        running_browser(browser_path) as browser,
        fresh_page(browser) as (page, _),
    ):
        lab.write_notebook("player.ipynb", CODE)
        open_notebook(page, lab, "player.ipynb")
        run_all(page)
        page.locator(".raft-player[data-shown]").wait_for()
        page.wait_for_timeout(1000)
        print(frames(page.evaluate(PLAY, 4000)))
        print(clicks([page.evaluate(TOUCH) for _ in trange(CLICKS, unit="click", leave=False)]))


def frames(gaps):
    """The figures of playing, in one sentence."""
    late = sum(gap > 1.2 * 1000 / 60 for gap in gaps) / len(gaps)
    return f"playing: {1000 / statistics.mean(gaps):.0f} frames a second, {late:.1%} of {len(gaps)} late"


def clicks(times):
    """The figures of touching, in one sentence."""
    slowest = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"click to paint, 10 s run: median {statistics.median(times):.0f} ms, 95 % within {slowest:.0f} ms"


if __name__ == "__main__":
    main()
