"""What happens to the network in a space-time diagram: cuts and other changes; and a cut in words."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import LEFT, TOP, Frame
from raftlib.pictures.style import BLACK, DASHED, DOTTED, VERMILION, WIDTH, text_width

# Colour, width in points and dash of the line at each kind of change.
LINES = {"cut": (VERMILION, 1.2, DASHED), "heal": (VERMILION, 1.2, DASHED), "network": (BLACK, 1.2, DOTTED)}


def draw_changes(picture: Picture, frame: Frame, before, events, servers) -> None:
    """Cuts, their end, and other changes: a line across all life lines, with words above; a cut from before has words
    only."""
    written = LEFT - 0.05
    if before.cut_links:
        written = write_change(picture, frame, LEFT, sides(before.cut_links, servers), VERMILION, written)
    for event in events:
        if event.kind in LINES:
            (colour, width, dash), x = LINES[event.kind], frame.x(event.time)
            picture.shape([(x, frame.y(frame.servers[-1]) - 0.3), (x, frame.height - TOP + 0.24)],
                          edge=colour, width=width, dash=dash, z=6)
            written = write_change(picture, frame, x, change_words(event, servers), colour, written)


def change_words(event, servers) -> str:
    """A change in words: who is cut off from whom, that all is healed, or the network's new settings."""
    if event.kind == "network":
        return "from here on: " + ", ".join(" ".join(setting) for setting in event.detail)
    return sides(event.detail, servers) if event.detail else "healed"


def write_change(picture: Picture, frame: Frame, x: float, text: str, colour: str, written: float) -> float:
    """Words above a place, unless others stand there, up to `written`; returns up to where words stand now."""
    half = text_width(text) / 2
    x = min(max(x, LEFT + half), WIDTH - half - 0.05)
    if x - half < written:
        return written
    picture.words(x, frame.height - 0.13, text, colour=colour)
    return x + half + 0.05


def sides(links: frozenset, servers) -> str:
    """A cut in words: the groups it makes, if links are cut both ways between groups; else the first links it takes.

    A client that is cut off from somebody is in a group, too.
    """
    clients = sorted({id for link in links for id in link} - {*servers})
    groups = groups_of(links, (*clients, *servers))
    if not groups:
        return "cut: " + ", ".join(f"{sender}→{receiver}" for sender, receiver in sorted(links)[:2]) + (
            " …" if len(links) > 2 else "")
    return "cut: " + " | ".join(" ".join(group) for group in groups)


def groups_of(links: frozenset, servers) -> list[tuple[str, ...]]:
    """The groups into which cut links part servers, if all links between them are cut both ways; else none."""
    reach = [tuple(other for other in servers if (server, other) not in links and (other, server) not in links)
             for server in servers]
    groups = list(dict.fromkeys(reach))
    one_way = any((receiver, sender) not in links for sender, receiver in links)
    return [] if not links or one_way or sum(map(len, groups)) != len(servers) else groups
