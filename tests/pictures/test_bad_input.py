"""Whatever a picture is asked for: it is drawn, or one sentence names the argument, the value and what is allowed."""
import re
from fractions import Fraction

import numpy as np
import pytest

from raftlib import (
    Cluster,
    Life,
    Player,
    availability_curves,
    command_flow,
    downtime_curves,
    downtimes,
    draw_message_flow,
    event_table,
    group_grid,
    life_lines,
    live,
    log_grid,
    message_flow,
    replica_grid,
    scenarios,
    space_time,
    split_curves,
    split_rates,
    term_lines,
    with_faults,
)
from raftlib.pictures.event_table import KINDS

RUN = scenarios.leader_crash()  # 1000 ms
HISTORY = RUN.history
SERVICE = scenarios.one_command()  # a command at index 1
LIVED = live([Life(0.1, 12)] * 2, years=1)
ROWS = {"S1": LIVED.up[0], "S2": LIVED.up[1]}
DOWN = downtimes(Life(0.1, 12), years=1)
RATES = split_rates([0.1], trials=10)
NAN, INFINITE = float("nan"), float("inf")
NO_TIME = "it must be a number of milliseconds from 0 to the run's end, 1000."
OF_WINDOWS = [message_flow, space_time, event_table, term_lines]
OF_HISTORIES = [*OF_WINDOWS, lambda run, start, end: log_grid(run, end)]


def refuses(sentence, call, *arguments, **options):
    """One sentence, and it begins so."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}") as raised:
        call(*arguments, **options)
    said = str(raised.value)
    assert said.endswith(".")
    assert "\n" not in said


# ---- Runs and their times ------------------------------------------------------------------------------------

@pytest.mark.parametrize("picture", OF_HISTORIES)
@pytest.mark.parametrize("given", [None, 3, "leader_crash", [], RUN.servers["S1"]], ids=repr)
def test_what_is_no_run(picture, given):
    refuses(f"history is {given!r}: it must be a History, or a Cluster or a Player", picture, given, 0, 0)


def test_what_is_no_run_has_no_command_either():
    refuses("history is None: it must be a History, or a Cluster or a Player", command_flow, None, 1)


@pytest.mark.parametrize("picture", OF_WINDOWS)
@pytest.mark.parametrize(("start", "end", "said"), [
    *((bad, 500, f"start is {bad!r}: {NO_TIME}") for bad in (NAN, -1, -INFINITE, "0", None, True, [0], 1000.001)),
    *((500, bad, f"end is {bad!r}: {NO_TIME}") for bad in (NAN, INFINITE, 1e308, "600", None, True, (600,), 1001)),
    (500, np.array([600, 700]), "end is array([600, 700]): it must be a number"),
    (600, 500, "end is 500 ms and start is 600 ms: a window must not end before it starts."),
])
def test_a_window_that_no_run_has(picture, start, end, said):
    refuses(said, picture, HISTORY, start, end)


@pytest.mark.parametrize("bad", [NAN, -0.001, INFINITE, "0", None, False, [3], 1000.5])
def test_a_moment_that_no_run_has(bad):
    refuses(f"time is {bad!r}: {NO_TIME}", log_grid, HISTORY, bad)


@pytest.mark.parametrize("picture", OF_HISTORIES)
@pytest.mark.parametrize("run", [RUN, Player(HISTORY), Player(RUN)], ids=["cluster", "recording", "player"])
@pytest.mark.parametrize("number", [np.int64, np.float64, np.float32, np.uint16, Fraction, float])
def test_any_run_and_any_number_will_do(picture, run, number):
    drawn, expected = picture(run, number(400), number(600)), picture(HISTORY, 400, 600)
    same = {"svg": lambda it: it.svg(), "edges": lambda it: (it.graph, list(it.edges(data=True))), "rows": repr}
    how = next(how for name, how in same.items() if hasattr(expected, name))
    assert how(drawn) == how(expected)


# ---- Each one's own arguments --------------------------------------------------------------------------------

@pytest.mark.parametrize(("sentence", "call", "arguments"), [
    ("kinds has 'recieve': there are start, election timeout,", event_table, (HISTORY, 0, 9, "recieve")),
    ("kinds has 'crashes': there are start,", event_table, (HISTORY, 0, 9, ["crash", "crashes"])),
    ("kinds has 3: there are start,", event_table, (HISTORY, 0, 9, 3)),
    ("kinds has None: there are start,", event_table, (HISTORY, 0, 9, [None])),
    *((f"index is {bad!r}: no client's command stands there in this history; they stand at", command_flow,
       (SERVICE, bad)) for bad in (0, -1, 99, NAN, "1", None, True, 1.5, [1])),
    ("index is 1: no client's command stands there in this history; there are none at all.", command_flow, (RUN, 1)),
    *((f"graph is {bad!r}: it must be a graph that message_flow or command_flow has made.", draw_message_flow, (bad,))
      for bad in (None, HISTORY, RUN)),
    *((f"servers is {bad!r}: it must be a", group_grid, (bad, 2))
      for bad in (0, -3, NAN, "5", None, True, 5.0, 10, 60)),
    *((f"size is {bad!r}: it must be a whole number from 1 to 5.", group_grid, (5, bad))
      for bad in (0, 6, NAN, "3", None, True, 3.0, [3])),
    ("lived is None: it must be", life_lines, (None, ROWS)),
    ("rows is None: it must be a dict of arrays by name.", life_lines, (LIVED, None)),
    ("rows is empty: there must be one row at least.", life_lines, (LIVED, {})),
    ("the row S1 is of the shape (2,): it must say of each", life_lines, (LIVED, {"S1": [True, False]})),
    *((f"days is {bad!r}: it must be a pair of days from 0 to 365", life_lines, (LIVED, ROWS, bad))
      for bad in (5, None, (1,), (1, 2, 3), (NAN, 3), (0, INFINITE), ("0", "3"), (-1, 3), (0, 366), (False, True))),
    *((f"days is {bad!r}: the second day must be after the first.", life_lines, (LIVED, ROWS, bad))
      for bad in ((5, 5), (6, 5))),
    *((f"logs is {bad!r}: it must be a dict of lists of commands by server.", replica_grid, (bad,))
      for bad in (None, 3, [1], "S1")),
    ("logs is {}: it must hold the log of one server at least.", replica_grid, ({},)),
    *((f"the log of S1 is {bad!r}: it must be a list of commands such as 'x=5', or a copy of a log.", replica_grid,
       ({"S1": bad},)) for bad in ("x=5", None, 5, [5], [None], ["x=5", 5], [*with_faults(["x=5"])[0], "x=5"])),
    ("machine is 'KeyValue': it must be a function", replica_grid, ({"S1": []}, "KeyValue")),
    *((f"curves is {bad!r}: it must be a dict of what downtimes() returns, by name.", availability_curves, (bad,))
      for bad in (None, 7)),
    ("curves has 0 curves: there must be 1 to 6", availability_curves, ({},)),
    ("curves has 3 for a: it must be what downtimes() returns.", availability_curves, ({"a": 3},)),
    *((f"lowest is {bad!r}: it must be a number of minutes above 0", availability_curves, ({"a": DOWN}, bad))
      for bad in (0, -1, NAN, INFINITE, "1", None, True, 525_600)),
    ("downtimes is None: it must be a dict of arrays by name.", downtime_curves, (None,)),
    ("downtimes has 7 curves: there must be 1 to 6", downtime_curves, ({name: [1.0] for name in "abcdefg"},)),
    *((f"downtimes has {bad!r} for a: it must be an array of times, one at least.", downtime_curves, ({"a": bad},))
      for bad in ([], None, 5, "fast", ["fast"], [[1, 2]])),
    ("published is 3: it must be a dict of quantiles by name.", downtime_curves, ({"a": [1.0]}, 3)),
    ("published['a'] is 3: it must be a dict of times (ms) by share.", downtime_curves, ({"a": [1.0]}, {"a": 3})),
    *((f"low is {bad!r}: it must be a number of milliseconds, 0 or more.", downtime_curves, ({"a": [9.0]}, None, bad))
      for bad in (-1, NAN, INFINITE, "0", None, True)),
    *((f"high is {bad!r}: it must be a number of milliseconds, 0 or more.", downtime_curves,
       ({"a": [9.0]}, None, 0, bad)) for bad in (-1, NAN, INFINITE, "9", True)),
    ("low is 9, and the axis ends at 9 ms: it must begin below its end.", downtime_curves, ({"a": [5.0]}, None, 9, 9)),
    ("low is 50, and the axis ends at 5 ms: it must begin below its end.", downtime_curves, ({"a": [5.0]}, None, 50)),
    ("rates is None: it must be a dict of what split_rates() returns, by name.", split_curves, (None,)),
    ("rates has 0 curves: there must be 1 to 6", split_curves, ({},)),
    ("rates has 0.1 for a: it must be what split_rates() returns.", split_curves, ({"a": 0.1},)),
])
def test_one_sentence_before_anything_is_drawn(sentence, call, arguments):
    refuses(sentence, call, *arguments)


@pytest.mark.parametrize(("call", "given", "plain"), [
    (event_table, (HISTORY, 0, 1000, (kind for kind in ("crash",))), (HISTORY, 0, 1000, "crash")),
    (event_table, (HISTORY, 0, 1000, {"crash"}), (HISTORY, 0, 1000, ["crash"])),
    (event_table, (HISTORY, 0, 1000, KINDS), (HISTORY, 0, 1000)),
    (group_grid, (np.int64(5), np.uint8(3)), (5, 3)),
    (life_lines, (LIVED, ROWS.items(), np.array([3, 9])), (LIVED, ROWS, (3, 9))),
    (life_lines, (LIVED, {name: list(up) for name, up in ROWS.items()}, [3, 9]), (LIVED, ROWS, (3, 9))),
    (life_lines, (LIVED, ROWS, (day for day in (0.5, 365))), (LIVED, ROWS, (0.5, 365))),
    (replica_grid, ({"S1": (each for each in ("x=5", "y=7")), "S2": np.array(["y=7"])},),
     ({"S1": ["x=5", "y=7"], "S2": ["y=7"]},)),
    (replica_grid, (zip(("S1", "S2"), with_faults(["x=5", "y=7"], lost=1), strict=True),),
     (dict(zip(("S1", "S2"), with_faults(["x=5", "y=7"], lost=1), strict=True)),)),
    (replica_grid, ({"S1": []},), ({"S1": ()},)),
    (availability_curves, ({"a": DOWN}, np.float64(5)), ({"a": DOWN}, 5)),
    (downtime_curves, ({"a": (float(each) for each in (3, 1, 2))}, None, np.int64(1), Fraction(7, 2)),
     ({"a": np.array([3.0, 1, 2])}, None, 1, 3.5)),
    (split_curves, ([("a", RATES)],), ({"a": RATES},)),
], ids=lambda part: getattr(part, "__name__", ""))
def test_any_collection_and_any_number_will_do(call, given, plain):
    drawn, expected = call(*given), call(*plain)
    assert repr(drawn) == repr(expected) if call is event_table else drawn.svg() == expected.svg()


def test_a_command_is_found_by_any_whole_number():
    graph, expected = command_flow(SERVICE, np.int64(1)), command_flow(SERVICE.history, 1)
    assert graph.graph == expected.graph
    assert type(graph.graph["index"]) is int


def test_no_kinds_are_no_rows():
    assert len(event_table(HISTORY, 0, 1000, kinds=[])) == 0


def test_every_kind_that_occurs_can_be_asked_for():
    for make in (scenarios.partition_with_clients, scenarios.lossy_network, scenarios.leader_crash):
        run = make()
        assert sum(len(event_table(run, 0, run.time, kind)) for kind in KINDS) == len(run.history)
    run = Cluster(3, latency=10)
    run.time_out("S1")
    run.duplicate(run.in_flight[0])
    run.hold(run.in_flight[0], for_=5)
    run.change_network(loss=0.5)
    assert [row.event.split()[0] for row in event_table(run, 0, 0, ["duplicate", "hold", "network"]).rows] == [
        "doubled:", "held", "network"]
