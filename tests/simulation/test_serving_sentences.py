"""Every sentence of a client, or of a server that serves clients, is true of its run, whichever server runs."""
import pytest

from raftlib import (
    Client,
    Cluster,
    KeyValue,
    LeaseServer,
    ReadIndexServer,
    ReadsFromMemory,
    ServingServer,
    SessionKeyValue,
)
from raftlib.protocol.words.serving import SERVING
from raftlib.scenarios.serving import ReadsByRequest
from tests.random_clients import client_run
from tests.serving_claims import CLAIMS, false_sentences

KINDS = [ServingServer, ReadsFromMemory, ReadIndexServer, LeaseServer, ReadsByRequest]


class OneSession(SessionKeyValue):
    most = 1


class SaysNo(ReadIndexServer):
    """Says no to every second heartbeat of a read, without having a reason."""

    def on_read_heartbeat(self, request):
        return [reply._replace(success=len(request.read) % 2 == 0) for reply in super().on_read_heartbeat(request)]


def runs(kind):
    for seed in range(25):
        machine = (KeyValue, SessionKeyValue, OneSession)[seed % 3]
        yield client_run(seed, kind, machine, reads=seed % 2 == 0, clock={"S1": 0.5} if seed % 4 == 0 else None)


@pytest.mark.parametrize("kind", KINDS)
def test_each_sentence_is_true(kind):
    assert [false for run in runs(kind) for false in false_sentences(run, set())] == []


def test_each_reason_has_a_claim_and_is_given_in_these_runs():
    given = set()
    for kind in (*KINDS, SaysNo):
        for run in runs(kind):
            list(false_sentences(run, given))
    cluster = Cluster(3, server=ServingServer)
    Client(cluster, retry=0, timeout=1).ask("x=1")
    cluster.run(for_=100)
    assert list(false_sentences(cluster, given)) == []
    assert SERVING.keys() - given == set()
    assert len(CLAIMS) == len(SERVING)
