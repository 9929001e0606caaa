"""Notebook 08 says of its runs, its table and its panel what they say."""
from functools import cache

import pytest

from raftlib import (
    KeyValueStore,
    ReadIndexServer,
    SessionKeyValue,
    compare_reads,
    linearizable,
    scenarios,
    serving_panel,
)
from raftlib.analysis.models import Register
from raftlib.clusters import recorded_history
from raftlib.stories import lost_answer
from tests.prose.claims import Claim, check, if_so, word

NOTEBOOK = "08-serve-clients"


@cache
def table():
    return {(row.trouble, row.way): row for row in compare_reads().rows}


def told(**settings):
    panel = serving_panel()
    panel.set(**settings)
    return panel.caption


def after_the_crash(committed):
    return scenarios.answer_never_comes(committed)


def wrong_runs(way):
    return {trouble: row.stale for (trouble, each), row in table().items() if each == way}


def in_words(way, trouble="none"):
    return round(table()[trouble, way].milliseconds, -1)


CLAIMS = [
    Claim("title", lost_answer.run, "S2 leads, and x is {}.", lambda c: [if_so(c.leader == "S2", "0")]),
    Claim("title", lambda: lost_answer.story().sentences, "It waits for {} ms, and asks again.",
          lambda said: [if_so(any("No answer for 150 ms" in each for each in said), "150")]),
    Claim("crash-explain", lambda: [after_the_crash(committed) for committed in (False, True)],
          "In the first one its command is lost, and x is {}. In the second one it was committed, and whoever leads "
          "next has it: x is {}.", lambda both: [cluster.machines["S2"].values["x"] for cluster in both]),
    Claim("twice-explain", lambda: scenarios.lost_answer(machine=SessionKeyValue),
          "But in both entries it is command {} of session {}.",
          lambda c: list(map(int, c.servers["S1"].log.entries[-1].command.partition(":")[0].split(".")))[::-1]),
    Claim("stale-explain", scenarios.stale_read, "C1 reads x after C2 was told that x is {}, and is told {}.",
          lambda c: [int(each[4][2:]) for each in (c.operations("C2")[-1], c.operations("C1")[-1])]),
    Claim("ways-explain", lambda: [wrong_runs("through the log"), wrong_runs("by ReadIndex")],
          "Through the log and by ReadIndex no read is {} too old",
          lambda both: [if_so(not any(any(each.values()) for each in both), "ever")]),
    Claim("ways-explain", lambda: wrong_runs("from memory"),
          "while the leader is cut off its reads are too old in {} run. That also happens when the leader crashes",
          lambda runs: [if_so(runs["the leader is cut off"] == runs["the leader crashes"] == 10, "every")]),
    Claim("ways-explain", lambda: wrong_runs("by a lease"), "If S1's clock goes at a {} of the speed",
          lambda runs: [if_so([trouble for trouble, stale in runs.items() if stale] == ["cut off, its clock slow"],
                              "fifth")]),
    Claim("ways-explain", lambda: table()["none", "from memory"],
          "From memory a read takes {} messages, request and answer, and {} ms.",
          lambda row: [word(round(row.messages)), in_words("from memory")]),
    Claim("ways-explain", lambda: table()["none", "by ReadIndex"],
          "By ReadIndex there are {} more for each of {} followers, and a second round trip: {} ms.",
          lambda row: [word(round(row.messages - 2) // 2), "two", in_words("by ReadIndex")]),
    Claim("panel-explain", lambda: [told(cut_off=cut) for cut in ("S1", "S1 S2")],
          "From memory, {} of {} reads are wrong when S1 is cut off, alone or with one follower.",
          lambda said: [if_so(all("3 of 9 reads are wrong" in each for each in said), "three"), "nine"]),
    Claim("panel-explain", lambda: [told(read=way, cut_off="S1 S2 S3") for way in
                                    ("from memory", "through the log", "by ReadIndex", "by a lease")],
          "With two followers beside it S1 has the majority, and each read is {} in any way.",
          lambda said: [if_so(all("is right" in each for each in said), "right")]),
    Claim("panel-explain", lambda: (told(read="by a lease"), told(read="by a lease", clock_S1=20)),
          "By a lease all is right as long as the clocks agree. With S1's clock at 20 % {} read is wrong.",
          lambda said: [if_so("is right" in said[0] and "1 of 8 reads is wrong" in said[1], "one")]),
    Claim("recorded-told", lambda: linearizable(recorded_history("linearizable"), Register()),
          "{} of operations by ReadIndex fit into one order, though servers died meanwhile.",
          lambda judged: [if_so(bool(judged) and len(judged.order) > 200, "Hundreds")]),
    Claim("recorded-told", lambda: linearizable(recorded_history("serializable"), Register()),
          "With serializable reads one client reads a number after it, or another one, was shown a {} one.",
          lambda judged: [if_so(not judged and judged.stuck.action == ("read",)
                                and any(each.action == ("read",) and each.answered is not None
                                        and each.answered < judged.stuck.called
                                        and (each.answer or 0) > judged.stuck.answer
                                        for each in judged.operations), "later")]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


@pytest.mark.parametrize("way", ["through the log", "by ReadIndex", "by a lease"])
def test_in_the_three_safe_ways_c1_waits_when_s1_has_no_majority(way):
    """What panel-explain says."""
    assert "is right, and the slowest took" in told(read=way)


def test_what_the_real_bug_does_and_does_not_with_a_number_for_each_question():
    """What section 5 says: S2 leads and x is 2 when the late answer comes, and S1 answers x=1."""
    wrong, right = scenarios.doubled_read(), scenarios.doubled_read(server=ReadIndexServer)
    assert wrong.operations("C1")[-1][4] == "x=1"
    written = wrong.operations("C2")[-1]
    assert (written[3], written[4]) == ("x=2", "x=2")
    assert written[2] < wrong.operations("C1")[-1][1]
    assert wrong.leader == "S2"
    assert not linearizable(wrong.operations(), KeyValueStore())
    assert right.operations("C1")[-1][2] is None  # it waits for a majority that it no longer has
    assert linearizable(right.operations(), KeyValueStore())
