"""Notebook 01 says of its simulated years and of its formulas what they say."""
from functools import cache
from math import comb

import numpy as np
import pytest

from raftlib import Life, downtimes, live, majority, share_down, share_down_in_racks
from raftlib.analysis.majorities import groups, shared
from raftlib.pictures.availability_curves import LOWEST
from raftlib.pictures.life_lines import draw_outages
from raftlib.pictures.style import WIDTH
from tests.cells import run_cells
from tests.prose.claims import EXERCISES, TIMES, Claim, check, if_so, word
from tests.prose.test_looks import drawn

NOTEBOOK = "01-keep-a-service-alive"
LIFE = Life(fails_a_day=0.02, repair=12)
HOURS = 1000 * 365 * 24  # of a thousand years


@cache
def life():
    return LIFE


@cache
def years():
    return live(9 * [LIFE], years=1000)


@cache
def two():
    return run_cells(NOTEBOOK, "one-run", "spare-run")["two"]


@cache
def any_one():
    return downtimes(LIFE, needed=lambda servers: 1)


@cache
def all_needed():
    return downtimes(LIFE, needed=lambda servers: servers)


@cache
def by_majority():
    return downtimes(LIFE)


@cache
def bad():
    return [365 * share_down(servers, 0.6) for servers in range(1, 10)]


@cache
def racks():
    names = run_cells(NOTEBOOK, "one-run", "together-run")
    return {sizes: share_down_in_racks(list(sizes), names["life"].down, names["power"].down) * 365 * 24
            for sizes in ((5,), (3, 2), (2, 2, 1))}


@cache
def panels_servers():
    down = Life(fails_a_day=0.05, repair=24).down
    return [share_down(servers, down) for servers in range(1, 10)]


@cache
def one_power():
    power = Life(fails_a_day=1 / 365, repair=1)
    return [365 * 24 * 60 * share_down_in_racks([servers], LIFE.down, power.down) for servers in range(1, 10)]


def outages(lived, served, days=HOURS / 24):
    return len(lived.outages(served, 0, days * 24))


def mean_outage(lived, served):
    """How many hours an outage lasts on average."""
    times = lived.outages(served, 0, HOURS)
    return (times[:, 1] - times[:, 0]).mean()


def bars(times):
    """How far the bar through each mark reaches on the logarithmic axis, as a ratio, where there is a mark."""
    seen = times.simulated > 0
    low = np.maximum(times.simulated - 2 * times.errors, LOWEST)[seen]
    return (times.simulated + 2 * times.errors)[seen] / low


def how_often(ratio):
    return TIMES[round(ratio)]


def blocks(lived):
    """From when to when (hours) the picture of the first year draws a block in the line of S1."""
    left, right = 0.8, WIDTH - 0.3  # inches
    shapes = drawn(draw_outages, (left, right), 0, 1, lived.outages(lived.up[0], 0, 365 * 24), (0, 365))
    ends = [[x for x, _ in shape["places"]] for shape in shapes]
    return [tuple(365 * 24 * (x - left) / (right - left) for x in (min(xs), max(xs))) for xs in ends]


def near_day_87(hours):
    return abs(hours / 24 - 87) < 3


def missed_by(group, servers, size):
    """How many groups share no server with this one."""
    return sum(not shared(other, group) for other in groups(servers, size))


def without_a_share(servers, size):
    """How many groups share no server with the first one."""
    first, *others = groups(servers, size)
    return sum(not shared(other, first) for other in others)


CLAIMS = [
    Claim("one-explain", years, "down for about {} days a year",
          lambda lived: [if_so(round(2 * lived.downtime(lived.up[0]).minutes / 1440) == 7, "three and a half")]),
    Claim("one-explain", life, "one failure in {} days of running, which is {} hours. Then come {} hours of repair. So "
                               "of each {} hours it is down for {}, and that is {} % of the time",
          lambda life: [1 / 0.02, life.runs, life.repair, life.runs + life.repair, life.repair,
                        f"{100 * life.down:.2f}"]),
    Claim(EXERCISES, years, "That happens {} times a year, and makes three and a half days in all",
          lambda lived: [word(round(outages(lived, lived.up[0]) / 1000))]),
    Claim("spare-explain", two, "In the year of the picture it {}",
          lambda lived: [if_so(outages(lived, lived.up.any(axis=0), 365) == 0, "did not happen")]),
    Claim("spare-explain", two, "down together only once in {} years. Then it lasts for {}",
          lambda lived: [if_so(3 <= 1000 / outages(lived, lived.up.any(axis=0)) <= 10, "several"),
                         if_so(2 < mean_outage(lived, lived.up.any(axis=0)) < 24, "hours")]),
    Claim("spare-run-intro", two, "A block is drawn {}",
          lambda lived: [if_so(all(last - first > 12 for first, last in blocks(lived)), "wider than its 12 hours")]),
    Claim("spare-run-intro", two, "{}: near day 87 S1 fails {} times.",
          lambda lived: [if_so(sum(near_day_87(first) for first, _ in blocks(lived)) == 1,
                               "blocks that are close together run into one"),
                         word(sum(near_day_87(first) for first, _ in lived.outages(lived.up[0], 0, 365 * 24)))]),
    Claim("spare-explain", life, "1 % of 1 % is {} % of the time, or {} minutes a year",
          lambda life: [f"{100 * life.down ** 2:.2f}", share_down(2, life.down, 1) * 365 * 24 * 60]),
    Claim("spare-explain", two, "(The simulation says {}.",
          lambda lived: [lived.downtime(lived.up.any(axis=0)).minutes]),
    Claim(EXERCISES, life, "three and a half days is {} minutes",
          lambda life: [share_down(2, life.down, 1) * 365 * 24 * 60]),
    Claim("rules-explain", all_needed, "{} servers are down nearly {} times as long as one",
          lambda times: [word(len(times.servers)), word(round(times.formula[-1] / times.formula[0]))]),
    Claim("rules-explain", by_majority, "Three servers are down for {} minutes a year, which is about {}, five for "
                                        "about {} minutes",
          lambda times: [times.formula[2], if_so(round(times.formula[2] / 30) == 5, "two and a half hours"),
                         word(round(times.formula[4]))]),
    Claim("four-minutes-explain", by_majority, "Four are down {} as long as three, six {} as long as five, and two {} "
                                               "as long as one.",
          lambda times: [how_often(times.formula[more - 1] / times.formula[more - 2]) for more in (4, 6, 2)]),
    Claim("meet-use", lambda: (4, 2), "With four servers and groups of two {} row has none",
          lambda sizes: [word(without_a_share(*sizes))]),
    Claim("meet-use", lambda: (5, 2), "With five servers and groups of two, {} rows have no black disc",
          lambda sizes: [if_so(1 < without_a_share(*sizes) < comb(*sizes) - 1, "some")]),
    Claim("together-explain", racks, "In one rack the five servers are down for {} a year",
          lambda hours: [if_so(round(hours[(5,)]) == 24, "a day")]),
    Claim("together-explain", by_majority, "they would be down for {} minutes",
          lambda times: [word(round(times.formula[4]))]),
    Claim("together-explain", racks, "Two racks are no better than one, even {}",
          lambda hours: [if_so(1 < hours[(3, 2)] / hours[(5,)] < 1.1, "a little worse")]),
    Claim("summary", by_majority, "Four survive no more than three, and they are down {} as long",
          lambda times: [how_often(times.formula[3] / times.formula[2])]),
    Claim("summary", by_majority, "Let each server be down for {} days a year. Then a cluster of three is down for "
                                  "about {} a year, and one of five for about {} minutes",
          lambda times: [if_so(round(2 * times.formula[0] / 1440) == 7, "three and a half"),
                         if_so(round(times.formula[2] / 30) == 5, "two and a half hours"),
                         word(round(times.formula[4]))]),
    Claim("questions", lambda: None, "A majority of ten is {}, and {} are left.",
          lambda _: [word(majority(10)), word(10 - 5)]),
    Claim("questions", lambda: None, "that makes the time without service a {}",
          lambda _: [if_so(abs(share_down(3, 0.01) / share_down(3, 0.005) - 4) < 0.1, "quarter")]),
    Claim("formula", life, "{:}", lambda life: [rf"= \frac{{12}}{{12 + 1200}} = {100 * life.down:.2f}\,\%"]),
    Claim("formula", lambda: None, "For three servers, {} must be down, and there are {} ways to choose these {}: "
                                   "about {}q². For four there are {}, {}q²: twice as long. For five, {} must be down: "
                                   "{}q³.",
          lambda _: ["two", word(comb(3, 2)), "two", comb(3, 2), word(comb(4, 2)), comb(4, 2), "three", comb(5, 3)]),
    Claim("live-explain", panels_servers, "Each odd number of servers is {} the odd number before it, and each even "
                                          "number is {} the odd number before it. {} are the worst of all",
          lambda down: [if_so(all(down[odd - 1] < down[odd - 3] for odd in (3, 5, 7, 9)), "better than"),
                        if_so(all(down[even - 1] > down[even - 2] for even in (2, 4, 6, 8)), "worse than"),
                        word(down.index(max(down)) + 1).title()]),
    Claim("errors-explain", by_majority, "{} is.", lambda times: [
        if_so((np.abs(times.simulated - times.formula) <= 2 * times.errors)[:6].all(), "None")]),
    Claim("errors-explain", by_majority, "for one server the error is about {} % of the number, for five it is about "
                                         "{}",
          lambda times: [100 * times.errors[0] / times.simulated[0],
                         if_so(abs(3 * times.errors[4] / times.simulated[4] - 1) < 0.1, "a third")]),
    Claim("curves-explain", any_one, "The bar at three servers of which any one will do is {}",
          lambda times: [if_so(bars(times)[2] == max(bars(each).max() for each in (
              times, all_needed(), by_majority())), "the longest")]),
    Claim("curves-explain", any_one, "the line is {} it",
          lambda times: [if_so(times.formula[2] > times.simulated[2] + 2 * times.errors[2], "beyond")]),
    Claim("curves-explain", years, "it happened only {} that all three were down",
          lambda lived: [TIMES[outages(lived, lived.up[:3].any(axis=0))]]),
    Claim("worse-explain", bad, "{} days for one, {} for three, {} for nine",
          lambda days: [days[servers - 1] for servers in (1, 3, 9)]),
    Claim("worse-explain", bad, "In the picture an even cluster is {} its neighbours, and two are {}.",
          lambda days: [if_so(all(days[even - 1] > max(days[even - 2], days[even]) for even in (2, 4, 6, 8)),
                              "worse than"), if_so(max(days) == days[1], "worst")]),
    Claim("floor-explain", one_power, "To {} hour a year, and no further",
          lambda down: [word(round(min(down) / 60))]),
    Claim("floor-explain", one_power, "Beyond {} servers, further ones make hardly any difference",
          lambda down: [word(next(servers for servers in range(1, 10)
                                  if max(down[servers - 1:]) / min(down[servers - 1:]) < 1.2))]),
    Claim("one", lambda: [100 - percent for percent in (90, 99, 99.9, 99.99, 99.999)],
          "with each nine more, the time without service shrinks to {}",
          lambda left: [if_so(np.allclose(np.divide(left[1:], left[:-1]), 0.1), "a tenth")]),
    Claim("meet-panel-intro", lambda: [(servers, size) for servers in range(1, 10) for size in range(1, servers + 1)],
          "the first group only, and {}.",
          lambda panels: [if_so(all(len({missed_by(group, servers, size) for group in groups(servers, size)}) == 1
                                    for servers, size in panels), "each other group has as many")]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)
