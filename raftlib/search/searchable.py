"""Which classes of servers can be searched: a word about a misspelt method is worth more than an all-clear."""
from difflib import get_close_matches
from inspect import isfunction

from raftlib.protocol.server import Server
from raftlib.protocol.ticking import TickingServer
from raftlib.simulation.arguments import brief


def searchable(server: type[Server]) -> type[Server]:
    """The class; ValueError for what is no class of servers, and for one none of whose methods is a Server's."""
    if not isinstance(server, type) or not issubclass(server, Server):
        raise ValueError(f"server is {brief(server)}: it must be a class of servers, Server itself or a kind of it.")
    own = [name for each in server.__mro__[:server.__mro__.index(Server)] for name, value in vars(each).items()
           if isfunction(value)]
    if own and not any(hasattr(Server, name) for name in own):
        near = get_close_matches(own[0], dir(Server), 1)
        meant = f" Is {near[0]} meant?" if near else ""
        raise ValueError(f"server is {server.__name__}, whose method {own[0]} no Server has: it must replace a method "
                         f"of Server.{meant}")
    return server


def timeless(server: type[Server]) -> type[Server]:
    """The class; ValueError for one that counts time, for none passes between two moves.

    What it promised a leader for a while it would keep for ever, and nearly nothing would be looked at.
    """
    if issubclass(server, TickingServer):
        raise ValueError(f"server is {server.__name__}, which counts ticks: no time passes in a search. "
                         "Random runs take it.")
    return server
