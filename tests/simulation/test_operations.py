"""What clients asked for is found in the record of their run, too, by itself."""
import pytest

from raftlib import Client, Cluster, History, KeyValue, ServingServer, SessionKeyValue
from raftlib.simulation.operations import Asked, operations_of
from tests.random_clients import client_run


class OneSession(SessionKeyValue):
    most = 1


@pytest.mark.parametrize("seed", range(30))
def test_the_record_tells_what_the_clients_know(seed):
    machine = (KeyValue, SessionKeyValue, OneSession)[seed % 3]
    cluster = client_run(seed, machine=machine, settle=seed % 2 == 0)
    found = operations_of(History.from_json(cluster.history.to_json()))
    assert [each[:5] for each in found] == cluster.operations()
    assert all(each.gave_up is None or each.answered is None for each in found)


def test_when_a_client_gave_up_is_told():
    cluster = Cluster(3, seed=1, server=ServingServer)
    client = Client(cluster, retry=1, timeout=20)
    cluster.cut(["C1"], list(cluster.servers))
    client.ask("x=1", "x?")
    cluster.run(for_=100)
    assert operations_of(cluster) == [Asked("C1", 0, None, "x=1", None, 40),
                                      Asked("C1", 40, None, "x?", None, 80)]


def test_a_run_without_clients_has_none():
    cluster = Cluster(3, seed=1)
    cluster.submit("x=1")
    cluster.run(for_=500)
    assert operations_of(cluster) == []
    assert cluster.history.clients == ()
    assert cluster.operations() == []
