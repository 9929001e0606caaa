"""What holds for every test: the notebooks' too, which pytest finds in another folder than the others."""
import gc
import os

import pytest

# The saved outputs are those of a reader who has answered nothing yet, whatever was answered here.
os.environ["RAFT_PROGRESS"] = "off"

# What takes long to make is made by one worker, once for all tests of a folder: a JupyterLab and its page; schedules.
TOGETHER = ("tests/browser/in_lab", "tests/search")
# No worker should be left alone with a long file, or folder, at the end.
LONG = (
    *TOGETHER,
    "tests/browser",
    "tests/stories/test_sentences.py",
    "tests/exercises",
    "tests/analysis/test_elections.py",
    "tests/questions/test_every_question.py",
    "tests/test_cells_twice.py",
    "tests/pictures",
    "tests/prose/test_split_the_vote.py",
    "notebooks",
    "tests/test_notebooks_hygiene.py",
    "tests/analysis",
    "tests/widgets",
    "tests/simulation",
    "tests/questions",
)


def pytest_collection_modifyitems(items):
    """Put what takes long first; a file's own order stays."""
    items.sort(key=lambda item: next((place for place, path in enumerate(LONG) if item.nodeid.startswith(path)), 99))


def pytest_collection_finish():
    """Let the search for garbage leave out what has been loaded by now, and come less often: it took a quarter of all.

    Runs are tuples by the ten thousand, and each thousand set off a search through all packages and tests.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a worker all tests of one of the folders that stay together, or those of another file."""
    from xdist.scheduler import LoadFileScheduling

    class FolderOrFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            folder = next((each for each in TOGETHER if nodeid.startswith(f"{each}/")), None)
            return folder or super()._split_scope(nodeid)

    return FolderOrFile(config, log)
