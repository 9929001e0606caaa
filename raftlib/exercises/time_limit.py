"""Run a reader's code for a limited time, and stop it if it does not end by itself."""
import ctypes
import threading
from collections.abc import Callable

from raftlib.exercises.clock import Clock
from raftlib.exercises.watch import TooSlow, watched

GLANCE = 0.05  # seconds from one look at the code's time to the next


def run_for(seconds: float, task: Callable[[], object], clock: Clock | None = None):
    """What `task()` returns or raises; raises TooSlow if it has not ended when a clock, its own, is over `seconds`.

    Code that waits instead of computing is stopped as well, later; where there are no threads, when it goes on.
    """
    clock = clock or Clock()
    outcome = {}

    def work():
        try:
            outcome["result"] = task()
        except BaseException as error:  # SystemExit too: it must not end unseen in this thread
            outcome["error"] = error

    # A thread, for signals reach only a process's main thread (and none on Windows), and another process could not be
    # handed a class that was typed into a notebook. A daemon, so that code that can't be stopped doesn't hold up
    # the kernel's end.
    worker = threading.Thread(target=work, daemon=True)
    try:
        worker.start()
    except RuntimeError:  # in a browser there is only one
        return watched(seconds, task, clock)
    wait_for(worker, seconds, clock)
    for _ in range(3):  # more than once, for a bare `except:` in a loop swallows even TooSlow
        if not worker.is_alive():
            break
        _raise_in(worker)
        worker.join(GLANCE)
    if "result" in outcome:
        return outcome["result"]
    raise outcome.get("error", TooSlow())


def wait_for(worker: threading.Thread, seconds: float, clock: Clock) -> None:
    """Wait until a thread has ended, or a clock is over so many seconds."""
    while worker.is_alive() and not clock.is_over(seconds):
        worker.join(GLANCE)


def _raise_in(thread: threading.Thread) -> None:
    """Raise TooSlow in a thread at its next step of Python: the only way to end one from outside.

    It does not reach a single long call into C, such as time.sleep: that thread is left behind.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TooSlow))
