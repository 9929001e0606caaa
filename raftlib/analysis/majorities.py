"""Majorities: how many servers one needs, all groups of a size, and whether two groups share a server."""
from collections.abc import Sequence
from itertools import combinations

from raftlib.simulation.arguments import whole

Group = tuple[str, ...]  # of ids, in their order
MOST = 1000  # servers
MOST_GROUPED = 20  # servers of which all groups of a size are listed: 184 756 at the most


def majority(servers: int) -> int:
    """How many servers are a majority of `servers`: more than half. Raises ValueError outside 1–1000 servers."""
    check_servers(servers)
    return servers // 2 + 1


def survivable(servers: int) -> int:
    """How many servers may be down so that a majority is still up."""
    return servers - majority(servers)


def groups(servers: int, size: int) -> list[Group]:
    """All groups of `size` of the servers S1, S2, …; ValueError unless there are at most 20, and size is up to that."""
    servers = whole("servers", servers, 1, MOST_GROUPED)
    size = whole("size", size, 1, servers)
    return list(combinations([f"S{number}" for number in range(1, servers + 1)], size))


def majorities(servers: int) -> list[Group]:
    """All groups of more than half of the servers, the smallest first; ValueError unless there are at most 20."""
    servers = whole("servers", servers, 1, MOST_GROUPED)
    return [group for size in range(majority(servers), servers + 1) for group in groups(servers, size)]


def shared(first: Group, second: Group) -> Group:
    """The servers that are in both groups."""
    return tuple(server for server in first if server in second)


def apart(some: Sequence[Group]) -> list[tuple[Group, Group]]:
    """All pairs of these groups that share no server."""
    members = {group: set(group) for group in some}
    return [(first, second) for first, second in combinations(some, 2) if members[first].isdisjoint(second)]


def check_servers(servers: int) -> None:
    """Raise ValueError unless it is a number of servers."""
    whole("servers", servers, 1, MOST)
