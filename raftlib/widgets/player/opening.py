"""What a player is opened with: a run, its settings, the name of a scenario, and the moment to show first."""
from raftlib import scenarios
from raftlib.pictures.arguments import moment
from raftlib.simulation.arguments import is_number
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.simulation.recipe import DEFAULTS, Recipe
from raftlib.widgets.player.branches import Branch, Branches

LONGEST = 600_000  # ms of a run


def first_moment(branch: Branch, time: float | None) -> int:
    """The moment (µs) to show first: where a reader's server raised, else the one asked for, else the middle."""
    end = round(branch.history.end * 1000)
    if branch.error:
        return end
    if time is None:
        return end // 2
    return round(moment("time", time, branch.history) * 1000)


def open_run(branches: Branches, run, length: float, settings: dict) -> None:
    """Begin the branches with the run to show."""
    if run is None:
        run = Cluster(**settings)
    name = f"the scenario {run}" if isinstance(run, str) else "the run"
    run = scenario(run) if isinstance(run, str) else run
    if isinstance(run, Cluster) and not run.time:  # there is nothing to play yet
        branches.start(Recipe.of(run).make(), round(length * 1000), name)
    elif isinstance(run, Cluster | History):
        branches.open(run, name)
    else:
        raise ValueError(f"run is {run!r}: it must be a Cluster, a History, the name of a scenario, or None.")


def check_settings(run, length: float, settings: dict) -> None:
    """Raise ValueError for a length that no run can have, and for settings that are unknown or not for this run."""
    if not is_number(length) or not 0 < length <= LONGEST:
        raise ValueError(f"length is {length!r}: it must be a number of milliseconds above 0, {LONGEST} at the most.")
    for name, value in settings.items():
        if name not in DEFAULTS:
            raise ValueError(f"{name} is {value!r}: there is no such setting; there are {', '.join(DEFAULTS)}.")
        if run is not None:
            raise ValueError(f"{name} is {value!r}: settings are for a new cluster, and a run is given already.")


def scenario(name: str) -> Cluster:
    """The scenario of that name."""
    names = [each for each in scenarios.__all__ if is_scenario(getattr(scenarios, each))]
    if name not in names:
        raise ValueError(f"run is {name!r}: there is no such scenario; there are {', '.join(names)}.")
    return getattr(scenarios, name)()


def is_scenario(make) -> bool:
    """Whether something among the scenarios makes a run without being told more."""
    names = getattr(make, "__code__", None) and make.__code__.co_varnames[:make.__code__.co_argcount]
    return (names is not None and make.__annotations__.get("return") is Cluster
            and len(make.__defaults__ or ()) == len(names))
