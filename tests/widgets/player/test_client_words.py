"""What clients in the world believe, against what has come to them, and against what the cluster says of each."""
import pytest

from raftlib import KeyValue, SessionKeyValue, scenarios
from raftlib.widgets.player.client_words import beliefs_of, is_of_a_client
from tests.random_clients import client_run

SEEDS = range(30)


@pytest.fixture(scope="module", params=[KeyValue, SessionKeyValue])
def runs(request):
    return [client_run(seed, machine=request.param, reads=True, settle=seed % 2) for seed in SEEDS]


def last_of(cluster, client):
    """What a client asked for last, of all that it has begun."""
    return cluster.operations(client)[-1] if cluster.operations(client) else None


def test_at_the_end_of_a_run_each_client_believes_what_the_cluster_says(runs):
    seen = set()
    for cluster in runs:
        beliefs = beliefs_of(cluster.history)
        assert list(beliefs) == cluster.clients
        for client, (told, now) in beliefs.items():
            answers = sorted((answered, answer) for _, _, answered, _, answer in cluster.operations(client)
                             if answered is not None)
            assert told == (f"told: {answers[-1][1]}" if answers else "")
            last = last_of(cluster, client)
            assert (now == "") == (last is None or last[2] is not None)
            seen.add(now)
    assert seen >= {"", "waits", "no answer yet"}


def test_no_answer_yet_is_said_from_when_it_asks_again_until_it_is_answered(runs):
    for cluster in runs:
        for client in cluster.clients:
            own = [event for event in cluster.history if event.server == client and event.kind != "duplicate"]
            again = None  # the number of the request that was asked for again
            for count, event in enumerate(own, 1):
                sent = {flight.message.serial for flight in event.sent}
                is_answered = event.kind == "receive" and event.message.done and event.message.serial == again
                if event.kind == "wait over" and "§6.3 again" in [reason for reason, *_ in event.notes]:
                    [again] = sent
                elif is_answered or (sent and sent != {again}):
                    again = None
                assert (beliefs_of(own[:count])[client][1] == "no answer yet") == (again is not None)


def test_a_client_that_gives_up_believes_so_and_can_not_know():
    cluster = scenarios.lost_answer()
    cluster.cut([*cluster.servers], ["C1"])
    patient = cluster.add_client(retry=0, timeout=50)
    cluster.cut([*cluster.servers], [patient])
    cluster.ask(patient, "y=1")
    cluster.run(for_=200)
    assert beliefs_of(cluster.history)[patient] == ("", "gave up")


def test_only_what_happens_to_clients_is_of_a_client(runs):
    for cluster in runs:
        for event in cluster.history:
            assert is_of_a_client(event) == (event.server in cluster.clients)
