"""What holds for every test: the notebooks' too, which pytest finds in another folder than the others."""
import os

# The saved outputs are those of a reader who has answered nothing yet, whatever was answered here.
os.environ["RAFT_PROGRESS"] = "off"

# Of several workers, none should be left alone with a long file at the end. One waits for the browser, meanwhile the
# other calculates.
LONG = (
    "tests/browser/test_sliders.py",
    "tests/test_cells_twice.py",
    "tests/analysis/test_elections.py",
    "notebooks/04",
    "tests/browser",
    "tests/exercises",
    "tests/prose/test_split_the_vote.py",
    "notebooks",
    "tests/test_notebooks_hygiene.py",
    "tests/widgets",
)


def pytest_collection_modifyitems(items):
    """Put what takes long first; a file's own order stays."""
    items.sort(key=lambda item: next((place for place, path in enumerate(LONG) if item.nodeid.startswith(path)), 99))
