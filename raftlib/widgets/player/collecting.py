"""When Python collects its garbage: not while a reader waits for an answer."""
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Leave the garbage collector until the end of this block.

    A run is many small objects, and each some hundred new ones make the collector look again; from time to time it goes
    through all that a notebook has loaded, which takes longer than a whole answer. A run has no circles, so it leaves
    memory by itself, and nothing is lost by waiting.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
