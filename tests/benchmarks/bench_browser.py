"""How long after a slider moved the new picture is on the screen, in a real JupyterLab."""

import statistics
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from tests.browser.lab import (
    bounds,
    find_browser,
    fresh_page,
    handles,
    label_of,
    open_notebook,
    panels,
    run_all,
    running_browser,
    running_lab,
    sliders,
    switches,
    wait_until_still,
)

CHANGES = 40
MILLISECONDS_TO_CHANGE = 3000
# From the key's event to the first frame after the picture's HTML changed.
TIME_ONE_CHANGE = """
([panel, handle, key, limit]) => new Promise(resolve => {
    const picture = panel.querySelector('.raft-panel-picture');
    let start;
    const done = latency => { watcher.disconnect(); clearTimeout(timer); resolve(latency); };
    const watcher = new MutationObserver(() =>
        requestAnimationFrame(() => done(performance.now() - start)));
    watcher.observe(picture, {subtree: true, childList: true, attributes: true, characterData: true});
    const timer = setTimeout(() => done(null), limit);
    start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
})
"""


def main():
    """Print the latency of the first slider of the first panel, in the notebooks whose panels differ."""
    browser_path = find_browser()
    if browser_path is None:
        sys.exit("bench_browser: no Chromium or Chrome is installed")
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_lab(Path(scratch)) as lab,
        running_browser(browser_path) as browser,
    ):
        for name in ("01-keep-a-service-alive.ipynb", "02-replay-the-same-log.ipynb", "03-elect-a-leader.ipynb",
                     "04-split-the-vote.ipynb", "05-replicate-the-log.ipynb"):
            with fresh_page(browser) as (page, _):
                open_notebook(page, lab, name)
                run_all(page)
                panel = panels(page).first
                print(report(name, label_of(sliders(panel).first), measure(page, panel)))
                for box in switches(panel).all():
                    box.click()
                    what = f"{label_of(sliders(panel).first)} with its box switched"
                    print(report(name, what, measure(page, panel)))


def measure(page, panel):
    """The latency of each change of the panel's first slider, in ms; None where the picture stayed the same."""
    wait_until_still(panel)
    handle = handles(sliders(panel).first).first
    handle.scroll_into_view_if_needed()
    key, latencies = "ArrowRight", []
    for _ in tqdm(range(CHANGES), unit="change"):
        key = next_key(sliders(panel).first, key)
        arguments = [panel.element_handle(), handle.element_handle(), key, MILLISECONDS_TO_CHANGE]
        latencies.append(page.evaluate(TIME_ONE_CHANGE, arguments))
        # A person's pace, so that no change waits for the one before.
        page.wait_for_timeout(150)
    return latencies


def next_key(slider, key):
    """The key that moves the first handle on as before, or back from its end: on the way no value comes up again."""
    low, now, high = bounds(handles(slider).first)
    if handles(slider).count() > 1:
        high = bounds(handles(slider).last)[1]  # it stops there
    return {low: "ArrowRight", high: "ArrowLeft"}.get(now, key)


def report(name, label, latencies):
    """The figures in one sentence."""
    times = sorted(latency for latency in latencies if latency is not None)
    if len(times) < 2:
        return f"slider event to paint: the slider {label!r} in {name} did not change the picture"
    slowest = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return (
        f"slider event to paint: median {statistics.median(times):.0f} ms, 95 % within {slowest:.0f} ms; "
        f"{len(times)} of {len(latencies)} changes of {label!r} in {name} changed the picture"
    )


if __name__ == "__main__":
    main()
