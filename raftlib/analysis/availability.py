"""How much of the time a service is down, if each of its servers is down for some of it: the formula.

A machine runs for a random time, is repaired, runs again. In the long run its share of time down is what a repair takes
divided by a whole round, repair and running together, whatever the two are distributed like. If the machines of a
service fail independently of each other, the number of those that are down at a moment is Binomial.
"""
from collections.abc import Iterable
from math import comb
from numbers import Real

import numpy as np

from raftlib.analysis.life import HOURS_A_DAY
from raftlib.analysis.majorities import MOST, check_servers, majority
from raftlib.simulation.arguments import brief, is_number, members, plain, probability

DAYS_A_YEAR = 365
MINUTES_A_YEAR = 60 * HOURS_A_DAY * DAYS_A_YEAR


def minutes_a_year(share: float) -> float:
    """A share of the time, in minutes of a year of 365 days."""
    return share * MINUTES_A_YEAR


def numbers(name: str, value: float | Iterable[float]):
    """A number as it is, several as an array; ValueError for anything else."""
    try:
        if isinstance(value, Real) and not isinstance(value, bool):
            return value if float(value) < np.inf else float(value)
        return np.asarray(value if isinstance(value, np.ndarray) else members(name, value), float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {brief(value)}: it must be a number, or several.") from None


def share_down(servers: int, down, needed: int | None = None):
    """The share of time in which fewer than `needed` of n servers are up, if each is down for a share `down` of it.

    That is P(Binomial(n, down) > n − needed); `needed` is a majority unless given, and `down` a number or an array.
    Raises ValueError for a share outside 0–1, or a number needed that is not from 1 to `servers`.
    """
    needed = checked_needed(servers, needed)
    down = numbers("down", down)
    if not np.all((down >= 0) & (down <= 1)):
        raise ValueError(f"down is {brief(down)}: it must be a share from 0 to 1.")
    too_many = range(servers - needed + 1, servers + 1)
    return sum(comb(servers, count) * down**count * (1 - down) ** (servers - count) for count in too_many)


def share_down_in_racks(racks: Iterable[int], down: float, rack_down: float, needed: int | None = None) -> float:
    """The same for servers that stand in racks, as in (2, 2, 1): a rack that is down takes all its servers with it.

    Racks are down for a share `rack_down` of the time, independently of each other and of what else befalls servers.
    Raises ValueError as `share_down` does, and for no rack, or one without a server.
    """
    racks = members("racks", racks)
    if not racks:
        raise ValueError(f"racks is {brief(racks)}: there must be at least one.")
    for servers in racks:
        check_servers(servers)
    if sum(racks) > MOST:
        raise ValueError(f"racks is {brief(racks)}: there must be at most {MOST} servers.")
    needed = checked_needed(sum(racks), needed)
    down, rack_down = probability("down", down), probability("rack_down", rack_down)
    up = np.ones(1)  # the probabilities that 0, 1, … servers are up, of the racks so far
    for servers in racks:
        up = np.convolve(up, up_in_rack(servers, down, rack_down))
    return float(up[:needed].sum())


def up_in_rack(servers: int, down: float, rack_down: float) -> np.ndarray:
    """The probabilities that 0, 1, … servers of one rack are up."""
    binomial = [comb(servers, up) * (1 - down)**up * down ** (servers - up) for up in range(servers + 1)]
    return (1 - rack_down) * np.array(binomial) + rack_down * (np.arange(servers + 1) == 0)


def checked_needed(servers: int, needed: int | None) -> int:
    """How many servers are needed; ValueError unless that many can be up."""
    check_servers(servers)
    if needed is None:
        return majority(servers)
    number = plain(needed)
    if not is_number(number) or number not in range(1, servers + 1):
        raise ValueError(f"needed is {brief(needed)}: it must be a number from 1 to {servers}.")
    return int(number)
