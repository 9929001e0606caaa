import threading
import time

import pytest

from raftlib.exercises import clock
from raftlib.exercises.clock import PATIENCE
from raftlib.exercises.time_limit import TooSlow, run_for


def test_it_returns_what_the_task_returns():
    assert run_for(1, lambda: 7) == 7


def test_it_raises_what_the_task_raises():
    with pytest.raises(ZeroDivisionError):
        run_for(1, lambda: 1 / 0)


def test_a_loop_is_ended_and_its_thread_with_it():
    threads = []

    def loop():
        threads.append(threading.current_thread())
        while True:
            pass

    with pytest.raises(TooSlow):
        run_for(0.1, loop)
    thread, = threads
    thread.join(60)
    assert not thread.is_alive()


def test_code_that_only_waits_is_left_behind_after_a_while():
    start = time.perf_counter()
    with pytest.raises(TooSlow):  # and not what the task returns, which would be waited for
        run_for(0.1, lambda: time.sleep(60))
    assert time.perf_counter() - start >= 0.1 * PATIENCE


def test_what_takes_long_without_computing_may_be_a_busy_processor(monkeypatch):
    monkeypatch.setattr(clock, "PATIENCE", 100)  # for this processor may be busy, too
    assert run_for(0.1, lambda: time.sleep(0.2) or 7) == 7
