"""What the page of the player asks for, as calls on `Cluster` and as its arguments."""
from raftlib.widgets.player.branches import Branches

CALLS = ("crash", "restart", "time_out", "submit", "drop", "duplicate", "hold", "cut", "cut_link", "heal", "ask")


def arguments_of(do: str, more: dict) -> tuple:
    """The arguments of a call on Cluster, in their order."""
    if do == "cut":
        return tuple(more["groups"])
    if do == "cut_link":
        return more["sender"], more["receiver"]
    if do == "submit":
        return (more["command"],)
    if do == "ask":
        return more["client"], more["action"]
    if do in ("drop", "duplicate", "hold"):
        return (more["flight"],)
    return (more["server"],) if do != "heal" else ()


def options_of(do: str, more: dict) -> dict:
    """Those that are given by name."""
    if do == "cut_link":
        return {"one_way": bool(more["one_way"])}
    if do == "hold":
        return {"for_": more["for"]}
    return {"to": more["to"]} if do == "submit" and more.get("to") else {}


def known_branch(id, branches: Branches) -> int:
    """The id of a branch; ValueError for any other."""
    if not isinstance(id, int) or not 0 <= id < len(branches.all):
        raise ValueError(f"branch is {id!r}: there are the branches 0 to {len(branches.all) - 1}.")
    return id
