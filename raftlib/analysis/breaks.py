"""Where a run first breaks a safety property."""
from collections.abc import Iterable, Iterator, Sequence

from raftlib.analysis.safety import PROPERTIES, Evidence, SafetyChecker
from raftlib.protocol.state import ServerState
from raftlib.simulation.history import Event


def changed_states(history: Sequence[Event]) -> Iterator[tuple[int, ServerState]]:
    """Each new state with its event's number: a server's state stays the same object while nothing changes."""
    latest: dict[str, ServerState] = {}
    for number, event in enumerate(history):
        if event.state is not None and event.state is not latest.get(event.server):
            latest[event.server] = event.state
            yield number, event.state


def break_of(history: Sequence[Event], properties=PROPERTIES) -> tuple[int, Evidence] | None:
    """The number of a run's first event that breaks one of some properties, and the evidence; None if none does."""
    return first_break(changed_states(history), properties)


def first_break(states: Iterable[tuple[int, ServerState]], properties) -> tuple[int, Evidence] | None:
    """The same of states with the numbers of their events: for whoever looks at them more than once."""
    checker = SafetyChecker(properties)
    for number, state in states:
        evidence = checker.see(state)
        if evidence:
            return number, evidence
    return None
