"""How far something long has come."""
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

from tqdm import tqdm

_is_seen = ContextVar("is_seen", default=True)


class Progress(tqdm):
    """A line that counts, shown if it takes longer than `hidden_for` seconds; it asks for no thread of its own.

    With a `total` it is a bar, for as long as there are no more than that. `count` counts also where no line is ever
    shown: a tqdm that the environment has disabled (TQDM_DISABLE) stays at 0.
    """

    monitor_interval = 0
    hidden_for = 5
    count = 0

    def __init__(self, unit: str, total: int | None = None):
        self.is_seen = _is_seen.get()
        super().__init__(unit=f" {unit}", total=total, delay=self.hidden_for, leave=False,
                         file=where() if self.is_seen else io.StringIO())

    def update(self, n: float = 1) -> bool | None:
        """So many more."""
        self.count += n
        return super().update(n)


def counted(things: Iterable, total: int, what: str) -> Iterator:
    """Each of some things that take long, with a bar from the first one on that says how many there were."""
    return iter(tqdm(things, desc=what, total=total, leave=False, file=where()))


def where() -> TextIO:
    """Where a line goes: as is the custom beside what is printed. In a notebook that would stand on red ground, as if
    something had failed: there it goes to what is printed.
    """
    ipython = sys.modules.get("IPython")  # which every kernel has loaded
    return sys.stdout if ipython and hasattr(ipython.get_ipython(), "kernel") else sys.stderr


@contextmanager
def unseen() -> Iterator[None]:
    """Where a page says that something is under way, no line does."""
    token = _is_seen.set(False)
    try:
        yield
    finally:
        _is_seen.reset(token)
