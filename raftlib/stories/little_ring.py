"""A small picture of the ring at a moment, as a story's page shows it there."""
from collections.abc import Collection
from math import cos, hypot, pi, sin

from raftlib.pictures.legend_words import NEEDS
from raftlib.pictures.message_flow import entry_count, said_by_clients, says_yes
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import cross, disc, head, round_places
from raftlib.pictures.style import (
    BLUE,
    CLIENT_MESSAGES,
    DARK_GREY,
    DASHED,
    DOWN,
    MESSAGES,
    NORMAL,
    PALE,
    ROLES,
    VERMILION,
    WHITE,
)
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER, ServerState
from raftlib.simulation.network import Flight
from raftlib.stories.little_client import draw_client
from raftlib.stories.little_clients import TINY, client_reach, draw_clients, words_at
from raftlib.stories.little_log import RADIUS, WIDE, draw_log
from raftlib.stories.record import Record
from raftlib.stories.story import LOG, ROLE, TERM, TIMER, VOTES, Beat
from raftlib.widgets.player.client_words import beliefs_of

HIGH = 2.15  # inches
MARKED, ARC = 0.065, 0.03  # how far from a disc the mark of what is spoken of is, and its timer
CENTRE, RADII = (WIDE / 2, HIGH / 2 + 0.1), (0.87, 0.74)
BESIDE = 0.035  # inches that a message keeps to its left
VOTES_AT = 0.385  # from a disc's middle, in inches
LOST_SHARE = 0.62  # of its way, where a lost message breaks off, as on the page
JUST_SENT = 0.03  # of its way: before, a message is not seen
TURNS = 24  # corners of a whole circle


def draw_ring(picture: Picture, left: float, low: float, record: Record, beat: Beat) -> None:
    """The servers and what is under way between them at the moment of a beat, with its marks."""
    servers = record.history.servers
    centre = left + CENTRE[0], low + CENTRE[1]
    around = round_places(len(servers), centre, RADII) if len(servers) > 1 else [centre]
    places = dict(zip(servers, around, strict=True))
    cut = cut_links(record, beat)
    for link in (link for link in beat.links if link not in cut):
        picture.shape([places[link[0]], places[link[1]]], edge=BLUE, width=2.2, z=1)
    named = draw_clients(picture, (left + WIDE, low + HIGH), record, beat)
    draw_cuts(picture, places | named, record, beat)
    for flight in (*under_way(record, beat), *just_lost(record, beat)):
        if sees(beat, *flight.message[:2]) and set(flight.message[:2]) <= places.keys() | named:
            draw_message(picture, places, named, record, beat, flight)
    draw_client(picture, left, low, places, record, beat)
    states, down, deadlines = (look(beat.moment.count) for look in (record.states, record.down, record.deadlines))
    longest = max(step.event.deadline - step.event.at for step in record.steps if step.starts_timer)
    for id, place in places.items():
        if id not in states:
            continue
        if not sees(beat, id):
            draw_server(picture, place, states[id], False, ())
            continue
        if TIMER in beat.shows and id in deadlines and states[id].role != LEADER:
            draw_timer(picture, place, (deadlines[id] - beat.moment.at) / longest)
        if id in beat.servers:
            picture.shape(disc(*place, RADIUS + MARKED), edge=BLUE, width=2.2, z=3)
        draw_server(picture, place, states[id], id in down, beat.shows)
        if VOTES in beat.shows and states[id].role == CANDIDATE and id not in down:
            draw_votes(picture, place, states[id], 1 if place[1] >= centre[1] else -1)
        if LOG in beat.shows:
            draw_log(picture, place, states[id], left)


def sees(beat: Beat, *servers: str) -> bool:
    """Whether what one or two servers do is seen: with the eyes of one server only what it does itself."""
    return not beat.eye or beat.eye in servers


def draw_server(picture: Picture, place, state: ServerState, down: bool, shows) -> None:
    """A disc, and on it what the story has told of by then."""
    role = DOWN if down else state.role if ROLE in shows else FOLLOWER
    style, (x, y) = ROLES[role], place
    fill = style.fill if ROLE in shows or down else WHITE
    picture.shape(disc(x, y, RADIUS), face=fill, edge=style.edge, width=style.width, dash=style.dash, z=5)
    picture.words(x, y + 0.11, state.id, NORMAL, style.words)
    if ROLE in shows or down:
        picture.words(x, y - 0.01, role, TINY, style.words)
    if TERM in shows and state.current_term:
        picture.words(x, y - 0.12, f"term {state.current_term}", TINY, style.words)


def draw_votes(picture: Picture, place, state: ServerState, outwards: int) -> None:
    """How many votes a candidate still needs: above its disc, or below it, where no message runs."""
    missing = (len(state.peers) + 1) // 2 + 1 - len(state.votes)
    picture.words(place[0], place[1] + outwards * VOTES_AT, NEEDS.format(max(0, missing)), TINY)


def draw_timer(picture: Picture, place, share: float) -> None:
    """The part of a circle that is left of a timer, clockwise from the top."""
    angles = [pi / 2 - 2 * pi * min(share, 1) * step / TURNS for step in range(TURNS + 1)]
    x, y = place
    arc = [(x + (RADIUS + ARC) * cos(angle), y + (RADIUS + ARC) * sin(angle)) for angle in angles]
    picture.shape(arc, edge=DARK_GREY, width=2, z=4)


def under_way(record: Record, beat: Beat) -> list[Flight]:
    """The messages that have set out by the moment of a beat, and have not come."""
    at = beat.moment.at
    sent = {flight.number for step in record.steps[:beat.moment.count] for flight in step.event.sent}
    return [flight for flight in record.history.flights(0, at / 1000)
            if flight.number in sent and at < record.history.way_ends(flight)]


def just_lost(record: Record, beat: Beat) -> list[Flight]:
    """The messages to or from clients that a beat speaks of, and that are lost at its moment."""
    fates = {number: record.history.fate(number) for number in beat.flights}
    return [fate.flight for fate in fates.values() if fate and fate.kind == "lost" and fate.at <= beat.moment.at
            and type(fate.message).__name__ in CLIENT_MESSAGES]


def draw_message(picture: Picture, places: dict, named: dict, record: Record, beat: Beat, flight: Flight) -> None:
    """As much of an arrow as the message has come; one that is spoken of is bold, one that is lost ends in a cross."""
    message, ends, at = flight.message, record.history.way_ends(flight), beat.moment.at
    ends_of, marked, is_lost = places | named, flight.number in beat.flights, at >= ends
    share = LOST_SHARE if is_lost else (at - flight.sent) / (ends - flight.sent)
    if share < JUST_SENT:
        return
    style = style_of(message)
    beliefs = beliefs_of(record.history[:beat.moment.count])
    reaches = [client_reach(ends_of[id], ends_of[other], beliefs[id]) if id in named else RADIUS + MARKED
               for id, other in (message[:2], message[1::-1])]
    start, end = way(*(ends_of[id] for id in message[:2]), *reaches)
    tip = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
    picture.shape([start, tip], edge=style.colour, width=style.width * (1.7 if marked else 1),
                  dash=style.dash, z=2)
    if is_lost:
        picture.shape(cross(*tip, 0.05), edge=VERMILION, width=1.5, z=6)
    else:
        picture.shape(head(tip, start, 0.11, style.barbs), face=WHITE if says_yes(message) is False else style.colour,
                      edge=style.colour, z=2)
    for words in said_by_clients(message).values():
        picture.words(*words_at(start, tip, words, places.values(), named.values()), words, TINY)


def way(start, end, leaves, enters):
    """From the edge of one disc to that of another, a little to the left of the straight line."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = hypot(along_x, along_y)
    along_x, along_y = along_x / length, along_y / length
    aside = -along_y * BESIDE, along_x * BESIDE
    return ((start[0] + along_x * leaves + aside[0], start[1] + along_y * leaves + aside[1]),
            (end[0] - along_x * enters + aside[0], end[1] - along_y * enters + aside[1]))


def style_of(message):
    """How its arrow looks: heartbeats and their replies stand back."""
    kind = type(message).__name__
    quiet = kind in PALE and not entry_count(message) and says_yes(message) is not False
    return (PALE if quiet else MESSAGES | CLIENT_MESSAGES)[kind]


def draw_cuts(picture: Picture, places: dict, record: Record, beat: Beat) -> None:
    """The links that are cut, each once, with a cross."""
    for link in sorted({tuple(sorted(link)) for link in cut_links(record, beat)}):
        if not set(link) <= places.keys() or not set(link) & set(record.history.servers):
            continue  # between clients there is no link
        start, end = places[link[0]], places[link[1]]
        picture.shape([start, end], edge=VERMILION, width=1.6, dash=DASHED, z=1)
        picture.shape(cross((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, 0.04), edge=VERMILION, width=1.5, z=1)


def cut_links(record: Record, beat: Beat) -> Collection[tuple[str, str]]:
    """The links that are cut at a beat's moment."""
    latest = record.last(lambda step: step.event.kind in ("cut", "heal"), beat.moment.count)
    return latest.event.detail if latest else ()
