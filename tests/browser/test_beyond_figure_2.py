"""Pre-votes and hand-overs on the page of the player: on the ring, in words, and in the legend."""
import pytest

from raftlib import Player
from tests.browser.without_jupyter import show
from tests.handed_over import handed_over


@pytest.fixture
def page(blank):
    """An empty page; nothing is said on its console."""
    return blank


@pytest.fixture(scope="module")
def cluster():
    """A first leader, which is shut down, and a second."""
    return handed_over(then=100)


def test_a_run_is_played_and_each_of_its_events_is_told(page, address, cluster):
    show(page, Player(cluster, time=0), f"{address}/joined.mjs")
    for time in sorted({event.at for event in cluster.history}):
        page.evaluate("time => tell('time', time)", time)
    text = page.locator(".raft-player").inner_text()
    assert [each for each in ("undefined", "null", "[object") if each in text] == []
    legend = " ".join(page.locator(".raft-legend").all_text_contents())
    for words in ("pre-vote request", "pre-vote: yes", "hand-over", "hand-over vote request"):
        assert words in legend
    assert "pre-vote: no" not in legend


@pytest.mark.parametrize(("kind", "words"), [("election timeout", "whether they would vote for it in term 1"),
                                             ("hand-over", "and takes no commands until it has")])
def test_why_is_said(page, address, cluster, kind, words):
    at = next(event.at for event in cluster.history if event.kind == kind)
    show(page, Player(cluster, time=at / 1000), f"{address}/joined.mjs")
    assert words in page.locator(".raft-player").inner_text()
