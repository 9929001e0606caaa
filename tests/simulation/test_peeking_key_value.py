"""A machine that peeks at clock and dice: the same log, other states; and the cure."""
import re

import pytest

from raftlib import KeyValue, PeekingKeyValue, replay

LOG = ["x=now()", "y=random()", "x+=1", "x-=random()"]
SERVERS = [f"S{number}" for number in range(1, 10)]


@pytest.mark.parametrize("seed", range(5))
def test_the_same_log_gives_different_states(seed):
    ends = [replay(LOG, PeekingKeyValue(server, seed))[-1] for server in SERVERS]
    assert len({tuple(end.items()) for end in ends}) == len(SERVERS)


@pytest.mark.parametrize("seed", range(5))
def test_what_one_server_has_worked_out_is_safe_to_replicate(seed):
    leader = PeekingKeyValue("S1", seed)
    log = [leader.worked_out(command) for command in LOG]
    assert all(KeyValue.check(command) for command in log)
    states = [replay(log, PeekingKeyValue(server, seed)) for server in SERVERS]
    assert all(each == replay(log) for each in states)
    assert states[0] == replay(LOG, PeekingKeyValue("S1", seed))  # the one who works it out loses nothing by it


def test_plain_commands_stay_as_they_are():
    machine = PeekingKeyValue("S1")
    assert [machine.worked_out(command) for command in ("x=5", "x+=1", "now=3", "")] == ["x=5", "x+=1", "now=3", ""]
    assert replay(["x=5", "x+=1"], machine) == [{"x": 5}, {"x": 6}]


def test_a_clock_only_goes_forward_and_a_number_is_from_1_to_100():
    machine = PeekingKeyValue("S2")
    times = [machine.now() for _ in range(500)]
    assert times == sorted(set(times))
    assert {machine.random() for _ in range(5000)} == set(range(1, 101))


def test_the_answer_says_what_was_seen():
    assert re.fullmatch(r"x=1\d{3}", PeekingKeyValue("S1").apply("x=now()"))
    assert PeekingKeyValue("S1", seed=1).apply("x=now()") == PeekingKeyValue("S1", seed=1).apply("x=now()")
