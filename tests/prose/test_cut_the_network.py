"""Notebook 06 says of its runs what they say."""
from functools import cache

import pytest

from raftlib import Cluster, scenarios
from raftlib.protocol.messages import AppendEntries
from tests.cells import run_cells
from tests.prose.claims import (
    EXERCISES,
    Claim,
    answers,
    at,
    candidates,
    check,
    commands,
    if_so,
    receipts,
    sendings,
    stood,
    terms_led,
    voters,
    won,
    word,
)
from tests.widgets.player.test_player import Page

NOTEBOOK = "06-cut-the-network"


@cache
def two():
    return run_cells(NOTEBOOK, "two-run", "heal-run")["cluster"]


@cache
def panel(followers=1, heal_at=1000):
    return scenarios.partition_with_clients(heal_at=heal_at, followers=followers)


@cache
def healed(time):
    """The panel's run up to a time, without clients from then on, and healed."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=1", to="S2")
    cluster.run(to=500)
    cluster.submit("x=2", to="S2")
    cluster.run(to=time)
    cluster.heal()
    cluster.run(to=1600)
    return cluster


@cache
def alone():
    return run_cells(NOTEBOOK, "two-run", "alone-run", "alone-back")["alone"]


@cache
def after():
    return run_cells(NOTEBOOK, "two-run", "after-run", "after-more")["after"]


@cache
def three():
    return scenarios.three_ways()


@cache
def one_way():
    return scenarios.one_way_cut()


def leaders(cluster, time):
    return cluster.history.at(time).leaders


def hold(cluster, time, command):
    return [id for id, state in at(cluster, time).items() if command in commands(state)]


def steps_down(cluster, server):
    """When (ms) a server that led is a follower."""
    led = False
    for event in cluster.history:
        if event.server == server:
            if led and event.state.role == "follower":
                return event.time
            led = event.state.role == "leader"
    return None


def deletions(cluster):
    """Who deleted entries, in the order of time."""
    before, found = {}, []
    for event in cluster.history:
        if event.state:
            log = before.get(event.server, event.state.log)
            if any(event.state.log.term_at(index) != log.term_at(index) for index in range(1, log.last_index + 1)):
                found.append(event.server)
            before[event.server] = event.state.log
    return found


def comes_through(cluster):
    """Whether both commands x are answered."""
    return {"x=1", "x=2"} <= set(answers(cluster))


CLAIMS = [
    Claim("two-explain", two, "Two leaders, {} in term {} and {} in term {},",
          lambda c: [part for leader in leaders(c, 900) for part in leader]),
    Claim("two-explain", two, "S2 took x=2 into its log and sent it to {}; that makes {} copies",
          lambda c: [next(id for id in hold(c, 900, "x=2") if id != "S2"), word(len(hold(c, 900, "x=2")))]),
    Claim("two-explain", two, "Note the columns: at index {} the two sides have different commands",
          lambda c: [next(index for index in (1, 2) if len({state.log.entry_at(index) for state in
                                                            at(c, 900).values()}) > 1)]),
    Claim("heal-explain", two, "One message of {} did all of it.", lambda c: [terms_led(c)[2]]),
    Claim("heal-explain", two, "at index {} S2 had an entry of term {}, the message one of term {}:",
          lambda c: [2, at(c, 900)["S2"].log.term_at(2), at(c, 960)["S2"].log.term_at(2)]),
    Claim("heal-explain", two, "{} did the same.", lambda c: [id for id in deletions(c) if id != "S2"]),
    Claim("heal-explain", two, "All {} logs agree.",
          lambda c: [word(sum(state.log == at(c, 960)["S4"].log for state in at(c, 960).values()))]),
    Claim("heal-explain", two, "{} is gone.", lambda c: [if_so(not hold(c, 960, "x=2"), "x=2")]),
    Claim("player-explain", panel, "It sends at {} ms and next at {}, and {} becomes a candidate at {}.",
          lambda c: [*[time for time in sendings(c, AppendEntries, "S2") if 501 < time < 580],
                     *candidates(c, 2), stood(c)[1]]),
    Claim("player-explain", lambda: [healed(time) for time in (501, 515, 523)], "So up to {} ms it is enough to heal "
                                                                                "the links: that message brings S2's "
                                                                                "entries to all.",
          lambda runs: [if_so(all(map(comes_through, runs)), "523")]),
    Claim("player-explain", lambda: [healed(time) for time in (524, 536, 548, 590)],
          "Healed later, {} becomes a candidate first and wins with {}, and S2's term is {}.",
          lambda runs: [candidates(runs[0], 2)[0], sorted(voters(runs[-1], "S3", 2)),
                        if_so(not any(map(comes_through, runs)), "over")]),
    Claim(EXERCISES, lambda: (panel(heal_at=500), panel(heal_at=900)),
          "Healed at 500 ms, {} still leads the newest term, and its next heartbeat brings the entries to {}.",
          lambda runs: [leaders(runs[0], 560)[-1][0],
                        if_so(len(hold(runs[0], 560, "x=1")) == 5 and "x=1" not in answers(runs[1]), "all")]),
    Claim("panel-explain", lambda: [panel(followers) for followers in (0, 1)],
          "With 0 or 1 followers the old leader is on the small side: {} leaders, and the y commands are answered.",
          lambda runs: [if_so(all("y=1" in answers(run) and "x=1" not in answers(run) for run in runs),
                              word(max(len(leaders(run, 900)) for run in runs)))]),
    Claim("panel-explain", lambda: [panel(followers) for followers in (2, 3)],
          "With 2 or 3 it is on the large side: it goes on leading and answering, and there is {} leader",
          lambda runs: [if_so(all(leaders(run, 900) == [("S2", 1)] and "x=5" in answers(run) for run in runs),
                              "no second")]),
    Claim("panel-explain", lambda: [panel(followers) for followers in (2, 3)],
          "with a cut of 600 ms {} at 1100 ms",
          lambda runs: [if_so(not any(leaders(run, 1100) for run in runs), "nobody leads")]),
    Claim("alone-between", alone, "{} timeouts of 225 ms on average make 1800 ms, and term {}",
          lambda c: [word(sum(400 < time < 2200 for time in stood(c, "S1"))), at(c, 2200)["S1"].current_term]),
    Claim("alone-explain", alone, "At {} ms it hears the leader's heartbeat of term {}, and refuses it, since it is in "
                                  "term {}", lambda c: [
              next(time for time in receipts(c, AppendEntries, "S2", "S1") if time > 2200),
              at(c, 2200)["S2"].current_term, at(c, 2240)["S1"].current_term]),
    Claim("alone-explain", alone, "Here {} itself is elected in the end, at {} ms",
          lambda c: [terms_led(c)[10], won(c, "S1", 10)]),
    Claim("alone-explain", alone, "all logs are {} and so equally new",
          lambda c: [if_so(not any(state.log for state in at(c, 2365).values()), "empty")]),
    Claim("alone-explain", alone, "S1 itself is elected in the end, at 2365 ms: all logs are empty and so equally new, "
                                  "and its timer had been running while the others' {}.",
          lambda c: [if_so(all(c.history.at(2250).deadlines[id] > c.history.at(2250).deadlines["S1"]
                               for id in c.servers if id != "S1"), "had just been set to new random times")]),
    Claim(EXERCISES, alone, "runs out: {} times in 1800 ms",
          lambda c: [word(sum(400 < time < 2200 for time in stood(c, "S1")))]),
    Claim("after-explain", after, "(In this run all {} had got it; {} copies besides S2's would have done.)",
          lambda c: [word(len(hold(c, answers(c)["x=1"], "x=1"))), word(len(c.servers) // 2)]),
    Claim("after-explain", after, "The new leader has the entry of term {}, and {}",
          lambda c: [at(c, 643)["S5"].log.term_at(1),
                     if_so(not at(c, 643)["S5"].commit_index, "does not know that it is committed")]),
    Claim("three", after, "{} commits both at once, and its followers hear of it {}",
          lambda c: [terms_led(c)[2], if_so(at(c, c.time)["S5"].commit_index == 2 and not at(c, c.time)[
              "S3"].commit_index, "with the next heartbeat")]),
    Claim("three-explain", three, "The old leader, {}, still believes that it leads, has taken a command, and can't "
                                  "commit it. The other groups, S1–S3 and S4–S6, hold election after election and are "
                                  "in term {} already.",
          lambda c: [if_so(not answers(c) and bool(hold(c, 1500, "x=5")), *c.leaders),
                     *{at(c, 1500)[f"S{number}"].current_term for number in range(1, 7)}]),
    Claim("one-way-explain", one_way, "{} leads. A healthy leader was replaced", lambda c: [terms_led(c)[2]]),
    Claim("one-way-explain", one_way, "it lacks only {}'s replies, and {} others are enough",
          lambda c: [{flight.message.sender for event in c.history.window(680, c.time) for flight in
                      [event.flight] if event.kind == "lost" and flight.message.receiver == "S1"}.pop(),
                     word(len(set(voters(c, "S1", 2)) - {"S2"}))]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


def test_an_old_leader_comes_through_only_before_another_has_taken_a_command():
    """What player-explain says of S1 and S2: healed after S3's victory, one of them may still be elected."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=1", to="S2")
    cluster.run(to=580)
    assert cluster.leader == "S3"
    cluster.crash("S3")
    cluster.heal()
    cluster.run(until=lambda c: "S2" not in c.leaders)
    scenarios.elect(cluster, "S2")
    cluster.submit("z=1", to="S2")
    cluster.run(for_=100)
    assert commands(at(cluster, cluster.time)["S4"]) == ["x=1", "z=1"]


@pytest.mark.parametrize(("wish", "seen"), [({"do": "heal"}, "heal"), ({"do": "crash", "server": "S1"}, "crash")])
def test_from_the_first_change_in_the_player_on_the_reader_is_the_clients(wish, seen):
    """What player-look says: no client sends anything, and nobody heals the links, but by hand."""
    later = Page("partition_with_clients", time=500).does(**wish, at=510_000).player.history.window(505, 1600)
    assert [event.kind for event in later if event.kind in ("command", "cut", "heal", "crash")] == [seen]


def test_in_the_player_both_commands_can_be_committed_if_the_cut_is_healed_at_once():
    page = Page("partition_with_clients", time=500).does("heal", at=500_000)
    assert comes_through(page.player)
