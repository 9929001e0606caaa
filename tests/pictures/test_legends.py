"""Legends: of all that can be in a picture they name what is in it, and nothing else; and no words cover others."""
import random
import re
from math import dist

import pytest

from raftlib import Cluster
from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.flow_words import arrows_of, words_of
from raftlib.pictures.legend import Entry, rows_of, with_legend
from raftlib.pictures.log_grid import log_grid
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import Discs
from raftlib.pictures.space_time import space_time
from raftlib.pictures.style import WIDTH
from raftlib.pictures.term_lines import term_lines
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply, RequestVote, RequestVoteReply
from tests.pictures.drawn import covering, extents_of

RUNS = 200
SMALLER = 0.3  # inches: the radius of a disc that is no server
SEEDS = pytest.mark.parametrize("seed", range(60))
TALLY = "2 of 3: votes it has, of those it needs"


def random_run(seed):
    """A run of anything that can happen, and a window in it (ms)."""
    dice = random.Random(seed)
    cluster = Cluster(servers=dice.randint(1, 9), seed=seed, loss=dice.choice((0, 0, 0.1, 0.4)),
                      election_timeout=dice.choice(((150, 300), (150, 160), (40, 90))))
    ids = list(cluster.servers)
    for step in range(dice.randint(2, 10)):
        cluster.run(for_=dice.randint(10, 200))
        what, who = dice.randrange(7), dice.choice(ids)
        if what == 0:
            cluster.restart(who) if who in cluster.history.at(cluster.time).down else cluster.crash(who)
        elif what == 1 and len(ids) > 1:
            cut = dice.randint(1, len(ids) - 1)
            mixed = dice.sample(ids, len(ids))
            cluster.cut(mixed[:cut], mixed[cut:])
        elif what == 2:
            cluster.heal()
        elif cluster.leader and what < 6:
            for value in range(dice.choice((1, 1, 12))):
                cluster.submit(f"{dice.choice('xyz')}+={step * value}", to=cluster.leader)
    cluster.run(for_=50)
    end = dice.uniform(0, cluster.time)
    return cluster.history, max(end - dice.choice((30, 100, 400)), 0), end


def words_of_legend(picture):
    """The words under the line across the whole picture."""
    low = next((shape.places[0][1] for shape, _ in reversed(picture.shapes[1])
                if len(shape.places) == 2 and shape.places[1][0] - shape.places[0][0] == pytest.approx(WIDTH - 0.2)), 0)
    return [words for words in picture.texts if words.y < low]


def one_by_one(said):
    """The words of a legend, those about several candidates as if each had its own."""
    found = set()
    for words in said:
        names = re.findall(r"S\d", words)
        found |= {words.replace(", ".join(names), name) for name in names} or {words}
    return found


def said_of(messages, candidates):
    """The words for these messages, by what they are."""
    said = set()
    for message in messages:
        several = len(candidates) > 1
        match message:
            case RequestVote(sender=sender):
                said.add(f"vote request of {sender}" if several else "vote request")
            case RequestVoteReply(receiver=candidate, vote_granted=yes):
                said.add(f"vote{f' to {candidate}' if several else ''}: {'yes' if yes else 'no'}")
            case AppendEntries(entries=entries):
                said.add("AppendEntries" if entries else "heartbeat")
            case AppendEntriesReply(success=success, entry_count=count):
                said.add("reply: no" if not success else "reply: yes" if count else "its reply")
    return said


def candidates_in(messages):
    """Whose votes they are about."""
    return ({message.sender for message in messages if isinstance(message, RequestVote)}
            | {message.receiver for message in messages if isinstance(message, RequestVoteReply)})


def roles_in(moment):
    """The roles of all servers."""
    return {"down" if id in moment.down else state.role for id, state in moment.servers.items()}


@SEEDS
def test_a_message_flow_s_legend_names_what_is_in_it_and_no_more(seed):
    history, start, end = random_run(seed)
    flights = [flight for event in history.window(start, end) for flight in event.sent][:20]
    end = max((flight.sent / 1000 for flight in flights), default=end) if len(flights) == 20 else end
    graph, moment = message_flow(history, start, end), history.at(end)
    edges = [edge for *_, edge in graph.edges(data=True)]
    if len(edges) > 20:
        return  # so many at one moment that not all of them are arrows of their own
    picture = draw_message_flow(graph)
    said = one_by_one(re.sub(": \\+entries$", "", words.text)
                      for words in words_of_legend(picture)) - {TALLY}
    messages = [flight.message for event in history.window(start, end) for flight in event.sent]
    expected = said_of(messages, candidates_in(messages)) | roles_in(moment)
    for message, edge in zip(messages, sorted(edges, key=lambda edge: edge["order"]), strict=True):
        if edge["dropped"]:
            in_vain = edge["lost"] == f"{message.receiver} is down"
            expected.add("lost, for its receiver is down" if in_vain else "lost on its way")
        elif edge.get("received", end + 1) > end:
            expected.add("stops short: under way")
    assert said == expected | ({"cut link"} if moment.cut_links else set())


@SEEDS
def test_a_space_time_diagram_s_legend_names_what_is_in_it_and_no_more(seed):
    history, start, end = random_run(seed)
    events, before = history.window(start, end), history.at(start)
    sent = [flight.message for event in events for flight in event.sent]
    early = [flight.message for flight in before.in_flight]
    picture = space_time(history, start, end)
    said = one_by_one(words.text for words in words_of_legend(picture)) - {"lost", TALLY}
    kinds = {event.kind for event in events}
    expected = {"election timeout", "crash", "restart"} & kinds | ({"sent"} if sent else set())
    expected |= {"links cut or healed"} if kinds & {"cut", "heal"} else set()
    roles = {role for moment in (before, *(history.at(event.time) for event in events)) for role in roles_in(moment)}
    terms = [{id: state.current_term for id, state in moment.servers.items()} for moment in (before, history.at(end))]
    expected |= roles | ({"a term begins"} if terms[0] != terms[1] else set())
    if not early:  # of those only a part may be in the window
        assert said == expected | said_of(sent, candidates_in(sent))
    else:
        both = candidates_in(sent + early)
        assert expected <= said
        assert said - expected <= said_of(sent + early, both) | said_of(sent + early, set())


@SEEDS
def test_the_legend_of_lines_of_terms_names_the_roles_that_are_there_and_no_more(seed):
    history, start, end = random_run(seed)
    moments = (history.at(start), *(history.at(event.time) for event in history.window(start, end)))
    said = {words.text for words in words_of_legend(term_lines(history, start, end))} - {"1"}  # the samples' term
    terms = [{id: state.current_term for id, state in moments[place].servers.items()} for place in (0, -1)]
    begins = {"a term begins"} if terms[0] != terms[1] else set()
    assert said == {role for moment in moments for role in roles_in(moment)} | begins


@SEEDS
def test_a_grid_s_legend_names_what_is_in_it_and_no_more(seed):
    history, _, end = random_run(seed)
    moment = history.at(end)
    said = {words.text for words in words_of_legend(log_grid(history, end))}
    longest = max(state.log.last_index for state in moment.servers.values())
    has_beliefs = bool(moment.leaders) and len(moment.servers) > 1
    assert ("match_index: agrees up to here" in said) == ("next_index: sent next" in said) == has_beliefs
    assert ("number and tint: term" in said) == (longest > 0)
    if longest <= 5:  # all is in sight
        states = moment.servers.values()
        assert ("not known to be committed" in said) == any(
            state.log.last_index > max(state.commit_index, state.last_applied) for state in states)
        assert ("applied" in said) == any(state.last_applied for state in states)


@pytest.mark.parametrize("seed", range(RUNS))
def test_no_words_cover_others_or_leave_the_paper(seed):
    history, start, end = random_run(seed)
    graph = message_flow(history, start, end)
    flow = draw_message_flow(graph)
    for picture in (flow, space_time(history, start, end), log_grid(history, end), term_lines(history, start, end)):
        (width, height), extents = picture.size, extents_of(picture)
        assert covering(extents) == []
        assert all(0 <= left < right <= width and 0 <= low < high <= height for _, (left, low, right, high) in extents)
    labels = {words_of(arrow) for arrow in arrows_of(graph)}
    assert [text for text, extent in extents_of(flow) if text in labels and is_on_a_server(extent, flow)] == []


def is_on_a_server(extent, picture):
    """Whether words come onto the disc of a server."""
    left, low, right, high = extent
    discs = [shape for shapes in picture.shapes.values() for shape, _ in shapes
             if isinstance(shape, Discs) and shape.radius > SMALLER]
    return any(dist((min(max(x, left), right), min(max(y, low), high)), (x, y)) < each.radius - 0.01
               for each in discs for x, y in each.places)


@SEEDS
def test_tallies_are_the_votes_that_arrived(seed):
    history, start, end = random_run(seed)
    events = history.window(0, end)
    picture = space_time(history, start, end)
    written = {words.text for words in picture.texts if re.fullmatch(r"\d of \d", words.text)}
    most = len(history.servers) // 2 + 1
    votes = {}  # by candidate and term: its own, and those that came while they were not enough
    for event in events:
        message = event.message
        if event.kind == "election timeout":
            votes[event.server, event.state.current_term] = {event.server}
        elif event.kind == "receive" and isinstance(message, RequestVoteReply) and message.vote_granted:
            counted = votes.get((event.server, message.term), set())
            if len(counted) < most and event.state.role != "follower" and event.state.current_term == message.term:
                counted.add(message.sender)
    assert written <= {f"{len(each)} of {most}" for each in votes.values()}
    asked = {flight.message.sender for event in history.window(start, end) for flight in event.sent
             if isinstance(flight.message, RequestVote)}
    if len(asked) > 1:
        newest = {id: max(term for candidate, term in votes if candidate == id) for id in asked}
        assert {f"{len(votes[id, term])} of {most}" for id, term in newest.items()} <= written


def test_a_legend_closes_up():
    entries = [Entry(lambda *_: None, 0.3, "four words of it") for _ in range(9)]
    one, two = with_legend(Picture((WIDTH, 1)), [entries[:3]]), with_legend(Picture((WIDTH, 1)), [entries])
    assert 1 < one.size[1] < two.size[1]
    assert with_legend(Picture((WIDTH, 1)), [[], []]).size == (WIDTH, 1)
    assert sum(map(len, rows_of([entries]))) == len(entries)
    assert [len(row) for row in rows_of([entries[:3], entries[:2]])] == [3, 2]  # a group is not torn apart
