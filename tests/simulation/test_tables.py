"""A run as tables: a row for each event and for each message, of plain values, one type a column, times in ms."""
import json
import sqlite3

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from raftlib import Cluster, EtcdServer, Log, Server, ServingServer, SessionKeyValue
from raftlib.protocol.messages import KINDS
from raftlib.simulation import event as events
from raftlib.simulation.message_table import columns
from tests.random_clients import client_run
from tests.simulation.test_recipe import LATENCIES, STEPS, live


@st.composite
def histories(draw):
    """Histories of runs with any faults, some with clients."""
    seed = draw(st.integers(0, 99))
    if draw(st.booleans()):
        return client_run(seed, machine=SessionKeyValue, reads=seed % 3 == 0, settle=False).history
    kind = draw(st.sampled_from([Server, EtcdServer, ServingServer]))
    cluster = Cluster(draw(st.integers(1, 5)), seed, latency=draw(LATENCIES), loss=draw(st.sampled_from([0, 0.3])),
                      duplication=0.1, reordering=0.1, server=kind)
    return live(cluster, draw(STEPS)).history


def check_types(rows, types):
    for row in rows:
        assert list(row) == list(types)
        assert all(value is None or type(value) is types[name] for name, value in row.items())


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_each_column_is_of_one_type(history):
    check_types(history.to_dicts(), {"number": int, **events.COLUMNS})
    check_types(history.messages_to_dicts(), columns())
    json.dumps([history.to_dicts(), history.messages_to_dicts()], allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(history=histories())
def test_a_row_for_each_event_says_what_happened(history):
    rows = history.to_dicts()
    assert [row["number"] for row in rows] == [*range(len(history))]
    for row, event in zip(rows, history, strict=True):
        assert (row["time"], row["kind"], row["server"], row["rule"], row["why"], row["by_hand"]) == (
            event.time, event.kind, event.server, event.rule, event.why, event.is_by_hand)
        moment = history.at(event.time)
        if event.server in history.servers and event is [e for e in history.window(event.time, event.time)
                                                         if e.server == event.server][-1]:
            state = moment.servers[event.server]
            assert row["deadline"] == moment.deadlines[event.server]  # ms, as that is
            assert (row["role"], row["current_term"], row["voted_for"], row["commit_index"]) == (
                state.role, state.current_term, state.voted_for, state.commit_index)
            assert (row["last_log_index"], row["last_log_term"]) == (len(state.log.entries),
                                                                     state.log.entries[-1].term if state.log else 0)
            assert row["votes"] == ", ".join(state.votes)


@settings(max_examples=30, deadline=None)
@given(history=histories())
def test_a_row_for_each_message_says_where_it_went_and_what_it_says(history):
    rows, flights = history.messages_to_dicts(), history.flights(0, history.end)
    under_way = {flight.number: flight for flight in history.under_way()}
    assert [row["number"] for row in rows] == [flight.number for flight in flights]
    for row, flight in zip(rows, flights, strict=True):
        fate, message = history.fate(flight.number), flight.message
        assert (row["kind"], row["sender"], row["receiver"]) == (type(message).__name__, *message[:2])
        assert flight in history[row["sent_by"]].sent
        assert row["sent"] == history[row["sent_by"]].time == flight.sent / 1000
        assert (row["ended_by"] is None) == (fate is None) == (flight.number in under_way)
        assert row["received"] == (fate.time if fate and fate.kind == "receive" else None)
        assert row["arrives"] == (fate.time if fate else under_way[flight.number].arrives / 1000)
        assert (row["lost"] is not None) == (fate.kind == "lost" if fate else flight.lost is not None)
        said = {name: row[name] for name in message._fields}
        if "entries" in said and said["entries"] is not None:
            said["entries"] = tuple(map(tuple, json.loads(said["entries"])))
        assert said == message._asdict()
        others = {name for kind in KINDS.values() for name in kind._fields} - {*message._fields}
        assert not any(row[name] is not None for name in others)


@settings(max_examples=20, deadline=None)
@given(history=histories())
def test_a_data_base_takes_both_tables_and_joins_them(history):
    base = sqlite3.connect(":memory:")
    for name, types in (("events", {"number": int, **events.COLUMNS}), ("messages", columns())):
        rows = history.to_dicts() if name == "events" else history.messages_to_dicts()
        base.execute(f"CREATE TABLE {name} ({', '.join(types)})")
        base.executemany(f"INSERT INTO {name} VALUES ({', '.join(f':{column}' for column in types)})", rows)
    joined = base.execute("SELECT count(*) FROM messages JOIN events ON ended_by = events.number "
                          "WHERE events.kind = 'receive' AND message = messages.number AND time = received "
                          "AND server = receiver").fetchone()
    assert joined == (sum(event.kind == "receive" for event in history),)
    base.close()


def test_what_a_reader_s_server_keeps_and_notes_is_plain():
    class Counts(Server):
        def start_election(self):
            self.current_term = numpy.int64(self.current_term)
            self._decide("mine", self.log, numpy.float64(0.5), Log())
            return super().start_election()

    cluster = Cluster(3, seed=1, server=Counts)
    cluster.run(for_=400)
    check_types(cluster.history.to_dicts(), {"number": int, **events.COLUMNS})
    check_types(cluster.history.messages_to_dicts(), columns())


def test_a_copy_sent_by_hand_is_a_message_and_names_the_one_it_is_of():
    cluster = Cluster(3, seed=1)
    cluster.time_out("S1")
    first = cluster.in_flight[0]
    cluster.duplicate(first)
    cluster.run(for_=40)
    events, messages = cluster.history.to_dicts(), cluster.history.messages_to_dicts()
    copy = next(row for row in messages if events[row["sent_by"]]["kind"] == "duplicate")
    assert events[copy["sent_by"]]["message"] == first.number != copy["number"]


def test_tables_grow_as_the_run_does():
    def sizes(commands):
        cluster = Cluster(5, seed=7)
        cluster.run(to=400)
        for number in range(commands):
            cluster.submit(f"x={number}")
            cluster.run(for_=20)
        rows = cluster.history.to_dicts(), cluster.history.messages_to_dicts()
        return [len(json.dumps(table)) / len(table) for table in rows]

    for short, long in zip(sizes(50), sizes(400), strict=True):
        assert long < 1.1 * short  # a row: longer numbers, but no longer logs
