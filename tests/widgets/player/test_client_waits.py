"""When a client waits: as its requests tell while the run is made, found again from the record alone."""
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster
from raftlib.widgets.player.client_waits import client_waits


def waiting_at(waits, at):
    """The commands that wait at a moment (µs)."""
    return sorted(command for since, until, command in waits if since <= at and (until is None or at < until))


ACTS = st.lists(st.tuples(st.sampled_from(["submit", "submit", "crash", "cut"]), st.integers(0, 8), st.integers(1, 90)),
                min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(ACTS, st.integers(0, 30))
def test_waits_are_those_of_the_requests(acts, seed):
    cluster, requests, seen = Cluster(servers=3, seed=seed), [], []
    for act, number, later in acts:
        if act == "submit":
            requests.append(cluster.submit(f"x={number % 3}", to=f"S{number // 3 + 1}" if number < 6 else None))
        elif act == "crash" and len(cluster.down) == 0:
            cluster.crash(f"S{number % 3 + 1}")
        elif act == "cut":
            cluster.cut_link("S1", "S2")
        cluster.run(for_=later)
        seen.append((cluster.time * 1000, sorted({each.command for each in requests if each.status == "waiting"})))
        cluster.run(for_=0.001)  # what comes next belongs to the next moment
    waits = client_waits(cluster.history, cluster.calls)
    for at, commands in seen:
        assert waiting_at(waits, at) == commands


def test_a_wait_ends_when_a_leader_takes_the_command():
    cluster = Cluster(servers=3, seed=7)
    cluster.run(to=20)
    request = cluster.submit("z=1")
    cluster.run(until=lambda c: request.status != "waiting")
    assert client_waits(cluster.history, cluster.calls) == [[20_000, round(cluster.time * 1000), "z=1"]]


def test_in_a_recording_a_wait_begins_where_the_client_is_sent_away():
    cluster = Cluster(servers=3, seed=7)
    cluster.run(to=20)
    cluster.submit("z=1", to="S1")
    assert client_waits(cluster.history) == [[20_000, None, "z=1"]]
