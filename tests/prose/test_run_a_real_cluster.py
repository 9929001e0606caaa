"""Notebook 09 says of its records and its simulations what they say."""
import re
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from statistics import median

import pytest

from raftlib import Client, Cluster, EtcdServer
from raftlib.analysis.gap import gap_limit, largest_gap
from raftlib.analysis.observed import PRE_CANDIDATE
from raftlib.clusters import recorded_failovers, recorded_in_vain, recorded_life
from raftlib.clusters.measured import answers_of
from raftlib.clusters.systems import SYSTEMS
from raftlib.questions.runs import run_a_real_cluster as runs
from tests.prose.claims import EXERCISES, Claim, check, if_so, stood

NOTEBOOK = "09-run-a-real-cluster"
TICK, TICKS = 100, (10, 19)  # ms, and how many etcd waits for: randomizedElectionTimeout in its Raft library


def life_of(run, role):
    """The stretches in a role, of all servers of a recorded run, in the order of time."""
    return sorted((stretch for life in recorded_life(run).lives.values() for stretch in life if stretch.role == role),
                  key=lambda stretch: stretch.since)


def waited(run):
    """How long (ms) no write was acknowledged in a recorded run, at the longest."""
    ends = [write.answered for write in recorded_life(run).writes if write.answered is not None]
    return max(later - earlier for earlier, later in pairwise(ends))


def times_of(name, what, system="etcd"):
    return [row[what] for row in answers_of(name, system)]


@cache
def gaps():
    real = recorded_failovers().times
    return {name: largest_gap(real, sample) for name, sample in {
        "plain": runs.plain_raft(), "later": runs.plain_raft(1000, 2000), "etcd": runs.with_etcd_s_rules()}.items()}


def in_vain():
    """The run of section 5, as its cell has it."""
    cluster = Cluster(servers=3, seed=8, server=EtcdServer, tick=100, election_timeout=(1000, 1900), heartbeat=100)
    cluster.run(to=2500)
    Client(cluster, timeout=200).ask(*["x=1"] * 100)
    cluster.run(to=3000)
    cluster.crash(cluster.leader)
    cluster.run(to=5000)
    return cluster


def said_no(cluster):
    """Who would not vote for whom, and for how many ticks more it counts on the dead leader."""
    return [(event.server, event.message.sender, [note[-1] for note in event.notes if note[0] == "§9.6 leader"])
            for event in cluster.history.window(3000, 5000)
            if any(note[0] == "§9.6 leader" for note in event.notes)]


@cache
def middles():
    return {"real": median(recorded_failovers().times), "plain": median(runs.plain_raft()),
            "etcd": median(runs.with_etcd_s_rules())}


def by_chance(gap, one, other):
    """In which share of cases two samples of one kind are so far apart: Kolmogorov's series, for large samples."""
    reach = gap * sqrt(one * other / (one + other))
    return 2 * sum((-1) ** (k - 1) * exp(-2 * (k * reach) ** 2) for k in range(1, 100))


def stepped_down(seen):
    """When the last follower was killed, and the leader stepped down; that the time between them is as it is said."""
    killed = max(deed.time for deed in seen.deeds if deed.kind == "crash")
    down = min(stretch.until for life in seen.lives.values() for stretch in life if stretch.role == "leader")
    assert f"{(down - killed) / 1000:.2f}" == "1.42"
    return min(deed.time for deed in seen.deeds if deed.kind == "crash"), down


def answered_after(seen):
    """When the write was answered that had waited longest."""
    ends = [write.answered for write in seen.writes if write.answered is not None]
    return max(pairwise(ends), key=lambda both: both[1] - both[0])[1]


def in_short(printed):
    """What was printed, without terms and reasons."""
    return [re.sub(r" at term \d+:.*(?=\()", " ", f"{server} {words}") for _, server, words in printed.lines]


def asked_at(printed, server):
    """When a server asked for pre-votes."""
    return next(time for time, who, said in printed.lines if who == server and said.startswith("became pre-candidate"))


CLAIMS = [
    Claim("panel-told", lambda: waited("kill -9"), "The client waits for {} more than a second",
          lambda took: [if_so(1000 < took < 2000, "somewhat")]),
    Claim("panel-told", lambda: (life_of("kill -9", PRE_CANDIDATE)[-1], life_of("kill -9", "leader")[-1]),
          "The election itself takes {} milliseconds.",
          lambda both: [if_so(both[1].since - both[0].since <= 5, "a few")]),
    Claim("panel-told", lambda: abs(waited("kill -9") - median(recorded_failovers().times)),
          "This run is one that took {} as long as most.", lambda apart: [if_so(apart < 100, "about")]),
    Claim("end-told", lambda: (recorded_life("SIGTERM").deeds, life_of("SIGTERM", "leader")[-1]),
          "The old leader ends a {} later, but hands over its office at once",
          lambda seen: [if_so(seen[1].since - seen[0][0].time < 50 and 800 < seen[0][1].time - seen[0][0].time < 1500,
                              "second")]),
    Claim("end-told", lambda: times_of("ask the leader to end", "ms"), "writes wait for some {} of a second at most",
          lambda took: [if_so(max(took) < 100, "hundredths")]),
    Claim("end-told", lambda: times_of("ask the leader to end", "terms"), "The term rises by {} all the same",
          lambda terms: [if_so(set(terms) == {1}, "one")]),
    Claim("first-told", lambda: answers_of("fresh cluster", "etcd"), "{} + 1 + 3 + 1 entries before the client's",
          lambda rows: [if_so({(row["term"], row["index"]) for row in rows} == {(2, 3 + 1 + 3 + 1 + 1)}, "3")]),
    Claim("follower-told", lambda: answers_of("stop a follower", "etcd"), "{} changes.",
          lambda rows: [if_so(all(row["same leader"] and not row["terms"] for row in rows), "Nothing")]),
    Claim("leader-told", lambda: life_of("leader stopped", "leader"), "in the same {} as far as it has printed",
          lambda led: [if_so(min(stretch.until - stretch.since for stretch in led) < 1, "millisecond")]),
    Claim("alone-told", lambda: times_of("no majority", "leads for"), "After {} to two seconds it steps down",
          lambda times: [if_so(min(times) > 900 and max(times) < 2200, "one")]),
    Claim("alone-told", lambda: recorded_life("leader alone"),
          "the others are killed at {} ms, and it steps down at {}: after 1.42 s.", stepped_down),
    Claim("alone-told", lambda: recorded_life("leader alone").lives, "Its term does not change: {} other one has begun",
          lambda lives: [if_so(any(earlier.role == "leader" and later.role == "follower" and later.term == earlier.term
                                   for life in lives.values()
                                   for earlier, later in pairwise(life)), "no")]),
    Claim("timed-told", lambda: times_of("no majority", "stale read"), "the read from memory, which asks {}, works",
          lambda reads: [if_so(all(reads), "nobody")]),
    Claim("term-told", lambda: times_of("alone", "terms"), "By {}, and that one is the election",
          lambda terms: [if_so(set(terms) == {1}, "one")]),
    Claim("term-told", lambda: life_of("leader alone", "pre-candidate"), "it is a {}.",
          lambda asked: [if_so(max(stretch.until - stretch.since for stretch in asked) > 1000, "pre-candidate")]),
    Claim("real-ask", lambda: TICKS, "etcd's {} to {} ticks of 100 ms", lambda ticks: ticks),
    Claim("real-ask", lambda: TICKS, "run out {} to {} ms after the last heartbeat",
          lambda ticks: [(ticks[0] - 1) * TICK, ticks[1] * TICK]),
    Claim("curves-told", middles, "etcd's curve lies to the right, by {} ms in the middle.",
          lambda middle: [middle["real"] - middle["plain"]]),
    Claim("curves-told", gaps, "This one is a {} larger: that happens by chance",
          lambda gap: [if_so(0 < gap["plain"] - gap_limit(160, runs.SIMULATED) < 0.01, "little")]),
    Claim("curves-told", gaps, "by chance in {} of 100 cases",
          lambda gap: [100 * by_chance(gap["plain"], 160, runs.SIMULATED)]),
    Claim(EXERCISES, gaps, "of 100 pairs of samples that are of one kind only {} are so far apart",
          lambda gap: [100 * by_chance(gap["plain"], 160, runs.SIMULATED)]),
    Claim("etcd-why-look", in_vain, "the first timer ran out at {}.",
          lambda c: [next(time for time in stood(c) if time > 3000)]),
    Claim("etcd-why-told", in_vain, "S3 asks first, and in vain: by its own clock S1 still counts on the dead leader "
                                    "for {} more tick.",
          lambda c: [if_so(said_no(c) == [("S1", "S3", [1])] and c.leader == "S1", "one")]),
    Claim("etcd-prints-told", recorded_in_vain,
          "S1 ignores what S2 asks, for it still counts on the dead leader, for {} tick.",
          lambda printed: [if_so("S1 ignored MsgPreVote from S2 (remaining ticks: 1)" in in_short(printed), "one")]),
    Claim("etcd-prints-told", recorded_in_vain, "{} ms later S1's own timer runs out, and S2 votes for it at once.",
          lambda printed: [asked_at(printed, "S1") - asked_at(printed, "S2")]),
    Claim("etcd-prints-told", recorded_in_vain, "The term was {} because it took {} failovers",
          lambda printed: [int(printed.lines[0][2].split()[-1]), int(printed.lines[0][2].split()[-1]) - 1]),
    Claim("etcd-curves-told", middles, "in the middle {} ms away instead of {}.",
          lambda middle: [middle["real"] - middle["etcd"], middle["real"] - middle["plain"]]),
    Claim("etcd-curves-told", lambda: recorded_life("kill -9"), "In the first picture of this notebook that took {} ms",
          lambda seen: [answered_after(seen) - life_of("kill -9", PRE_CANDIDATE)[-1].since]),
    Claim("etcd-curves-told", gaps, "The gap is small {} for chance.",
          lambda gap: [if_so(gap["etcd"] < gap_limit(160, runs.SIMULATED), "enough")]),
    Claim("etcd-curves-told", lambda: gap_limit(160), "With 160 against a curve that is known exactly that is .{}.",
          lambda limit: [1000 * limit]),
    Claim("etcd-curves-told", lambda: gap_limit(40), "With 40 it would be .{}:", lambda limit: [1000 * limit]),
    Claim("etcd-curves-told", gaps, "Plain Raft with 1000 to 2000 ms {} this test, too, if not as well",
          lambda gap: [if_so(gap["etcd"] < gap["later"] < gap_limit(160, runs.SIMULATED), "passes")]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


def test_160_failovers_are_on_record_and_half_of_them_take_more_than_a_second():
    times = recorded_failovers().times
    assert len(times) == 160
    assert 1000 < median(times) < 1500


def test_forty_failovers_could_not_tell_plain_raft_from_etcd():
    assert gaps()["plain"] < gap_limit(40)


def test_what_all_systems_lost_when_they_were_killed():
    lost = {system: sum(times_of("kill all", "lost", system)) for system in SYSTEMS}
    acknowledged = {system: sum(times_of("kill all", "acknowledged", system)) for system in SYSTEMS}
    assert all(acknowledged.values())
    assert {system for system in SYSTEMS if lost[system]} == {"PySyncObj"}
    assert lost["PySyncObj"] == acknowledged["PySyncObj"]


def test_who_hands_over_and_whose_leader_says_longest_that_it_leads():
    """What the table is asked, and its fold answers."""
    waits = {system: median(times_of("ask the leader to end", "ms", system)) for system in SYSTEMS}
    assert {system for system, took in waits.items() if took < 100} == {"etcd", "NATS"}
    led = {system: round(median(times_of("no majority", "leads for", system)), -3) for system in SYSTEMS}
    assert led == {"etcd": 2000, "NATS": 20_000, "PySyncObj": 30_000, "PySyncObj with a journal": 30_000}


def test_what_a_follower_that_stood_still_changes():
    """Nothing in etcd; in the other systems most runs end in a later term."""
    for system in SYSTEMS:
        terms = times_of("stop a follower", "terms", system)
        assert not any(terms) if system == "etcd" else sum(map(bool, terms)) > len(terms) / 2


def test_forty_measurements_may_be_three_tenths_apart_by_chance():
    assert round(gap_limit(40, 40), 1) == 0.3
    assert by_chance(gap_limit(40, 40), 40, 40) == pytest.approx(0.05, abs=0.001)
