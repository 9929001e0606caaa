"""The notebooks with charts, for a reader whose network has not what charts need."""
import pytest

from raftlib.stills_in_browser import SAVED
from tests.site.conftest import CHARTS_NETWORK
from tests.site.notebook import complaints, open_notebook, run_all, says

LACKING = "This needs numpy, and "


@pytest.fixture
def cut_off(visit):
    """Opens a notebook; what charts need is asked for in vain, and nothing else from elsewhere."""
    yield lambda name: open_notebook(visit, name)
    assert visit.outside
    assert all(url.startswith(CHARTS_NETWORK) for url in visit.outside)
    visit.outside.clear()


def words(cell):
    """All that a cell says."""
    return "".join("".join(output.get("text", "")) + "".join(output.get("data", {}).get("text/html", ""))
                   for output in cell["outputs"])


@pytest.mark.parametrize(("name", "charts"), [("01-keep-a-service-alive", 6), ("04-split-the-vote", 6),
                                              ("09-run-a-real-cluster", 2)])
def test_it_runs_to_its_end_and_shows_its_charts_as_they_were_saved(cut_off, name, charts):
    page = cut_off(name)
    cells = run_all(page)
    assert complaints(cells) == []
    lacking = [words(cell) for cell in cells if LACKING in words(cell)]
    assert len(lacking) >= charts
    assert [said for said in lacking if said.count(LACKING) != 1] == []
    assert [said for said in lacking if not said.partition(SAVED)[2]] == []
    assert page.locator(".jp-OutputArea img").evaluate_all("them => them.every((each) => each.naturalWidth > 100)")


def test_a_cell_of_the_readers_own_is_told_what_it_needs(cut_off):
    page = cut_off("04-split-the-vote")
    assert says(page, "from raftlib import hold_elections\nprint('there')") == ""
    assert "NameError" in says(page, "hold_elections(1)")
    assert "ZeroDivisionError" in says(page, "1 / 0")


def test_a_prediction_that_needs_no_chart_is_judged_and_the_others_stay_open(cut_off):
    page = cut_off("04-split-the-vote")
    ask = "from raftlib.questions import split_the_vote as exercises; print(exercises.{}({!r}))"
    assert says(page, ask.format("votes_missing", 3)).startswith("✗")
    assert says(page, ask.format("votes_missing", 1)).startswith("✓")
    assert says(page, ask.format("straight_line", "a")).startswith("○ This can't be judged here. This needs numpy")
