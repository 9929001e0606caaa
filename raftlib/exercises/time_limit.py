"""Run a reader's code for a limited time, and stop it if it does not end by itself."""
import ctypes
import threading
import time
from collections.abc import Callable

from raftlib.exercises.watch import TooSlow, watched

PATIENCE = 3  # times the limit, by the clock on the wall: other programs may keep the processor busy
GLANCE = 0.05  # seconds from one look at the code's time to the next


def run_for(seconds: float, task: Callable[[], object]):
    """What `task()` returns or raises; raises TooSlow if it has not ended after computing for `seconds`.

    Code that waits instead of computing is stopped as well, later; where there are no threads, when it goes on.
    """
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
        return watched(seconds, task)
    wait_for(worker, seconds)
    for _ in range(3):  # more than once, for a bare `except:` in a loop swallows even TooSlow
        if not worker.is_alive():
            break
        _raise_in(worker)
        worker.join(GLANCE)
    if "result" in outcome:
        return outcome["result"]
    raise outcome.get("error", TooSlow())


def wait_for(worker: threading.Thread, seconds: float) -> None:
    """Wait until a thread has ended, or has computed for so long, or has taken `PATIENCE` times as long by the clock.

    The whole process's computing is counted: all other threads of a kernel that waits do next to nothing, and Python
    has no safe way to ask for one thread's.
    """
    start, computed = time.monotonic(), time.process_time()
    while (worker.is_alive() and time.process_time() - computed < seconds
           and time.monotonic() - start < PATIENCE * seconds):
        worker.join(GLANCE)


def _raise_in(thread: threading.Thread) -> None:
    """Raise TooSlow in a thread at its next step of Python: the only way to end one from outside.

    It does not reach a single long call into C, such as time.sleep: that thread is left behind.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TooSlow))
