"""What holds for every test: the notebooks' too, which pytest finds in another folder than the others."""
import os

import pytest

# The saved outputs are those of a reader who has answered nothing yet, whatever was answered here.
os.environ["RAFT_PROGRESS"] = "off"

BROWSER = "tests/browser"
# Of two workers, one has the browser, which keeps several processes busy, and the other calculates meanwhile. Neither
# should be left alone with a long file at the end.
LONG = (
    BROWSER,
    "tests/stories/test_sentences.py",
    "tests/exercises",
    "tests/analysis/test_elections.py",
    "tests/pictures/test_picture.py",
    "tests/test_cells_twice.py",
    "tests/prose/test_split_the_vote.py",
    "tests/test_notebooks_hygiene.py",
    "notebooks/04",
    "tests/pictures",
    "tests/questions",
    "tests/analysis",
    "tests/widgets",
    "tests/simulation",
)


def pytest_collection_modifyitems(items):
    """Put what takes long first; a file's own order stays."""
    items.sort(key=lambda item: next((place for place, path in enumerate(LONG) if item.nodeid.startswith(path)), 99))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a worker all tests with a browser, or those of another file."""
    from xdist.scheduler import LoadFileScheduling

    class BrowserOrFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

    return BrowserOrFile(config, log)
