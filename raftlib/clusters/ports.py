"""Ports of this machine that nobody uses."""
import random
import socket
from contextlib import closing

from raftlib.clusters.errors import ClusterError

LOCALHOST = "127.0.0.1"
# Below those that a system gives to connections that go out: else one of them may have the port of a server that is
# down just when it is started again.
RANGE = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """So many ports; they are free now, and nobody else is likely to take them.

    Raises ClusterError if there are not as many.
    """
    found = []
    for port in random.sample(RANGE, len(RANGE)):
        if len(found) == count:
            return found
        if is_free(port):
            found.append(port)
    raise ClusterError(f"There are no {count} free ports from {RANGE.start} to {RANGE.stop - 1} on this machine.")


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with closing(socket.socket()) as listening:
        # As servers do: a connection that was closed a moment ago is nobody's any more.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOCALHOST, port))
        except OSError:
            return False
    return True
