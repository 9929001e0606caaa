"""On the page of the player, rules that a reader has written are told as the reader's own."""
import pytest

from raftlib import Cluster, OwnServer, Player
from tests.browser.without_jupyter import show


class OneRule(OwnServer):
    def may_vote_for(self, candidate_id):
        return self.voted_for in (None, candidate_id)


@pytest.fixture
def page(blank):
    """An empty page; nothing is said on its console."""
    return blank


def test_the_event_s_caption_has_a_badge_and_a_sentence(page, address):
    cluster = Cluster(3, seed=7, server=OneRule)
    cluster.run(to=300)
    voted = next(event for event in cluster.history if event.notes and event.notes[0][0] == "own rules")
    show(page, Player(cluster, time=voted.time), f"{address}/joined.mjs")
    assert f"{voted.server} acts by your own may_vote_for" in page.locator(".raft-player").inner_text()
    assert "own" in page.locator(".raft-rule").all_text_contents()
