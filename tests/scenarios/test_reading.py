"""The runs in which one client reads and another one writes: safe, replayed, and with trouble when it is due."""
from functools import partial

import pytest

from raftlib import SessionKeyValue, check_all
from raftlib.analysis.read_modes import TROUBLES, WAYS
from raftlib.scenarios.reading import leader_crashes, leader_cut_off, nothing, reading


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("way", WAYS)
def test_each_is_safe_and_replays(way, trouble):
    for seed in range(3):
        cluster = reading(server=WAYS[way], seed=seed, **TROUBLES[trouble])
        assert check_all(cluster.history.states()) == []
        again = reading(server=WAYS[way], seed=seed, **TROUBLES[trouble])
        assert again.history.digest() == cluster.history.digest()


@pytest.mark.parametrize("servers", [3, 5])
@pytest.mark.parametrize("lasts", [100, 600, 900])
def test_the_trouble_comes_at_700_ms_to_a_leader_s1_and_lasts_as_long_as_it_is_to(lasts, servers):
    for seed in range(5):
        for trouble, begins, ends in ((leader_cut_off, "cut", "heal"), (leader_crashes, "crash", "restart")):
            history = reading(trouble, seed=seed, lasts=lasts, servers=servers).history
            times = [(event.kind, event.time) for event in history if event.kind in (begins, ends)]
            assert times == [(begins, 700), (ends, 700 + lasts)]
            assert [id for id, _ in history.at(699).leaders] == ["S1"]
            assert history.end == 700 + lasts + 400


@pytest.mark.parametrize("followers", [0, 1, 2])
def test_the_cut_is_between_the_leader_s_side_with_c1_and_the_others_with_c2(followers):
    history = reading(partial(leader_cut_off, followers=followers), servers=5).history
    side = {"C1", *(f"S{number}" for number in range(1, followers + 2))}
    cut = next(event.detail for event in history if event.kind == "cut")
    ids = {"C1", "C2", *history.servers}
    assert cut == {(one, other) for one in ids for other in ids if (one in side) != (other in side)}


def test_c1_reads_and_c2_writes_one_more_each_time_each_waiting_for_its_answers():
    cluster = reading(nothing)
    since = [each for each in cluster.operations() if each[1] >= 600]
    assert {action for client, _, _, action, _ in since if client == "C1"} == {"x?"}
    writes = [action for client, _, _, action, _ in since if client == "C2"]
    assert writes == [f"x={value}" for value in range(2, 2 + len(writes))]
    assert all(answered is not None for _, _, answered, _, _ in since)
    assert {type(machine) for machine in cluster.machines.values()} == {SessionKeyValue}
    values = [int(answer[2:]) for client, _, _, _, answer in since if client == "C1"]
    assert values == sorted(values)
    assert values[-1] > 2
