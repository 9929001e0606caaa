"""One message held up, and the network changed in mid-run: both are calls that the run's record knows."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, Network
from raftlib.pictures.event_table import event_table
from raftlib.pictures.message_flow import describe, message_flow
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.space_time_messages import ends_of
from raftlib.simulation.recipe import Recipe
from raftlib.widgets.player.run_data import flight_of


def standing(servers=3, **arguments):
    """A cluster in which S1 has just asked all others for their votes."""
    cluster = Cluster(servers, seed=1, latency=10, **arguments)
    cluster.time_out("S1")
    return cluster


def to(cluster, receiver):
    return next(flight for flight in cluster.in_flight if flight.message.receiver == receiver)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 200_000), min_size=1, max_size=3), st.booleans())
def test_a_held_message_arrives_once_and_as_much_later_as_it_was_held(delays, by_number):
    cluster = standing()
    first = to(cluster, "S2")
    for delay in delays:
        cluster.hold(first.number if by_number else to(cluster, "S2"), for_=delay / 1000)
    due = 10_000 + sum(delays)
    assert to(cluster, "S2").arrives == due
    cluster.run(to=1000)
    arrived = [event for event in cluster.history if event.flight and event.flight.number == first.number
               and event.kind in ("receive", "lost")]
    assert [(event.kind, event.at) for event in arrived] == [("receive", due)]
    assert cluster.history.fate(first.number) is arrived[0]


def test_later_messages_of_the_link_overtake_a_held_one():
    cluster = standing()
    late = to(cluster, "S2")
    cluster.hold(late, for_=500)
    cluster.run(to=400)
    overtaking = [event for event in cluster.history if event.kind == "receive"
                  and event.message[:2] == ("S1", "S2") and event.flight.sent > late.sent]
    assert overtaking
    assert late.number in [flight.number for flight in cluster.in_flight]


def test_what_is_held_can_be_dropped_doubled_and_held_again_and_dies_at_a_cut_like_any_other():
    cluster = standing()
    cluster.hold(to(cluster, "S2"), for_=50)
    cluster.duplicate(to(cluster, "S2"))
    cluster.hold(to(cluster, "S3"), for_=20)
    cluster.drop(to(cluster, "S3"))
    cluster.run(to=30)
    cluster.cut(["S1"], ["S2"])
    cluster.run(to=100)
    ends = [(event.time, event.kind) for event in cluster.history
            if event.kind in ("receive", "lost") and type(event.message).__name__ == "RequestVote"]
    assert ends == [(0, "lost"), (10, "receive"), (60, "lost")]


def test_a_moment_before_the_hold_knows_nothing_of_it():
    cluster = standing()
    cluster.run(to=5)
    cluster.hold(to(cluster, "S2"), for_=100)
    cluster.run(to=50)
    arrivals = [[flight.arrives for flight in cluster.history.at(time).in_flight
                 if flight.message.receiver == "S2" and flight.sent == 0] for time in (0, 4.9, 5, 50, 109.9, 110)]
    assert arrivals == [[10_000], [10_000], [110_000], [110_000], [110_000], []]


@pytest.mark.parametrize("run_to", [5, 60, 300])
def test_pictures_end_the_arrow_where_the_message_arrives(run_to):
    cluster = standing()
    held = to(cluster, "S2")
    cluster.hold(held, for_=100)
    cluster.run(to=run_to)
    history = cluster.history
    assert flight_of(held, history)["e"] == 110_000
    _, (arrives, _) = ends_of(Frame(history.servers, 0, 300), held, describe(held, history), history, [])
    assert arrives == 110
    edge = next(edge for *_, edge in message_flow(history, 0, 1).edges(data=True) if edge["order"] == 1)
    assert edge.get("received") == (110 if run_to > 110 else None)


def test_the_record_says_what_is_held_up():
    cluster = standing()
    cluster.hold(to(cluster, "S3"), for_=2.5)
    row = event_table(cluster.history, 0, 0, kinds="hold").rows[0]
    assert (row.server, row.event) == ("S3", "held up: vote request of S1 (t1)")
    assert row.why == "the RequestVote from S1 to S3 is held up for 2.5 ms by hand: it would arrive at 12.5 ms"


def test_the_record_says_what_is_doubled_and_of_whom():
    cluster = standing()
    cluster.duplicate(to(cluster, "S3"))
    row = event_table(cluster.history, 0, 0, kinds="duplicate").rows[0]
    assert (row.server, row.event) == ("S1", "doubled: vote request of S1 (t1)")
    assert row.why == "the RequestVote from S1 to S3 is doubled by hand: the copy would arrive at 10 ms"


def test_what_is_held_up_is_not_said_to_arrive_where_it_never_does():
    cluster = standing()
    cluster.crash("S2")
    cluster.hold(to(cluster, "S2"), for_=50)
    cluster.run(to=100)
    held, lost = (row for row in event_table(cluster.history, 0, 100, kinds=["hold", "lost"]).rows
                  if "vote request of S1 (t1)" in row.event)
    assert held.why.endswith("it would arrive at 60 ms")
    assert (lost.time, lost.event) == ("60.000", "never gets vote request of S1 (t1)")


def test_a_hand_on_a_message_to_a_server_that_is_down_leaves_it_down():
    cluster = standing()
    cluster.crash("S2")
    cluster.hold(to(cluster, "S2"), for_=5)
    assert cluster.history.at(0).down == {"S2"}


# ---- The network in mid-run --------------------------------------------------------------------------------------

def test_only_what_is_given_changes_and_from_then_on():
    cluster = Cluster(3, seed=4, latency=10, duplication=0.5)
    cluster.run(to=300)
    cluster.change_network(latency=(40, 60))
    assert cluster.network.duplication == 0.5
    cluster.run(to=600)
    took = [(flight.sent, (flight.arrives - flight.sent) / 1000) for flight in cluster.history.flights(0, 600)]
    assert {time for sent, time in took if sent < 300_000} == {10}
    later = [time for sent, time in took if sent > 300_000]
    assert later
    assert all(40 <= time <= 60 for time in later)
    cluster.change_network(loss=1, duplication=0)
    cluster.run(to=2000)
    flights = cluster.history.flights(600.001, 2000)
    assert flights
    assert all(flight.lost for flight in flights)


def test_a_server_made_slow_and_fast_again():
    cluster = Cluster(3, seed=4, latency=10)
    cluster.run(to=300)
    cluster.change_network(slow={"S2": 5})
    cluster.run(to=400)
    cluster.change_network(slow=None)
    cluster.run(to=700)

    def times(start, end):
        return {flight.arrives - flight.sent for flight in cluster.history.flights(start, end)
                if "S2" in flight.message[:2]}
    assert times(300, 400) == {50_000}
    assert times(460, 700) == {10_000}


def test_a_change_is_an_event_in_words_and_a_call():
    cluster = Cluster(3)
    cluster.change_network(latency=(40, 60), loss=0.25, slow={"S3": 2})
    event = cluster.history[-1]
    assert (event.kind, event.why) == ("network", "the network changes: latency 40–60, loss 0.25, slow S3 × 2")
    assert (cluster.calls[-1].name, cluster.calls[-1].options["loss"]) == ("change_network", 0.25)
    again = Recipe.of(cluster).make()
    again.run(to=1000), cluster.run(to=1000)
    assert again.history.digest() == cluster.history.digest()


class Tides(Network):
    """A network of a reader's own: all links take as long as the tide says."""

    def __init__(self, tide):
        super().__init__()
        self.tide = tide

    def delay(self, sender, receiver):
        return self.tide * 1000


def test_a_network_of_ones_own_changes_in_its_own_attributes():
    cluster = Cluster(3, seed=1, network=Tides(10))
    cluster.run(to=400)
    cluster.change_network(tide=30, loss=0.5)
    assert (cluster.network.tide, cluster.network.loss) == (30, 0.5)
    cluster.run(to=800)
    assert {flight.arrives - flight.sent for flight in cluster.history.flights(440, 800)} == {30_000}


@pytest.mark.parametrize(("settings", "said"), [
    ({}, "nothing to change"), ({"loss": 2}, "loss is 2"), ({"loss": 0.5, "latency": -1}, "latency is -1"),
    ({"los": 0.5}, "los is no setting of this network: it has latency, loss, duplication, reordering, slow"),
    ({"cut_links": set()}, "cut_links is no setting"), ({"slow": {"S9": 2}}, "slow has 'S9'"),
    ({"slow": {"S1": -2}}, "slow is {'S1': -2}"), ({"tide": 3}, "tide is no setting"), ({"delay": 3}, "delay is no")])
def test_a_bad_change_is_refused_before_anything_happens(settings, said):
    cluster = Cluster(3)
    digest = cluster.history.digest()
    with pytest.raises(ValueError, match=said):
        cluster.change_network(**settings)
    assert (cluster.history.digest(), cluster.network.loss, cluster.calls) == (digest, 0, [])


@pytest.mark.parametrize(("behind", "call"), [
    (lambda network: setattr(network, "loss", 1), "change_network"),
    (lambda network: setattr(network, "tide", 1), "change_network"),
    (lambda network: network.change(loss=1), "change_network"),
    (lambda network: network.delay("S1", "S2"), "change_network"),
    (lambda network: setattr(network, "cut_links", frozenset()), "cut, cut_link or heal"),
    (lambda network: network.cut(["S1"], ["S2"]), "cut, cut_link or heal"),
    (lambda network: network.heal(), "cut, cut_link or heal")])
def test_behind_the_cluster_s_back_nothing_changes(behind, call):
    cluster = Cluster(3, network=Tides(10))
    with pytest.raises(ValueError, match=call):
        behind(cluster.network)
    assert (cluster.network.loss, cluster.network.tide) == (0, 10)
