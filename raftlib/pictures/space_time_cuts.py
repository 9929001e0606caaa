"""The cuts of a space-time diagram, and a cut in words."""
from raftlib.pictures.picture import Picture
from raftlib.pictures.space_time_frame import LEFT, TOP, Frame
from raftlib.pictures.style import DASHED, VERMILION, WIDTH, text_width


def draw_cuts(picture: Picture, frame: Frame, before, events) -> None:
    """Cuts and their end: a dashed line across all life lines, with words above; a cut from before has words only."""
    written = LEFT - 0.05
    if before.cut_links:
        written = write_cut(picture, frame, LEFT, sides(before.cut_links, frame.servers), written)
    for event in events:
        if event.kind not in ("cut", "heal"):
            continue
        x = frame.x(event.time)
        picture.shape([(x, frame.y(frame.servers[-1]) - 0.3), (x, frame.height - TOP + 0.24)],
                      edge=VERMILION, width=1.2, dash=DASHED, z=6)
        text = sides(event.detail, frame.servers) if event.detail else "healed"
        written = write_cut(picture, frame, x, text, written)


def write_cut(picture: Picture, frame: Frame, x: float, text: str, written: float) -> float:
    """Words above a place, unless others stand there, up to `written`; returns up to where words stand now."""
    half = text_width(text) / 2
    x = min(max(x, LEFT + half), WIDTH - half - 0.05)
    if x - half < written:
        return written
    picture.words(x, frame.height - 0.13, text, colour=VERMILION)
    return x + half + 0.05


def sides(links: frozenset, servers) -> str:
    """A cut in words: the groups it makes, if links are cut both ways between groups; else the first links it takes."""
    groups = {}
    for server in servers:
        reach = tuple(other for other in servers if (server, other) not in links and (other, server) not in links)
        groups[reach] = None
    one_way = any((receiver, sender) not in links for sender, receiver in links)
    if one_way or sum(len(group) for group in groups) != len(servers):
        return "cut: " + ", ".join(f"{sender}→{receiver}" for sender, receiver in sorted(links)[:2]) + (
            " …" if len(links) > 2 else "")
    return "cut: " + " | ".join(" ".join(group) for group in groups)
