import random
import re

import pytest

from raftlib import Cluster
from raftlib.scenarios import leader_crash, partition, two_timers
from raftlib.widgets.panels.captions import election_caption

RUN = 1500


def caption(time=RUN, **settings):
    cluster = Cluster(**settings)
    cluster.run(to=RUN)
    return election_caption(cluster.history, time)


@pytest.mark.parametrize(("settings", "expected"), [
    ({"time": 100}, "By 100 ms nobody is a candidate yet: S2 will be the first, at 159 ms."),
    ({"seed": 7, "time": 165},
     "S2 became a candidate first, at 151 ms, and by 165 ms it has 2 of the 3 votes it needs in term 1."),
    ({"time": 165}, "S2 became a candidate first, at 159 ms, but S5 is a candidate of term 1, too, and by "
                    "165 ms nobody has a majority."),
    ({},
     "S2 became a candidate first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms; at 1500 ms it still leads."),
    ({"time": 184}, "S2 became a candidate first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms."),
    ({"election_timeout": (150, 200)},
     "S2 became a candidate first, at 153 ms, but it was S5 that won term 1 with 3 of 5 votes at 175 ms; "
     "at 1500 ms it still leads."),
    ({"servers": 1},
     "S1 is alone: it became a candidate at 192 ms, and its own vote is a majority of 1, so it leads term 1."),
    ({"servers": 2},
     "S2 became a candidate first, at 159 ms, and won term 1 with 2 of 2 votes at 185 ms; at 1500 ms it still leads."),
    ({"servers": 2, "election_timeout": 150, "time": 160},
     "S1 became a candidate first, at 150 ms, but the votes of term 1 are split (1 for S1, 1 for S2): "
     "the next timeout begins a new term."),
    ({"election_timeout": (150, 155)},
     "S2 became a candidate first, at 150 ms, but in the whole 1500 ms nobody won: the votes of terms 1–9 were split, "
     "for timers ran out within 0 ms of each other, and a message takes up to 15 ms."),
    ({"heartbeat": 400},
     "S2 became a candidate first, at 159 ms, and won term 1 with 3 of 5 votes at 184 ms, but its "
     "heartbeats are 400 ms apart, "
     "and S5 waited only 188 ms: a healthy leader lost its place 6 times, and the cluster is in term 7 by 1500 ms."),
    ({"latency": (100, 140)},
     "S2 became a candidate first, at 159 ms, but terms 1–3 had no winner, the votes being split or late, "
     "for timers ran out "
     "within 6 ms of each other, and a request and its answer take up to 280 ms; S2 won term 4 with 3 of 5 votes at "
     "1006 ms, but after 292 ms its heartbeat had not reached S4 (a message takes up to 140 ms): a healthy leader "
     "lost its place once, and the cluster is in term 7 by 1500 ms."),
    ({"servers": 3, "election_timeout": (100, 600), "latency": 150, "time": 400},
     "S2 became a candidate first, at 130 ms, but nobody has won by 400 ms: term 1 ended before the votes "
     "were back, for a "
     "request and its answer take up to 300 ms, and the shortest election timeout was 130 ms."),
])
def test_the_caption_says_what_happened_and_why(settings, expected):
    assert caption(**settings) == expected


def test_a_crash_is_no_deposition():
    cluster = Cluster(seed=7)
    cluster.run(until=lambda c: c.leader)
    cluster.crash(cluster.leader)
    cluster.run(to=RUN)
    assert election_caption(cluster.history, RUN).endswith(
        "won term 1 with 3 of 5 votes at 173 ms; it crashed at 173 ms, and S5 won term 2 with 3 of 5 votes at 374 ms; "
        "at 1500 ms S5 leads (term 2).")


SPLIT = ("S1 became a candidate first, at 100 ms, but the votes of term 1 were split (2 for S1, 2 for S2), "
         "for timers ran out "
         "within 0 ms of each other, and a message takes up to 15 ms; S2 won term 2 with 3 of ")
ELECTED = "S2 became a candidate first, at 151 ms, and won term 1 with 3 of 5 votes at 173 ms; "


@pytest.mark.parametrize(("cluster", "expected"), [
    (two_timers(5), f"With S5 down, {SPLIT}5 votes at 328 ms; at 368 ms it still leads."),
    (two_timers(4), f"{SPLIT}4 votes at 328 ms; at 368 ms it still leads."),
    (leader_crash(), f"{ELECTED}it crashed at 400 ms, and S3 won term 2 with 3 of 5 votes at 569 ms; "
                     "at 1000 ms S3 leads (term 2)."),
    (partition(), f"{ELECTED}at 400 ms links were cut (S1 S2 | S3 S4 S5), and S3 won term 2 with 3 of 5 votes at "
                  "573 ms; at 1000 ms links were healed; at 1400 ms S3 leads (term 2)."),
])
def test_crashes_and_cuts_are_told_as_what_they_are(cluster, expected):
    assert election_caption(cluster.history, cluster.time) == expected


@pytest.mark.parametrize(("run", "time", "end"), [
    (leader_crash, 450, "it crashed at 400 ms; at 450 ms nobody leads."),
    (partition, 500, "links were cut (S1 S2 | S3 S4 S5); at 500 ms S2 leads (term 1)."),
    (partition, 800, "votes at 573 ms; at 800 ms S2 leads (term 1) and S3 leads (term 2)."),
])
def test_amid_a_fault_the_caption_says_who_leads_then(run, time, end):
    assert election_caption(run().history, time).endswith(end)


def test_without_a_majority_crashes_are_blamed_and_not_the_network():
    cluster = Cluster(seed=7)
    for server in ("S1", "S3", "S4"):
        cluster.crash(server)
    assert election_caption(cluster.history, 0) == "By 0 ms nobody is a candidate yet: S2 will be the first, at 151 ms."
    cluster.run(to=RUN)
    said = election_caption(cluster.history, RUN)
    assert said.startswith("With S1, S3 and S4 down, S2 became a candidate first, at 151 ms, but in the "
                           "whole 1500 ms nobody ")
    assert said.endswith("was up and linked to a majority of 3.")


def test_a_follower_that_was_cut_off_and_comes_back_deposes_no_healthy_leader():
    cluster = Cluster(seed=7)
    cluster.run(to=400)
    cluster.cut(["S5"], ["S1", "S2", "S3", "S4"])
    cluster.run(to=1000)
    cluster.heal()
    cluster.run(to=RUN)
    said = election_caption(cluster.history, RUN)
    assert "healthy" not in said
    assert "at 400 ms links were cut (S1 S2 S3 S4 | S5)" in said


def test_with_all_servers_down_nobody_will_time_out():
    cluster = Cluster(servers=2, seed=1)
    cluster.crash("S1")
    cluster.crash("S2")
    cluster.run(to=50)
    assert election_caption(cluster.history, 50) == "By 50 ms nobody is a candidate yet: all servers are down."


def test_any_faults_have_a_caption_of_one_sentence_that_names_the_leaders():
    random_ = random.Random(2)
    for seed in range(60):
        cluster = Cluster(servers=random_.randint(2, 7), seed=seed, loss=random_.choice([0, 0.2]))
        for _ in range(6):
            cluster.run(for_=random_.randint(20, 250))
            shake(cluster, random_)
        moment = cluster.history.at(cluster.time)
        said = election_caption(cluster.history, cluster.time)
        assert said.count(".") == 1
        assert said.endswith(".")
        if "it still leads" in said:
            assert len(cluster.leaders) == 1
        elif f"at {cluster.time:.0f} ms nobody leads" in said:
            assert not cluster.leaders
        for server in moment.servers:
            if f"; at {cluster.time:.0f} ms {server} leads" in said:
                assert server in cluster.leaders


def shake(cluster, random_):
    """Some fault, or the end of one."""
    server, *others = random_.sample(list(cluster.servers), len(cluster.servers))
    down = cluster.history.at(cluster.time).down
    match random_.randint(0, 3):
        case 0 if server not in down:
            cluster.crash(server)
        case 1 if server in down:
            cluster.restart(server)
        case 2:
            cluster.cut([server], others)
        case 3:
            cluster.heal()


def recorded(events):
    """By a run's record alone: by term who first led it, when (ms) and with how many votes; how often one who led
    was made a follower."""
    led, roles, deposed = {}, {}, 0
    for event in events:
        if event.state.role == "leader":
            led.setdefault(event.state.current_term, (event.server, round(event.time), len(event.state.votes)))
        deposed += roles.get(event.server) == "leader" and event.state.role == "follower"
        roles[event.server] = event.state.role
    return led, deposed


def test_what_the_caption_counts_is_what_the_record_says():
    random_ = random.Random(5)
    for _ in range(80):
        low, fast = random_.randint(20, 400), random_.choice((0, 10, 50, 100, 200))
        cluster = Cluster(servers=random_.randint(2, 9), seed=random_.randint(0, 99),
                          heartbeat=random_.choice((10, 50, 150, 400, 900)),
                          latency=(fast, fast + random_.choice((0, 80))),
                          election_timeout=(low, low + random_.choice((0, 5, 50, 300))))
        cluster.run(to=RUN)
        time = random_.choice((RUN, random_.randint(0, RUN)))
        said, events = election_caption(cluster.history, time), cluster.history.window(0, time)
        led, deposed = recorded(events)
        first = next((event for event in events if event.kind == "election timeout"), None)
        if first:
            assert said.startswith(f"{first.server} became a candidate first, at {first.time:.0f} ms, ")
        won = re.search(r"won term (\d+) with (\d+) of \d+ votes at (\d+) ms", said)
        assert bool(won) == bool(led)
        if won:
            term, votes, at = map(int, won.groups())
            assert (term, led[term][1:]) == (min(led), (at, votes))
        times = re.search(r"lost its place (?:once|(\d+) times)", said)
        assert deposed == (int(times[1] or 1) if times else 0)
        newest = re.search(r"the cluster is in term (\d+) by", said)
        if newest:
            assert int(newest[1]) == max(event.state.current_term for event in events)


def test_every_setting_of_the_sliders_has_a_caption_of_one_sentence():
    draw = random.Random(1).randint
    for _ in range(150):
        low, fast = draw(20, 1000), draw(0, 300)
        said = caption(servers=draw(1, 9), seed=draw(0, 99), heartbeat=draw(10, 1000), time=draw(0, RUN),
                       election_timeout=(low, draw(low, 1000)), latency=(fast, draw(fast, 300)))
        assert said.endswith(".")
        assert "\n" not in said
        assert said.count(".") == 1
