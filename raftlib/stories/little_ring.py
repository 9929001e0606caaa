"""A small picture of the ring at a moment, as a story's page shows it there."""
from math import cos, hypot, pi, sin

from raftlib.pictures.legend_words import NEEDS
from raftlib.pictures.message_flow import entry_count, says_yes
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import box, cross, disc, head, round_places
from raftlib.pictures.style import (
    BLACK,
    BLUE,
    CLIENT,
    CLIENT_MESSAGES,
    CLIENT_STYLE,
    DARK_GREY,
    DASHED,
    DOWN,
    MESSAGES,
    NORMAL,
    PALE,
    ROLES,
    SOLID,
    VERMILION,
    WHITE,
    tint,
)
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER, ServerState
from raftlib.simulation.network import Flight
from raftlib.stories.record import Record
from raftlib.stories.story import LOG, ROLE, TERM, TIMER, VOTES, Beat

WIDE, HIGH = 2.3, 2.15  # inches
RADIUS, MARKED, ARC = 0.26, 0.065, 0.03  # of a disc; how far from it the mark of what is spoken of is, and its timer
CENTRE, RADII = (WIDE / 2, HIGH / 2 + 0.1), (0.87, 0.74)
TINY, BESIDE = 7, 0.035  # points; inches that a message keeps to its left
CHIP = 0.22, 0.13  # a command's box
MOST_CHIPS = 3
CLIENT_AT, CLIENT_SIZE = (0.2, HIGH - 0.1), (0.2, 0.09)
JUST_SENT = 0.03  # of its way: before, a message is not seen
TURNS = 24  # corners of a whole circle


def draw_ring(picture: Picture, left: float, low: float, record: Record, beat: Beat) -> None:
    """The servers and what is under way between them at the moment of a beat, with its marks."""
    servers = record.history.servers
    centre = left + CENTRE[0], low + CENTRE[1]
    around = round_places(len(servers), centre, RADII) if len(servers) > 1 else [centre]
    places = dict(zip(servers, around, strict=True))
    for link in beat.links:
        picture.shape([places[link[0]], places[link[1]]], edge=BLUE, width=2.2, z=1)
    draw_cuts(picture, places, record, beat)
    for flight in under_way(record, beat):
        if sees(beat, flight.message.sender, flight.message.receiver):
            draw_message(picture, places, record, beat.moment.at, flight, flight.number in beat.flights)
    draw_client(picture, (left + CLIENT_AT[0], low + CLIENT_AT[1]), places, record, beat)
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
        if LOG in beat.shows:
            draw_log(picture, place, states[id])


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
    if VOTES in shows and role == CANDIDATE:
        missing = (len(state.peers) + 1) // 2 + 1 - len(state.votes)
        picture.words(x, y - RADIUS - 0.13, NEEDS.format(max(0, missing)), TINY)


def draw_timer(picture: Picture, place, share: float) -> None:
    """The part of a circle that is left of a timer, clockwise from the top."""
    angles = [pi / 2 - 2 * pi * min(share, 1) * step / TURNS for step in range(TURNS + 1)]
    x, y = place
    arc = [(x + (RADIUS + ARC) * cos(angle), y + (RADIUS + ARC) * sin(angle)) for angle in angles]
    picture.shape(arc, edge=DARK_GREY, width=2, z=4)


def draw_log(picture: Picture, place, state: ServerState) -> None:
    """The commands of a log, dashed until this server knows that they are committed."""
    entries = state.log.entries[-MOST_CHIPS:]
    (wide, high), first = CHIP, state.log.last_index - len(entries)
    x, top = place[0] - len(entries) * wide / 2, place[1] - RADIUS - 0.09
    for number, entry in enumerate(entries):
        committed = first + number < state.commit_index
        picture.shape(box(x + number * wide, top - high, x + (number + 1) * wide, top),
                      face=tint(max(entry.term, 1)), edge=BLACK if committed else DARK_GREY,
                      width=1.5 if committed else 0.8, dash=SOLID if committed else DASHED, z=6)
        picture.words(x + (number + 0.5) * wide, top - high / 2, entry.command, TINY)


def under_way(record: Record, beat: Beat) -> list[Flight]:
    """The messages that have set out by the moment of a beat, and have not come."""
    at = beat.moment.at
    sent = {flight.number for step in record.steps[:beat.moment.count] for flight in step.event.sent}
    return [flight for flight in record.history.flights(0, at / 1000)
            if flight.number in sent and at < record.history.way_ends(flight)]


def draw_message(picture: Picture, places: dict, record: Record, at: int, flight: Flight, marked: bool) -> None:
    """As much of an arrow as the message has come; one that is spoken of is bold."""
    message, ends = flight.message, record.history.way_ends(flight)
    share = (at - flight.sent) / (ends - flight.sent)
    if share < JUST_SENT:
        return
    style = style_of(message)
    start, end = way(places[message.sender], places[message.receiver])
    tip = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
    picture.shape([start, tip], edge=style.colour, width=style.width * (1.7 if marked else 1),
                  dash=style.dash, z=2)
    picture.shape(head(tip, start, 0.11, style.barbs), face=WHITE if says_yes(message) is False else style.colour,
                  edge=style.colour, z=2)


def way(start, end):
    """From the edge of one disc to that of another, a little to the left of the straight line."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = hypot(along_x, along_y)
    along_x, along_y = along_x / length, along_y / length
    leaves, aside = RADIUS + MARKED, (-along_y * BESIDE, along_x * BESIDE)
    return ((start[0] + along_x * leaves + aside[0], start[1] + along_y * leaves + aside[1]),
            (end[0] - along_x * leaves + aside[0], end[1] - along_y * leaves + aside[1]))


def style_of(message):
    """How its arrow looks: heartbeats and their replies stand back."""
    kind = type(message).__name__
    quiet = kind in PALE and not entry_count(message) and says_yes(message) is not False
    return (PALE if quiet else MESSAGES)[kind]


def draw_client(picture: Picture, place, places: dict, record: Record, beat: Beat) -> None:
    """The client, if the run has one, and what it has just said or heard."""
    if not any(step.event.kind in ("command", "answer") for step in record.steps):
        return
    (x, y), (half_wide, half_high) = place, CLIENT_SIZE
    picture.shape(box(x - half_wide, y - half_high, x + half_wide, y + half_high), face=CLIENT_STYLE.fill,
                  edge=CLIENT_STYLE.edge, width=CLIENT_STYLE.width, z=5)
    picture.words(x, y, CLIENT, TINY)
    event = record.steps[beat.moment.count - 1].event
    if event.kind not in ("command", "answer"):
        return
    server = places[event.server]
    length = hypot(server[0] - x, server[1] - y)
    edge = (server[0] - (server[0] - x) / length * RADIUS, server[1] - (server[1] - y) / length * RADIUS)
    near = x + (server[0] - x) / length * half_wide, y + (server[1] - y) / length * half_wide
    start, tip, kind = (near, edge, "Command") if event.kind == "command" else (edge, near, "Answer")
    picture.shape([start, tip], edge=BLACK, width=1.4, dash=CLIENT_MESSAGES[kind].dash, z=2)
    picture.shape(head(tip, start, 0.11), face=BLACK, edge=BLACK, z=6)


def draw_cuts(picture: Picture, places: dict, record: Record, beat: Beat) -> None:
    """The links that are cut, each once, with a cross."""
    latest = record.last(lambda step: step.event.kind in ("cut", "heal"), beat.moment.count)
    links = latest.event.detail if latest else ()
    for link in sorted({tuple(sorted(link)) for link in links}):
        start, end = places[link[0]], places[link[1]]
        picture.shape([start, end], edge=VERMILION, width=0.9, dash=DASHED, z=1)
        picture.shape(cross((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, 0.04), edge=VERMILION, width=1.5, z=1)
