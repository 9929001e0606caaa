"""Clients in the world: their messages travel, and are recorded; what is asked is answered, or known not to be."""
from copy import deepcopy

import numpy
import pytest

from raftlib import Client, Cluster, History, KeyValue, Network, Server, ServingServer, SessionKeyValue, scenarios
from raftlib.protocol.messages import ClientReply, ClientRequest
from raftlib.simulation.recipe import Recipe, imports
from tests.random_clients import client_run, times_done


def served(seed=7, servers=3, **more):
    return Cluster(servers, seed, server=ServingServer, **more)


def test_what_is_asked_is_answered_in_order():
    cluster = served()
    client = Client(cluster)
    client.ask("x=5", "x+=2", "x?")
    cluster.run(for_=1000)
    assert [each[3:] for each in client.operations] == [("x=5", "x=5"), ("x+=2", "x=7"), ("x?", "x=7")]
    times = [time for _, called, answered, *_ in client.operations for time in (called, answered)]
    assert times == sorted(times)
    assert not client.is_waiting


def test_requests_and_answers_are_messages_of_the_run_and_take_their_time():
    cluster = served(latency=10)
    cluster.run(until=lambda c: c.leader)
    clients = [Client(cluster), Client(cluster)]
    for client in clients:
        client.ask("x+=1")
    cluster.run(for_=500)
    flights = cluster.history.flights(0, cluster.time)
    of_clients = [each for each in flights if isinstance(each.message, ClientRequest | ClientReply)]
    assert {type(each.message) for each in of_clients} == {ClientRequest, ClientReply}
    assert all(each.arrives - each.sent == 10_000 for each in of_clients)
    for id, called, answered, *_ in cluster.operations():
        asked = [each for each in of_clients if each.message.sender == id]
        told = [each for each in of_clients if each.message.receiver == id and each.message.done]
        assert (asked[0].sent, told[0].arrives) == (round(called * 1000), round(answered * 1000))
        # There and back, and in between from the leader to a majority and back: four ways at least.
        assert answered - called >= 40


def test_a_client_follows_the_word_of_who_does_not_lead():
    for seed in range(20):
        cluster = served(seed, 5)
        cluster.run(for_=600)
        client = Client(cluster)
        client.ask("x=1")
        cluster.run(for_=200)
        asked = [each.message.receiver for each in cluster.history.flights(0, cluster.time)
                 if isinstance(each.message, ClientRequest)]
        assert asked == list(dict.fromkeys(["S1", cluster.leader]))
        client.ask("x=2")
        cluster.run(for_=200)
        assert cluster.history.flights(800, 801)[0].message.receiver == cluster.leader


def test_two_leaders_that_name_each_other_do_not_make_a_client_ask_without_end():
    class Names(ServingServer):
        def on_client_request(self, request):
            other = self.peers[0]
            return [ClientReply(self.id, request.sender, request.serial, False, None, other)]

    cluster = Cluster(3, seed=1, latency=0, server=Names)
    Client(cluster).ask("x=1")
    cluster.run(for_=1000)
    requests = [each for each in cluster.history.flights(0, 1000) if isinstance(each.message, ClientRequest)]
    assert 10 < len(requests) < 100


@pytest.mark.parametrize("retry", [0, 1, 3])
def test_a_client_asks_so_often_and_then_does_not_know(retry):
    cluster = served()
    cluster.run(for_=400)
    client = Client(cluster, retry=retry, timeout=50)
    cluster.cut(["C1"], ["S1", "S2", "S3"])
    client.ask("x=1", "x=2")
    cluster.run(for_=1000)
    assert [each[2:] for each in client.operations] == [(None, "x=1", None), (None, "x=2", None)]
    assert sum(each.kind == "wait over" for each in cluster.history) == 2 * (retry + 1)
    assert [each[1] for each in client.operations] == [400, 400 + 50 * (retry + 1)]
    assert all(event.detail == "the link was cut" or event.detail == "the link is cut"
               for event in cluster.history if event.kind == "lost")


def test_a_lost_answer_makes_x_be_added_twice_without_sessions_and_once_with():
    for machine, value in ((None, 3), (SessionKeyValue, 2)):
        cluster = scenarios.lost_answer(**({"machine": machine} if machine else {}))
        assert {each.values["x"] for each in cluster.machines.values()} == {value}
        assert cluster.operations()[-1][3:] == ("x+=1", f"x={value}")
        commands = [entry.command.split(": ")[-1] for entry in cluster.servers["S1"].log.entries]
        assert commands.count("x+=1") == 2


@pytest.mark.parametrize("seed", range(60))
def test_every_acknowledged_command_of_a_run_with_faults_is_done_once(seed):
    cluster = client_run(seed)
    done = times_done(cluster)
    assert done
    assert set(done.values()) == {1}
    assert all(answer == action.replace("+", "") for *_, answered, action, answer in cluster.operations()
               if answered is not None)


def test_without_sessions_some_are_done_more_than_once():
    assert sum(max(times_done(client_run(seed, machine=KeyValue)).values()) > 1 for seed in range(20)) > 5


# ---- The record --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("seed", range(40))
def test_a_run_with_clients_is_made_again_by_recipe_code_and_json(seed):
    cluster = client_run(seed, settle=seed % 2 == 0, clock={"S1": 0.7} if seed % 3 else None)
    again = History.from_json(cluster.history.to_json())
    assert (again, again.digest(), again.clients) == (cluster.history, cluster.history.digest(), tuple(cluster.clients))
    assert [event.why for event in again] == [event.why for event in cluster.history]
    recipe, names = Recipe.of(cluster), {}
    exec(imports(recipe.code()) + "\n" + recipe.code(), names)
    twin = deepcopy(cluster)
    made = [recipe.make(), names["cluster"], twin]
    for each in (*made, cluster):
        each.run(for_=300)
    assert {each.history.digest() for each in made} == {cluster.history.digest()}
    assert all(each.operations() == cluster.operations() for each in made)


def test_every_event_of_a_client_says_why_and_has_no_state():
    history = client_run(3).history
    events = [event for event in history if event.server in history.clients and event.kind not in ("join", "lost")]
    assert {event.kind for event in events} >= {"ask", "receive", "wait over"}
    assert all(event.why or not event.sent for event in events)
    assert all(event.state is None for event in history if event.server in history.clients)
    assert set(history.at(history.end).servers) == set(history.servers)


def test_hands_can_touch_what_clients_say():
    cluster = served()
    cluster.run(for_=500)
    client = Client(cluster)
    client.ask("x+=1")
    for call in (cluster.duplicate, lambda flight: cluster.hold(flight, 30), cluster.drop):
        call(cluster.in_flight[-1])
    assert [event.kind for event in cluster.history[-3:]] == ["duplicate", "hold", "lost"]
    cluster.run(for_=1000)
    assert client.operations[-1][4] == "x=1"


def test_a_client_on_one_side_of_a_cut_reaches_that_side_alone():
    cluster = served(servers=5)
    cluster.run(for_=500)
    leader, client = cluster.leader, Client(cluster, timeout=40)
    others = [id for id in cluster.servers if id != leader]
    cluster.cut([leader, "C1"], others)
    client.ask("x=1")
    cluster.run(for_=1000)
    assert client.operations[-1][2] is None
    asked = [event.server for event in cluster.history if event.kind == "receive"
             and isinstance(event.message, ClientRequest)]
    assert set(asked) == {leader}
    cluster.heal()
    cluster.run(for_=1000)
    assert client.operations[-1][4] == "x=1"


def test_slow_clients_are_slow():
    cluster = served(network=Network(latency=10))
    cluster.run(for_=500)
    client = Client(cluster, timeout=1000)
    cluster.change_network(slow={"C1": 5})
    client.ask("x=1")
    cluster.run(for_=1000)
    assert cluster.history.flights(500, 500)[-1].arrives == 550_000


# ---- Refusals ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "call"), [
    ("cluster", lambda c: Client(5)), ("cluster", lambda c: Client(Cluster(3))),
    ("cluster", lambda c: Client(Cluster([Server("C1", ["C1"])]))),
    ("cluster", lambda c: Client(Cluster([ServingServer("C1", ["C1"])]))),
    ("retry", lambda c: Client(c, retry=-1)), ("retry", lambda c: Client(c, retry=1.5)),
    ("timeout", lambda c: Client(c, timeout=0)), ("timeout", lambda c: Client(c, timeout="5")),
    ("client", lambda c: c.ask("C9", "x=1")), ("client", lambda c: c.ask(None, "x=1")),
    ("client", lambda c: c.operations("S1")),
    ("command", lambda c: c.ask("C1", "hello")), ("command", lambda c: c.ask("C1", "x=1", 5)),
    ("command", lambda c: c.ask("C1", ["x=1"])),
    ("machine", lambda c: Cluster(3, machine=5)), ("machine", lambda c: Cluster(3, machine=dict)),
])
def test_what_is_refused_has_not_happened(name, call):
    cluster = served()
    Client(cluster)
    before = len(cluster.history), len(cluster.calls), cluster.clients
    with pytest.raises(ValueError, match=f"^{name} (is|has) "):
        call(cluster)
    assert (len(cluster.history), len(cluster.calls), cluster.clients) == before


def test_numbers_may_be_numpys():
    cluster = served()
    client = Client(cluster, retry=numpy.int64(2), timeout=numpy.float64(50))
    client.ask(*numpy.array(["x=1", "x?"]))
    assert "numpy" not in Recipe.of(cluster).code()
