"""What stands folded under a picture says what the picture shows, all of it, and no reasons."""
from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest

from raftlib import scenarios
from raftlib.analysis.elections import hold_elections
from raftlib.analysis.failover import Failover
from raftlib.analysis.faulty_logs import with_faults
from raftlib.analysis.life import Life
from raftlib.analysis.outages import downtimes, live
from raftlib.analysis.split_votes import split_rates
from raftlib.pictures.availability_curves import availability_curves, long_time
from raftlib.pictures.curves import downtime_curves, split_curves
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.failover_curves import failover_curves
from raftlib.pictures.group_grid import group_grid
from raftlib.pictures.in_html import html_of
from raftlib.pictures.life_lines import life_lines
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.log_steps import log_steps
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


def name_of(edge):
    """What a message is called."""
    return {"RequestVote": "vote request", "RequestVoteReply": "vote", "AppendEntriesReply": "reply",
            "AppendEntries": "AppendEntries" if edge["entries"] else "heartbeat"}[edge["kind"]]


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
        sent = Counter((sender, receiver, name_of(edge), edge.get("received", end + 1) <= end)
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


# ---- Lines, groups and curves -------------------------------------------------------------------------------------

def rng():
    return np.random.default_rng(1)


def test_life_lines_are_told_by_their_outages():
    lived = live([Life(fails_a_day=0.1, repair=24)] * 2, years=1)
    rows = {"S1": lived.up[0], "S2": lived.up[1], "either": lived.up.any(axis=0)}
    table, = life_lines(lived, rows, days=(0, 360)).in_words()
    for name, times, hours, spans in table.rows:
        spans = [tuple(map(float, span.split(" – "))) for span in spans.split(", ") if span]
        assert len(spans) == int(times)
        lasted = sum(24 * (last - first) for first, last in spans)
        assert lasted == pytest.approx(float(hours), abs=2.4 * len(spans) + 1)
        starts = np.append(0.0, lived.ends)[:-1] / 24
        for start, end, up in zip(starts, lived.ends / 24, rows[name], strict=True):
            middle = (start + end) / 2
            if end < 360 and end - start > 0.2:
                assert any(first < middle < last for first, last in spans) != up


@pytest.mark.parametrize(("servers", "size"), [(3, 2), (5, 3), (5, 2), (4, 4)])
def test_groups_are_told_with_what_they_share_with_the_first(servers, size):
    table, = group_grid(servers, size).in_words()
    names = [f"S{number}" for number in range(1, servers + 1)]
    every = list(combinations(names, size))
    assert [row[0] for row in table.rows] == [" ".join(group) for group in every]
    assert [row[1] for row in table.rows] == [
        " ".join(name for name in names if name in group and name in every[0]) or "nobody" for group in every]


def test_curves_of_elections_are_told_by_when_shares_are_over():
    times = {"quick": rng().exponential(100, 1000), "cut off": np.append(rng().uniform(0, 50, 800), [np.nan] * 200)}
    table, = downtime_curves(times, {"quick": {0.5: 70.0}}).in_words()
    assert table.headers == ("elections", "quick", "quick, published", "cut off")
    for share, *cells in table.rows:
        part = float(share.removesuffix(" %")) / 100
        for said, values in zip((cells[0], cells[2]), times.values(), strict=True):
            over = np.mean(values <= (np.inf if said == "never" else float(said) + 0.5))
            assert said == "never" if part >= np.mean(~np.isnan(values)) else over >= part
            assert said == "never" or np.mean(values < float(said) - 0.5) <= part
    assert [cells[2] for cells in table.rows if cells[2]] == ["70"]


def test_split_votes_are_told_at_each_ratio():
    rate = split_rates([0.1, 0.3], servers=5, trials=1000)
    table, = split_curves({"five servers": rate}).in_words()
    assert table.title == "five servers"
    for row, ratio, formula, simulated in zip(table.rows, rate.ratios, rate.formula, rate.simulated, strict=True):
        said = [float(row[0]), *(float(cell.removesuffix(" %")) / 100 for cell in row[1:])]
        assert said == pytest.approx([ratio, formula, simulated], rel=0.01)


def test_a_failover_is_told_with_the_times_that_are_marked():
    elections = hold_elections(Failover(), trials=500)
    picture = failover_curves(elections)
    marked = [words.text.strip() for words in picture.texts]
    table, = picture.in_words()
    told = dict(table.rows)
    assert f"half: {told['50 % of elections are over by, in ms']} ms" in marked
    assert f"99 %: {told['99 % of elections are over by, in ms']} ms" in marked


def test_a_service_is_told_for_each_number_of_servers():
    life = Life(fails_a_day=0.05, repair=24)
    times = downtimes(life, years=100)
    table, = availability_curves({"majority": times}).in_words()
    assert [row[0] for row in table.rows] == [str(servers) for servers in range(1, 10)]
    # One server alone is down for its repairs: so large a part of the time (the renewal theorem).
    assert table.rows[0][1] == long_time(525_600 * 24 / (480 + 24))


def test_the_logs_of_several_steps_are_told_one_after_the_other():
    runs = {"(a)": scenarios.figure_8_a(), "(b)": scenarios.figure_8_b()}
    tables = log_steps(runs).in_words()
    assert [table.title for table in tables] == list(runs)
    for table, run in zip(tables, runs.values(), strict=True):
        for row, (id, state) in zip(table.rows, run.history.at(run.time).servers.items(), strict=True):
            assert row[0].startswith(id)
            assert [cell.split(":")[0].split(",")[0] for cell in row[1:] if cell] == [f"term {term}"
                                                                                     for term in state.log.terms]
