"""Where a reader's server fails: a run's first broken property, or the first event that is not the reference's."""
from collections.abc import Sequence
from typing import NamedTuple

from raftlib.analysis.breaks import break_of
from raftlib.exercises.differences import difference_in_words, first_difference
from raftlib.protocol.words.counts import counted
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History


class Failure(NamedTuple):
    """Which of several runs failed, when that shows (ms), and how, in a sentence without its full stop.

    `says_what` is whether the sentence says what a server should have done there.
    """

    run: Cluster
    at: float
    sentence: str
    says_what: bool = False


def first_failure(names: Sequence[str], runs: Sequence[Cluster], expected: Sequence[History],
                  properties) -> Failure | None:
    """The smallest run that breaks a safety property, else the smallest that is not as expected, event by event.

    Each run has a name that its failure is told with.
    """
    broken = [break_in(name, run, properties) for name, run in zip(names, runs, strict=True)]
    return smallest(broken) or smallest([difference_from(*each) for each in zip(names, runs, expected, strict=True)])


def smallest(failures: Sequence[Failure | None]) -> Failure | None:
    """The failure with the fewest servers, and of these the one that shows first; None if there is none."""
    return min(filter(None, failures), key=lambda each: (len(each.run.servers), each.at), default=None)


def break_in(name: str, run: Cluster, properties) -> Failure | None:
    """How a run breaks one of some safety properties; None if it keeps them all."""
    found = break_of(run.history, properties)
    if found is None:
        return None
    number, evidence = found
    at = run.history[number].time
    return Failure(run, at, f"With {name}{troubles(run.history, at)}, {evidence.sentence}")


def difference_from(name: str, run: Cluster, right: History) -> Failure | None:
    """Where a run is not as expected; None if it is."""
    found = first_difference(run.history, right)
    return found and Failure(run, found.at, f"With {name}{troubles(run.history, found.at)}, at {found.at:.0f} ms "
                                            f"{difference_in_words(found)}", says_what=True)


# ---- What else happened ----------------------------------------------------------------------------------------


def troubles(history: History, until: float) -> str:
    """What else went wrong in a run up to a time (ms), in brackets with a blank before; "" if nothing did."""
    events = history.window(0, until)
    lost = sum(event.kind == "lost" for event in events)
    doubled = sum(len(event.sent) - len({flight.message for flight in event.sent}) + (event.kind == "duplicate")
                  for event in events)
    crashed = list(dict.fromkeys(event.server for event in events if event.kind == "crash"))
    said = [f"{counted(lost, 'message')} lost"] if lost else []
    said += [f"{counted(doubled, 'message')} doubled"] if doubled else []
    said += [f"{' and '.join(crashed)} crashed"] if crashed else []
    return f" ({', '.join(said)} by then)" if said else ""
