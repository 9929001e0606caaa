"""What clients in the world believe, in words: for the page, and for still pictures.

Those of `Cluster.submit` are not in the world: the page has its one box for them, and where they are several, letters.
"""
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from raftlib.simulation.event import Event

WAITS, NO_ANSWER, GAVE_UP, NEVER_KNOWS = "waits", "no answer yet", "gave up", "can't know"
NOW = {
    "§6.2 asks": WAITS, "§6.3 opens": WAITS, "§6.3 opened": WAITS, "§6.2 follows": WAITS, "§6.2 pauses": WAITS,
    "§6.3 again": NO_ANSWER, "§6.3 gives up": GAVE_UP, "§6.3 expired": NEVER_KNOWS, "§6.2 answered": "",
}  # by what decided, what a client does from then on; other reasons change nothing
NOTHING = "", ""


def client_name(commands: Sequence[str], command: str) -> str:
    """The letter of the client that sends one of these commands, or the next number; "" where there is one alone.

    Each command has a client of its own, who sends it until it is taken.
    """
    place = commands.index(command)
    if len(commands) == 1:
        return ""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def belief(event: Event, before: tuple[str, str] = NOTHING) -> tuple[str, str]:
    """What a client believes after an event of its own: what it was told last, and what it does now.

    Who has had no answer, and is sent on to another server meanwhile, still has none.
    """
    told, now = before
    for reason, *values in event.notes:
        told = f"told: {values[-1]}" if reason == "§6.2 answered" else told
        sent_on = reason in ("§6.2 follows", "§6.2 pauses", "§6.2 asks") and now == NO_ANSWER
        now = now if sent_on else NOW.get(reason, now)
    return told, now


def beliefs_of(events: Iterable[Event]) -> dict[str, tuple[str, str]]:
    """What each client believes after these events."""
    beliefs: dict[str, tuple[str, str]] = {}
    for event in filter(is_of_a_client, events):
        beliefs[event.server] = belief(event, beliefs.get(event.server, NOTHING))
    return beliefs


def is_of_a_client(event: Event) -> bool:
    """Whether an event happened to a client, which has no state as a server has."""
    return event.server is not None and event.state is None
