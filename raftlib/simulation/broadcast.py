"""Clients without a leader: each sends its command to all servers, and each server writes down what it hears."""
from collections.abc import Iterable

from raftlib.simulation.arguments import members, whole
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.network import Network

MOST = 1000  # servers


def broadcast(commands: Iterable[str], servers: int = 3, seed: int = 0, latency=(5, 15)) -> dict[str, list[str]]:
    """The logs of all servers if each command is sent to all of them at the same instant, by a client of its own.

    A log holds the commands in the order in which they arrived. `latency` is a pair (low, high) or one number (ms);
    what arrives together is written down in the order of `commands`. Raises ValueError for a command that the
    key-value machine does not know, less than one server or more than 1000, or a bad latency.
    """
    servers = whole("servers", servers, 1, MOST)
    network = Network(latency)
    network.connect(whole("seed", seed))
    commands = members("commands", commands)
    clients = {f"C{number}": KeyValue.check(command) for number, command in enumerate(commands, start=1)}
    return {id: as_heard(clients, id, network) for id in (f"S{number}" for number in range(1, servers + 1))}


def as_heard(clients: dict[str, str], server: str, network: Network) -> list[str]:
    """The clients' commands in the order of their arrival at one server."""
    return [clients[client] for client in sorted(clients, key=lambda client: network.delay(client, server))]
