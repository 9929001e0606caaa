"""Histories of clients: those on record are judged, and others are made of a system of our own."""
from itertools import pairwise

import pytest

from raftlib import Register, linearizable
from raftlib.clusters.histories import CLIENTS, KINDS, history, kills_and_stops, operation, recorded_history
from raftlib.clusters.real_cluster import RealCluster
from tests.clusters.plain import PlainCluster


def test_etcds_linearizable_reads_are():
    """As its documentation promises."""
    assert linearizable(recorded_history("linearizable"), Register())


def test_etcds_serializable_reads_are_not():
    """They may be stale, and one of them was: it stands in the way of every order, and without reads there is one."""
    found = recorded_history("serializable")
    judged = linearizable(found, Register())
    assert not judged
    assert judged.stuck.action == ("read",)
    assert linearizable([each for each in found if each.action[0] == "write"], Register())


@pytest.mark.parametrize("reads", KINDS)
def test_a_recorded_history_is_one_of_clients(reads):
    """Each does one thing after the other, no two write the same, and no read gives what nobody wrote."""
    found = recorded_history(reads)
    assert {each.client for each in found} == set(range(1, CLIENTS + 1))
    for client in range(1, CLIENTS + 1):
        own = [each for each in found if each.client == client]
        assert all(earlier.answered is None or earlier.answered <= later.called for earlier, later in pairwise(own))
    written = [each.action[1] for each in found if each.action[0] == "write"]
    assert len(written) == len(set(written))
    reads_ = [each for each in found if each.action == ("read",)]
    assert {each.answer for each in reads_} - {None} <= set(written)
    assert all(each.answered is not None for each in reads_)  # what was not answered tells nothing
    assert {each.answer for each in found if each.action[0] == "write"} == {None}


def test_an_operation_comes_back_from_its_record():
    assert operation([3, 1.5, None, ["write", 7], None])[:] == (3, 1.5, None, ("write", 7), None)


def test_what_is_no_kind_of_reads():
    with pytest.raises(ValueError, match=r"^reads is 'stale': it must be one of linearizable, serializable\.$"):
        recorded_history("stale")


class OneCopy(PlainCluster):
    """All keys are on one server, which is a copy of nothing: whoever is asked asks it."""

    def write(self, id, key, value, timeout):
        super().write("S1", key, value, timeout)

    def read(self, id, key, stale, timeout):
        return super().read("S1", key, stale, timeout)


def a_little_trouble(cluster: RealCluster) -> None:
    cluster.watch(200)
    cluster.stop("S1")
    cluster.watch(100)
    cluster.go_on("S1")
    cluster.crash("S1")
    cluster.watch(100)
    cluster.restart("S1")
    cluster.watch(200)


def test_one_copy_is_linearizable_whatever_happens_to_it():
    """What it has on its disk is all there is; so the judge has no reason to complain of how operations are noted down.
    """
    with OneCopy() as cluster:
        found = history(cluster, False, a_little_trouble)
    assert {each.action[0] for each in found} == {"read", "write"}
    assert linearizable(found, Register())


def test_copies_that_know_nothing_of_each_other_are_not():
    """Clients at different servers read what they wrote themselves."""
    with PlainCluster() as cluster:
        found = history(cluster, False, lambda cluster: cluster.watch(500))
    assert not linearizable(found, Register())


class Hasty(PlainCluster):
    """Whoever watches it looks away soon."""

    def watch(self, for_, every=50):
        super().watch(for_ / 20, every / 20)


def test_the_trouble_is_for_all():
    """Each server stands still once, the leader is killed, and at the end all run."""
    with Hasty() as cluster:
        kills_and_stops(cluster)
        assert cluster.running == cluster.ids
    assert [deed.server for deed in cluster.deeds if deed.kind == "stop"] == cluster.ids
    assert [deed.kind for deed in cluster.deeds if deed.server == "S1"] == ["stop", "go on", "crash", "restart"]
