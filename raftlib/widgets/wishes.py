"""What the page of the player asks for, as calls on `Cluster` and as its arguments."""
from raftlib.widgets.branches import Branch, Branches

SETTINGS = ("servers", "seed", "election_timeout", "heartbeat", "latency", "loss")
CALLS = ("crash", "restart", "time_out", "submit", "drop", "duplicate", "cut", "cut_link", "heal")


def arguments_of(do: str, more: dict) -> tuple:
    """The arguments of a call on Cluster, in their order."""
    if do == "cut":
        return tuple(more["groups"])
    if do == "cut_link":
        return more["sender"], more["receiver"]
    if do == "submit":
        return (more["command"],)
    if do in ("drop", "duplicate"):
        return (more["flight"],)
    return (more["server"],) if do != "heal" else ()


def options_of(do: str, more: dict) -> dict:
    """Those that are given by name."""
    if do == "cut_link":
        return {"one_way": bool(more["one_way"])}
    return {"to": more["to"]} if do == "submit" and more.get("to") else {}


def settings_of(branch: Branch) -> dict:
    """What the sliders can say of a branch; empty where the run is of servers or a network of its own."""
    if branch.recipe is None:
        return {}
    arguments = branch.recipe.arguments
    if arguments["network"] is not None or not isinstance(arguments["servers"], int):
        return {}
    pairs = {name: list(value) if isinstance(value, tuple | list) else [value, value]
             for name, value in arguments.items() if name in ("election_timeout", "latency")}
    return {name: pairs.get(name, arguments[name]) for name in SETTINGS}


def settings_from(changed: dict) -> dict:
    """Arguments of Cluster from what the page's sliders say."""
    unknown = sorted(changed.keys() - set(SETTINGS))
    if unknown:
        raise ValueError(f"settings has {', '.join(unknown)}: it may have {', '.join(SETTINGS)}.")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in changed.items()}


def known_branch(id, branches: Branches) -> int:
    """The id of a branch; ValueError for any other."""
    if not isinstance(id, int) or not 0 <= id < len(branches.all):
        raise ValueError(f"branch is {id!r}: there are the branches 0 to {len(branches.all) - 1}.")
    return id
