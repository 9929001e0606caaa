"""Notebook 02 says of its logs and runs what they say."""
from functools import cache

import pytest

from raftlib import KeyValue, broadcast, first_difference, replay, scenarios
from raftlib.analysis.faulty_logs import states_at, with_faults
from raftlib.widgets.panels.replicas import COMMANDS
from tests.prose.claims import EXERCISES, Claim, at, check, commands, if_so, stood, terms_led, word

NOTEBOOK = "02-replay-the-same-log"
INDEXES = range(1, len(COMMANDS) + 1)


@cache
def race():
    return broadcast(["x=5", "x+=1", "x-=2"], servers=3, seed=1)


@cache
def service():
    return scenarios.service_goes_on()


@cache
def returned():
    cluster = scenarios.service_goes_on()
    cluster.restart("S2")
    cluster.run(for_=150)
    return cluster


@cache
def hundred():
    return [scenarios.two_at_once(seed) for seed in range(100)]


def right():
    return replay(COMMANDS)


def after_fault(**fault):
    """What the third server holds after each index of the log, if that goes wrong."""
    return states_at(with_faults(COMMANDS, **fault)[1])


def shows(**fault):
    return after_fault(**fault)[-1] != right()[-1]


def differs(**fault):
    return first_difference(*map(states_at, with_faults(COMMANDS, **fault))) is not None


def wrong_for_a_while(swapped):
    """The states of a swapped pair that no other server has at that index."""
    return [state for state, true in zip(after_fault(swapped=swapped), right(), strict=True) if state != true]


def end_of(log):
    machine = KeyValue()
    for command in log:
        machine.apply(command)
    return machine.values["x"]


def hearing(logs, command, place):
    """The server that hears a command at this place, the first being 1."""
    server, = [server for server, log in logs.items() if log[place - 1] == command]
    return server


def and_end(logs, command, place):
    server = hearing(logs, command, place)
    return [server, end_of(logs[server])]


def first_under(runs, *leaders):
    """The commands that come first in the clusters that these servers lead."""
    return {commands(at(run, run.time)["S2"])[0] for run in runs if run.leader in leaders}


def came_to_leader(cluster):
    """When (ms) the clients' commands came to the leader, where both did."""
    came = [event.time for event in cluster.history if event.kind == "command" and event.server == cluster.leader]
    assert len(came) == 2
    return set(came)


def crashed_at(cluster):
    return next(event.time for event in cluster.history if event.kind == "crash")


def sent_to_s2(cluster):
    """The commands that S2 is sent after its return."""
    return {entry.command for event in cluster.history.window(1000, cluster.time) for flight in event.sent
            if flight.message.receiver == "S2" for entry in getattr(flight.message, "entries", ())}


CLAIMS = [
    Claim("two-explain", race, "{} heard x=5 first, and both others count: it ends with {}.",
          lambda logs: and_end(logs, "x=5", 1)),
    Claim("two-explain", race, "{} heard it second, after {}, and ends with {}.",
          lambda logs: [hearing(logs, "x=5", 2), logs[hearing(logs, "x=5", 2)][0], and_end(logs, "x=5", 2)[1]]),
    Claim("two-explain", race, "{} heard it last, and ends with {}.", lambda logs: and_end(logs, "x=5", 3)),
    Claim("two-explain", race, "compares all servers with S1, and so it marks {}.",
          lambda logs: [[server for server, log in logs.items() if end_of(log) != end_of(logs["S1"])]]),
    Claim("two-explain", race, "whoever asks S1 is told {}, and whoever asks S2 is told {}.",
          lambda logs: [end_of(logs["S1"]), end_of(logs["S2"])]),
    Claim(EXERCISES, race, "In the run S1 ends with {}, S2 with {} and S3 with {}: each has x=5 at another place",
          lambda logs: [end_of(logs[id]) for id in ("S1", "S2", "S3")]),
    Claim("swaps-explain", right, "Only {} show at the end: x=5 with x+=1, and y=3 with y+=1.",
          lambda _: [word(sum(shows(swapped=index) for index in INDEXES[:-1]))]),
    Claim("swaps-explain", right, "3 and 4 do not commute, and S3 is wrong for a while, at {} indexes.",
          lambda _: [word(len(wrong_for_a_while(3)))]),
    Claim("swaps-explain", right, "may have been told −{}, a number that no other server ever held",
          lambda states: [next(-state["y"] for state in wrong_for_a_while(3)
                               if state["y"] not in [each.get("y") for each in states])]),
    Claim(EXERCISES, right, "{} show on x, and {} on y.",
          lambda states: [[str(each) for each in (index, index + 1)] for index in INDEXES[:-1]
                          if shows(swapped=index)]),
    Claim("faults-explain", right, "Lost: {}, since 6 sets y anew. All others show.",
          lambda _: [[str(index) for index in INDEXES if not shows(lost=index)]]),
    Claim("faults-explain", right, "Doubled: {} make no difference anywhere",
          lambda _: [[str(index) for index in INDEXES if not differs(doubled=index)]]),
    Claim("faults-explain", right, "{} leaves a trace that 6 covers up; {} show at the end",
          lambda _: [[str(index) for index in INDEXES if differs(doubled=index) and not shows(doubled=index)],
                     [str(index) for index in INDEXES if shows(doubled=index)]]),
    Claim("roles", service, "Its first leader crashes at {} ms; the player stands at 640 ms",
          lambda c: [crashed_at(c)]),
    Claim("roles-explain", service, "{} leads (dark blue) and takes x=5 and x+=1.", lambda c: [terms_led(c)[1]]),
    Claim("roles-explain", service, "{}'s timer is the first to run out.", lambda c: [
        next(event.server for event in c.history.window(crashed_at(c), c.time) if event.kind == "election timeout")]),
    Claim("roles-explain", service, "It is a candidate (orange) {}",
          lambda c: [if_so(stood(c)[1] > 640 and stood(c)[1] - 640 < 10, "for a moment")]),
    Claim("service-explain", service, "the same {} commands in the same order, on {}, though they had {} leaders",
          lambda c: [word(max(len(commands(state)) for state in at(c, 1000).values())),
                     if_so(len({tuple(commands(state)) for id, state in at(c, 1000).items() if id not in c.down}) == 1,
                           "all servers that are up"), word(len(terms_led(c)))]),
    Claim("service-explain", service, "S2 is down, and its log has stopped at {} commands",
          lambda c: [word(len(commands(at(c, 1000)["S2"])))]),
    Claim("race-explain", hundred, "In all {}, the five servers agree.",
          lambda runs: [if_so(all(len({tuple(commands(state)) for state in at(run, run.time).values()}) == 1
                                  for run in runs), "hundred")]),
    Claim("race-explain", hundred, "In the {} clusters that S2 led, x+=1 came first",
          lambda runs: [sum(run.leader == "S2" for run in runs)]),
    Claim("race-explain", hundred, "{} came first, because its client had asked the leader itself",
          lambda runs: first_under(runs, "S2")),
    Claim("race-explain", hundred, "In the {} that S1 led, {} came first for the same reason.",
          lambda runs: [sum(run.leader == "S1" for run in runs), *first_under(runs, "S1")]),
    Claim("race-explain", hundred, "In the other {} both clients were sent on, and came to the leader {}.",
          lambda runs: [sum(run.leader not in ("S1", "S2") for run in runs),
                        if_so(all(len(came_to_leader(run)) == 1 for run in runs if run.leader not in ("S1", "S2")),
                              "at the same moment")]),
    Claim("race-explain", hundred, "The simulator then takes {} first.",
          lambda runs: first_under(runs, "S3", "S4", "S5")),
    Claim("race", hundred, "Some are led by S1, some by S2, and some by {}.",
          lambda runs: [if_so({run.leader for run in runs} == {f"S{number}" for number in range(1, 6)},
                              "each of the others")]),
    Claim("return", service, "S2 has been down since {} ms. What it held in memory, its machine with x={}, is gone. "
                             "The log on its disk is still there, with the {} commands",
          lambda c: [crashed_at(c), c.machines["S2"].values["x"], word(len(commands(at(c, 1000)["S2"])))]),
    Claim("return-explain", returned, "a log with {} commands. It gets {} more from the new leader; then it replays "
                                      "all {}.",
          lambda c: [word(len(commands(at(c, 1000)["S2"]))), word(len(sent_to_s2(c))),
                     word(at(c, c.time)["S2"].last_applied)]),
    Claim("return-explain", returned, "The old leader is a {} now, with the state of all others.",
          lambda c: [if_so(len({str(machine.values) for machine in c.machines.values()}) == 1,
                           at(c, c.time)["S2"].role)]),
    Claim(EXERCISES, returned, "{} commands were on S2's disk. The leader sent it the other {}, and S2 replayed all "
                               "{}.", lambda c: [word(len(commands(at(c, 1000)["S2"]))).title(),
                                                 word(len(sent_to_s2(c))), word(at(c, c.time)["S2"].last_applied)]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)
