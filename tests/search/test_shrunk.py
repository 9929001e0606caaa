"""Nothing of a break's run can be left out, and its moves say what happens in it: both read off the run's events."""
import re

import pytest

from raftlib.analysis.safety import SafetyChecker
from raftlib.protocol.messages import AppendEntriesReply, RequestVote, RequestVoteReply
from raftlib.protocol.state import LEADER
from raftlib.search.bounds import Bounds
from raftlib.search.broken_rules import VotesTwice
from raftlib.search.moves import Aside, Command, Election, Exchange, Heartbeat, Late, Restart, bare
from raftlib.search.performance import performed
from raftlib.search.rehearsal import Rehearsal
from raftlib.search.shrunk import shrunk
from tests.search import found as search
from tests.search.found import UNSAFE


@pytest.fixture(scope="module", params=UNSAFE, ids=lambda rule: rule.server.__name__)
def found(request):
    return search.found(request.param)


def steps_of(cluster):
    """All that is done to the servers of a run, in its order: (number, method, server, argument of the call if any).

    The argument of `receive` is a pair of the number of the step in which the message was sent, and the message.
    """
    by_hand = {call.events: call.name for call in cluster.calls}
    sender = {}
    for number, event in enumerate(cluster.history):
        sender |= {flight.number: number for flight in event.sent if event.kind != "duplicate"}
        match event.kind:
            case "receive":
                yield number, "receive", event.server, (sender[event.flight.number], event.message)
            case "command":
                yield number, "client_command", event.server, event.detail
            case "election timeout" | "restart":
                yield number, event.kind.replace(" ", "_"), event.server, None
            case "heartbeat timeout":
                spoken = by_hand[number] == "speak"
                yield number, "heartbeat_timeout" if spoken else "append_entries_to_all", event.server, None


def broken_by(server, ids, steps):
    """Which property breaks first if these steps are done to servers, by themselves; what can't be done is not."""
    servers, checker, sent = {id: server(id, ids) for id in ids}, SafetyChecker(), set()
    for each in servers.values():
        checker.see(each.freeze())
    for number, method, id, argument in steps:
        leads = servers[id].role == LEADER
        if (method == "receive" and argument not in sent) or (method == "election_timeout" and leads) or (
                method in ("heartbeat_timeout", "append_entries_to_all") and not leads):
            continue
        arguments = [] if argument is None else [argument[1] if method == "receive" else argument]
        sent |= {(number, message) for message in getattr(servers[id], method)(*arguments)}
        if evidence := checker.see(servers[id].freeze()):
            return evidence.property
    return None


def test_no_message_and_no_call_of_its_run_can_be_left_out(found):
    cluster = found.cluster()
    ids, steps = list(cluster.servers), list(steps_of(cluster))
    assert broken_by(found.server, ids, steps) == found.evidence.property
    for number in range(len(steps)):
        fewer = steps[:number] + steps[number + 1:]
        assert broken_by(found.server, ids, fewer) != found.evidence.property, steps[number]


def slices_of(found):
    """Each move of a break with the events of its run that happen in it."""
    performance, begin = performed(found.server, found.bounds, found.moves), 0
    for move, (_, end) in zip(found.moves, performance.ends, strict=True):
        yield move, performance.cluster.history[begin:end]
        begin = end


def messages(events, kind, between, *types):
    """The messages between some servers in events of a kind, of these types."""
    return [event.message for event in events if event.kind == kind and isinstance(event.message, types or tuple)
            and {event.message.sender, event.message.receiver} <= set(between)]


def called(message):
    """A reply in a word: a vote is only one that is granted."""
    if isinstance(message, RequestVoteReply):
        return "vote" if message.vote_granted else "refusal"
    return {AppendEntriesReply: "reply"}[type(message)]


def test_who_hears_an_election_and_what_is_lost_of_a_move_is_so_in_the_run(found):
    for move, events in slices_of(found):
        said, own = str(move), bare(move)
        lost = re.findall(r"The ([\w ]+) from (S\d) to (S\d) is lost", said)
        if isinstance(own, Election):
            heard = re.search(r"; (.*) hears? it", said)[1]
            hearers = [] if heard == "nobody" else heard.split(" and ")
            votes = RequestVote, RequestVoteReply
            asked = [each.receiver for each in messages(events, "receive", move.servers, *votes)
                     if each.sender == own.candidate]
            assert asked == hearers
            between = votes
        else:
            between = ()
        if isinstance(own, Election | Exchange | Heartbeat | Late):
            assert lost == [(called(each), each.sender, each.receiver)
                            for each in messages(events, "lost", move.servers, *between)]


BOUNDS = Bounds(3, 3, 2)
REQUEST, VOTE = RequestVote("S1", "S2", 1, "S1", 0, 0), RequestVoteReply("S2", "S1", 1, True, 1)


@pytest.mark.parametrize("padded", [
    [Command("S2"), Election("S1", ("S2",)), Command("S2"), Election("S3", ("S1", "S2"))],
    [Election("S1", ("S2",)), Command("S1"), Restart("S2"), Election("S3", ("S2",)), Exchange("S3", "S2")],
    [Restart("S3"), Election("S1", ("S3",)), Exchange("S1", "S3"), Election("S2", ("S3",)), Command("S1")],
    [Aside(Election("S1", ("S2",)), VOTE, True), Election("S3", ("S1", "S2")), Late(VOTE)],
    [Aside(Election("S1", ("S2",)), VOTE, False), Election("S3", ("S2",)), Late(VOTE)],
    [Aside(Election("S1", ("S2",)), REQUEST, True), Late(REQUEST), Election("S3", ("S2",))],
])
def test_whatever_is_put_in_is_left_out_again(padded):
    assert Rehearsal(VotesTwice, BOUNDS).play(padded).property == "Election Safety"
    first, second = shrunk(VotesTwice, BOUNDS, padded)
    assert (type(first), type(second), len(first.hearers), len(second.hearers)) == (Election, Election, 1, 1)
