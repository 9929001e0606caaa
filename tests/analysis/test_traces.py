"""What traces say of what happened before what, held against the run: its order at each server, and its flights.

Lamport's relation is made here a second way, as the transitive closure of these two, for every pair of events.
"""
import json
import re
from collections import defaultdict
from itertools import pairwise

import networkx
import pytest
from hypothesis import given, settings

from raftlib import Cluster, Server, to_shiviz, to_trace_events
from raftlib.analysis.happened_before import clocked
from tests.scenarios.test_scenarios import ALL
from tests.simulation.test_tables import histories

# ShiViz reads by this unless it is told another way; in Python's spelling of named groups.
ENTRY = re.compile(r"(?P<host>\S*) (?P<clock>{.*})\n(?P<event>.*)")
AT_NO_SERVER = "lost", "duplicate", "hold"


def own_events(history):
    """What happened to servers and clients, by number."""
    return [number for number, event in enumerate(history)
            if event.server is not None and event.kind not in AT_NO_SERVER]


def flights(history):
    """(sent by, received by) of each message that arrived, as numbers of events; a copy's sender sent its first."""
    sent_by, found = {}, []
    for number, event in enumerate(history):
        origin = sent_by[event.flight.number] if event.kind == "duplicate" else number
        sent_by.update((flight.number, origin) for flight in event.sent)
        if event.kind == "receive":
            found.append((sent_by[event.flight.number], number))
    return found


def happened_before(history):
    """Every pair (earlier, later) of numbers of events: the closure of program order and flights."""
    order, last = networkx.DiGraph(), {}
    for number in own_events(history):
        order.add_node(number)
        if history[number].server in last:
            order.add_edge(last[history[number].server], number)
        last[history[number].server] = number
    order.add_edges_from(flights(history))
    return {(earlier, later) for earlier in order for later in networkx.descendants(order, earlier)}


def is_before(one, other):
    """What a reader of vector clocks asks."""
    return one != other and all(count <= other.get(host, 0) for host, count in one.items())


def entries_of(text):
    """The entries of a log as ShiViz reads it."""
    return [(entry["host"], json.loads(entry["clock"]), entry["event"]) for entry in ENTRY.finditer(text)]


@settings(max_examples=60, deadline=None)
@given(history=histories())
def test_of_any_two_events_the_clocks_say_which_happened_before(history):
    entries, numbers = entries_of(to_shiviz(history)), own_events(history)
    assert [host for host, _, _ in entries] == [history[number].server for number in numbers]
    before = happened_before(history)
    clocks = [clock for _, clock, _ in entries]
    said = {(numbers[one], numbers[other]) for one in range(len(numbers)) for other in range(len(numbers))
            if is_before(clocks[one], clocks[other])}
    assert said == before


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_shiviz_finds_nothing_to_complain_of(history):
    """What its parser and its model graph ask for, in words of its errors."""
    text = to_shiviz(history)
    entries, lines = entries_of(text), text.splitlines()
    assert len(lines) == 2 * len(entries)  # each line belongs to one
    counts = defaultdict(int)
    for host, clock, event in entries:
        counts[host] += 1
        assert clock[host] == counts[host]  # "must start at 1", "must increase monotonically by 1"
        assert event == event.strip() != ""
    for _, clock, _ in entries:
        assert all(1 <= count <= counts[host] for host, count in clock.items())  # no "unrecognized host" or time


def test_a_lost_message_is_no_event_of_its_receiver():
    cluster = Cluster(2, seed=1, latency=10)
    cluster.cut(["S1"], ["S2"])
    cluster.time_out("S1")
    cluster.run(for_=20)
    assert any(event.kind == "lost" and event.server == "S2" for event in cluster.history)
    assert [event for _, _, event in entries_of(to_shiviz(cluster)) if "RequestVote" in event.split(":")[0]] == []
    assert all("S1" not in clock for event, clock in clocked(cluster.history) if event.server == "S2")
    trace = json.loads(to_trace_events(cluster))["traceEvents"]
    assert {each["ph"] for each in trace} == {"M", "X", "i"}
    assert "1: RequestVote to S2, lost: the link is cut" in [
        each for event in trace if event["ph"] == "X" for each in event["args"].get("sent", ())]


def test_blanks_in_ids_end_no_host():
    ids = ["S 1", "S%201", "S2"]
    cluster = Cluster([Server(id, ids) for id in ids], seed=1)
    cluster.run(for_=300)
    hosts = {host for host, _, _ in entries_of(to_shiviz(cluster))}
    assert hosts == {"S%201", "S%25201", "S2"}
    assert {host for _, clock, _ in entries_of(to_shiviz(cluster)) for host in clock} == hosts


# ---- Trace events --------------------------------------------------------------------------------------------


def tracks_of(trace):
    return {each["tid"]: each["args"]["name"] for each in trace if each["ph"] == "M" and each["name"] == "thread_name"}


def is_role(event):
    return event["ph"] == "X" and not event["args"]


@settings(max_examples=60, deadline=None)
@given(history=histories())
def test_flows_and_tracks_say_the_same_of_what_happened_before(history):
    trace = json.loads(to_trace_events(history))["traceEvents"]
    numbers, tracks = own_events(history), tracks_of(trace)
    order, places, last = networkx.DiGraph(), {}, {}
    for event in trace:  # in the order of time, as for each server its events are
        if event["ph"] == "X" and not is_role(event):
            track = event["tid"]
            number = next(each for each in numbers if history[each].server == tracks[track])
            numbers.remove(number)
            assert int(event["ts"]) == history[number].at
            if track in last:
                before = last[track]
                assert before["ts"] + before["dur"] <= event["ts"] + 1e-6  # no two at once: an arrow might be of either
                order.add_edge(places[track, before["ts"]], number)
            order.add_node(number)
            places[track, event["ts"]], last[track] = number, event
    assert not numbers
    starts = {each["id"]: each for each in trace if each["ph"] == "s"}
    ends = {each["id"]: each for each in trace if each["ph"] == "f"}
    assert len(starts) + len(ends) == sum(each["ph"] in "sf" for each in trace)  # each begun once, and ended once
    assert starts.keys() == ends.keys()
    for number, start in starts.items():
        assert (start["name"], ends[number]["bp"]) == (ends[number]["name"], "e")
        order.add_edge(*(places[end["tid"], end["ts"]] for end in (start, ends[number])))
    assert {(a, b) for a in order for b in networkx.descendants(order, a)} == happened_before(history)


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_roles_fill_each_server_s_track_as_the_run_has_them(history):
    trace = json.loads(to_trace_events(history))["traceEvents"]
    tracks, lives = tracks_of(trace), defaultdict(list)
    assert list(tracks.values()) == [*history.servers, *history.clients]
    for event in filter(is_role, trace):
        lives[tracks[event["tid"]]].append((event["ts"], event["ts"] + event["dur"], event["name"]))
    assert [event["ts"] for event in trace if "ts" in event] == sorted(event["ts"] for event in trace if "ts" in event)
    for server in history.servers if history.end else ():
        life = lives[server]
        assert (life[0][0], life[-1][1]) == (0, round(history.end * 1000))
        for (_, until, _), (since, _, _) in pairwise(life):
            assert until == since
        for since, _, name in life:
            moment = history.at(since / 1000)
            state = moment.servers[server]
            assert name == f"{'down' if server in moment.down else state.role}, term {state.current_term}"


@pytest.mark.parametrize("make", ALL)
def test_every_scenario_has_traces(make):
    cluster = make()
    assert len(entries_of(to_shiviz(cluster))) == len(own_events(cluster.history))
    changes = [each["name"] for each in json.loads(to_trace_events(cluster))["traceEvents"] if each["ph"] == "i"]
    assert changes == [event.why for event in cluster.history if event.server is None]


@pytest.mark.parametrize("trace", [to_shiviz, to_trace_events])
def test_what_is_no_run_is_refused(trace):
    with pytest.raises(ValueError, match=r"^history is None: it must be a History, or a Cluster or a Player"):
        trace(None)


def test_a_copy_by_hand_has_a_flow_of_its_own_from_where_the_first_was_sent():
    cluster = Cluster(3, seed=1, latency=10)
    cluster.time_out("S1")
    cluster.run(for_=5)
    cluster.duplicate(cluster.in_flight[0])
    copy = cluster.in_flight[-1]
    cluster.duplicate(copy)
    cluster.run(for_=40)
    trace = json.loads(to_trace_events(cluster))["traceEvents"]
    of_votes = [each for each in trace if each["ph"] in "sf" and each["name"] == "RequestVote"]
    assert [int(each["ts"]) for each in of_votes if each["ph"] == "s"] == [0, 0, 0, 0]
    assert [int(each["ts"]) for each in of_votes if each["ph"] == "f"] == [10_000, 10_000, 15_000, 15_000]
    assert len({each["id"] for each in of_votes}) == 4
