"""How long a search takes that finds nothing, said before it begins: from what was counted within smaller bounds."""
from typing import NamedTuple

from raftlib.search.bounds import Bounds
from raftlib.search.trouble import NONE, ONE_LATE, ONE_LOST_REPLY, ONE_RESTART, Trouble

# How many worlds the intact rules have, counted by `explore`: by kind of trouble, then by (servers, terms, entries).
COUNTED: dict[Trouble, dict[tuple[int, int, int], int]] = {
    NONE: {
        (2, 1, 0): 5, (2, 1, 1): 9, (2, 1, 2): 16, (2, 1, 3): 27, (2, 2, 0): 15, (2, 2, 1): 37, (2, 2, 2): 82,
        (2, 2, 3): 160, (2, 3, 0): 40, (2, 3, 1): 135, (2, 3, 2): 355, (2, 4, 0): 101, (2, 4, 1): 448,
        (3, 1, 0): 16, (3, 1, 1): 61, (3, 1, 2): 181, (3, 1, 3): 442, (3, 2, 0): 97, (3, 2, 1): 562, (3, 2, 2): 2094,
        (3, 3, 0): 463, (3, 3, 1): 3850, (3, 3, 2): 17_409, (3, 4, 0): 1905,
        (3, 4, 1): 21_883,
        (4, 1, 0): 33, (4, 1, 1): 186, (4, 1, 2): 846, (4, 1, 3): 2940, (4, 2, 0): 407, (4, 2, 1): 3885,
        (4, 2, 2): 23_449, (4, 3, 0): 3250, (4, 4, 0): 20_192,
        (5, 1, 0): 112, (5, 1, 1): 1346, (5, 1, 2): 9265, (5, 2, 0): 3125, (5, 3, 0): 45_127},
    ONE_RESTART: {
        (3, 1, 0): 46, (3, 1, 1): 207, (3, 1, 2): 641, (3, 2, 0): 362, (3, 2, 1): 2469, (3, 2, 2): 9800,
        (3, 3, 0): 1911, (3, 3, 1): 18_985, (3, 3, 2): 92_213},
    ONE_LOST_REPLY: {
        (3, 1, 0): 25, (3, 1, 1): 148, (3, 1, 2): 565, (3, 2, 0): 171, (3, 2, 1): 1492, (3, 2, 2): 6901,
        (3, 3, 0): 868, (3, 3, 1): 10_397, (3, 3, 2): 57_113},
    ONE_LATE: {
        (3, 1, 0): 130, (3, 1, 1): 814, (3, 1, 2): 3409, (3, 2, 0): 1630, (3, 2, 1): 13_695, (3, 2, 2): 65_788,
        (3, 3, 2): 796_173},
}
# How many of them are looked at in a second, with so many servers at most: names can be exchanged in ever more ways.
RATES = {3: 6000, 4: 3500, 9: 1500}


class Estimate(NamedTuple):
    """How many worlds the intact rules have within bounds, at least, and how many seconds of CPU these take, roughly.

    `counted` says whether the worlds were counted within these very bounds; else there are more.
    """

    worlds: int
    seconds: float
    counted: bool

    def __str__(self) -> str:
        worlds, time = f"{self.worlds} worlds within these bounds", in_words(self.seconds)
        if self.counted:
            return f"The intact rules have {worlds}: {time}."
        return f"The intact rules have more than {worlds}, perhaps many times as many: more than {time}."


def estimate(servers: int = 3, terms: int = 3, entries: int = 2, trouble: Trouble = NONE) -> Estimate:
    """How much there is to be looked at if nothing breaks, in one kind of trouble; a break may be found long before.

    Nothing is searched for it: what was counted within these bounds is known, and wider bounds have no fewer worlds.
    Raises ValueError for bounds that a search does not take.
    """
    bounds = Bounds.checked(servers, terms, entries)
    worlds = max((worlds for kind, counted in COUNTED.items() for within, worlds in counted.items()
                  if allows(trouble, kind) and allows(bounds, within)), default=1)
    rate = next(rate for most, rate in RATES.items() if bounds.servers <= most)
    return Estimate(worlds, worlds / rate, bounds in COUNTED.get(trouble, {}))


def allows(wider: tuple[int, ...], narrower: tuple[int, ...]) -> bool:
    """Whether bounds, or trouble, allow all that others do."""
    return all(most >= each for most, each in zip(wider, narrower, strict=True))


def in_words(seconds: float) -> str:
    """A time as rough as it is known."""
    if seconds < 2:
        return "a second or two"
    return f"some {seconds:.0f} seconds" if seconds < 100 else f"some {seconds / 60:.0f} minutes"
