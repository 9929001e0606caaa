"""matplotlib's settings as it comes with them: a reader's own, and styles, must not change a picture."""
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from matplotlib import rc_context, rcParams, rcParamsDefault

SETTINGS = {name: value for name, value in rcParamsDefault.items() if not name.startswith("backend")}
LOCK = Lock()  # they are global in matplotlib, and a slider may draw in a thread beside a running cell


@contextmanager
def own_settings() -> Iterator[None]:
    """A stretch of code, one at a time, in which nothing is set otherwise; afterwards all is as it was."""
    with LOCK, rc_context({name: value for name, value in SETTINGS.items() if rcParams[name] != value}):
        yield
