"""Notebook 08 says of its runs, its table and its panel what they say."""
import re
from functools import cache
from inspect import getsource
from itertools import product

import pytest

from raftlib import (
    KeyValueStore,
    LeaseServer,
    ReadIndexServer,
    ReadsFromMemory,
    SessionKeyValue,
    compare_reads,
    linearizable,
    scenarios,
    serving_panel,
)
from raftlib.analysis.models import Register
from raftlib.clusters import histories, recorded_history
from raftlib.protocol.messages import ClientRequest, ReadHeartbeatReply
from raftlib.scenarios.reading import leader_crashes, reading
from raftlib.scenarios.serving import led_by_s1
from raftlib.stories import lost_answer
from tests.prose.claims import Claim, check, if_so, word
from tests.prose.through_the_log import through_the_log

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


@cache
def doubled():
    return scenarios.doubled_read()


def real_moments(server, reason, name):
    """When (ms) a server gave this reason for what it did with heartbeats of this name."""
    return [event.time for event in doubled().history if event.server == server
            for each, *values in event.notes if each == reason and name in values]


def seen_before(judged):
    """The client that had the last answer before the stuck read was called, and what it was shown."""
    last = max((each for each in judged.operations if each.end < judged.stuck.called), key=lambda each: each.end)
    writes = [each for each in judged.operations if each.action[0] == "write"]
    assert len({each.action for each in writes}) == len(writes)
    older, newer = (next(each for each in writes if each.action[1] == read.answer) for read in (judged.stuck, last))
    assert older.end < newer.called
    return last.client, last.answer


CLAIMS = [
    Claim("title", lost_answer.run, "S2 leads, and x is {}.", lambda c: [if_so(c.leader == "S2", "0")]),
    Claim("title", lambda: lost_answer.story().sentences, "It waits for {} ms, and asks again.",
          lambda said: [if_so(any("No answer for 150 ms" in each for each in said), "150")]),
    Claim("crash-explain", lambda: [after_the_crash(committed) for committed in (False, True)],
          "In the first one its command is lost, and x is {}. In the second one it was committed, and whoever leads "
          "next has it: x is {}.", lambda both: [cluster.machines["S2"].values["x"] for cluster in both]),
    Claim("twice-explain", lambda: scenarios.lost_answer(machine=SessionKeyValue),
          "In both entries it is command {} of session {}.",
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
    Claim("ways-explain", through_the_log, "Through the log an entry goes to {} followers and is acknowledged: {} more "
          "as well, and {} ms. The other {} carry the same entry once more, and acknowledge it once more",
          lambda log: [word(int(log.first)), word(int(log.first + log.first_acknowledged)), in_words("through the log"),
                       f"{log.again:.1f}"]),
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
          "With serializable reads, client {} was shown {} before client {} asked, and client {} is told {}, an "
          "older number (each is written only once). Its answer took {} ms",
          lambda judged: [*seen_before(judged), *[judged.stuck.client] * 2, judged.stuck.answer,
                          judged.stuck.answered - judged.stuck.called]),
    Claim("recorded-told", lambda: getsource(histories.kills_and_stops), "servers stood still for {} ms there",
          lambda source: [int(re.search(r"stop\(id\)\s+cluster.watch\((\d+)\)", source)[1])]),
    Claim("recorded-told", lambda: linearizable(recorded_history("serializable"), Register()).order,
          "(That {} operations end with a read of {} ", lambda order: [len(order), order[-1].answer]),
    Claim("real-look", lambda: [event.why for event in doubled().history if event.kind == "hold"],
          "the copy comes {} ms late. S3's yes to the question for this read comes {} ms late.",
          lambda whys: [int(re.search(r"held up for (\d+) ms", why)[1]) for why in whys]),
    Claim("real-explain", lambda: real_moments("S1", "§6.4 asks", "C1.2")[1:], "At {} ms the late copy of the first",
          lambda times: times),
    Claim("real-explain", lambda: real_moments("S1", "§6.4 confirmed", "C1.2")[1:], "At {} ms S3's late yes came.",
          lambda times: times),
    Claim("real-explain", lambda: real_moments("S3", "§6.4 follows", "C1.2"), "It was given at {} ms, when S1",
          lambda times: times),
    Claim("real-explain", lambda: real_moments("S1", "§6.4 asks", "C1.3")[:1], "which had waited since {} ms: x=1",
          lambda times: times),
]


def test_no_read_is_confirmed_before_an_entry_of_the_own_term_is_committed_and_all_up_to_its_index_is_done():
    """What ways-explain and Predict 4 say of ReadIndex; a lease begins with such a read. S1 crashes, another leads."""
    for server, seed in product((ReadIndexServer, LeaseServer), range(5)):
        cluster = reading(leader_crashes, server, seed)
        confirmed, index, terms = set(), {}, set()
        for event in cluster.history:
            for reason, *values in event.notes:
                if reason in ("§6.4 asks", "§6.4 lease"):
                    assert event.state.log.term_at(event.state.commit_index) == event.state.current_term
                    terms.add(event.state.current_term)
                if reason == "§6.4 asks":
                    index[event.server, event.state.current_term, values[-1]] = event.state.commit_index
                if reason == "§6.4 confirmed":
                    name = event.server, event.state.current_term, values[2]
                    assert event.state.last_applied >= index[name]  # by its name, what was committed when it came
                    confirmed.add(name)
        assert confirmed
        assert len(terms) > 1


def test_from_memory_a_new_leader_answers_before_it_has_committed_anything():
    """What ways-explain says of a crash: nobody makes it wait."""
    early = [event for event in reading(leader_crashes, ReadsFromMemory).history
             for reason, *_ in event.notes if reason == "§6.4 memory"
             and event.state.log.term_at(event.state.commit_index) < event.state.current_term]
    assert early


def test_a_yes_confirms_the_reads_that_came_before_its_question_and_no_later_ones():
    """What real-explain says: two reads wait; a yes to the second one's question answers both, one to the first's one.
    """
    for place, count in ((0, 1), (1, 2)):
        leader = led_by_s1(1, server=ReadIndexServer)[0].servers["S1"]
        asked = [leader.receive(ClientRequest("C9", "S1", number, "x?", True))[0].read for number in (1, 2)]
        before = len(leader.applied)
        leader.receive(ReadHeartbeatReply("S2", "S1", leader.current_term, True, asked[place], leader.current_term))
        assert len(leader.applied) - before == count


def test_who_opens_one_session_more_ends_the_one_used_longest_ago_and_its_client_is_told_so():
    """What twice-explain says: nothing is carried out then, and the client can't know what was before."""
    machine = SessionKeyValue()
    for _ in range(100):
        machine.apply("open")
    assert machine.apply("1.2: x+=1") == "x=1"
    for _ in range(101):
        machine.apply("open")
    assert machine.apply("1.2: x+=1") == machine.apply("1.3: x+=1") == "session 1 is over"
    assert machine.values["x"] == 1


def test_the_yes_that_came_late_answered_the_last_read():
    """What real-explain says, and that S1 with numbers knows the late one for what it is."""
    wrong, right = doubled(), scenarios.doubled_read(server=ReadIndexServer)
    late = real_moments("S1", "§6.4 confirmed", "C1.2")[-1]
    assert [event.time for event in wrong.history if event.kind == "reply" and event.time >= late] == [late, late]
    assert late < wrong.operations("C1")[-1][2]
    assert wrong.history.at(real_moments("S3", "§6.4 follows", "C1.2")[0]).servers["S2"].current_term == 1
    assert late in [event.time for event in right.history for reason, *_ in event.notes if reason == "§6.4 unasked"]


def test_after_the_cut_s1_and_c1_reach_nobody_else_and_s3_still_reaches_s1():
    """What real-look says."""
    for cut in doubled().network.cut_links:
        assert cut != ("S3", "S1")
    assert {("S1", "S2"), ("S1", "S3"), ("C1", "S2"), ("C1", "S3")} <= set(doubled().network.cut_links)


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
