"""Notebook 07 says of its runs, of what the search finds, and of what is on record, what they say."""
import re
from functools import cache
from inspect import signature

import pytest

from raftlib import Server
from raftlib.protocol.state import LEADER
from raftlib.search import BROKEN_RULES, explore, measured, random_breaks, random_run
from raftlib.search import broken_rules as broken
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Command, Election, Exchange
from raftlib.search.record import RUNS
from raftlib.search.rehearsal import Rehearsal
from raftlib.search.shortest import Explored
from raftlib.stories import rule_and_bounds as any_rule
from raftlib.stories.figure_8 import story
from tests.cells import cells_of, run_cells
from tests.prose.claims import Claim, at, check, if_so, voters, word
from tests.search.found import UNSAFE, found

NOTEBOOK = "07-break-raft"


def row(server):
    return next(rule for rule in UNSAFE if rule.server is server)


def cluster_of(server):
    return found(row(server)).cluster()


def last_terms(cluster, *ids):
    states = at(cluster, cluster.time)
    return [states[id].log.last_term for id in ids]


def survivors():
    return [each for each in measured().rows if each.ordinary is None]


@cache
def by_luck():
    first = next(random_breaks(broken.NeverTruncates, 100))
    return len(random_run(broken.NeverTruncates, first.seed).history)


def wins_without(cluster):
    """Whether the last leader lacks an entry that another server has committed."""
    states = at(cluster, cluster.time)
    leader = max((state for state in states.values() if state.role == LEADER), key=lambda state: state.current_term)
    return any(state.commit_index > leader.log.last_index
               or state.log.term_at(state.commit_index) != leader.log.term_at(state.commit_index)
               for state in states.values())


CLAIMS = [
    Claim("one-explain", lambda: cluster_of(broken.CommitsOlderTerms),
          "S1 leads term {}, and brings its entry of term {} to {}. {} of three have it",
          lambda c: [3, at(c, c.time)["S1"].log.term_at(1),
                     next(id for id in ("S2", "S3") if at(c, c.time)[id].log.term_at(1) == 1), "Two"]),
    Claim("one-explain", lambda: cluster_of(broken.CommitsOlderTerms),
          "But S2 has an entry of term {}, which is newer. {} itself votes for S2, and S2 leads without what was "
          "committed.",
          lambda c: [at(c, c.time)["S2"].log.last_term,
                     if_so("S1" in voters(c, "S2", 4) and wins_without(c), "S1")]),
    Claim("two-explain", lambda: cluster_of(broken.VotesTwice),
          "{} is the voter that says yes twice: first to itself, then to S3.",
          lambda c: [next(id for id in ("S1", "S2") if id in voters(c, "S3", 1))]),
    Claim("two-whole-explain", lambda: [len(found(rule).moves) for rule in UNSAFE],
          "of all the broken rules in this notebook none needs more than {} moves", lambda all: [word(max(all))]),
    Claim("summary", lambda: [len(found(rule).moves) for rule in UNSAFE],
          "and these are short: {} to {} moves.", lambda all: [word(min(all)), word(max(all))]),
    Claim("switch-explain", lambda: cluster_of(broken.ComparesLengths),
          "S1 has an entry of term {}, and S2 and S3 have a committed one of term {}. The logs are {} long.",
          lambda c: [*{*last_terms(c, "S1")}, *{*last_terms(c, "S2", "S3")},
                     if_so(len({state.log.last_index for state in at(c, c.time).values()}) == 1, "equally")]),
    Claim("switch-explain", lambda: cluster_of(broken.ComparesLengths), "so {} votes for it",
          lambda c: voters(c, "S1", 3)),
    Claim("random-explain", survivors, "{} of the 17 survive 1000 ordinary runs, Figure 8's rule among them.",
          lambda rows: [if_so("CommitsOlderTerms" in {each.server for each in rows},
                              word(len(rows)).capitalize())]),
    Claim("random-explain", lambda: [each.troubled for each in measured().rows],
          "The harsher runs find all: the hardest, a vote that is not on disk, in run {}.",
          lambda all: [max(each or RUNS + 1 for each in all)]),
    Claim("random-explain", lambda: (found(row(broken.NeverTruncates)), by_luck()),
          "stands among {} of events, and it need not be the first one possible: here it is two commands at one "
          "index. The search tells one of {} moves",
          lambda both: [if_so(200 <= both[1] < 1000, "hundreds"), word(len(both[0].moves))]),
    Claim("odd-explain", lambda: explore(broken.ElectsByHalf, 4, terms=2, entries=1),
          "(ElectsByHalf turns it round: then two halves elect a {} each.)",
          lambda broke: [if_so(broke.evidence.property == "Election Safety", "leader")]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_so_it_was(claim):
    check(NOTEBOOK, claim)


def test_the_hardest_for_runs_in_trouble_is_the_vote_that_is_not_on_disk():
    hardest = max(measured().rows, key=lambda each: each.troubled or RUNS + 1)
    assert hardest.server == "ForgetsVote"


def test_ordinary_runs_have_a_column_with_none_and_runs_in_trouble_have_not():
    """What random-look asks for."""
    assert survivors()
    assert all(each.troubled for each in measured().rows)


@pytest.mark.parametrize("reached", range(4))
def test_from_beat_5_on_three_hold_the_entry_and_only_two_followers_save_it(reached):
    """What story-told says."""
    told = story(followers_reached=reached)
    beat = told.told[4]
    assert "three of five" in beat.said
    assert ("can't win" in told.told[-1].said) == (reached >= 2)


def test_a_server_with_an_empty_log_may_not_vote_for_everybody():
    """What own-explain says: two leaders of a term put different entries at the same index and term."""
    server = run_cells(NOTEBOOK, "story", "one-source", "one-broken", "two-run", "own-run")["MyServer"]
    both = explore(server, terms=2, entries=1)
    assert both.evidence.property == "Election Safety"
    cluster = both.cluster()
    leaders = [id for id, state in at(cluster, cluster.time).items() if state.role == LEADER]
    for id, command in zip(leaders, ("x=1", "y=1"), strict=True):
        cluster.submit(command, to=id)
    entries = {cluster.servers[id].log.entry_at(1) for id in leaders}
    assert len(entries) == 2
    assert len({entry.term for entry in entries}) == 1


def test_a_search_of_any_rule_in_the_menu_ends_within_the_worlds_that_are_looked_at():
    """What switch-look promises: within some ten seconds each rule, within its own bounds, comes to an end."""
    for rule in UNSAFE:
        assert found(rule).worlds < any_rule.most_of(rule.servers)


def test_the_table_to_fill_in_from_memory_has_the_disaster_of_each_rule():
    told = cells_of(NOTEBOOK)["what-is-found"]
    named = re.findall(r"Say it for (.+?)\. Then", told)[0].replace(" and ", ", ").split(", ")
    assert named == sorted({rule.rule for rule in UNSAFE})
    for rule in UNSAFE:
        assert f"| {rule.rule} | `{rule.server.__name__}` | {rule.disaster} |" in told


@pytest.mark.parametrize(("cell", "rule", "does"), [
    ("one-explain", broken.CommitsOlderTerms, "S1 has committed one entry."),
    ("switch-explain", broken.ComparesLengths, "S1 leads term 3, with the vote of S2.")])
def test_the_step_that_the_rule_forbids_is_the_one_that_is_named(cell, rule, does):
    """With the intact rules the same moves come to the same until that step, and in it to something else."""
    number = int(re.search(r"forbids is .*step (\d)", cells_of(NOTEBOOK)[cell])[1])
    bounds = {name: getattr(row(rule), name) for name in any_rule.BOUNDS}
    assert does in any_rule.story(rule.__name__, **bounds).told[number - 1].said
    same = [states_after(server, rule, number - 2) for server in (Server, rule)]
    differ = [states_after(server, rule, number - 1) for server in (Server, rule)]
    assert same[0] == same[1]
    assert differ[0] != differ[1]


def states_after(server, rule, count):
    """All states after the first moves of a rule's break (the story's first step is none), played by a class."""
    broke = found(row(rule))
    stage = Rehearsal(server, broke.bounds)
    stage.play(broke.moves[:count])
    return [stage.state(id)._replace(votes=()) for id in sorted(stage.servers)]


def test_comparing_lengths_needs_three_terms_and_logs_of_one_entry():
    """What switch-explain says."""
    assert isinstance(explore(broken.ComparesLengths, terms=2, entries=3), Explored)
    assert explore(broken.ComparesLengths, terms=3, entries=1).evidence.property == "Leader Completeness"


def test_half_are_enough_to_elect_and_not_to_commit():
    """What option b of Predict 4 says."""
    stage = Rehearsal(broken.ElectsByHalf, Bounds(servers=4, terms=2, entries=1))
    stage.play([Election("S1", ("S2",)), Command("S1"), Exchange("S1", "S2")])
    assert (stage.state("S1").role, stage.state("S1").commit_index) == (LEADER, 0)
    stage.play([Exchange("S1", "S3")])
    assert stage.state("S1").commit_index == 1


def test_with_four_rules_of_the_menu_nothing_breaks():
    """What switch-explain says."""
    safe = [rule.server for rule in BROKEN_RULES if not rule.property]
    assert safe == [broken.CommitsByHalf, broken.SupposesMatch, broken.RestartsTimerOnRequests,
                    broken.IgnoresHigherTerms]


def test_the_methods_that_can_be_replaced_are_there():
    told = re.findall(r"`(\w+)\((self[^)]*)\)`", cells_of(NOTEBOOK)["own"])
    assert len(told) == 9
    for name, arguments in told:
        assert ", ".join(signature(getattr(Server, name)).parameters) == arguments
