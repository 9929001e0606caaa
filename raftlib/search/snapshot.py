"""All that tells one moment of a server from another: its state, and whatever its class adds to that."""
from collections.abc import Mapping
from typing import NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.server import Server
from raftlib.protocol.state import ServerState
from raftlib.simulation.arguments import brief

OF_EVERY_SERVER = frozenset(vars(Server("S1", ("S2",))))
ATOMS = (type(None), bool, int, float, str, bytes, Log)


class Snapshot(NamedTuple):
    """A server at one moment; `own` are the attributes that its class adds, by name, in a form that can be kept."""

    state: ServerState
    own: tuple[tuple[str, object], ...]


class Kept(NamedTuple):
    """A collection that was taken apart to be kept: its type, and what was in it."""

    kind: type
    items: tuple | frozenset


def taken(server: Server) -> Snapshot:
    """The server as it is; ValueError if its class adds something that can't be copied and compared."""
    added = vars(server).keys() - OF_EVERY_SERVER
    if not added:
        return Snapshot(server.freeze(), ())
    return Snapshot(server.freeze(), tuple((name, kept(server, name)) for name in sorted(added)))


def put(server: Server, snapshot: Snapshot) -> None:
    """Bring a server to a moment that was taken."""
    server.thaw(snapshot.state)
    own = dict(snapshot.own)
    for name in vars(server).keys() - OF_EVERY_SERVER - own.keys():
        delattr(server, name)
    for name, value in own.items():
        setattr(server, name, given_back(value))


def kept(server: Server, name: str) -> object:
    """An attribute in a form that can be kept."""
    value = getattr(server, name)
    try:
        return taken_apart(value)
    except TypeError:
        raise ValueError(f"{type(server).__name__}.{name} is {brief(value)}: what a class adds to a server must be "
                         "made of numbers, texts, tuples, lists, sets and dicts, or no search can tell two moments of "
                         "it apart.") from None


def taken_apart(value: object) -> object:
    """A value that nobody can change; TypeError for what is of another kind."""
    if isinstance(value, ATOMS):
        return value
    if isinstance(value, tuple | list):
        return Kept(type(value), tuple(map(taken_apart, value)))
    if isinstance(value, set | frozenset):
        return Kept(type(value), frozenset(map(taken_apart, value)))
    if type(value) is dict:
        return Kept(dict, tuple((taken_apart(key), taken_apart(each)) for key, each in value.items()))
    raise TypeError(value)


def given_back(value: object) -> object:
    """The value that was taken apart, a new one."""
    return put_together(value, {})


def renamed(snapshot: Snapshot, names: Mapping[str, str]) -> Snapshot:
    """The same moment of a server if all servers bore other names, each of `names` the one that it stands for."""
    state = snapshot.state
    ids = sorted(names.values(), key=[*names].index)
    peers = tuple(id for id in ids if id != names[state.id])
    turned = dict(zip((names[peer] for peer in state.peers), range(len(peers)), strict=True))

    def named(id: str | None) -> str | None:
        return names.get(id, id)  # a class of a reader's own may note what is no server

    def in_order(of_peers: tuple) -> tuple:
        return tuple(of_peers[turned[peer]] for peer in peers) if of_peers else ()

    state = state._replace(id=names[state.id], peers=peers, voted_for=named(state.voted_for),
                           leader_id=named(state.leader_id), votes=tuple(map(named, state.votes)),
                           next_index=in_order(state.next_index), match_index=in_order(state.match_index))
    own = tuple((name, taken_apart(put_together(value, names))) for name, value in snapshot.own)
    return Snapshot(state, own)


def put_together(value: object, names: Mapping[str, str]) -> object:
    """What was taken apart, with other names for servers."""
    if type(value) is str:
        return names.get(value, value)
    if type(value) is not Kept:
        return value
    items = [tuple(put_together(each, names) for each in item) if value.kind is dict else put_together(item, names)
             for item in value.items]
    return value.kind._make(items) if hasattr(value.kind, "_make") else value.kind(items)
