"""What stands folded under a picture says what the picture shows, all of it, and no reasons."""
from collections import Counter
from itertools import pairwise

import pytest

from raftlib.analysis.faulty_logs import with_faults
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.in_html import html_of
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.picture import Picture
from raftlib.pictures.replicas import replica_grid
from raftlib.pictures.space_time import space_time
from raftlib.pictures.term_lines import term_lines
from raftlib.protocol.messages import RequestVoteReply
from tests.pictures.test_legends import random_run

SEEDS = pytest.mark.parametrize("seed", range(30))


def words_of(table):
    return " ".join([table.title, *(cell for row in table.rows for cell in row)])


@SEEDS
def test_a_flow_s_arrows_and_servers(seed):
    history, start, end = random_run(seed)
    graph = message_flow(history, start, end)
    picture = draw_message_flow(graph)
    messages, servers = picture.in_words()
    written = {words.text for words in picture.texts}
    assert all(f"{number} {said}" in written for number, _, _, _, said, _ in messages.rows)
    assert [row[0] for row in servers.rows] == list(history.servers)
    for server, role, term, *_ in servers.rows:
        assert {role, f"term {term}"} <= written
        assert (role == "down") == (server in history.at(end).down)
    if len(messages.rows) == graph.number_of_edges():
        drawn = Counter((sender, receiver, kind, end == "arrives") for _, sender, receiver, kind, _, end
                        in messages.rows)
        sent = Counter((sender, receiver, edge["kind"], edge["received"] is not None and edge["received"] <= end)
                       for sender, receiver, edge in graph.edges(data=True))
        assert drawn == sent


@SEEDS
def test_what_happens_on_life_lines_and_not_why(seed):
    history, start, end = random_run(seed)
    events = history.window(start, end)
    table, = space_time(history, start, end).in_words()
    assert [row[1] for row in table.rows] == [event.server or "" for event in events]
    for (_, _, said), event in zip(table.rows, events, strict=True):
        message = event.message
        if event.kind == "receive" and isinstance(message, RequestVoteReply):
            assert f"of {message.sender} " in said
            assert (": yes)" if message.vote_granted else ": no)") in said
        receivers = {flight.message.receiver for flight in event.sent}
        assert all(receiver in said.partition("sends")[2] for receiver in receivers)
        assert not event.rule or event.rule not in said.split()
        assert len(event.why) < 20 or event.why not in said


@SEEDS
def test_the_entries_of_logs(seed):
    history, _, end = random_run(seed)
    table, = log_grid(history, end).in_words()
    moment = history.at(end)
    first = int(table.headers[1].removeprefix("index ")) if table.headers[1].startswith("index") else 1
    last = first - 1 + sum(header.startswith("index ") for header in table.headers)
    for row in table.rows:
        assert len(row) == len(table.headers)
        state = moment.servers[row[0].partition(":")[0]]
        for index, said in zip(range(first, last + 1), row[1:], strict=False):
            if index > state.log.last_index:
                assert said == ""
                continue
            entry = state.log.entry_at(index)
            assert said.startswith(f"term {entry.term}")
            assert entry.command in said
            assert ("applied" in said) == (index <= state.last_applied)


def test_the_terms_of_servers_follow_each_other():
    history, start, end = random_run(3)
    table, = term_lines(history, start, end).in_words()
    for server in history.servers:
        rows = [row for row in table.rows if row[0] == server]
        assert all(one[2] == other[1] for one, other in pairwise(rows))
        assert [int(row[4]) for row in rows if row[4]] == sorted(int(row[4]) for row in rows if row[4])


def test_replicas_command_by_command():
    straight, faulty = with_faults(["x=5", "x+=1"], lost=1)
    table, = replica_grid({"S1": straight, "S2": faulty}).in_words()
    assert table.rows == [("S1", "x=5: x=5", "x+=1: x=6", "x=6"), ("S2", "x=5, lost: nothing", "x+=1: x=1", "x=1")]


def test_a_still_picture_keeps_its_words_and_html_escapes_them():
    picture = Picture((2, 1), "a < b")
    assert "<details>" not in html_of(picture.svg(), picture.caption, picture.in_words())
    logs = log_grid(*random_run(5)[::2])
    assert logs.under("A sentence.").in_words() == logs.in_words()
    assert 'alt="a &lt; b &quot;c&quot;"' in html_of("<svg/>", 'a < b "c"', [])
