"""What the reader may bring about at the end of a story, and when a run gets there."""
from collections.abc import Iterator
from typing import NamedTuple

from raftlib.protocol.state import LEADER
from raftlib.simulation.history import Event, History
from raftlib.stories.words import number
from raftlib.widgets.player.goal import Goal

WORDS = 3  # heartbeats of a leader that show that it leads on


class Up(NamedTuple):
    """An event, and who is up and who leads once it has happened."""

    event: Event
    up: tuple[str, ...]
    leader: str | None
    has_majority: bool


def course(history: History) -> Iterator[Up]:
    """The events of a run, with who is up and who leads after each."""
    roles, down = {}, set()
    for event in history:
        if event.kind == "crash":
            down.add(event.server)
        elif event.kind == "restart":
            down.discard(event.server)
        if event.state:
            roles[event.server] = event.state.role
        up = tuple(id for id in history.servers if id not in down)
        leader = next((id for id in up if roles.get(id) == LEADER), None)
        yield Up(event, up, leader, 2 * len(up) > len(history.servers))


def goes_on(history: History) -> tuple[float, str] | None:
    """When a majority has shown that it goes on without a server that crashed: its leader speaks, or another leads."""
    crashed, led_before, spoken = None, None, 0
    before = None
    for event, up, leader, has_majority in course(history):
        if event.kind == "crash":
            crashed, led_before, spoken = event.server, before, 0
        before = leader
        if not crashed or not leader or not has_majority:
            continue
        if leader != led_before:
            return event.time, f"{crashed} is down, and {leader} leads: {enough(history, up)}"
        spoken += event.kind == "heartbeat timeout" and event.server == leader
        if spoken == WORDS:
            return event.time, f"{crashed} is down, and {leader} leads on: {enough(history, up)}"
    return None


def enough(history: History, up: tuple[str, ...]) -> str:
    """That those who are up suffice."""
    size = len(history.servers)
    return f"it needs {number(size // 2 + 1)} of {number(size)}, and {number(len(up))} are up."


def no_leader_any_more(history: History) -> tuple[float, str] | None:
    """When somebody becomes a candidate who can't win, since too few are up."""
    for event, up, _, has_majority in course(history):
        if event.kind == "election timeout" and not has_majority:
            size = len(history.servers)
            return event.time, (f"{event.server} asks for votes, but only {up_of(len(up), f' of {number(size)}')}: no "
                                f"leader can be elected until {up_of(size // 2 + 1 - len(up), ' more')}.")
    return None


def up_of(count: int, of: str) -> str:
    """So many are up: one is, two are."""
    return f"{number(count)}{of} {'is' if count == 1 else 'are'} up"


GO_ON = Goal("Crash a server, and play on. Does anything stop?", goes_on)
LOSE_THE_MAJORITY = Goal("Crash servers, one after the other, until no new leader can be elected.", no_leader_any_more)
