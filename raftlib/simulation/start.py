"""What a cluster starts from: servers, a network and state machines, checked, and its own."""
from collections.abc import Callable, Iterable
from copy import deepcopy
from inspect import signature

from raftlib.protocol.server import Server
from raftlib.simulation.arguments import all_known, brief, is_collection, is_number, plain
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.network import Network

MOST = 9  # servers that are built by number


def servers_of(servers: int | Iterable[Server]) -> int | list[Server]:
    """How many servers, or copies of those that are handed in; ValueError for anything else."""
    servers = list(servers) if is_collection(servers) else servers
    given = servers if isinstance(servers, list) else plain(servers)
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= MOST:
        return given
    if not isinstance(given, list) or not given or not all(isinstance(each, Server) for each in given):
        raise ValueError(f"servers is {brief(servers)}: it must be a number from 1 to {MOST}, or a list of servers.")
    check_peers(given)
    return deepcopy(given)


def check_peers(servers: list[Server]) -> None:
    """ValueError unless the servers have different ids, and each counts all the others as its peers."""
    ids = [server.id for server in servers]
    for server in servers:
        others = [id for id in ids if id != server.id]
        if len(others) != len(ids) - 1:
            raise ValueError(f"servers has the ids {', '.join(ids)}: they must be different.")
        if set(server.peers) != set(others):
            raise ValueError(f"servers has {', '.join(ids)}, and the peers of {server.id} are "
                             f"{', '.join(server.peers) or 'nobody'}: they must be all the others.")


def built(servers: int | list[Server], server: Callable[[str, list[str]], Server]) -> dict[str, Server]:
    """The servers of a cluster by their ids: so many new ones of a class, or copies of those in the list."""
    if not isinstance(servers, int):
        return {each.id: each for each in deepcopy(servers)}
    ids = [f"S{number}" for number in range(1, servers + 1)]
    is_maker = issubclass(server, Server) if isinstance(server, type) else callable(server)
    if not is_maker or (server is not Server and not takes(server, "S1", ids)):
        raise ValueError(f"server is {brief(server)}: it must be Server or a subclass of it.")
    return {id: made_by(server, id, ids) for id in ids}


def takes(maker: Callable, *arguments) -> bool:
    """Whether a function or class can be called with these arguments, as far as can be told without calling it."""
    try:
        signature(maker).bind(*arguments)
    except TypeError:
        return False
    except ValueError:  # some built-in ones do not tell
        return True
    return True


def made_by(maker: Callable[[str, list[str]], Server], id: str, ids: list[str]) -> Server:
    """A new server; ValueError if what was made is none, or is not that one among those."""
    made = maker(id, list(ids))
    if not isinstance(made, Server):
        raise ValueError(f"server is {brief(maker)}: it must make servers, and made {brief(made)}.")
    if made.id != id or set(made.peers) != set(ids) - {id}:
        raise ValueError(f"server is {brief(maker)}: asked for {id} of {', '.join(ids)} "
                         f"it made {brief(made.id)} with the peers {', '.join(made.peers) or 'nobody'}.")
    return made


def from_the_start(name: str) -> property:
    """A setting as it was handed in (ms), to be read; ValueError for who sets it, for that would be in no record."""
    def read(cluster):
        """What the cluster was made with, in milliseconds; it stays so for the whole run."""
        return cluster.arguments[name]

    def refuse(_cluster, value):
        raise ValueError(f"{name} is fixed for a whole run: a new cluster is needed to have it {brief(value)}.")
    return property(read, refuse)


def network_of(network: Network | None, servers: Iterable[str]) -> Network | None:
    """A copy of the network that is handed in, if one is; ValueError if it is none, or speaks of other servers."""
    if network is None:
        return None
    if not isinstance(network, Network):
        raise ValueError(f"network is {brief(network)}: it must be a Network.")
    all_known("network", (*network.slow, *sorted(id for link in network.cut_links for id in link)), servers)
    return deepcopy(network)


def machines_of(machine: type[KeyValue]) -> type[KeyValue]:
    """The class of the state machines; ValueError for what is none that can be made as it is."""
    is_kind = isinstance(machine, type) and issubclass(machine, KeyValue)
    if not is_kind or (machine is not KeyValue and not takes(machine)):
        raise ValueError(f"machine is {brief(machine)}: it must be KeyValue or a subclass of it, made of nothing.")
    return machine


def machine_of(server: Server, kind: type[KeyValue]) -> KeyValue:
    """The state machine of a server: it has carried out what the server has applied."""
    machine = kind()
    for entry in server.applied_log.entries:
        machine.apply(entry.command)
    return machine


def silent(server: Server) -> Server:
    """A server of which nothing is left that it said last: a method of a reader's own may say nothing itself."""
    server.notes, server.applied, server.timer_restarts = (), (), False
    return server


def in_words(setting) -> str:
    """A setting of the network: a range as 5–15, slow servers as S4 × 5."""
    if isinstance(setting, dict):
        return " and ".join(f"{id} × {in_words(factor)}" for id, factor in setting.items()) or "none"
    if isinstance(setting, set | frozenset):
        return " and ".join(sorted(map(in_words, setting))) or "none"
    if isinstance(setting, tuple | list):
        return "–".join(map(in_words, setting))
    return f"{setting:.10g}" if is_number(setting) else "none" if setting is None else str(setting)
