"""What the exercises of notebook 03 say of their runs is true."""
import pytest

from raftlib.exercises import start_here
from raftlib.exercises.elect_a_leader import late_winner, one_vote, run_to_predict, run_with_a_cut, winner
from raftlib.protocol.server import Server
from raftlib.widgets.elections import election_panel


def test_the_drawn_timeouts_and_the_winner():
    cluster = run_to_predict()
    drawn = {server: round(at) for server, at in cluster.history.at(0).deadlines.items()}
    assert drawn == {"S1": 298, "S2": 273, "S3": 272, "S4": 156, "S5": 247}
    cluster.run(until=lambda c: c.leader)
    assert cluster.leader == winner.right


def test_with_a_cut_the_second_to_time_out_wins():
    cluster = run_with_a_cut()
    cluster.run(until=lambda c: c.leader)
    assert (cluster.leader, round(cluster.time), cluster.servers["S5"].current_term) == ("S5", 267, 1)
    assert late_winner.options[late_winner.right].startswith("S5 wins")
    cluster.run(to=1500)
    assert cluster.leaders == ["S5"]
    assert cluster.servers["S4"].current_term > 2


@pytest.mark.parametrize(("seed", "leader"), [(3, start_here.seed_three.right), (0, start_here.seed_three.wrong[0][0])])
def test_the_panel_shows_what_the_first_exercise_asks_for(seed, leader):
    panel = election_panel()
    panel.set(seed=seed)
    assert panel.caption.startswith(f"{leader} timed out first")
    assert "and won term 1" in panel.caption


def test_a_rule_that_answers_in_some_cases_only_is_told_so():
    class HalfARule(Server):  # a reader who forgot the other case
        def may_vote_for(self, candidate_id):
            return True if self.voted_for is None else None

    verdict = one_vote(HalfARule)
    assert verdict.state == "✗"
    assert "returns nothing in some cases" in verdict.text
