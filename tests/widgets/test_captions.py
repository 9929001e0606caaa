import random

import pytest

from raftlib import Cluster
from raftlib.widgets.captions import election_caption

RUN = 1500


def caption(time=RUN, **settings):
    cluster = Cluster(**settings)
    cluster.run(to=RUN)
    return election_caption(cluster.history, time)


@pytest.mark.parametrize(("settings", "expected"), [
    ({"time": 100}, "By 100 ms nobody has timed out yet: S2 will be the first, at 159 ms."),
    ({"seed": 7, "time": 165},
     "S2 timed out first, at 151 ms, and by 165 ms it has 2 of the 3 votes it needs in term 1."),
    ({"time": 165}, "S2 timed out first, at 159 ms, but S5 stands in term 1 too, and by 165 ms nobody has a majority."),
    ({},
     "S2 timed out first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms; at 1500 ms it still leads."),
    ({"time": 184}, "S2 timed out first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms."),
    ({"election_timeout": (150, 200)},
     "S2 timed out first, at 153 ms, but it was S5 that won term 1 with 3 of 5 votes at 175 ms; "
     "at 1500 ms it still leads."),
    ({"servers": 1},
     "S1 is alone: it timed out at 192 ms and its own vote is a majority of 1, so it leads term 1."),
    ({"servers": 2},
     "S2 timed out first, at 159 ms, and won term 1 with 2 of 2 votes at 185 ms; at 1500 ms it still leads."),
    ({"servers": 2, "election_timeout": 150, "time": 160},
     "S1 timed out first, at 150 ms, but the votes of term 1 are split (1 for S1, 1 for S2): "
     "the next timeout begins a new term."),
    ({"election_timeout": (150, 155)},
     "S2 timed out first, at 150 ms, but in the whole 1500 ms nobody won: the votes of terms 1–9 were split, "
     "for timers ran out within 0 ms of each other, and a message takes up to 15 ms."),
    ({"heartbeat": 400},
     "S2 timed out first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms, but its heartbeats are 400 ms apart, "
     "and S5 waited only 188 ms: a healthy leader was deposed 6 times, and the cluster is in term 7 by 1500 ms."),
    ({"latency": (100, 140)},
     "S2 timed out first, at 159 ms, but terms 1–3 had no winner, the votes being split or late, for timers ran out "
     "within 6 ms of each other, and a request and its answer take up to 280 ms; S2 won term 4 with 3 of 5 votes at "
     "1006 ms, but after 292 ms its heartbeat had not reached S4 (a message takes up to 140 ms): a healthy leader was "
     "deposed once, and the cluster is in term 7 by 1500 ms."),
    ({"servers": 3, "election_timeout": (100, 600), "latency": 150, "time": 400},
     "S2 timed out first, at 130 ms, but nobody has won by 400 ms: term 1 ended before the votes were back, for a "
     "request and its answer take up to 300 ms, and the shortest election timeout was 130 ms."),
])
def test_the_caption_says_what_happened_and_why(settings, expected):
    assert caption(**settings) == expected


def test_a_crash_is_no_deposition():
    cluster = Cluster(seed=7)
    cluster.run(until=lambda c: c.leader)
    cluster.crash(cluster.leader)
    cluster.run(to=RUN)
    assert election_caption(cluster.history, RUN).endswith("won term 1 with 3 of 5 votes at 173 ms.")


def test_every_setting_of_the_sliders_has_a_caption_of_one_sentence():
    draw = random.Random(1).randint
    for _ in range(150):
        low, fast = draw(20, 1000), draw(0, 300)
        said = caption(servers=draw(1, 9), seed=draw(0, 99), heartbeat=draw(10, 1000), time=draw(0, RUN),
                       election_timeout=(low, draw(low, 1000)), latency=(fast, draw(fast, 300)))
        assert said.endswith(".")
        assert "\n" not in said
        assert said.count(".") == 1
