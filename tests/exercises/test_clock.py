"""A limit counts what a reader wrote, and not how long the library takes round it; no test here waits for a clock."""
import pytest

from raftlib import Server
from raftlib.exercises import clock as clocks
from raftlib.exercises.clock import LENIENCE, PATIENCE, Clock, PartsClock
from raftlib.exercises.readers_code import own, timed


@pytest.fixture
def pass_time(monkeypatch):
    """Lets so many seconds pass: of computing, and by the clock on the wall."""
    time = [0.0, 0.0]
    monkeypatch.setattr(clocks, "now", lambda: tuple(time))

    def go_on(computed, passed=None):
        time[0] += computed
        time[1] += computed if passed is None else passed
    return go_on


def test_a_clock_is_over_after_computing_for_so_long(pass_time):
    clock = Clock()
    pass_time(0.5)
    assert not clock.is_over(1)
    pass_time(0.5)
    assert clock.is_over(1)


def test_a_clock_is_over_after_waiting_for_longer(pass_time):
    clock = Clock()
    pass_time(0, PATIENCE - 0.25)
    assert not clock.is_over(1)
    pass_time(0, 0.25)
    assert clock.is_over(1)


def test_parts_are_summed_up_and_what_is_between_them_is_not(pass_time):
    clock = PartsClock()
    for _ in range(3):
        pass_time(2)
        with clock:
            pass_time(0.25)
            with clock:  # a part of a part
                pass_time(0.25)
            assert clock.times[0] % 0.5 == 0  # while it lasts, too
    assert clock.times == (1.5, 1.5)
    assert clock.whole.times == (7.5, 7.5)
    assert clock.is_over(1.5)
    assert not clock.is_over(1.75)


def test_what_comes_to_no_end_between_the_parts_is_over_as_well(pass_time):
    clock = PartsClock()
    pass_time(LENIENCE - 1)
    assert not clock.is_over(1)
    pass_time(1)
    assert clock.is_over(1)


# ---- What a reader wrote ---------------------------------------------------------------------------------------


class Mixin:
    def of_the_mixin(self):
        return self.spend(1)


class Mine(Mixin, Server):
    """Each method takes some time, and so does the library's."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.spend(2)

    def may_vote_for(self, candidate_id):
        return self.help(4)

    def help(self, seconds):
        return self.spend(seconds)

    def __repr__(self):
        self.spend(8)
        return "mine"

    spend = None  # is no method


def test_the_reader_s_own_methods_are_timed_and_no_others(pass_time, monkeypatch):
    monkeypatch.setattr(Mine, "spend", staticmethod(pass_time))
    clock = PartsClock()
    server = timed(Mine, clock)("S1", ["S2"])
    assert clock.times[0] == 2
    server.may_vote_for("S2")
    server.of_the_mixin()
    repr(server)
    monkeypatch.setattr(Server, "restart", lambda self: pass_time(16))
    server.restart()
    assert clock.times[0] == 2 + 4 + 1
    assert clock.whole.times[0] == 2 + 4 + 1 + 8 + 16


def test_own_methods_are_all_that_stands_before_server():
    assert set(own(Mine)) == {"__init__", "may_vote_for", "help", "of_the_mixin"}
    assert list(own(Server)) == []
