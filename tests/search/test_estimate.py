"""What is said before a search: against the search itself, and against what more room must lead to."""
from itertools import product

import pytest

from raftlib.search import Trouble, estimate, explore, shortest
from raftlib.search.estimate import COUNTED, allows
from raftlib.search.progress import Progress
from raftlib.search.trouble import NONE, ONE_LATE, ONE_RESTART

COUNTS = [(trouble, within, worlds) for trouble, counted in COUNTED.items() for within, worlds in counted.items()]


def test_what_was_counted_is_what_a_search_counts():
    for trouble, (servers, terms, entries), worlds in COUNTS:
        if worlds < 2000 and servers < 5:
            assert explore(servers=servers, terms=terms, entries=entries, trouble=trouble).worlds == worlds
            assert estimate(servers, terms, entries, trouble)[::2] == (worlds, True)


def test_where_more_is_allowed_more_was_counted():
    for (trouble, within, worlds), (other, wider, more) in product(COUNTS, COUNTS):
        if allows(other, trouble) and allows(wider, within) and (trouble, within) != (other, wider):
            assert more > worlds


@pytest.mark.parametrize("trouble", [NONE, ONE_RESTART, ONE_LATE, Trouble(1, 1, 1), Trouble(restarts=2)])
def test_wider_bounds_are_never_said_to_have_fewer_worlds(trouble):
    for servers, terms, entries in product(range(1, 6), range(1, 6), range(5)):
        here = estimate(servers, terms, entries, trouble)
        for wider in ((servers + 1, terms, entries), (servers, terms + 1, entries), (servers, terms, entries + 1)):
            assert estimate(*wider, trouble).worlds >= here.worlds


def test_of_what_was_not_counted_it_says_less_than_there_is():
    for servers, terms, entries, trouble in ((2, 2, 1, ONE_RESTART), (2, 4, 2, NONE), (3, 1, 2, Trouble(1, 1, 0)),
                                             (1, 4, 2, NONE)):
        said = estimate(servers, terms, entries, trouble)
        assert not said.counted
        assert said.worlds <= explore(servers=servers, terms=terms, entries=entries, trouble=trouble).worlds


def test_it_is_said_in_a_sentence():
    assert str(estimate(3, 2, 1)) == "The intact rules have 562 worlds within these bounds: a second or two."
    assert str(estimate(trouble=ONE_RESTART)) == (
        "The intact rules have 92213 worlds within these bounds: some 15 seconds.")
    assert str(estimate(3, 4, 3, ONE_LATE)) == (
        "The intact rules have more than 796173 worlds within these bounds, perhaps many times as many: "
        "more than some 2 minutes.")


@pytest.mark.parametrize(("bounds", "sentence"), [
    ((0, 3, 2), "servers is 0: it must be a whole number from 1 to 9"),
    ((3, 3, 2.5), r"entries is 2\.5: it must be a whole number from 0 to 9")])
def test_other_bounds_are_refused(bounds, sentence):
    with pytest.raises(ValueError, match=sentence):
        estimate(*bounds)


def test_a_search_shows_how_far_it_is(monkeypatch):
    totals = []

    class Shown(Progress):
        """Notes what it is made with."""

        def __init__(self, unit, total):
            totals.append(total)
            super().__init__(unit, total)

    monkeypatch.setattr(shortest, "Progress", Shown)
    explored = explore(terms=2, entries=1)
    assert totals == [explored.worlds]
