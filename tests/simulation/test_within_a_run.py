"""While a run goes on nobody runs it once more, while a step is made nobody changes it, and between steps all may."""
from copy import deepcopy

import pytest

from raftlib import Cluster, Network, Server
from raftlib.simulation.recipe import Recipe

CALLS = {
    "run": lambda c: c.run(for_=30), "crash": lambda c: c.crash("S3"), "restart": lambda c: c.restart("S3"),
    "time_out": lambda c: c.time_out("S3"), "cut": lambda c: c.cut(["S1"], ["S2"]),
    "cut_link": lambda c: c.cut_link("S1", "S2"), "heal": lambda c: c.heal(), "submit": lambda c: c.submit("x=1"),
    "drop": lambda c: c.drop(1), "duplicate": lambda c: c.duplicate(1), "hold": lambda c: c.hold(1, 5),
    "change_network": lambda c: c.change_network(loss=0.5),
}


@pytest.mark.parametrize("nested", [{"for_": 30}, {"to": 30}, {"for_": 0}, {"until": lambda c: True}])
def test_a_condition_can_t_run_the_cluster_and_time_never_turns_back(nested):
    cluster, untouched = Cluster(3, seed=1), Cluster(3, seed=1)
    with pytest.raises(ValueError, match=r"^run is called while the cluster acts.*\.$"):
        cluster.run(until=lambda c: c.run(**nested), limit=20)
    assert cluster.instant == untouched.instant
    for each in (cluster, untouched):
        each.run(to=1000)
    assert cluster.history == untouched.history


class Meddler(Server):
    """A server of which somebody has told that it is to do something else, too, when a message comes."""

    does = None

    def receive(self, message):
        if self.does:
            self.does()
        return super().receive(message)

    def client_command(self, command):
        if self.does:
            self.does()
        return super().client_command(command)

    def election_timeout(self):
        if self.does:
            self.does()
        return super().election_timeout()


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("step", [lambda c: c.run(for_=500), lambda c: c.run(until=lambda c: False, limit=500),
                                  lambda c: c.time_out("S2"), lambda c: c.submit("x=5", to="S1")])
def test_a_server_s_step_can_t_change_the_run_in_which_it_is_made(name, step):
    cluster = Cluster(3, seed=1, server=Meddler)
    cluster.run(to=100)
    calls, cluster.servers["S1"].does = list(cluster.calls), lambda: CALLS[name](cluster)
    cluster.servers["S2"].does = cluster.servers["S1"].does
    with pytest.raises(ValueError, match=rf"^{name} is called .*\.$"):
        step(cluster)
    assert cluster.calls == calls
    cluster.servers["S1"].does = cluster.servers["S2"].does = None
    cluster.crash("S3")  # once it has ended, by an exception too, all is allowed again
    cluster.run(for_=1000)
    assert cluster.leader


def test_nor_can_a_network():
    class Cutting(Network):
        def delay(self, sender, receiver):
            cluster.crash("S3")
            return super().delay(sender, receiver)

    cluster = Cluster(3, seed=1)
    cluster._network.__class__ = Cutting
    with pytest.raises(ValueError, match=r"^crash is called while a step is being made"):
        cluster.run(to=1000)


def test_a_condition_may_act_between_the_steps_and_what_it_does_is_part_of_the_record():
    def meddle(c):
        if c.leader and not c.down:
            c.crash(c.leader)
        return len(c.down) == 1 and c.leader

    cluster = Cluster(3, seed=1)
    assert cluster.run(until=meddle)
    assert [call.name for call in cluster.calls] == ["crash"]
    assert Recipe.of(cluster).make().history == cluster.history


def test_a_condition_may_try_what_comes_next_on_a_copy():
    seen = []

    def looks_ahead(c):
        twin = deepcopy(c)
        twin.run(for_=30)
        twin.heal()
        seen.append(twin.time - c.time)
        return len(seen) == 5

    cluster = Cluster(3, seed=1)
    assert cluster.run(until=looks_ahead)
    assert seen == pytest.approx([30] * 5)


@pytest.mark.parametrize(("name", "value"), [("heartbeat", 70), ("election_timeout", (200, 400)), ("heartbeat", None)])
def test_what_a_run_is_made_with_can_be_read_and_not_changed(name, value):
    cluster = Cluster(3, seed=1, heartbeat=60, election_timeout=(160, 320))
    with pytest.raises(ValueError, match=rf"^{name} is fixed .*\.$"):
        setattr(cluster, name, value)
    assert (cluster.heartbeat, cluster.election_timeout) == (60, (160, 320))
    cluster.run(to=1000)
    leading = [e for e in cluster.history if e.state and e.state.role == "leader" and e.kind == "heartbeat timeout"]
    assert {event.deadline - event.at for event in leading} == {60_000}


def test_no_run_ends_later_than_the_longest_time():
    cluster = Cluster(3)
    for id in cluster.servers:
        cluster.crash(id)
    cluster.run(for_=1e9)
    for more in (1, 0.001, 1e9):
        with pytest.raises(ValueError, match=rf"^for_ is {more!r}: a run ends at 1e\+09 ms at the latest, .*\.$"):
            cluster.run(for_=more)
    assert cluster.run(until=lambda c: False) is False
    assert cluster.time == 1e9
    assert cluster.history.at(cluster.time).down == set(cluster.servers)
    assert Recipe.of(cluster).make().history == cluster.history
