"""The parts of the player that can be there, or wait under *More*: the ring and its controls are always there."""
from collections.abc import Iterable

RING = "ring"
# In this order they are named. Two are in the page only once they have something to show: logs with the first entry,
# branches with the second one; details are those of a chosen server.
PARTS = ("hands", "logs", "strip", "safety", "details", "events", "settings", "branches", "code")


def known_parts(parts: Iterable[str] | str | None, name: str = "parts") -> list[str]:
    """The parts to show beside the ring, each once, in the order of `PARTS`; None for all. ValueError for another.

    `name` is the argument that names them.
    """
    if parts is None:
        return list(PARTS)
    if not isinstance(parts, Iterable):
        raise ValueError(f"{name} is {parts!r}: it must be names of parts, of {', '.join((RING, *PARTS))}.")
    wanted = [parts] if isinstance(parts, str) else list(parts)
    for part in wanted:
        if part != RING and part not in PARTS:
            raise ValueError(f"{name} has {part!r}: there are {', '.join((RING, *PARTS))}.")
    return [part for part in PARTS if part in wanted]
