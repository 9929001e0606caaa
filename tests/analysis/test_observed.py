"""What is seen of servers from outside is what they were: shown by runs of which everything is known."""
import json
import re
from itertools import pairwise
from random import Random

import pytest

from raftlib import Client, Cluster, EtcdServer, ServingServer, scenarios
from raftlib.analysis.observed import STOPPED, Change, Deed, Observed, Write, life_of, observe
from raftlib.analysis.stretches import DOWN, Stretch, stretches_of
from raftlib.search.faults import FAULTS
from raftlib.search.random_runs import troubled

SEEDS = pytest.mark.parametrize("seed", range(30))


def random_run(seed):
    """A run with forty troubles, no two of them at the same time."""
    chance, cluster = Random(seed), Cluster(servers=3, seed=seed)
    return troubled(cluster, ((chance.randrange(1, 60), chance.choice(FAULTS), chance.randrange(100))
                              for _ in range(40)))


def without_reasons(life):
    """Role, term and times of the stretches that take time, and no two alike beside each other."""
    joined = []
    for role, term, since, until, _ in life:
        if joined and joined[-1][:2] == (role, term):
            joined[-1] = (role, term, joined[-1][2], until)
        elif until > since:
            joined.append((role, term, since, until))
    return joined


def from_outside(history, server):
    """What a server would tell, at each of its steps, and what was done to it."""
    first, is_down = history.at(0).servers[server], False
    changes, deeds = [Change(0.0, first.role, first.current_term)], []
    for event in history:
        if event.server == server:
            if event.kind in ("crash", "restart"):
                is_down = event.kind == "crash"
                deeds.append(Deed(event.time, event.kind, server))
            if not is_down:
                changes.append(Change(event.time, event.state.role, event.state.current_term))
    return changes, deeds


# ---- Lives ---------------------------------------------------------------------------------------------------

@SEEDS
def test_a_life_from_outside_is_the_life_from_inside(seed):
    """By what each server says and what was done to it, whatever the order in which that is handed in."""
    history = random_run(seed).history
    before, events, end = history.at(0), list(history), history.end
    for server in history.servers:
        changes, deeds = from_outside(history, server)
        Random(seed).shuffle(deeds)
        life = life_of(server, changes, deeds, end)
        assert without_reasons(life) == without_reasons(stretches_of(server, before, events, 0, end))


@SEEDS
def test_a_life_has_no_gap_and_nothing_twice(seed):
    history = random_run(seed).history
    for server in history.servers:
        changes, deeds = from_outside(history, server)
        life = life_of(server, changes, deeds, history.end)
        assert (life[0].since, life[-1].until) == (0, history.end)
        for earlier, later in pairwise(life):
            assert earlier.until == later.since
            assert earlier[:2] != later[:2]


def test_who_says_nothing_is_down():
    assert life_of("S1", [], [], 100) == [Stretch(DOWN, 0, 0, 100, "")]
    assert life_of("S1", [], [], 0) == []


def test_who_was_killed_is_down_until_it_speaks_not_from_its_start_on():
    life = life_of("S1", [Change(10, "leader", 2), Change(80, "follower", 2)],
                   [Deed(50, "crash", "S1"), Deed(60, "restart", "S1"), Deed(20, "crash", "S2")], 100)
    assert life == [Stretch(DOWN, 0, 0, 10, ""), Stretch("leader", 2, 10, 50, ""), Stretch(DOWN, 2, 50, 80, "crash"),
                    Stretch("follower", 2, 80, 100, "")]


def test_who_is_asked_to_end_goes_on_until_it_has_ended():
    life = life_of("S1", [Change(0, "leader", 2), Change(51, "follower", 3)],
                   [Deed(50, "terminate", "S1"), Deed(52, "end", "S1")], 100)
    assert [(each.role, each.since, each.begun_by) for each in life] == [
        ("leader", 0, ""), ("follower", 51, ""), (DOWN, 52, "end")]


def test_who_stood_still_is_afterwards_what_it_was_until_it_says_something_else():
    deeds = [Deed(20, "stop", "S1"), Deed(70, "go on", "S1")]
    life = life_of("S1", [Change(0, "leader", 2), Change(75, "follower", 3)], deeds, 100)
    assert life == [Stretch("leader", 2, 0, 20, ""), Stretch(STOPPED, 2, 20, 70, "stop"),
                    Stretch("leader", 2, 70, 75, "go on"), Stretch("follower", 3, 75, 100, "")]


def test_what_a_log_dates_a_moment_too_early_does_not_cut_a_standstill_in_two():
    """Logs have whole milliseconds: what was written just after the server went on seems to be from just before."""
    deeds = [Deed(20, "stop", "S1"), Deed(70.4, "go on", "S1")]
    life = life_of("S1", [Change(0, "leader", 2), Change(70, "follower", 3)], deeds, 100)
    assert life == [Stretch("leader", 2, 0, 20, ""), Stretch(STOPPED, 2, 20, 70.4, "stop"),
                    Stretch("follower", 3, 70.4, 100, "go on")]


def test_who_is_killed_while_it_stands_still_is_down():
    life = life_of("S1", [Change(0, "leader", 2)], [Deed(20, "stop", "S1"), Deed(50, "crash", "S1")], 100)
    assert [each.role for each in life] == ["leader", STOPPED, DOWN]


# ---- Runs of the simulator -----------------------------------------------------------------------------------

@SEEDS
def test_a_simulated_run_is_seen_as_it_was(seed):
    """The roles and terms at any time, and what was done to whom."""
    cluster = random_run(seed)
    seen, history = observe(cluster), cluster.history
    for time in range(0, int(history.end), 50):
        moment = history.at(time)
        for id, state in moment.servers.items():
            now = next(each for each in reversed(seen.lives[id]) if each.since <= time)
            assert now[:2] == (DOWN if id in moment.down else state.role, state.current_term)
    downs = {id: sum(deed.kind == "crash" for deed in seen.deeds if deed.server == id)
             - sum(deed.kind == "restart" for deed in seen.deeds if deed.server == id) for id in history.servers}
    assert {id for id, down in downs.items() if down} == set(history.at(history.end).down)
    assert seen.end == history.end


def test_clients_writes_are_seen_and_their_reads_are_not():
    cluster = Cluster(servers=3, seed=7, server=ServingServer)
    client = Client(cluster, timeout=100)
    client.ask("x=1", "x?", "x=2", "x?")
    cluster.run(for_=3000)
    answered = [(called, answered) for _, called, answered, action, _ in client.operations if "=" in action]
    assert [write[1:] for write in observe(cluster).writes] == answered
    assert len(answered) == 2


def test_what_is_no_run():
    with pytest.raises(ValueError, match=r"^history is 3: it must be"):
        observe(3)


def test_a_pre_vote_is_no_role_of_a_simulated_server():
    """It asks in the role that it has; etcd's own log calls that pre-candidate."""
    cluster = Cluster(3, seed=1, server=EtcdServer)
    cluster.run(for_=3000)
    assert {each.role for life in observe(cluster).lives.values() for each in life} == {
        "follower", "candidate", "leader"}


# ---- Parts, and records --------------------------------------------------------------------------------------

@pytest.fixture
def seen():
    run = observe(scenarios.leader_crash())
    return run._replace(writes=[Write("S1", 10.0, 20.0), Write("S2", 400.0, None), Write("S3", 600.5, 700.25)])


@pytest.mark.parametrize("start", [0, 100, 333.3, 999])
def test_the_later_part_shows_the_same_a_while_earlier(seen, start):
    later = seen.since(start)
    assert later.end == pytest.approx(seen.end - start)
    for id, life in later.lives.items():
        assert (life[0].since, life[-1].until) == (0, pytest.approx(later.end))
        for time in range(int(later.end)):
            assert at(life, time + 0.5) == at(seen.lives[id], start + time + 0.5)
    assert [(deed.time + start, *deed[1:]) for deed in later.deeds] == [
        (pytest.approx(deed.time), *deed[1:]) for deed in seen.deeds if deed.time >= start]
    assert [(write.called + start, write.answered and write.answered + start) for write in later.writes] == [
        (pytest.approx(write.called), write.answered and pytest.approx(write.answered)) for write in seen.writes
        if write.called >= start]


def at(life, time):
    """The role and the term at a time (ms)."""
    return next(each[:2] for each in life if each.since <= time < each.until)


def test_nothing_is_taken_away_from_the_whole(seen):
    assert seen.since(0) == seen
    assert seen.since(100).since(50).end == seen.since(150).end


@pytest.mark.parametrize("start", [-1, 1001, "0", None, float("nan"), True])
def test_a_start_that_lies_elsewhere(seen, start):
    with pytest.raises(ValueError, match=f"^start is {re.escape(repr(start))}: it must be a number of milliseconds "
                                         r"from 0 to 1000\.$"):
        seen.since(start)


@SEEDS
def test_a_record_gives_back_the_same(seed):
    whole = observe(random_run(seed))
    assert Observed.from_dict(json.loads(json.dumps(whole.to_dict()))) == whole


def test_writes_are_in_a_record_too(seen):
    assert Observed.from_dict(json.loads(json.dumps(seen.to_dict()))) == seen
