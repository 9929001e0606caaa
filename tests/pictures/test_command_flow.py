import pytest

from raftlib.pictures.command_flow import command_flow
from raftlib.pictures.message_flow import message_flow
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History


def led(servers=5, seed=7, **options):
    """A cluster with a leader that all have heard of."""
    cluster = Cluster(servers=servers, seed=seed, **options)
    cluster.run(until=lambda cluster: cluster.leader)
    cluster.run(for_=60)
    return cluster


def after_commands(*commands, run=400, **options):
    cluster = led(**options)
    for command in commands:
        cluster.submit(command)
        cluster.run(for_=90)
    cluster.run(for_=run)
    return cluster


def edges_of(graph, kind=None):
    """The edges in order, as (sender, receiver, edge), of one kind or of all."""
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2]["order"])
    return [edge for edge in edges if kind in (None, edge[2]["kind"])]


def listed(graph, name):
    """What the graph lists under a name."""
    return [*filter(None, graph.graph.get(name, "").split(", "))]


def applied_in(graph):
    """When (ms) each server applied the entry, in order."""
    return {server: float(time) for server, time in (each.split("=") for each in listed(graph, "applied"))}


def check_journey(history, index):
    """What the rules say of every journey of an entry that its own leader has committed; returns its graph."""
    graph = command_flow(history, index)
    about, edges = graph.graph, edges_of(graph)
    assert [edge["order"] for *_, edge in edges] == list(range(1, len(edges) + 1))
    times = [edge["sent"] for *_, edge in edges]
    assert times == sorted(times)
    assert about["start"] == times[0]
    (client, leader, command), = edges_of(graph, "Command")
    (answering, answered, answer), = edges_of(graph, "Answer")
    assert about["taken_by"] == leader
    assert (client, answering, answered, command["order"]) == ("client", leader, "client", 1)
    assert answer["sent"] == answer["received"] == about["committed"] == about["answered"] == applied_in(graph)[leader]
    check_commit(graph, leader)
    check_telling(graph, leader)
    return graph


def check_commit(graph, leader):
    """L7: the leader commits when the reply arrives that makes a majority, counting itself, and not before."""
    arrivals = {}
    for follower, _, edge in edges_of(graph, "AppendEntriesReply"):
        if edge["granted"] and "received" in edge:
            arrivals[follower] = min(edge["received"], arrivals.get(follower, edge["received"]))
    majority = len(listed(graph, "servers")) // 2 + 1
    if majority == 1:
        assert graph.graph["committed"] == graph.graph["start"]
    else:
        assert graph.graph["committed"] == sorted(arrivals.values())[majority - 2]
    assert len(listed(graph, "holders")) == majority
    assert set(listed(graph, "holders")) == {leader, *(follower for follower, time in arrivals.items()
                                                     if time <= graph.graph["committed"])}


def check_telling(graph, leader):
    """AE5: each server that applied the entry, except the leader, was told once, then; the journey ends with that."""
    told = [(receiver, edge) for _, receiver, edge in edges_of(graph, "AppendEntries") if "tells" in edge]
    assert {receiver: edge["received"] for receiver, edge in told} == {
        server: time for server, time in applied_in(graph).items() if server != leader}
    assert len(told) == len({receiver for receiver, _ in told})
    assert all(edge["sent"] >= graph.graph["committed"] and edge["tells"] >= graph.graph["index"] for _, edge in told)
    assert graph.graph["end"] == max([graph.graph["committed"], *(edge["received"] for _, edge in told)])
    assert all(edge["sent"] <= graph.graph["end"] for *_, edge in edges_of(graph))


@pytest.mark.parametrize("servers", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("seed", range(4))
def test_the_journey_keeps_the_rules(servers, seed):
    history = after_commands("x=1", "x+=4", "y=7", servers=servers, seed=seed).history
    for index, (command, answer) in enumerate([("x=1", "x=1"), ("x+=4", "x=5"), ("y=7", "y=7")], 1):
        graph = check_journey(history, index)
        assert (graph.graph["index"], graph.graph["command"]) == (index, command)
        assert edges_of(graph, "Command")[0][2]["command"] == command
        assert edges_of(graph, "Answer")[0][2]["answer"] == answer
        assert set(applied_in(graph)) == set(history.servers)
        assert list(applied_in(graph).values()) == sorted(applied_in(graph).values())


@pytest.mark.parametrize("seed", range(8))
def test_the_journey_keeps_the_rules_where_messages_are_lost_and_doubled(seed):
    history = after_commands("x=1", "x=2", "x=3", seed=seed, loss=0.2, duplication=0.1, run=1500).history
    graphs = [check_journey(history, index) for index in (1, 2, 3)]
    edges = [edge for graph in graphs for *_, edge in edges_of(graph)]
    assert any(edge["dropped"] and "received" not in edge and edge["lost"] for edge in edges)


def test_of_an_undisturbed_journey_there_is_one_message_a_follower_of_each_kind():
    history = after_commands("x=1", servers=5, latency=5).history
    kinds = [edge["kind"] for *_, edge in edges_of(command_flow(history, 1))]
    assert kinds == ["Command", *4 * ["AppendEntries"], *4 * ["AppendEntriesReply"], "Answer", *4 * ["AppendEntries"]]


@pytest.mark.parametrize("seed", range(4))
def test_every_message_that_carries_the_entry_is_there_and_every_reply_answers_one(seed):
    history = after_commands("x=1", "x=2", "x=3", seed=seed, loss=0.15, run=1500).history
    graph = command_flow(history, 2)
    start, end = graph.graph["start"], graph.graph["end"]
    carriers = {(flight.message.receiver, flight.sent / 1000): flight for event in history.window(start, end)
                for flight in event.sent if isinstance(flight.message, AppendEntries)
                and flight.message.prev_log_index < 2 <= flight.message.prev_log_index + len(flight.message.entries)}
    drawn = {(receiver, edge["sent"]): edge for _, receiver, edge in edges_of(graph, "AppendEntries")}
    assert set(carriers) <= set(drawn)
    assert all("tells" in edge for sending, edge in drawn.items() if sending not in carriers)
    arrived = {(receiver, drawn[receiver, sent].get("received")) for receiver, sent in carriers}
    replies = {(sender, edge["sent"]) for sender, _, edge in edges_of(graph, "AppendEntriesReply")}
    assert replies <= arrived
    assert {(receiver, time) for receiver, time in arrived if time is not None and time < end} <= replies


def test_a_follower_that_is_down_hears_nothing_until_it_is_back():
    cluster = led(5)
    away = next(id for id in cluster.servers if id != cluster.leader)
    cluster.crash(away)
    cluster.submit("x=5")
    cluster.run(for_=400)
    without = check_journey(cluster.history, 1)
    assert without.nodes[away]["down"]
    assert set(applied_in(without)) == set(cluster.servers) - {away}
    vain = [edge for _, receiver, edge in edges_of(without) if receiver == away]
    assert vain
    assert all(edge["lost"] == f"{away} is down" for edge in vain)
    cluster.restart(away)
    cluster.run(for_=200)
    graph = check_journey(cluster.history, 1)
    assert set(applied_in(graph)) == set(cluster.servers)
    assert graph.graph["end"] == applied_in(graph)[away] > without.graph["end"]
    last = edges_of(graph)[-1]
    assert (last[1], last[2]["tells"], last[2]["entries"]) == (away, 1, 1)


def test_an_entry_that_no_majority_holds_is_neither_committed_nor_answered():
    cluster = led(5)
    leader = cluster.leader
    near, *far = (id for id in cluster.servers if id != leader)
    cluster.cut([leader, near], far)
    cluster.submit("x=5", to=leader)
    cluster.run(for_=300)
    graph = command_flow(cluster.history, 1)
    about = graph.graph
    assert not {"committed", "answered", "holders", "applied"} & about.keys()
    assert edges_of(graph, "Answer") == []
    assert about["end"] == cluster.time
    assert {receiver for _, receiver, edge in edges_of(graph, "AppendEntries") if not edge["dropped"]} == {near}
    assert not any("tells" in edge for *_, edge in edges_of(graph))


def test_of_two_commands_at_one_index_the_answered_one_is_told_and_else_the_last():
    cluster = led(5)
    old = cluster.leader
    near, *far = (id for id in cluster.servers if id != old)
    cluster.cut([old, near], far)
    cluster.submit("x=1", to=old)
    cluster.run(until=lambda cluster: cluster.leader in far)
    new = cluster.leader
    cluster.submit("x=2", to=new)
    assert command_flow(cluster.history, 1).graph["command"] == "x=2"  # neither is answered yet
    cluster.run(for_=100)
    cluster.heal()
    cluster.run(for_=300)
    graph = command_flow(cluster.history, 1)
    assert edges_of(graph, "Command")[0][1] == new
    assert edges_of(graph, "Answer")[0][2]["answer"] == "x=2"
    assert {edge["term"] for *_, edge in edges_of(graph)} == {cluster.servers[new].current_term}
    assert set(applied_in(graph)) == set(cluster.servers)


def test_the_answered_one_is_told_even_if_an_old_leader_puts_another_there_later():
    cluster = led(5)
    old = cluster.leader
    near, *far = (id for id in cluster.servers if id != old)
    cluster.cut([old, near], far)
    cluster.run(until=lambda cluster: cluster.leader in far)
    cluster.submit("x=2", to=cluster.leader)
    cluster.run(for_=100)
    cluster.submit("x=1", to=old)
    cluster.run(for_=100)
    assert command_flow(cluster.history, 1).graph["command"] == "x=2"


def test_a_leader_of_two_terms_answers_only_what_it_took_in_the_second():
    cluster = led(3)
    leader, *others = sorted(cluster.servers, key=lambda id: id != cluster.leader)
    cluster.cut([leader], others)
    cluster.submit("x+=1", to=leader)
    cluster.run(until=lambda cluster: cluster.leader in others)
    cluster.heal()
    cluster.run(for_=60)
    cluster.time_out(leader)
    cluster.run(until=lambda cluster: cluster.leader == leader)
    cluster.submit("x+=1")
    cluster.run(for_=300)
    first, second = (command_flow(cluster.history, index) for index in (1, 2))
    assert first.graph["committed"] == second.graph["committed"]
    assert edges_of(first, "Answer") == []
    assert edges_of(second, "Answer")[0][2]["answer"] == "x=2"
    # How it reached the others belongs to its journey, though not in the term in which it was taken.
    agreed = {(sender, edge["term"]) for sender, _, edge in edges_of(first, "AppendEntriesReply") if edge["granted"]}
    assert agreed == {(other, cluster.servers[leader].current_term) for other in others}


def test_an_entry_may_be_committed_by_a_later_leader_and_then_nobody_answers():
    cluster = led(5, latency=5)
    old = cluster.leader
    cluster.submit("x=1")
    cluster.run(for_=6)  # all have the entry, and the leader has not heard so
    cluster.crash(old)
    cluster.run(until=lambda cluster: cluster.leader)
    new = cluster.leader
    cluster.submit("x=2")
    cluster.run(for_=200)
    graph = command_flow(cluster.history, 1)
    assert edges_of(graph, "Command")[0][1] == old
    assert edges_of(graph, "Answer") == []
    assert listed(graph, "holders")[0] == new
    assert graph.graph["committed"] == applied_in(graph)[new]
    assert {sender for sender, _, edge in edges_of(graph, "AppendEntries") if "tells" in edge} == {new}
    assert set(applied_in(graph)) == set(cluster.servers) - {old}


def test_equal_commands_have_each_its_own_answer():
    cluster = led(5)
    for _ in range(3):
        cluster.submit("x+=1")
    cluster.run(for_=300)
    answers = [edges_of(command_flow(cluster.history, index), "Answer")[0][2]["answer"] for index in (1, 2, 3)]
    assert answers == ["x=1", "x=2", "x=3"]


def test_nodes_and_edges_are_like_those_of_a_message_flow():
    history = after_commands("x=1").history
    graph = command_flow(history, 1)
    plain = message_flow(history, graph.graph["start"], graph.graph["end"])
    assert graph.nodes["client"] == {"role": "client", "down": False}
    assert {server: graph.nodes[server] for server in history.servers} == dict(plain.nodes(data=True))
    assert graph.graph.items() >= {**plain.graph, "messages": len(graph.edges)}.items()
    said = {edge["kind"]: edge for *_, edge in edges_of(graph)}
    shared = set.intersection(*(set(edge) for *_, edge in plain.edges(data=True)))
    assert all(shared <= set(edge) for edge in said.values())
    for kind, granted in (("Command", None), ("Answer", True)):
        edge = said[kind]
        assert (edge.get("granted"), edge["entries"], edge["dropped"], "lost" in edge) == (granted, 0, False, False)
    sent = {(sender, receiver, edge["sent"]) for sender, receiver, edge in plain.edges(data=True)}
    assert {(sender, receiver, edge["sent"]) for sender, receiver, edge in edges_of(graph)
            if "client" not in (sender, receiver)} <= sent


def test_a_copy_sent_by_hand_belongs_to_the_journey():
    cluster = led(3)
    cluster.submit("x=1")
    cluster.run(until=lambda cluster: any(type(flight.message).__name__ == "AppendEntriesReply"
                                          and flight.message.entry_count for flight in cluster.in_flight))
    reply = next(flight for flight in cluster.in_flight if getattr(flight.message, "entry_count", 0))
    before = reply.message.sender
    cluster.duplicate(reply)
    cluster.run(for_=300)
    replies = [sender for sender, _, edge in edges_of(command_flow(cluster.history, 1), "AppendEntriesReply")]
    assert replies.count(before) == 2


def test_a_recorded_history_tells_the_same():
    history = after_commands("x=1", "x=2", loss=0.1, run=800).history
    again = History.from_json(history.to_json())
    assert edges_of(command_flow(again, 2)) == edges_of(command_flow(history, 2))
    assert command_flow(again, 2).graph == command_flow(history, 2).graph


def test_an_index_without_a_clients_command_is_refused():
    cluster = after_commands("x=1", "x=2")
    with pytest.raises(ValueError, match=r"^index is 3: no client's command .* they stand at indexes 1 to 2\.$"):
        command_flow(cluster.history, 3)
    ids = ["S1", "S2", "S3"]
    cluster = Cluster(servers=[Server(id, ids, 1, log=[1, 1]) for id in ids])
    with pytest.raises(ValueError, match=r"^index is 1: no client's command .* there are none at all\.$"):
        command_flow(cluster.history, 1)


def test_a_server_that_is_named_as_the_client_is_refused():
    ids = ["client", "S2", "S3"]
    cluster = after_commands("x=1", servers=[Server(id, ids) for id in ids])
    with pytest.raises(ValueError, match=r"^history has a server 'client': in this graph that is the client's node\.$"):
        command_flow(cluster, 1)
    assert list(message_flow(cluster, 0, 100)) == ids
