"""A run as the calls that make it: so that it can be made again, changed at any moment, and shown as code."""
import ast
from collections.abc import Iterable
from inspect import signature
from re import search
from typing import NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.server import Server
from raftlib.simulation.arguments import as_code
from raftlib.simulation.calls import Call, Instant
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.network import Network

DEFAULTS = {name: each.default for name, each in signature(Cluster).parameters.items()} | {"clock": {}}
START = Instant(0, 0, 0, False)
LIMIT = signature(Cluster.run).parameters["limit"].default
HOMES = {"raftlib": ("Cluster", "Network", "Server", "ServingServer", "ReadsFromMemory", "ReadIndexServer",
                     "LeaseServer", "PreVoteServer", "CheckQuorumServer", "VoteLeaseServer", "TransferServer",
                     "EtcdServer", "SessionKeyValue"),
         "raftlib.simulation.recipe": ("in_state",),
         "raftlib.simulation.near_and_far": ("NearAndFar",), "raftlib.scenarios.serving": ("ReadsByRequest",)}
GAPS = "# ... stands for what can't be written as code, and is to be put in by hand."
OF_A_STEP = ("notes", "applied", "timer_restarts")  # what a server says of the last thing that happened to it


class Recipe(NamedTuple):
    """The arguments of a `Cluster`, what was done to it by hand, in its order, and how far it has run."""

    arguments: dict
    calls: tuple[Call, ...] = ()
    stop: Instant = START

    @classmethod
    def of(cls, cluster: Cluster) -> "Recipe":
        """What makes this cluster's run again."""
        return cls(cluster.arguments, tuple(cluster.calls), cluster.instant)

    def before(self, at: int, seen: int | None = None) -> "Recipe":
        """The recipe up to a time (µs), calls at that time included; it ends with the last of them.

        With `seen`, only calls that were made before there were so many events.
        """
        calls = tuple(call for call in self.calls if call.at <= at and (seen is None or call.events < seen))
        return self._replace(calls=calls, stop=calls[-1].instant if calls else START)

    def make(self) -> Cluster:
        """A new cluster after all the calls, as far as the run went."""
        cluster = Cluster(**self.arguments)
        for call in self.calls:
            reach(cluster, call.instant)
            getattr(cluster, call.name)(*call.arguments, **call.options)
        reach(cluster, self.stop)
        return cluster

    def code(self, end: int | None = None) -> str:
        """Python text that makes the run, as far as it went or up to `end` (µs); what it names must be imported."""
        lines, here = [f"cluster = Cluster({', '.join(self.shown_arguments())})"], START
        for call in self.calls:
            lines += way(here, call.instant)
            here = call.instant
            given = [*map(as_code, call.arguments), *(f"{name}={as_code(each)}" for name, each in call.options.items())]
            lines.append(f"cluster.{call.name}({', '.join(given)})")
        if end is None or (end == self.stop.at and self.stop.is_between):
            return with_gaps_named("\n".join(lines + way(here, self.stop)))
        return with_gaps_named("\n".join([*lines, f"cluster.run(to={end / 1000!r})"]))

    def shown_arguments(self) -> Iterable[str]:
        """The arguments that are not as by default, as code."""
        for name, value in self.arguments.items():
            if name in ("servers", "seed") or value != DEFAULTS[name]:
                yield f"{name}={shown(value)}"


def with_gaps_named(code: str) -> str:
    """The code itself, with a comment before it if it leaves something to be put in by hand."""
    has_gaps = any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(ast.parse(code)))
    return f"{GAPS}\n{code}" if has_gaps else code


def imports(code: str) -> str:
    """The lines that import what such a text names; a class of a reader's own is defined elsewhere."""
    found = {home: [name for name in names if search(rf"\b{name}[(.,)]", code)] for home, names in HOMES.items()}
    return "\n".join(f"from {home} import {', '.join(names)}" for home, names in found.items() if names)


def shown(value) -> str:
    """An argument as code: servers as they are built, a network with all that it is."""
    if isinstance(value, list):
        return f"[{', '.join(map(shown_server, value))}]"
    if isinstance(value, Network):
        return Network.__repr__(value)  # that of a network of one's own may not tell all
    return as_code(value)


def shown_server(server: Server) -> str:
    """The call that builds a server, and what brings it into its state if it is not that of a new one."""
    arguments = (server.id, list(server.peers), server.current_term, server.voted_for)
    try:
        new = type(server)(*arguments, log=server.log)
    except TypeError:  # a class of a reader's own may take other arguments
        return "..."
    built = f"{type(server).__name__}({', '.join(map(repr, arguments))}, log={shown_log(server.log)})"
    state = [f"{name}={shown_log(value) if isinstance(value, Log) else as_code(value)}"
             for name, value in vars(server).items()
             if name not in OF_A_STEP and name != "_frozen" and differs(vars(new).get(name, server), value)]
    return f"in_state({', '.join([built, *state])})" if state else built


def differs(one, other) -> bool:
    """Whether two values are not the same; arrays, which have no one answer to that, are taken to differ."""
    try:
        return bool(one != other)
    except ValueError:
        return True


def shown_log(log: Log) -> str:
    """A log as the list that it can be built from: bare terms where no entry has a command."""
    return str([tuple(entry) for entry in log.entries] if any(entry.command for entry in log.entries) else log.terms)


def in_state(server: Server, **state) -> Server:
    """The same server in another state: `in_state(Server("S1", ids, 1, log=[1]), commit_index=1, last_applied=1)`.

    The names are those of the server's attributes; `next_index` and `match_index` are by peer, a log is a list.
    """
    for name, value in state.items():
        setattr(server, name, Log(value) if isinstance(getattr(server, name, None), Log) else value)
    return server


def reach(cluster: Cluster, instant: Instant) -> None:
    """Run to a point of the run that was reached before."""
    if instant.is_between:
        cluster.run(until=lambda c: c.steps >= instant.steps, limit=instant.at / 1000)
    else:
        cluster.run(to=max(cluster.time, instant.at / 1000))


def way(here: Instant, there: Instant) -> list[str]:
    """The same as code, from one point to a later one."""
    if there[:2] == here[:2]:
        return []
    if not there.is_between:
        return [f"cluster.run(to={there.at / 1000!r})"]
    far = there.at - here.at > LIMIT * 1000
    return [f"cluster.run(until=lambda c: c.steps == {there.steps}{f', limit={there.at / 1000!r}' if far else ''})"]
