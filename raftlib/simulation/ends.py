"""When a run is to end."""
from collections.abc import Callable

from raftlib.simulation.arguments import LONGEST, brief, microseconds


def end_of_run(cluster, for_: float | None, to: float | None, until: Callable | None, limit: float) -> int:
    """When (µs) a cluster that runs for or to a time, or until a condition holds, will stop at the latest.

    Raises ValueError unless exactly one of the three is asked for, of a cluster that is not being run already.
    """
    if sum(each is not None for each in (for_, to, until)) != 1:
        raise ValueError("run takes exactly one of for_, to and until.")
    if cluster._going_on:
        raise ValueError("run is called while the cluster acts: what looks at it, or acts in it, must not run it.")
    if until is not None:
        if not callable(until):
            raise ValueError(f"until is {brief(until)}: it must be a function that looks at the cluster.")
        return min(cluster._now + microseconds("limit", limit), round(LONGEST * 1000))
    end = cluster._now + microseconds("for_", for_) if to is None else microseconds("to", to)
    if end < cluster._now:
        raise ValueError(f"to is {brief(to)}: it must not lie before the present, {cluster.time:.13g} ms.")
    if end > LONGEST * 1000:
        raise ValueError(f"for_ is {brief(for_)}: a run ends at {LONGEST:g} ms at the latest, "
                         f"and it is at {cluster.time:.13g} ms.")
    return end
