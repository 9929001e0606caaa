"""A break as a run: exactly its moves happen in it, in recorded calls, and its property breaks at its end."""
import pytest

from raftlib.analysis.safety import check_all
from raftlib.protocol.server import Server
from raftlib.search import Trouble, explore, shortest_break
from raftlib.search.broken_rules import ForgetsVote, VotesTwice
from raftlib.search.moves import Aside, Command, Election, Exchange, Late, Restart, bare
from raftlib.search.rehearsal import Rehearsal
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.recipe import Recipe
from tests.search import found as search
from tests.search.found import UNSAFE


@pytest.fixture(scope="module", params=UNSAFE, ids=lambda rule: rule.server.__name__)
def found(request):
    return search.found(request.param)


def of_raft(state):
    """What a schedule decides of a server."""
    return state._replace(leader_id=None)


def test_it_ends_as_the_schedule_does_on_servers_alone(found):
    stage = Rehearsal(found.server, found.bounds)
    stage.play(found.moves)
    cluster = found.cluster()
    assert {id: of_raft(each.freeze()) for id, each in cluster.servers.items()} == {
        id: of_raft(each.freeze()) for id, each in stage.servers.items()}


def test_the_property_breaks_in_it_and_not_before_the_last_move(found):
    cluster = found.cluster()
    assert found.evidence in check_all(cluster)
    begun = [call.at for call in cluster.calls if call.name in ("time_out", "submit", "send_entries", "speak", "crash")]
    last = begun[-1] if not isinstance(bare(found.moves[-1]), Late) else 0
    assert check_all([event.state for event in cluster.history if event.at < last and event.state]) == []


def test_nothing_happens_in_it_by_itself(found):
    by_hand = {"time_out": "election timeout", "submit": "command", "send_entries": "heartbeat timeout",
               "speak": "heartbeat timeout"}
    cluster = found.cluster()
    for kind in set(by_hand.values()):
        calls = [call for call in cluster.calls if by_hand.get(call.name) == kind]
        assert len([event for event in cluster.history if event.kind == kind]) == len(calls)


def test_it_is_made_again_by_its_calls_and_by_its_code(found):
    cluster = found.cluster()
    recipe = Recipe.of(cluster)
    assert recipe.make().history.digest() == cluster.history.digest()
    names = {"Cluster": Cluster, found.server.__name__: found.server}
    exec(recipe.code(), names)
    assert names["cluster"].history.digest() == cluster.history.digest()


def test_the_shortest_schedule_needs_every_one_of_its_moves(found):
    for left_out in range(len(found.moves)):
        fewer = found.moves[:left_out] + found.moves[left_out + 1:]
        assert Rehearsal(found.server, found.bounds).play(fewer) is None


def test_a_copy_that_is_late_arrives_at_its_move():
    class CountsTwice(Server):
        """C3 broken: a vote counts as often as it arrives."""

        def on_request_vote_reply(self, reply):
            if reply.vote_granted:
                self.votes += (reply.sender,) if reply.sender in self.votes else ()
            return super().on_request_vote_reply(reply)

    found = explore(CountsTwice, 5, 1, 0, trouble=Trouble(late=1))
    assert found.evidence.property == "Election Safety"
    aside, late = [move for move in found.moves if isinstance(move, Aside) or isinstance(bare(move), Late)]
    assert aside.arrived
    assert bare(late).message == aside.message
    cluster = found.cluster()
    assert "duplicate" in {call.name for call in cluster.calls}
    assert found.evidence in check_all(cluster)


def test_moves_in_words():
    said = {str(move) for found in (shortest_break(VotesTwice), shortest_break(ForgetsVote)) for move in found.moves}
    assert said == {"S1 becomes a candidate; S2 hears it.", "S3 becomes a candidate; S1 hears it.",
                    "S1 crashes and restarts."}
    assert str(Election("S1", ())) == "S1 becomes a candidate; nobody hears it."
    assert str(Command("S2")) == "A client gives S2 a command."
    assert str(Exchange("S2", "S1")) == "S2 and S1 exchange AppendEntries until nothing is left to send."
    assert str(Restart("S2")) == "S2 crashes and restarts."


@pytest.mark.parametrize("call", ["speak", "send_entries"])
def test_only_a_leader_can_be_made_to_speak(call):
    cluster = Cluster()
    with pytest.raises(ValueError, match="id is 'S2': it must be a leader, and S2 is a follower"):
        getattr(cluster, call)("S2")
    cluster.run(until=lambda run: run.leader)
    cluster.run(for_=20)
    before = len(cluster.history)
    getattr(cluster, call)(cluster.leader)
    event = cluster.history[before]
    assert (event.kind, event.server, len(event.sent)) == ("heartbeat timeout", cluster.leader, 4)
    assert cluster.calls[-1].name == call
