"""Stop code that does not end where nobody else can: Python itself looks at the clock, at each jump and each call.

So it is in a browser, where no second thread can be started to watch the first one.
"""
import sys
from collections.abc import Callable
from math import inf

from raftlib.exercises.clock import Clock

TOOLS = 6  # how many may watch a Python at once (sys.monitoring)
STEPS = 50  # from one look at the clock to the next: it takes longer to read than a step takes


class TooSlow(BaseException):
    """Raised inside code that has run out of time; no Exception, so that `except Exception` does not swallow it."""


def watched(seconds: float, task: Callable[[], object], clock: Clock):
    """What `task()` returns or raises; TooSlow is raised in it, again and again, once a clock is over `seconds`.

    It does not reach a single long call into C. Raises RuntimeError where Python is older than 3.12, or watched by so
    many others already.
    """
    monitoring = getattr(sys, "monitoring", None)
    free = monitoring and next((tool for tool in range(TOOLS) if not monitoring.get_tool(tool)), None)
    if free is None:
        raise RuntimeError("This Python can't watch its own code: nothing would stop it if it did not end.")
    steps = STEPS

    def look(*_where) -> None:
        nonlocal steps
        steps -= 1
        if steps <= 0:
            if clock.is_over(seconds):
                raise TooSlow
            steps = STEPS

    # A loop jumps, and what calls itself starts anew: whatever goes on for ever does one of the two.
    events = monitoring.events.JUMP | monitoring.events.PY_START
    monitoring.use_tool_id(free, "raftlib")
    try:
        for event in (monitoring.events.JUMP, monitoring.events.PY_START):
            monitoring.register_callback(free, event, look)
        monitoring.set_events(free, events)
        return task()
    finally:
        steps = inf  # these lines must not be stopped themselves
        monitoring.set_events(free, 0)
        monitoring.free_tool_id(free)
