"""A run as the calls that make it: so that it can be made again, changed at any moment, and shown as code."""
from collections.abc import Iterable
from copy import copy
from inspect import signature
from typing import NamedTuple

from raftlib.simulation.cluster import Call, Cluster

DEFAULTS = {name: each.default for name, each in signature(Cluster).parameters.items()}


class Recipe(NamedTuple):
    """The arguments of a `Cluster`, and what was done to it by hand, in its order."""

    arguments: dict
    calls: tuple[Call, ...] = ()

    @classmethod
    def of(cls, cluster: Cluster) -> "Recipe":
        """What makes this cluster's run again."""
        return cls(cluster.arguments, tuple(cluster.calls))

    def before(self, at: int) -> "Recipe":
        """The recipe up to a time (µs), calls at that time included."""
        return self._replace(calls=tuple(call for call in self.calls if call.at <= at))

    def make(self) -> Cluster:
        """A new cluster after all the calls, at the time of the last one."""
        cluster = Cluster(**self.arguments | {"servers": rebuilt(self.arguments["servers"]),
                                              "network": copy(self.arguments["network"])})
        for call in self.calls:
            reach(cluster, call)
            getattr(cluster, call.name)(*call.arguments, **call.options)
        return cluster

    def code(self, end: int) -> str:
        """Python text that makes the run, up to `end` (µs); what it names must be imported or defined before."""
        lines = [f"cluster = Cluster({', '.join(self.shown_arguments())})"]
        now = "cluster.run(to=0.0)"
        for call in self.calls:
            way = way_to(call)
            lines += [way] if way != now else []
            now = way
            given = [*map(repr, call.arguments), *(f"{name}={value!r}" for name, value in call.options.items())]
            lines.append(f"cluster.{call.name}({', '.join(given)})")
        return "\n".join([*lines, f"cluster.run(to={end / 1000!r})"])

    def shown_arguments(self) -> Iterable[str]:
        """The arguments that are not as by default, as code."""
        for name, value in self.arguments.items():
            if name in ("servers", "seed") or value != DEFAULTS[name]:
                yield f"{name}={shown(value)}"


def shown(value) -> str:
    """An argument as code: a class by its name, servers as they are built."""
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, list):
        return f"[{', '.join(shown_server(kind, state) for kind, state in value)}]"
    return repr(value)


def shown_server(kind, state) -> str:
    """The call that builds a server; its volatile state is that of a new one."""
    bare = not any(entry.command for entry in state.log.entries)
    log = state.log.terms if bare else [tuple(entry) for entry in state.log.entries]
    arguments = state.id, list(state.peers), state.current_term, state.voted_for
    return f"{kind.__name__}({', '.join(map(repr, arguments))}, log={log!r})"


def rebuilt(servers):
    """The number of servers, or new ones in the states in which they were handed in."""
    if isinstance(servers, int):
        return servers
    return [thawed(kind, state) for kind, state in servers]


def thawed(kind, state):
    """A new server in a frozen state."""
    server = kind(state.id, state.peers)
    server.thaw(state)
    return server


def reach(cluster: Cluster, call: Call) -> None:
    """Run to the moment of a call."""
    if call.is_between:
        cluster.run(until=lambda c: len(c.history) >= call.events, limit=call.at / 1000 + 1)
    else:
        cluster.run(to=call.at / 1000)


def way_to(call: Call) -> str:
    """The same as code."""
    if call.is_between:
        return f"cluster.run(until=lambda c: len(c.history) >= {call.events})"
    return f"cluster.run(to={call.at / 1000!r})"
