"""How a search is asked and what it answers; what it leaves out, against a search that leaves out nothing."""
from itertools import permutations

import pytest

from raftlib.analysis.safety import SafetyChecker
from raftlib.protocol.server import Server
from raftlib.search import GaveUpError, Trouble, explore, shortest, shortest_break
from raftlib.search.bounds import Bounds
from raftlib.search.broken_rules import AlwaysTruncates, IgnoresLogs, KeepsVotes, VotesTwice
from raftlib.search.moves import MOVES, Election, commands, elections
from raftlib.search.rehearsal import Rehearsal
from raftlib.search.shortest import Search
from raftlib.search.snapshot import renamed, taken
from raftlib.search.trouble import NONE, ONE_LATE, ONE_LOST_REPLY, ONE_RESTART
from raftlib.search.worlds import Worlds

IDS = ("S1", "S2", "S3")


class FavoursS3(Server):
    """Tells servers apart: S3 alone has two votes."""

    def may_vote_for(self, candidate_id):
        return self.id == "S3" or super().may_vote_for(candidate_id)


class VotesForS3(Server):
    """Tells servers apart: S3 alone always gets a vote, which shows in the very move in which a property breaks."""

    def may_vote_for(self, candidate_id):
        return candidate_id == "S3" or super().may_vote_for(candidate_id)


class Past(SafetyChecker):
    """What a search must tell worlds apart by, beside their servers: read off the properties, as they remember it."""

    def told(self, names):
        elections, _, _, completeness, machines = self.properties
        return (frozenset((term, names[id]) for term, id in elections.leaders.items()),
                frozenset((each.current_term, names[each.id], each.log.entries) for each in completeness.elected),
                frozenset((index, each.entry, each.term) for index, each in completeness.committed.items()),
                frozenset((index, entry) for index, (entry, _) in machines.applied.items()))


def plainly(server, bounds):
    """How many worlds there are, found by playing each schedule from its start, and comparing under all six names."""
    moves = [move for make in MOVES for move in make(IDS)]
    seen, schedules = set(), [()]
    while schedules:
        longer = []
        for schedule in schedules:
            stage = Rehearsal(server, bounds)
            stage._checker = Past()
            for each in stage.servers.values():
                stage._checker.see(each.freeze())
            stage.play(schedule)
            world = told(stage)
            if world not in seen:
                seen.add(world)
                longer += [(*schedule, move) for move in moves]
        schedules = longer
    return len(seen)


def told(stage):
    """The same for worlds that differ in names alone."""
    def under(order):
        names = dict(zip(IDS, order, strict=True))
        servers = {names[id]: renamed(taken(each), names) for id, each in stage.servers.items()}
        return tuple(servers[id] for id in IDS), stage._checker.told(names)
    return frozenset(map(under, permutations(IDS)))


@pytest.mark.parametrize(("server", "terms", "entries"), [(Server, 1, 1), (KeepsVotes, 1, 1), (Server, 2, 0)])
def test_all_that_can_happen_is_what_playing_every_schedule_finds(server, terms, entries):
    assert explore(server, 3, terms, entries).worlds == plainly(server, Bounds(3, terms, entries))


@pytest.mark.parametrize(("terms", "entries"), [(1, 0), (1, 1), (4, 3)])
def test_a_server_by_itself_waits_then_leads_and_fills_its_log(terms, entries):
    assert explore(Server, 1, terms, entries).worlds == 2 + entries


def test_a_class_that_tells_servers_apart_is_searched_under_all_names():
    found = shortest_break(FavoursS3)
    assert found.evidence.property == "Election Safety"
    assert len(found.moves) == 2
    assert all("S3" in move.hearers for move in found.moves)


def test_searches_that_share_what_is_worked_out_count_as_each_does_by_itself():
    worlds = Worlds(Server, Bounds(3, 2, 1), MOVES)
    for trouble in (NONE, ONE_RESTART, ONE_LOST_REPLY, ONE_LATE):
        search = Search(worlds, trouble)
        while search.tree.frontier:
            list(search.level())
        assert search.tree.states == explore(terms=2, entries=1, trouble=trouble).worlds


def test_without_any_trouble_named_a_late_message_is_looked_for_in_one_term_less():
    found = shortest_break(AlwaysTruncates)
    assert (found.trouble, found.bounds.terms) == (ONE_LATE, 2)
    assert shortest_break(AlwaysTruncates, terms=2) is None  # it takes a leader of term 1, and one of term 2
    assert shortest_break(AlwaysTruncates, terms=2, troubles=[ONE_LATE]).moves == found.moves


def test_moves_are_an_argument():
    assert shortest_break(IgnoresLogs, moves=(elections, commands), troubles=[Trouble()]) is None
    assert shortest_break(VotesTwice, moves=[elections]).moves == (Election("S1", ("S2",)), Election("S3", ("S1",)))


def test_a_class_that_is_seen_to_tell_servers_apart_in_the_last_move_breaks_in_as_many_moves():
    found = explore(VotesForS3, terms=2, entries=0)
    assert found.moves == (Election("S1", ("S2",)), Election("S3", ("S1",)))  # S1 has voted for itself, and votes again
    assert Rehearsal(VotesForS3, found.bounds).play(found.moves) == found.evidence


def test_a_break_tells_its_moves_and_what_it_has_done():
    assert str(shortest_break(VotesTwice)) == (
        "Election Safety breaks in 2 moves:\n1. S1 becomes a candidate; S2 hears it.\n"
        "2. S3 becomes a candidate; S1 hears it.\nThen S1 and S3 have both led term 1.")


def test_trouble_is_told_in_words():
    assert [str(each) for each in (Trouble(), Trouble(restarts=1), Trouble(2, 1, 0), Trouble(0, 2, 1))] == [
        "no trouble", "1 restart", "2 restarts and 1 lost reply", "2 lost replies and 1 late or doubled message"]


@pytest.mark.parametrize(("arguments", "sentence"), [
    ({"servers": 0}, "servers is 0: it must be a whole number from 1 to 9"),
    ({"terms": 0}, "terms is 0: it must be a whole number from 1"),
    ({"entries": 10}, "entries is 10: it must be a whole number from 0 to 9"),
])
def test_bounds_are_checked(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        shortest_break(Server, **arguments)


def test_past_its_limit_it_says_how_far_it_came():
    with pytest.raises(GaveUpError, match=r"^100 worlds were looked at: no property breaks in fewer than \d moves\. "
                                          r"most is 100\.$"):
        explore(Server, most=100)


def test_interrupted_it_says_how_far_it_came(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt
    monkeypatch.setattr(shortest.Search, "level", interrupted)
    with pytest.raises(KeyboardInterrupt, match="0 worlds were looked at: no property breaks in fewer than 1 moves"):
        explore(Server)
