"""Random runs: made again from their seeds, judged by each property for itself; the paper's rules break in none."""
from itertools import islice

import pytest

from raftlib import Cluster
from raftlib.analysis.safety import check_all
from raftlib.protocol.server import Server
from raftlib.search import BROKEN_RULES, broken_at_random, random_breaks, random_run
from raftlib.search.broken_rules import IgnoresLogs, KeepsVotes, VotesTwice
from raftlib.search.random_runs import DONE, STEPS, random_steps
from raftlib.simulation.recipe import Recipe

SAFE = [rule for rule in BROKEN_RULES if rule.property is None]
RUNS = 60


@pytest.mark.parametrize("server", [VotesTwice, IgnoresLogs, KeepsVotes])
def test_of_the_runs_those_are_broken_that_each_property_for_itself_says_are(server):
    broken = tuple(seed for seed in range(RUNS) if check_all(random_run(server, seed)))
    assert broken_at_random(server, RUNS) == broken
    assert 0 < len(broken) < RUNS
    for seed, evidence in random_breaks(server, RUNS):
        assert evidence in check_all(random_run(server, seed))


@pytest.mark.parametrize(("server", "servers"), [(Server, 3), (Server, 4), (Server, 5),
                                                 *((rule.server, rule.servers) for rule in SAFE)])
def test_what_is_safe_is_broken_in_none(server, servers):
    assert broken_at_random(server, RUNS, servers) == ()


def test_a_run_is_made_again_by_its_seed_by_its_calls_and_by_its_code():
    run = random_run(VotesTwice, seed=7, servers=4)
    assert random_run(VotesTwice, seed=7, servers=4).history == run.history
    recipe, names = Recipe.of(run), {"Cluster": Cluster, "VotesTwice": VotesTwice}
    exec(recipe.code(), names)
    assert {each.history.digest() for each in (run, recipe.make(), names["cluster"])} == {run.history.digest()}
    assert random_run(VotesTwice, seed=8, servers=4).history != run.history


def test_everything_that_can_be_done_is_done_in_some_run_and_most_runs_commit_something():
    steps = [step for seed in range(RUNS) for step in random_steps(seed)]
    assert {fault for _, fault, _ in steps} == set(DONE)
    assert len(steps) == RUNS * STEPS
    runs = [random_run(seed=seed) for seed in range(RUNS)]
    assert {call.name for run in runs for call in run.calls} == {
        "crash", "restart", "cut", "cut_link", "heal", "time_out", "submit", "drop", "duplicate", "hold",
        "change_network"}
    assert {"lost", "receive", "election timeout", "heartbeat timeout"} <= {
        event.kind for run in runs for event in run.history}
    committing = [run for run in runs if any(server.commit_index for server in run.servers.values())]
    assert len(committing) > RUNS * 0.9
    assert all(run.time < 10_000 for run in runs)


def test_the_first_break_is_had_without_the_runs_after_it():
    no_one_waits_for_so_many = 10**9
    first, second = islice(random_breaks(VotesTwice, no_one_waits_for_so_many), 2)
    assert broken_at_random(VotesTwice, second.seed + 1) == (first.seed, second.seed)


def test_interrupted_it_says_how_far_it_came():
    def interrupted(server, seed, servers):
        if seed == 5:
            raise KeyboardInterrupt
        return random_run(server, seed, servers)
    expected = len(broken_at_random(VotesTwice, 5))
    with pytest.raises(KeyboardInterrupt, match=rf"^5 runs were made: a property breaks in {expected} of them\.$"):
        list(random_breaks(VotesTwice, run=interrupted))


@pytest.mark.parametrize(("arguments", "sentence"), [
    ({"runs": -1}, r"runs is -1: it must be a whole number from 0 on\."),
    ({"runs": 2.0}, r"runs is 2\.0: it must be a whole number from 0 on\."),
    ({"servers": 10}, r"servers is 10: it must be a whole number from 1 to 9\."),
])
def test_other_numbers_are_refused_before_anything_is_run(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        random_breaks(Server, **arguments, run=None)
