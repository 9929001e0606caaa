"""How long a reader of the built site waits, and for how much: python -m tests.site.measure, on a quiet machine."""
import time
from contextlib import closing

from tests.browser.lab import find_browser, running_browser
from tests.browser.without_jupyter import served
from tests.site.conftest import CHARTS_NETWORK, SITE, Pages
from tests.site.notebook import IDLE, run_all

FIRST_PICTURE = """() => [...document.querySelectorAll('.jp-OutputArea img, .jp-OutputArea .raft-story[data-shown]')]
    .some((picture) => picture.naturalWidth !== 0)"""


def main():
    """Print a line a notebook, each opened by a reader whose browser has nothing of the site yet."""
    print("notebook                   cells run  s to idle  s to first picture  s to all run  MiB")
    with served(SITE, Pages) as site, running_browser(find_browser()) as browser:
        for path in sorted((SITE / "run" / "files").glob("0*.ipynb")):
            with closing(browser.new_context(viewport={"width": 1366, "height": 768})) as context:
                line = "{:10} {:10.1f} {:19.1f} {:13.1f} {:4.1f}".format(*measured(context, site, path))
                print(f"{path.stem:25}", line)


def measured(context, site, path):
    """Cells run, seconds until the kernel was ready, from then to the first picture and to the end, MiB loaded."""
    context.route(f"{CHARTS_NETWORK}**", lambda route: route.abort())
    context.set_default_timeout(120_000)
    page, loaded = context.new_page(), []
    context.on("response", lambda response: loaded.append(size_of(response)))
    start = time.perf_counter()
    page.goto(f"{site}/run/lab/index.html?path={path.name}")
    page.wait_for_function(IDLE)
    idle = time.perf_counter()
    # The still picture of the cell that opens a notebook is there before anything runs, and would count as the first.
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(FIRST_PICTURE)
    picture = time.perf_counter()
    cells = run_all(page)
    return len(cells), idle - start, picture - idle, time.perf_counter() - idle, sum(loaded) / 2**20


def size_of(response):
    """The bytes of a response that came over the network: what a service worker hands on is counted where it got it."""
    return 0 if response.from_service_worker else int(response.headers.get("content-length", 0))


if __name__ == "__main__":
    main()
