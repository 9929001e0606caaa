"""Notebook 05 says of its runs what they say."""
from functools import cache
from itertools import combinations

import pytest

from raftlib import Cluster, command_flow, refusals, replication, scenarios
from raftlib.pictures.log_grid import rows_of
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.protocol.state import LEADER
from raftlib.questions.runs.replicate_the_log import walk_back_for_e
from raftlib.simulation.recipe import Recipe
from raftlib.widgets.panels import walk_back
from raftlib.widgets.panels.logs import replicating
from tests.cells import run_cells
from tests.prose.claims import EXERCISES, TIMES, Claim, answers, at, check, commands, if_so, terms_led, voters, word

NOTEBOOK = "05-replicate-the-log"
PANEL = {"latency": (5, 15), "heartbeat": 50, "commands_a_second": 20, "batch": 20, "slow": 5}  # as the title sets it


@cache
def figure_6():
    return scenarios.figure_6()


@cache
def journey():
    return scenarios.one_command()


@cache
def figure_7():
    return run_cells(NOTEBOOK, "figure-6", "figure-7", "figure-7-run", "figure-7-more")["seven"]


@cache
def panel(**changes):
    return replicating(**{**PANEL, "loss": 0, **changes})


@cache
def twenty(heartbeat, latency):
    return scenarios.twenty_commands(heartbeat, latency)


@cache
def two_endings():
    return scenarios.entry_survives(), scenarios.entry_is_lost()


@cache
def without_another_command():
    """The ending in which S2 is elected, but no client sends y=1."""
    cluster = Cluster(servers=5, seed=1, latency=10)
    scenarios.elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=20)
    cluster.submit("x=5")
    for flight in cluster.in_flight:
        if flight.message.receiver != "S2":
            cluster.drop(flight)
    cluster.run(for_=15)
    cluster.crash("S1")
    scenarios.elect(cluster, "S2")
    cluster.run(for_=120)
    return cluster


@cache
def figure_8():
    return scenarios.figure_8_c()


@cache
def figure_8_b():
    return scenarios.figure_8_b()


@cache
def ways_on():
    return scenarios.figure_8_d(), scenarios.figure_8_e()


def having(cluster, command, time):
    """The servers that have a command in their logs at a time (ms)."""
    return [id for id, state in at(cluster, time).items() if command in commands(state)]


@cache
def corrupted():
    """Exercise 4's experiment with 99, and how long (ms) it takes until the leader is back at 6."""
    cluster = Cluster(servers=3, seed=1)
    cluster.run(until=lambda c: c.leader)
    scenarios.busy(cluster, commands=5, every=30)
    cluster.run(for_=25)
    start, leader = cluster.time, cluster.servers[cluster.leader]
    follower = leader.peers[0]
    leader.next_index[follower] = 99
    cluster.run(until=lambda c: leader.next_index[follower] == at(c, start)[follower].log.last_index + 1)
    return leader.next_index[follower], cluster.time - start


def at_402_ms(*hands):
    """The journey as the player shows it, and what is done to it there: (method of Cluster, arguments) each."""
    cluster = Recipe.of(scenarios.one_command()).before(400_000).make()
    cluster.run(to=402)
    for name, *arguments in hands:
        getattr(cluster, name)(*arguments)
    return cluster


def on_its_way_to(cluster, *followers):
    """The messages under way that carry the command to these followers."""
    return [flight for flight in cluster.in_flight if flight.message.receiver in followers]


@cache
def crashed():
    """The leader only crashes."""
    cluster = at_402_ms(("crash", "S2"))
    cluster.run(for_=20)
    return cluster


@cache
def kept_from(how, followers, heir):
    """These followers never get the command in time, S2 crashes, and `heir` stands first."""
    cluster = at_402_ms()
    if how == "cut":
        for each in followers:
            cluster.cut_link("S2", each)
    for flight in on_its_way_to(cluster, *followers):
        if how == "drop":
            cluster.drop(flight)
        elif how == "hold":
            cluster.hold(flight, for_=1000)
    cluster.crash("S2")
    cluster.run(for_=20)
    cluster.heal()
    cluster.time_out(heir)
    cluster.run(until=lambda c: c.leader)
    cluster.submit("y=1")
    cluster.run(for_=300)
    return cluster


def is_lost(cluster):
    """Whether the command is in no log of a server that is up, and they have committed another one."""
    up = [server for server in cluster.servers.values() if server.id not in cluster.down]
    return not any("x=5" in commands(server) for server in up) and any(server.commit_index for server in up)


FOLLOWERS = ("S1", "S3", "S4", "S5")


def outcomes(how, missing):
    """Whether the command is lost, whichever `missing` followers never get it and whoever stands first."""
    return {is_lost(kept_from(how, lacking, heir)) for lacking in combinations(FOLLOWERS, missing)
            for heir in FOLLOWERS}


@cache
def none_has_it(others_take_a_command):
    """Only S2 has the command; it crashes, and comes back to be elected, after another leader took one or before."""
    cluster = at_402_ms(("cut", ["S2"], FOLLOWERS), ("crash", "S2"))
    if others_take_a_command:
        cluster.run(until=lambda c: c.leader)
        cluster.submit("y=1")
        cluster.run(for_=100)
    cluster.heal()
    cluster.restart("S2")
    cluster.time_out("S2")
    cluster.run(for_=1000)
    cluster.submit("z=1")
    cluster.run(for_=300)
    return cluster


@cache
def only_cut_off():
    """S2 stays up and is cut off; the others elect a leader, which takes a command; then the links are mended."""
    cluster = at_402_ms(("cut", ["S2"], FOLLOWERS))
    cluster.run(until=lambda c: c.leader != "S2")
    cluster.submit("y=1")
    cluster.run(for_=100)
    cluster.heal()
    cluster.run(for_=500)
    return cluster


@cache
def last_runs():
    """Each run of which the notebook shows the beginning first, and what `check_all` looks at under its name."""
    first, then, last = (run_cells(NOTEBOOK, "figure-6", "journey", *cells) for cells in (
        ["figure-7"], ["figure-7", "figure-7-run"], ["figure-7-more", "durable"]))
    return [(before[name].history, last[name].history) for before in (first, then) for name in ("journey", "seven")]


def begins(part, whole):
    """Whether a history is the beginning of another."""
    return len(part) <= len(whole) and all(one == other for one, other in zip(part, whole, strict=False))


def appended_by(cluster, kind):
    """How many AppendEntries for each command a leader sends at events of a kind."""
    sent = [flight for event in cluster.history.window(600, cluster.time) if event.kind == kind for flight in event.sent
            if isinstance(flight.message, AppendEntries)]
    return len(sent) / 20


def asked_for(cluster, time):
    """How many commands clients have sent by a time (ms)."""
    return sum(event.kind == "command" for event in cluster.history.window(0, time))


def replies(cluster):
    """How many replies to AppendEntries are sent for each command."""
    return sum(isinstance(flight.message, AppendEntriesReply)
               for event in cluster.history.window(600, cluster.time) for flight in event.sent) / 20


def for_each_taken(cluster):
    return replication(cluster.history, start=600).messages / 20


def set_off_by_oks(cluster):
    """Whether all that is sent on receipt of a message follows an ok to a request that carried less than the log."""
    return all(event.message.success and event.state.log.last_index > event.message.prev_log_index
               + event.message.entry_count for event in cluster.history.window(600, cluster.time)
               if event.kind == "receive" and any(isinstance(flight.message, AppendEntries) for flight in event.sent))


def holders(cluster, index):
    return [server.id for server in cluster.servers.values() if server.log.last_index >= index]


def steps(cluster, kind):
    """The numbers of the messages of a kind on the first command's journey."""
    return [edge["order"] for *_, edge in command_flow(cluster.history, 1).edges(data=True) if edge["kind"] == kind]


def oks(cluster):
    """The followers whose replies to the command have arrived when it is answered, and the others."""
    answered = answers(cluster)["x=5"]
    replies = [(event.time, event.message.sender) for event in cluster.history.window(400, cluster.time)
               if event.kind == "receive" and isinstance(event.message, AppendEntriesReply)
               and event.message.entry_count]
    return [[id for time, id in replies if time <= answered], sorted(id for time, id in replies if time > answered)]


def applied(cluster, time):
    return [id for id, state in at(cluster, time).items() if state.last_applied]


def lacking(cluster, follower):
    leader, log = (at(cluster, 0)[id].log for id in ("leader", follower))
    return leader.last_index - log.last_index


def next_index_at(cluster, time, follower):
    leader = at(cluster, time)["leader"]
    return leader.next_index[leader.peers.index(follower)]


def last_agreement(cluster, follower):
    """The last index at which a follower of Figure 7 had an entry of the leader's term there."""
    leader, log = (at(cluster, 0)[id].log for id in ("leader", follower))
    return max(index for index in range(1, log.last_index + 1) if log.term_at(index) == leader.term_at(index))


def refused_places(cluster, follower):
    return len([index for server, index in refusals(cluster.history) if server == follower])


def is_brought_to_a_yes(cluster, by):
    """Whether the leader has heard a yes of each follower by then."""
    return all(at(cluster, by)["leader"].match_index)


def costs(cluster):
    return replication(cluster.history, start=600).messages_per_command


def sent_for_each_command(cluster):
    """How many AppendEntries a leader sends in the very event in which it takes a command, with their replies."""
    return 2 * len(next(event for event in cluster.history if event.kind == "command").sent)


def is_carried_again(cluster):
    """Whether entries were sent again, when a timer rang or a reply came, and every heartbeat carried some."""
    sent = [flight.message for event in cluster.history.window(600, cluster.time) if event.kind != "command"
            for flight in event.sent if isinstance(flight.message, AppendEntries)]
    return bool(sent) and all(message.entries for message in sent)


def half_within(cluster):
    return replication(cluster.history, 200, 700).median_time


def first_led(cluster):
    """When (ms) the first leader of a run was elected, who it was, and of which term."""
    event = next(event for event in cluster.history if event.state and event.state.role == LEADER)
    return event.time, event.server, event.state.current_term


def losses_before(cluster, time):
    """The kinds of messages that were lost up to a time."""
    return {type(flight.message).__name__ for event in cluster.history.window(0, time) for flight in event.sent
            if flight.lost}


def falls_further_behind(cluster):
    """Whether S5 lacks more of the leader's log in each second fifth of the run than in the one before."""
    missing = [at(cluster, time)["S1"].log.last_index - at(cluster, time)["S5"].log.last_index
               for time in (400, 600, 800, 1000, 1200)]
    return missing == sorted(set(missing)) and missing[-1] > 2 * missing[0]


CLAIMS = [
    Claim("figure-6-explain", figure_6, "Up to {}: index 7 is on {}, three of five, and index 8 on {} only.",
          lambda c: [max(index for index in range(1, 9) if len(holders(c, index)) >= 3), holders(c, 7),
                     word(len(holders(c, 8)))]),
    Claim(EXERCISES, figure_6, "index 8 is on {} only.", lambda c: [holders(c, 8)]),
    Claim(EXERCISES, figure_6, "Index 5 is on {} servers", lambda c: [word(len(holders(c, 5)))]),
    Claim(EXERCISES, figure_6, "Index {} is the last one that all five hold",
          lambda c: [max(index for index in range(1, 9) if len(holders(c, index)) == 5)]),
    Claim("journey-explain", journey, "All {} followers have said yes ({}–{}) before the client is answered ({})",
          lambda c: [word(len(steps(c, "AppendEntriesReply"))), min(steps(c, "AppendEntriesReply")),
                     max(steps(c, "AppendEntriesReply")), *steps(c, "Answer")]),
    Claim("journey-explain", journey, "The replies of {} arrive first.", lambda c: [oks(c)[0]]),
    Claim("journey-explain", journey, "The replies of {} are still under way", lambda c: [oks(c)[1]]),
    Claim("moments-explain", journey, "At 417 ms the command has been carried out on {}, and yet its client has",
          lambda c: [if_so(len(applied(c, 417)) == 1 and answers(c)["x=5"] <= 417, "a single server")]),
    Claim("moments-explain", journey, "In the first picture only {} row has a solid frame.",
          lambda c: [if_so(applied(c, 417) == ["S2"] and applied(c, 440) == list(c.servers), "the leader's")]),
    Claim("moments-explain", journey, "the leader knows of {} servers that hold the entry (in fact all {} do)",
          lambda c: [word(1 + sum(match > 0 for match in at(c, 417)["S2"].match_index)),
                     word(sum(bool(commands(state)) for state in at(c, 417).values()))]),
    Claim("moments-explain", journey,
          "At 417 ms the replies of {} followers have arrived, and of the {} others the leader knows",
          lambda c: [word(len(part)) for part in oks(c)]),
    Claim(EXERCISES, journey, "The replies of {} have arrived. But does a server", lambda c: [oks(c)[0]]),
    Claim("endings-explain", journey, "was answered at {} ms", lambda c: [answers(c)["x=5"]]),
    Claim("repair", crashed, "A crash is not enough: what the leader has sent still arrives, and {} servers have",
          lambda c: [word(sum("x=5" in commands(server) for server in c.servers.values() if server.id != "S2"))]),
    Claim("repair", lambda: [[outcomes(how, missing) for missing in range(5)] for how in ("drop", "hold", "cut")],
          "At least {} of the {} must not get it in time, too: drop their messages or hold them back, or cut S2 off",
          lambda hows: [if_so(all(each == [{False}] * 3 + [{False, True}, {True}] for each in hows), "three"),
                        word(len(FOLLOWERS))]),
    Claim("repair", lambda: outcomes("cut", 3), "With one it depends on {}.",
          lambda lost: [if_so(lost == {True, False}, "who becomes a candidate first")]),
    Claim("repair", lambda: none_has_it(False), "before another leader has taken a command, {}",
          lambda c: [if_so(all(commands(server)[0] == "x=5" and server.commit_index for server in c.servers.values()),
                           "even then it survives")]),
    Claim("repair", lambda: none_has_it(True), "Once another leader has committed a command, it is {}",
          lambda c: [if_so(is_lost(c), "lost for good")]),
    Claim("repair", only_cut_off, "S2 {}: cut it off, and the other four elect a leader that takes commands.",
          lambda c: [if_so(is_lost(c) and not c.down, "need not even crash")]),
    Claim("source-commit-explain", last_runs, "its longest run is looked at, of which the others {}",
          lambda pairs: [if_so(bool(pairs) and all(begins(*pair) for pair in pairs), "are the beginning")]),
    Claim("figure-7-after-explain", figure_7, "they are in conflict with no entry, and bear {}.",
          lambda c: [if_so(not any(row.conflict for row in rows_of(c.history.at(425))), "no cross")]),
    Claim("figure-7-explain", figure_7, "a lacks {} entry and refuses {}; b lacks {}, and refuses at {} places.",
          lambda c: [word(lacking(c, "a")), TIMES[refused_places(c, "a")], word(lacking(c, "b")),
                     word(refused_places(c, "b"))]),
    Claim("figure-7-explain", figure_7, "at {} places and at {}.",
          lambda c: [word(refused_places(c, follower)) for follower in "ef"]),
    Claim("figure-7-explain", figure_7, "c and d refuse {}:",
          lambda c: [if_so(not refused_places(c, "c") + refused_places(c, "d"), "nothing")]),
    Claim("figure-7-explain", figure_7, "On your walk next_index became {}.",
          lambda c: [walk_back_for_e(c)]),
    Claim("figure-7-explain", figure_7, "At {} the message named index {}, where both have term {}, and e said yes.",
          lambda c: [walk_back_for_e(c)[-1], walk_back_for_e(c)[-1] - 1,
                     *{at(c, 0)[id].log.term_at(walk_back_for_e(c)[-1] - 1) for id in ("leader", "e")}]),
    Claim("figure-7-way-explain", figure_7, "{} have their triangle at {}.",
          lambda c: [[id for id in "abcdef" if next_index_at(c, 130, id) == 6], 6]),
    Claim("figure-7-way-explain", figure_7, "For e that is the place: both logs agree at index {}.",
          lambda c: [last_agreement(c, "e")]),
    Claim("figure-7-way-explain", figure_7, "b must go back {} step more, and f {}.",
          lambda c: [word(next_index_at(c, 130, id) - 1 - last_agreement(c, id)) for id in "bf"]),
    Claim("figure-7-way-explain", figure_7, "{} have crosses, and still they have {}.",
          lambda c: [[row.server for row in rows_of(c.history.at(130)) if row.conflict],
                     if_so(all(at(c, 130)[id].log == at(c, 0)[id].log for id in "ef"), "deleted nothing")]),
    Claim("what-is-too-much", figure_7, "By 425 ms the leader has brought all {} to a yes.",
          lambda c: [if_so(is_brought_to_a_yes(c, 425), word(len(c.servers) - 1))]),
    Claim("figure-7-after-explain", figure_7, "All agree with the leader now, up to index {}.",
          lambda c: [min(at(c, 425)["leader"].match_index)]),
    Claim("figure-7-more-explain", figure_7, "Now {} has the same log, {} is committed, and the command has been",
          lambda c: [if_so(len({state.log for state in at(c, 540).values()}) == 1, "every server"),
                     if_so(all(state.last_applied == state.log.last_index for state in at(c, 540).values()),
                           "all of it")]),
    Claim("cost-explain", lambda: twenty(100, (5, 15)), "a command takes {} messages, four there and four back",
          lambda c: [word(sent_for_each_command(c))]),
    Claim("cost-explain", lambda: twenty(100, (20, 30)), "what a yes {}, each with a reply.",
          lambda c: [if_so(set_off_by_oks(c), "sets off")]),
    Claim("cost-explain", lambda: [twenty(heartbeat, (5, 15)) for heartbeat in (20, 50, 100)],
          "With latency 5–15 this {} here",
          lambda runs: [if_so(not any(appended_by(c, "receive") for c in runs), "never happens")]),
    Claim("cost-explain", lambda: (twenty(100, (20, 30)), twenty(100, (5, 15))),
          "makes {} messages more for a command, and {} replies: {} instead of {}.",
          lambda runs: [word(round(appended_by(runs[0], "receive"))), word(round(replies(runs[0]) - replies(runs[1]))),
                        *map(for_each_taken, runs)]),
    Claim("cost-explain", lambda: (twenty(100, (20, 30)), twenty(100, (5, 15))), "that makes messages longer, {}",
          lambda runs: [if_so(is_carried_again(runs[0]) and all(
              appended_by(runs[0], kind) == appended_by(runs[1], kind) for kind in ("command", "heartbeat timeout")),
              "not more")]),
    Claim("cost-explain", lambda: twenty(100, (20, 30)), "(The list says {}, since the last of the {} has no answer",
          lambda c: [costs(c), if_so(replication(c.history, start=600).answered == 19, "twenty")]),
    Claim("cost-panel-explain", lambda: (panel(loss=0.2), panel()),
          "half of the answers take up to {} ms instead of {}", lambda runs: map(half_within, runs)),
    Claim("cost-panel-explain", lambda: panel(loss=0.4), "With 40 % {} by 700 ms:",
          lambda c: [if_so(replication(c.history, 0, 700).answered == 0, "no command is answered")]),
    Claim("cost-panel-explain", lambda: panel(loss=0.4), "It has just taken {}",
          lambda c: [if_so(c.history.at(700).servers["S5"].log.last_index == asked_for(c, 700) > 10,
                           "all that was asked for in the meantime")]),
    Claim("figure-7-explain", walk_back.walked, "at step {} of {}",
          lambda history: (walk_back.HALF_WAY, len(list(walk_back.steps(history))) - 1)),
    Claim("endings-explain", journey, "at {} ms, when {} that it is committed", lambda c: [
        c.time, if_so(all(server.commit_index == 1 for server in c.servers.values()), "all five know")]),
    Claim("cost-panel-explain", lambda: panel(loss=0.4), "{} are lost, too",
          lambda c: [if_so({"RequestVote", "RequestVoteReply"} <= losses_before(c, first_led(c)[0]),
                           "requests and votes")]),
    Claim("cost-panel-explain", lambda: panel(loss=0.4), "{1} is elected only at {0} ms, in term {2}",
          lambda c: first_led(c)),
    Claim("cost-panel-explain", lambda: (panel(slow=1), panel(slow=10)), "A slow follower {}",
          lambda runs: [if_so(abs(half_within(runs[0]) - half_within(runs[1])) < 1, "delays nobody")]),
    Claim("cost-panel-explain", lambda: (panel(commands_a_second=50), panel(commands_a_second=50, batch=1)),
          "at 50 commands a second it {}, and {}",
          lambda runs: [if_so(falls_further_behind(runs[1]) and not falls_further_behind(runs[0]),
                              "falls ever further behind"),
                        if_so(half_within(runs[1]) > 1.5 * half_within(runs[0]), "all answers take longer")]),
    Claim(EXERCISES, two_endings, "S3, without it, can be elected by {}.", lambda runs: [voters(runs[1], "S3", 2)]),
    Claim("endings-explain", two_endings, "if S3 is elected (with its own vote and those of {}), S2's entry is {}",
          lambda runs: [voters(runs[1], "S3", 2), if_so("x=5" not in commands(at(runs[1], runs[1].time)["S2"]),
                                                        "erased")]),
    Claim("endings-explain", two_endings, "If S2 is elected, {}",
          lambda runs: [if_so(commands(at(runs[0], runs[0].time)["S5"])[0] == "x=5", "it passes the entry on")]),
    Claim("an-older-term", figure_8_b, "S1 has put x=2 on itself and {}, and then it crashes. In step (b) the others "
                                         "have elected {}",
          lambda c: [[id for id in having(c, "x=2", c.time) if id not in c.down], terms_led(c)[3]]),
    Claim("an-older-term", figure_8_b, "another command at {}",
          lambda c: [if_so(len({at(c, c.time)[id].log.last_index for id in ("S2", "S5")}) == 1, "the same index")]),
    Claim("an-older-term", figure_8_b, "Why could {} vote for S5? And why not S2?", lambda c: [voters(c, "S5", 3)]),
    Claim("figure-8-ask", figure_8_b, "The last entry of S3 and of S4 is as old as S5's, of term {}. S2's is of term "
                                      "{}",
          lambda c: [at(c, 32)["S5"].log.last_term, at(c, 32)["S2"].log.last_term]),
    Claim("figure-8-ask", figure_8, "Before anybody else gets x=3, {} crashes, too. {} is back and leads term {}.",
          lambda c: [*c.down, list(terms_led(c).values())[-1], list(terms_led(c))[-1]]),
    Claim("figure-8-ask", lambda: (figure_8_b(), figure_8()), "{} of five had x=2 in (a); now {} of five have it.",
          lambda runs: [word(len(having(runs[0], "x=2", 32))).capitalize(),
                        word(len(having(runs[1], "x=2", runs[1].time)))]),
    Claim("figure-8-explain", figure_8, "All frames are {}",
          lambda c: [if_so(not any(state.commit_index for state in at(c, c.time).values()), "dashed")]),
    Claim("why-so-careful", figure_8, "while x=4 is on {} alone. In (e)", lambda c: having(c, "x=4", c.time)),
    Claim("why-so-careful", ways_on, "{} have got x=4, too, and S1 has {} it",
          lambda runs: [[id for id in having(runs[1], "x=4", runs[1].time) if id != "S1"],
                        if_so(at(runs[1], runs[1].time)["S1"].commit_index == 3, "committed")]),
    Claim("figure-8-ways-explain", ways_on, "In (d) S5 is elected by {}, for its last entry, of term {}",
          lambda runs: [sorted(voters(runs[0], "S5", 5)), at(runs[0], runs[0].time)["S5"].log.last_term]),
    Claim("figure-8-ways-explain", ways_on, "it erases x=2 {}, although {} of five servers had it",
          lambda runs: [if_so(not having(runs[0], "x=2", runs[0].time), "wherever it is"),
                        word(len(having(runs[0], "x=2", 112)))]),
    Claim("figure-8-ways-explain", ways_on, "In (e) the last entries of S2 and S3 are of term {}",
          lambda runs: {at(runs[1], runs[1].time)[id].log.last_term for id in ("S2", "S3")}),
    Claim("figure-8-ways-explain", ways_on, "S5 has its own vote and {}'s: {} of five",
          lambda runs: [voters(runs[1], "S5", 5), word(len(at(runs[1], runs[1].time)["S5"].votes))]),
    Claim("figure-8-ways-explain", without_another_command, "x=5 would be on all {}, and stay uncommitted",
          lambda c: [if_so(all(commands(state) == ["x=5"] and not state.commit_index
                               for id, state in at(c, c.time).items() if id not in c.down), "servers that are up")]),
    Claim("ex-4-ask", corrupted, "it takes nearly {1} seconds to get back to {0}",
          lambda found: [found[0], word(round(found[1] / 1000))]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)
