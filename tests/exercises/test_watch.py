"""A limit of time where no thread can be started, as in a browser; the site's own tests try it there."""
import itertools
import sys
import threading
import time

import pytest

from raftlib.exercises.clock import Clock
from raftlib.exercises.time_limit import run_for
from raftlib.exercises.watch import TooSlow, watched

can_watch = pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring came with Python 3.12")


def plain():
    while True:
        pass


def swallows_all():
    while True:
        try:
            plain()
        except:  # noqa: E722 - as a reader may write it
            continue


def a_comprehension():
    return [each for each in itertools.count() if each < 0]


def calls_itself():
    try:
        return calls_itself()
    except RecursionError:
        return calls_itself()


def goes_on_at_the_end():
    try:
        plain()
    finally:
        plain()


@can_watch
@pytest.mark.parametrize("endless", [plain, swallows_all, a_comprehension, calls_itself, goes_on_at_the_end])
def test_what_never_ends_is_ended(endless):
    start = time.perf_counter()
    with pytest.raises(TooSlow):
        watched(0.1, endless, Clock())
    assert time.perf_counter() - start >= 0.1
    assert not any(map(sys.monitoring.get_tool, range(6)))


@can_watch
def test_it_gives_what_the_task_gives():
    assert watched(1, lambda: 7, Clock()) == 7
    with pytest.raises(ZeroDivisionError):
        watched(1, lambda: 1 / 0, Clock())


@can_watch
def test_it_is_taken_where_no_thread_can_be_started(monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert run_for(1, lambda: 7) == 7
    with pytest.raises(TooSlow):
        run_for(0.1, swallows_all)


def test_an_old_python_says_that_it_can_not(monkeypatch):
    monkeypatch.delattr(sys, "monitoring", raising=False)
    with pytest.raises(RuntimeError, match="can't watch its own code"):
        watched(1, plain, Clock())


def no_thread(_thread):
    raise RuntimeError("can't start new thread")
