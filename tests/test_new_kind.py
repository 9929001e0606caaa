"""A kind of message that Raft gets besides (here a server asks around before it stands) is known at once.

What records, draws and plays messages goes by the tables that `messages.EXCHANGES` fills.
"""
import re
from typing import NamedTuple

import pytest

from raftlib import Cluster, History, Player, Server, draw_message_flow, event_table, message_flow, space_time
from raftlib.pictures import message_flow as flows
from raftlib.pictures import message_lines, style
from raftlib.protocol import messages
from raftlib.protocol.messages import EXCHANGES, Exchange
from raftlib.protocol.state import FOLLOWER
from raftlib.widgets.player.run_data import flight_of


class Sounding(NamedTuple):
    sender: str
    receiver: str
    term: int


class SoundingReply(NamedTuple):
    sender: str
    receiver: str
    term: int
    granted: bool


class Asking(Server):
    """Asks around before it stands, and stands once a majority has said that it would vote."""

    handlers = Server.handlers | {Sounding: "on_sounding", SoundingReply: "on_sounding_reply"}

    def election_timeout(self):
        self._begin()
        self.timer_restarts = True
        self.yes = {self.id}
        return [Sounding(self.id, peer, self.current_term) for peer in self.peers]

    def on_sounding(self, request):
        return [SoundingReply(self.id, request.sender, self.current_term, self.leader_id is None)]

    def on_sounding_reply(self, reply):
        self.yes |= {reply.sender} if reply.granted else set()
        is_enough = self.role == FOLLOWER and len(self.yes) >= self.majority()
        return self.start_election() if is_enough else []


@pytest.fixture
def run(monkeypatch):
    """A run to its first leader in which servers ask around first, the two kinds being in the tables."""
    looks = style.message_styles((*EXCHANGES, Exchange(Sounding, SoundingReply, "granted")))
    for table, more in ((messages.KINDS, {kind.__name__: kind for kind in (Sounding, SoundingReply)}),
                        (flows.REPLIES, {"SoundingReply": "granted"}),
                        (style.MESSAGES, looks), (message_lines.LINES, looks)):
        for name, value in more.items():
            monkeypatch.setitem(table, name, value)
    cluster = Cluster(servers=3, seed=7, server=Asking)
    assert cluster.run(until=lambda c: c.leader)
    return cluster


def test_it_is_recorded_and_read_again(run):
    again = History.from_json(run.history.to_json())
    assert again == run.history
    assert {type(flight.message) for flight in again.flights(0, again.end)} >= {Sounding, SoundingReply}


def test_it_is_drawn_with_a_line_and_words_of_its_own(run):
    graph = message_flow(run.history, 0, run.time)
    kinds = [edge["kind"] for *_, edge in graph.edges(data=True)]
    assert "Sounding t0" in draw_message_flow(graph).svg()
    assert f"{kinds.count('Sounding')} Soundings, 2 SoundingReplies" in draw_message_flow(graph).caption
    colour = style.MESSAGES["Sounding"].colour
    assert colour not in {style.MESSAGES[kind].colour for kind in ("RequestVote", "AppendEntries")}
    assert colour.lower() in space_time(run.history, 0, run.time).svg().lower()


def words_in(picture, text):
    """How often a text stands in a picture by itself, as in a legend."""
    return len(re.findall(rf">\s*{text}\s*<", picture.svg()))


def test_legends_name_it(run):
    graph = message_flow(run.history, 0, run.time)
    flow, times = draw_message_flow(graph), space_time(run.history, 0, run.time)
    said = {(edge["kind"], edge.get("granted")) for *_, edge in graph.edges(data=True)}
    for picture in (flow, times):
        assert words_in(picture, "Sounding") == 1
        for kind, name in (("SoundingReply", "reply"), ("RequestVoteReply", "vote")):
            for granted, words in ((True, "yes"), (False, "no")):
                assert words_in(picture, f"{name}: {words}") == ((kind, granted) in said)


def test_it_is_told_in_tables_and_on_the_page(run):
    assert re.search(r"S2 +gets SoundingReply of S[13] \(t0: yes\)", repr(event_table(run.history, 0, run.time)))
    said = [flight_of(flight, run.history) for flight in run.history.flights(0, run.time)]
    assert {(each["m"], each["g"]) for each in said} >= {("Sounding", None), ("SoundingReply", True)}
    player = Player(run)
    assert "Sounding" in player.look["messages"]
    assert [each["words"] for each in player.look["legend"] if each["m"].startswith("Sounding")] == [
        "Sounding", "reply: yes", "reply: no"]


def test_a_server_that_does_not_know_it_refuses_it():
    with pytest.raises(ValueError, match="message is Sounding"):
        Server("S1", ["S1", "S2"]).receive(Sounding("S2", "S1", 0))
