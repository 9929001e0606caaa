"""What a reader sees of the network of a run."""
from collections.abc import Callable
from copy import deepcopy

from raftlib.simulation.network import Network


class NetworkView:
    """The network of a run, to be looked at: only calls on its cluster change it, for those are part of the record."""

    __slots__ = ("_network",)

    def __init__(self, network: Network):
        object.__setattr__(self, "_network", network)

    def __getattr__(self, name: str):
        value = getattr(self._network, name)
        return self._refused(name) if callable(value) else deepcopy(value)

    def __setattr__(self, name: str, value) -> None:
        self._refused(name)()

    def _refused(self, name: str) -> Callable:
        def refuse(*_arguments, **_options):
            call = "cut, cut_link or heal" if name in ("cut", "heal", "cut_links") else "change_network"
            raise ValueError(f"network.{name} is part of a run: it is changed by the cluster's {call}.")
        return refuse

    def __repr__(self) -> str:
        return repr(self._network)
