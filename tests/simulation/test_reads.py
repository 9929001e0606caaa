"""Reads of clients: which are never too old, and which can be; and what clocks have to do with it (§6.4)."""
from random import Random

import pytest

from raftlib import Cluster, EtcdServer, LeaseServer, ReadIndexServer, ReadsFromMemory, ServingServer, scenarios
from raftlib.scenarios.serving import ReadsByRequest
from raftlib.search.faults import HAND_OVERS, time_out
from raftlib.search.random_runs import evidence_in, troubled
from tests.random_clients import TROUBLE, client_run, stale_reads
from tests.soak import random_arguments, random_steps

BY_TIMERS_ALONE = [fault for fault in TROUBLE if fault is not time_out]  # by hand, no clock is asked


class Recorded:
    """A run of two writes and a read of the older one, asked for at a time."""

    def __init__(self, at):
        self.at = at

    def operations(self):
        return [("C1", 0, 1, "x=5", "x=5"), ("C1", 2, 3, "x=6", "x=6"), ("C2", self.at, 9, "x?", "x=5")]


@pytest.mark.parametrize(("at", "count"), [(2.5, 0), (4, 1)])
def test_the_check_sees_a_stale_read(at, count):
    assert len(stale_reads(Recorded(at))) == count


@pytest.mark.parametrize("server", [ServingServer, ReadIndexServer, LeaseServer, EtcdServer])
def test_no_read_is_stale(server):
    faults = BY_TIMERS_ALONE if server is LeaseServer else TROUBLE + list(HAND_OVERS)
    runs = [client_run(seed, server=server, reads=True, faults=faults) for seed in range(150)]
    assert sum(action == "x?" for run in runs for *_, action, _ in run.operations()) > 300
    assert [seed for seed, run in enumerate(runs) if stale_reads(run)] == []


def test_reads_from_memory_are_stale_now_and_then():
    assert any(stale_reads(client_run(seed, server=ReadsFromMemory, reads=True)) for seed in range(40))


@pytest.mark.parametrize(("server", "stale"), [(ReadsFromMemory, 1), (ServingServer, 0), (ReadIndexServer, 0),
                                               (LeaseServer, 0)])
def test_a_leader_that_is_cut_off_answers_at_once_only_from_memory(server, stale):
    for seed in range(10):
        cluster = scenarios.stale_read(seed, server)
        assert len(stale_reads(cluster)) == stale
        assert cluster.operations()[-1][4] == ("x=1" if stale else "x=2")


def test_a_lease_by_a_slow_clock_outlasts_the_promises_it_rests_on():
    stale = {rate: [len(stale_reads(scenarios.slow_lease(seed, rate))) for seed in range(20)]
             for rate in (0.3, 0.9, 1, 1.5)}
    assert sum(stale.pop(0.3)) > 10
    assert not any(map(any, stale.values()))


def test_a_doubled_read_and_a_late_answer_confirm_another_read_where_names_are_the_requests():
    for seed in range(10):
        assert len(stale_reads(scenarios.doubled_read(seed, ReadsByRequest))) == 1
        assert stale_reads(scenarios.doubled_read(seed, ReadIndexServer)) == []


@pytest.mark.parametrize("server", [ServingServer, ReadIndexServer, LeaseServer, ReadsByRequest, EtcdServer])
def test_who_serves_clients_keeps_the_five_properties(server):
    for number in range(40):
        random = Random(number)
        arguments = random_arguments(random) | {"server": server}
        assert evidence_in(troubled(Cluster(**arguments), random_steps(random))) is None
