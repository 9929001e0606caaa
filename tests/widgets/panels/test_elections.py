import pytest

from raftlib import Cluster, election_panel
from raftlib.widgets.panels.elections import RUN, draw_election, last_election


def run(**settings):
    cluster = Cluster(**settings)
    cluster.run(to=RUN)
    return cluster.history


def test_the_panel_has_the_sliders_of_the_lesson():
    assert [slider.description for slider in election_panel().sliders.values()] == [
        "election timeout (ms)", "heartbeat (ms)", "latency (ms)", "servers", "seed", "time (ms)"]


def test_the_first_picture_is_an_election_that_went_well():
    panel = election_panel()
    assert panel.caption == ("S2 became a candidate first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms; "
                             "at 1500 ms it still leads.")
    assert "S2 became a candidate first" in panel._repr_mimebundle_()[0]["text/plain"]


def test_defaults_move_the_sliders():
    assert election_panel(seed=7, heartbeat=400).values["heartbeat"] == 400
    with pytest.raises(ValueError, match="loss: no such slider"):
        election_panel(loss=1)


@pytest.mark.parametrize("name", ["election_timeout", "heartbeat", "latency", "servers", "seed", "time"])
def test_each_slider_changes_picture_or_caption(name):
    panel = election_panel()
    before = panel.caption, panel.children[2].value
    slider = panel.sliders[name]
    slider.value = (slider.min, slider.max // 10) if "range" in type(slider).__name__.lower() else slider.min + 2
    assert (panel.caption, panel.children[2].value) != before


@pytest.mark.parametrize(("settings", "time", "window"), [
    ({}, 100, (0, 100)),  # nothing has happened yet
    ({}, 170, (159, 170)),  # the election goes on
    ({}, RUN, (159, 212)),  # until the answers to the first heartbeats are back
    ({"servers": 1}, RUN, (191, 192)),
    ({"election_timeout": (150, 155)}, 400, (301, 400)),  # the round that goes on
])
def test_the_picture_shows_the_round_that_goes_on_or_the_last_one(settings, time, window):
    assert last_election(run(**settings), time) == window


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("heartbeat", [50, 400])
def test_the_picture_follows_time_to_the_newest_term(seed, heartbeat):
    history = run(seed=seed, heartbeat=heartbeat)
    for time in range(0, RUN + 1, 50):
        start, end = last_election(history, time)
        stood = [(event.state.current_term, event.time) for event in history.window(0, time)
                 if event.kind == "election timeout"]
        newest = max(stood, default=(0, 0))[0]
        first = min((at for term, at in stood if term == newest), default=0)
        assert start <= first < start + 1
        assert start <= end <= time
        won = [event.time for event in history.window(0, time) if event.state and event.state.role == "leader"
               and event.state.current_term == newest]
        assert not won or end >= won[0]


def test_the_same_values_give_the_same_picture():
    values = {"election_timeout": (150, 300), "heartbeat": 50, "latency": (5, 15), "servers": 5, "seed": 7, "time": RUN}
    (one, caption), (other, same) = draw_election(**values), draw_election(**values)
    assert one.svg() == other.svg()
    assert caption == same
