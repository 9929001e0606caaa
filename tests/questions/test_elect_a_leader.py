"""What notebook 03 says of the runs of its exercises is true, and its predictions are judged by what a run did."""
from random import Random

import pytest

from raftlib.analysis.terms import terms_of
from raftlib.protocol.messages import RequestVote
from raftlib.protocol.server import Server
from raftlib.questions import start_here
from raftlib.questions.elect_a_leader import SERVERS, after_restart, first_come, requests
from raftlib.questions.runs.elect_a_leader import (
    candidates,
    close_timers,
    leaders_at_900,
    noticed,
    rare_heartbeats,
    succession,
    winners_of_term_1,
)
from raftlib.questions.servers.elect_a_leader import AlwaysYes
from raftlib.questions.trials.elect_a_leader import TRIALS
from raftlib.scenarios import leader_crash, two_timers
from raftlib.simulation.cluster import Cluster
from raftlib.widgets.panels.captions import election_caption
from raftlib.widgets.panels.elections import election_panel


def run(*candidates, to=1500, **arguments):
    """A run of five servers, some of which stand at 100 ms whatever their timers say."""
    cluster = Cluster(servers=5, **{"seed": 7, **arguments})
    cluster.run(to=100)
    for candidate in candidates:
        cluster.time_out(candidate)
    cluster.run(to=to)
    return cluster


@pytest.mark.parametrize(("cluster", "letter"), [
    (run("S1"), "a"), (run("S2"), "b"), (run("S1", "S2", server=AlwaysYes), "c"), (two_timers(), "d")])
def test_who_won_term_1(cluster, letter):
    assert winners_of_term_1(cluster) == letter


@pytest.mark.parametrize(("cluster", "letter"), [
    (rare_heartbeats(), "a"), (run(heartbeat=50), "b"), (run(heartbeat=400, to=590), "c"),
    (run("S1", "S2", server=AlwaysYes), "d")])
def test_how_leaders_followed_each_other(cluster, letter):
    assert succession(cluster) == letter


def crash_and_stand_at(time):
    """The leader crashes at 400 ms, and S3 stands at some time whatever its timer says."""
    cluster = run(to=400)
    cluster.crash(cluster.leader)
    cluster.run(to=time)
    cluster.time_out("S3")
    return cluster


def crash_all():
    cluster = run(to=400)
    for server in cluster.servers:
        cluster.crash(server)
    cluster.run(to=1000)
    return cluster


@pytest.mark.parametrize(("cluster", "letter"), [
    (crash_and_stand_at(410), "a"), (crash_and_stand_at(430), "b"), (leader_crash(), "c"), (crash_all(), "d")])
def test_when_somebody_stood_after_the_crash(cluster, letter):
    assert noticed(cluster) == letter


# ---- The runs that try out a one-vote rule -------------------------------------------------------------------


def noting(cells):
    """A server that notes each situation in which it is asked for its vote, as seen from the candidate."""
    class Noting(Server):
        def on_request_vote(self, request):
            self.asked = request
            return super().on_request_vote(request)

        def may_vote_for(self, candidate_id):
            names = {None: "nobody", self.id: "itself", candidate_id: "the candidate"}
            cells.add((names.get(self.voted_for, "another"), names.get(self.leader_id, "another"), self.role,
                       self.is_up_to_date(self.asked)))
            return super().may_vote_for(candidate_id)
    return Noting


def misfortunes(cluster, id):
    """What may happen to a server next, the more likely things several times."""
    others = [other for other in cluster.servers if other != id]
    anyway = [lambda: cluster.submit("x=1"), cluster.heal, lambda: cluster.cut([id], others)]
    if id in cluster.down:
        return anyway + [lambda: cluster.restart(id)] * 4
    at_once = [lambda: (cluster.crash(id), cluster.restart(id))] * 2
    stands = [lambda: id in cluster.leaders or cluster.time_out(id)] * 3
    return anyway + [lambda: cluster.crash(id)] * 2 + at_once + stands


def troubled(seed, server):
    """Forty pieces of bad luck, one after another: crashes, restarts, cuts, lost, late and doubled messages."""
    draw = Random(seed)
    cluster = Cluster(draw.choice((3, 4, 5, 5, 7)), seed, (150, draw.choice((170, 190, 300))), duplication=0.4,
                      loss=draw.choice((0, 0.1, 0.3)), reordering=draw.choice((0, 0.2, 0.5)), server=server)
    for _ in range(40):
        id = draw.choice(list(cluster.servers))
        draw.choice(misfortunes(cluster, id))()
        cluster.run(for_=draw.choice((1, 3, 5, 10, 40, 100)))


def test_the_trials_of_the_one_vote_rule_meet_all_situations_that_random_runs_meet():
    met, tried = set(), set()
    for seed in range(200):
        troubled(seed, noting(met))
    for trial in TRIALS:
        trial.run(noting(tried))
    assert len(met) >= 22
    assert met <= tried


def test_who_stood_and_who_led():
    assert candidates(run("S1", "S4", to=140)) == {"S1", "S4"}
    assert [leaders_at_900(cluster) for cluster in (crash_all(), run())] == [0, 1]


def test_the_panel_of_rare_heartbeats_shows_the_run_that_judges():
    assert election_panel(seed=7, heartbeat=400).caption == election_caption(rare_heartbeats().history, 1500)


def test_the_votes_are_counted_by_whose_request_comes_first():
    arrivals, votes = requests(), {}
    voters = set(SERVERS) - arrivals.keys()
    for voter in voters:
        first = min(arrivals, key=lambda candidate, voter=voter: arrivals[candidate][voter])
        votes[first] = votes.get(first, 1) + 1
    assert [candidate for candidate, count in votes.items() if count >= 3] == [first_come.right]
    assert list(arrivals) == ["S1", first_come.right]  # the winner was not the first to ask
    cluster = close_timers()
    assert [term.winner for term in terms_of(list(cluster.history)).values()] == [first_come.right]


def test_a_vote_outlives_a_restart():
    server = Server("S1", SERVERS, 4, voted_for="S2")
    server.restart()
    reply, = server.receive(RequestVote("S3", "S1", 4, "S3", 0, 0))
    assert not reply.vote_granted
    assert after_restart.options[after_restart.right].startswith("It refuses")


@pytest.mark.parametrize(("seed", "leader"), [
    (5, start_here.another_seed.right), (20, start_here.another_seed.wrong[1][0])])
def test_the_panel_shows_what_the_first_exercise_asks_for(seed, leader):
    panel = election_panel()
    panel.set(seed=seed)
    assert panel.caption.startswith(f"{leader} became a candidate first")
    assert "and won term 1" in panel.caption
