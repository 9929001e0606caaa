"""Prints how smoothly the player plays, how long a click takes to be seen, and how many bytes a run is."""

import statistics
import sys
import tempfile
from pathlib import Path

from tqdm import trange

from raftlib import Player
from tests.benchmarks.bench_simulation import loaded_run
from tests.browser.lab import find_browser, fresh_page, open_notebook, run_all, running_browser, running_lab

CLICKS = 60
PRESS = 80  # ms that a hand holds a button down
CODE = """from raftlib import Cluster, Player
from raftlib.scenarios import busy

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
# Moves to a moment (µs) of the run.
SCRUB = """
at => {
    const slider = document.querySelector('.raft-player .raft-scrub');
    slider.value = at;
    slider.dispatchEvent(new Event('input'));
}"""
# From the browser's own time of the next click to the end of the first frame with its effect, and of that with the
# whole new run: frames are painted right after their callbacks, and what is posted there comes after the painting.
WATCH = """
() => {
    const player = document.querySelector('.raft-player');
    const clicked = new Promise(done =>
        player.addEventListener('click', event => done(event.timeStamp), {capture: true, once: true}));
    const painted = () => new Promise(done => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
    }));
    window.answer = clicked.then(start => new Promise(done => {
        let effect;
        new MutationObserver(async (_, watcher) => {
            effect ??= painted();
            if (player.getAttribute('aria-busy') !== 'false') return;
            watcher.disconnect();
            const whole = await painted();
            done([await effect - start, whole - start]);
        }).observe(player, {attributes: true, attributeFilter: ['data-shown']});
    }));
}"""


def main():
    """Print it all."""
    print(sizes())
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
        answers = [click(page, number) for number in trange(CLICKS, unit="click", leave=False)]
        print(clicks(answers))


def sizes():
    """How much is sent, in one sentence."""
    player = Player(loaded_run(10))
    whole = len(player.data)
    player._hear(player, {"do": "crash", "server": "S1", "at": 5_000_000})
    return (f"a run of 10 s is {whole / 1000:.0f} kB on its way to the page, "
            f"the beginning of a new branch {len(player.beginning) / 1000:.0f} kB")


def click(page, number):
    """Crash or restart S1 somewhere in the run by mouse: ms until the effect, and the whole new run, are painted."""
    page.evaluate(SCRUB, 500_000 + number * 3_377_777 % 9_000_000)
    page.locator(".raft-server[data-server=S1]").click()
    page.evaluate(WATCH)
    page.locator(".raft-menu button").get_by_text("(C)").click(delay=PRESS)
    answer = page.evaluate("() => window.answer")
    page.wait_for_timeout(300)
    return answer


def frames(gaps):
    """The figures of playing, in one sentence."""
    late = sum(gap > 1.2 * 1000 / 60 for gap in gaps) / len(gaps)
    return f"playing: {1000 / statistics.mean(gaps):.0f} frames a second, {late:.1%} of {len(gaps)} late"


def clicks(answers):
    """The figures of touching, in one sentence."""
    effect, whole = map(figures, zip(*answers, strict=True))
    return (f"{len(answers)} clicks all over a run of 10 s: the effect is painted after {effect}; "
            f"the whole run after {whole}")


def figures(times):
    """The middle and the tail of some times in ms, in words."""
    tail = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"{statistics.median(times):.0f} ms in the median, {tail:.0f} ms at the 95th percentile"


if __name__ == "__main__":
    main()
