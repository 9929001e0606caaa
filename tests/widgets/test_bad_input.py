"""Whatever a panel or the player is asked for: it opens, or one sentence names argument, value and what is allowed."""
import re
from fractions import Fraction

import numpy as np
import pytest

from raftlib import (
    Cluster,
    Panel,
    Player,
    Server,
    availability_panel,
    election_panel,
    failover_panel,
    group_panel,
    partition_panel,
    replicas_panel,
    replication_panel,
    scenarios,
    serving_panel,
    walk_back_panel,
)
from raftlib.widgets.panels.sliders import count, milliseconds_range, one_of, switch

NAN, INFINITE = float("nan"), float("inf")
RUN = scenarios.leader_crash()  # 1000 ms
PAIR = "it must be a pair of whole numbers (low, high) from"


def refuses(sentence, call, *arguments, **options):
    """One sentence, and it begins so."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}") as raised:
        call(*arguments, **options)
    said = str(raised.value)
    assert said.endswith(".")
    assert "\n" not in said


# ---- The player ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("sentence", "arguments", "options"), [
    ("run is 'no such': there is no such scenario; there are first_election,", ["no such"], {}),
    *((f"run is {bad!r}: it must be a Cluster, a History, the name of a scenario, or None.", [bad], {})
      for bad in (3, NAN, True, [RUN], Cluster, Server("S1", ["S1"]))),
    *((f"time is {bad!r}: it must be a number of milliseconds from 0 to the run's end, 1000.", [RUN], {"time": bad})
      for bad in (NAN, INFINITE, -1, 1001, 1e308, "500", True, [500])),
    *((f"length is {bad!r}: it must be a number of milliseconds above 0, 600000 at the most.", [run], {"length": bad})
      for bad in (NAN, INFINITE, -INFINITE, -1, 0, 1e308, 600_001, "3000", None, True, (1, 2))
      for run in (None, RUN, "leader_crash")),
    ("sevrers is 3: there is no such setting; there are servers, seed,", [], {"sevrers": 3}),
    *(("seed is 3: settings are for a new cluster, and a run is given already.", [run], {"seed": 3})
      for run in (RUN, RUN.history, "leader_crash")),
    *((f"servers is {bad!r}: it must be a number from 1 to 9, or a list of servers.", [], {"servers": bad})
      for bad in (0, 10, -1, 5.0, "5", None, True)),
    *((f"latency is {bad!r}: ", [], {"latency": bad}) for bad in (-1, NAN, "fast", None, (5, 15, 25), (15, 5), (5,))),
    *((f"loss is {bad!r}: it must be a probability from 0 to 1.", [], {"loss": bad})
      for bad in (-0.1, 1.1, NAN, "0", None, True)),
    ("network is 'fast': it must be a Network.", [], {"network": "fast"}),
], ids=repr)
def test_what_the_player_can_not_open(sentence, arguments, options):
    refuses(sentence, Player, *arguments, **options)


@pytest.mark.parametrize(("given", "plain"), [
    ({"servers": np.int64(3)}, {"servers": 3}),
    ({"servers": [Server(id, ["S1", "S2", "S3"]) for id in ("S1", "S2", "S3")]}, {"servers": 3}),
    ({"servers": (Server(id, ["S1", "S2", "S3"]) for id in ("S1", "S2", "S3"))}, {"servers": 3}),
    ({"seed": np.int64(7)}, {"seed": 7}),
    ({"latency": [5, 10]}, {"latency": (5, 10)}), ({"latency": np.array([5, 10])}, {"latency": (5, 10)}),
    ({"latency": np.float32(5)}, {"latency": 5}), ({"latency": Fraction(5, 2)}, {"latency": 2.5}),
    ({"election_timeout": range(150, 152)}, {"election_timeout": (150, 151)}),
    ({"heartbeat": np.int64(40), "loss": np.float64(0.25)}, {"heartbeat": 40, "loss": 0.25}),
    ({"length": np.int64(700), "time": np.float64(20)}, {"length": 700, "time": 20}),
    ({"length": Fraction(1401, 2)}, {"length": 700.5}),
])
def test_any_collection_and_any_number_will_do(given, plain):
    player, expected = Player(**given), Player(**plain)
    assert player.history.digest() == expected.history.digest()
    assert (player.history.end, player.time) == (expected.history.end, expected.time)
    names = {}
    exec(player.code, names)
    assert names["cluster"].history.digest() == expected.history.digest()


@pytest.mark.parametrize("make", [lambda: Cluster(servers=3, seed=7), scenarios.figure_7])
def test_a_cluster_that_stands_at_0_runs_on_and_is_left_as_it_is(make):
    cluster, run_on = make(), make()
    player = Player(cluster, length=800)
    run_on.run(to=800)
    assert player.history.end == 800
    assert player.history.digest() == run_on.history.digest()
    assert cluster.time == 0
    assert len(cluster.history) == len(make().history)


# ---- Panels --------------------------------------------------------------------------------------------------

PANELS = {
    availability_panel: ["servers", "fails_a_day", "repair", "power_cuts_a_year"],
    election_panel: ["election_timeout", "heartbeat", "latency", "servers", "seed", "time"],
    failover_panel: ["election_timeout", "latency", "servers", "servers_down", "equal_logs"],
    group_panel: ["servers", "group_size"],
    partition_panel: ["followers_kept", "cut_for", "time", "seed"],
    replicas_panel: ["swapped", "lost", "doubled"],
    replication_panel: ["latency", "loss", "heartbeat", "commands_a_second", "batch", "slow_S5", "time"],
    serving_panel: ["read", "cut_off", "cut_for", "asks_again_after", "loss", "clock_S1", "seed"],
    walk_back_panel: ["step"],
}
BAD = (None, "x", NAN, INFINITE, -1, 10**9, 2.5, [], [1, 2, 3], (9, 7), (NAN, 9), {"a": 1}, np.array([[1, 2]]))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)
def test_every_slider_refuses_what_it_can_not_show(panel):
    opened = panel()
    values = opened.values
    for name in PANELS[panel]:
        for bad in BAD:
            refuses(f"{name} is {bad!r}: it must be ", opened.set, **{name: bad})
    assert opened.values == values
    refuses(f"{PANELS[panel][0]} is None: it must be ", panel, **{PANELS[panel][0]: None})
    refuses("colour: no such slider; there are " + ", ".join(PANELS[panel]) + ".", panel, colour=3)


def nothing(**values):
    """A picture of no use: what matters are the values."""
    raise ZeroDivisionError(repr(values))


@pytest.mark.parametrize(("slider", "bad", "allowed"), [
    *((count(5), bad, "it must be a whole number from 1 to 9.") for bad in (True, 5.0, "5", 0, 10, [5], (5,))),
    *((milliseconds_range((5, 15)), bad, f"{PAIR} 1 to 500.") for bad in (5, "59", (5,), (5.5, 9), (True, 9), (0, 5))),
    *((switch(True), bad, "it must be True or False.") for bad in (1, 0, None, "True", 1.0, [True])),
    *((one_of(1, {"one": 1, "two": 2}), bad, "it must be one of 1, 2.") for bad in (True, 3, "one", None, [1], NAN)),
])
def test_a_value_that_a_slider_can_not_show(slider, bad, allowed):
    panel = Panel(nothing, it=slider)
    before = panel.values
    refuses(f"it is {bad!r}: {allowed}", panel.set, it=bad)
    assert panel.values == before


@pytest.mark.parametrize(("slider", "given", "plain"), [
    (count(5), np.int64(7), 7), (count(5), np.uint8(7), 7),
    (milliseconds_range((5, 15)), [7, 9], (7, 9)), (milliseconds_range((5, 15)), np.array([7, 9]), (7, 9)),
    (milliseconds_range((5, 15)), (each for each in (7, 9)), (7, 9)),
    (milliseconds_range((5, 15)), range(7, 9), (7, 8)),
    (switch(True), np.False_, False), (one_of(1, {"one": 1, "two": 2}), np.int64(2), 2),
])
def test_any_number_and_any_pair_will_do(slider, given, plain):
    panel = Panel(nothing, it=slider)
    panel.set(it=given)
    assert panel.values == {"it": plain}
    kept = panel.values["it"]
    assert [type(each) for each in (kept if isinstance(kept, tuple) else (kept,))] == [
        type(each) for each in (plain if isinstance(plain, tuple) else (plain,))]


def test_a_panel_is_made_of_a_function_and_sliders():
    refuses("draw is 'draw': it must be a function of the sliders' values.", Panel, "draw")
    refuses("servers is 5: it must be a slider, as those of raftlib.widgets.panels.sliders.", Panel, nothing, servers=5)
