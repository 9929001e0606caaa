"""The log: indexes from 1, never changed in place."""
import pytest

from raftlib.protocol.log import Entry, Log


def test_a_log_is_built_from_terms_or_entries():
    assert Log([1, (2, "x")]).entries == (Entry(1, ""), Entry(2, "x"))
    assert Log([1, 1, 4]) == Log([Entry(1), Entry(1), Entry(4)])


@pytest.mark.parametrize(("log", "index", "term"), [([], 0, 0), ([1, 4], 2, 4)])
def test_the_last_entry(log, index, term):
    assert (Log(log).last_index, Log(log).last_term) == (index, term)


@pytest.mark.parametrize(("index", "term"), [(0, 0), (1, 1), (2, 4), (3, None), (-1, None)])
def test_the_term_at_an_index(index, term):
    assert Log([1, 4]).term_at(index) == term


@pytest.mark.parametrize(("index", "entry"), [(-1, None), (0, None), (1, Entry(1)), (2, Entry(4)), (3, None)])
def test_the_entry_at_an_index(index, entry):
    assert Log([1, 4]).entry_at(index) == entry


@pytest.mark.parametrize(("index", "term", "matches"), [
    (0, 0, True), (0, 9, True), (1, 1, True), (2, 4, True), (2, 3, False), (3, 4, False), (3, None, False),
    (-1, 1, False), (-1, 4, False),
])
def test_an_entry_matches_by_index_and_term(index, term, matches):
    assert Log([1, 4]).matches(index, term) is matches


def test_suffix_begins_at_its_index_and_is_no_longer_than_asked():
    log = Log([1, 2, 3])
    assert log.suffix(2) == (Entry(2), Entry(3))
    assert log.suffix(2, 1) == (Entry(2),)
    assert log.suffix(4) == ()


def test_before_and_append_leave_the_log_as_it_was():
    log = Log([1, 2, 3])
    assert log.before(2).terms == [1]
    assert log.before(1).terms == []
    assert log.append(Entry(4), Entry(5)).terms == [1, 2, 3, 4, 5]
    assert log.terms == [1, 2, 3]


@pytest.mark.parametrize(("other", "up_to_date"), [
    ((3, 2), True),   # as new
    ((4, 2), True),   # longer, same last term
    ((2, 2), False),  # shorter, same last term
    ((1, 3), True),   # shorter, but of a later last term
    ((9, 1), False),  # longer, but of an earlier last term
])
def test_up_to_date_compares_the_last_term_and_then_the_length(other, up_to_date):
    assert Log([1, 2, 2]).up_to_date(*other) is up_to_date


def test_logs_that_go_on_in_two_ways_from_the_same_one_do_not_disturb_each_other():
    log = Log([1, 2])
    one, other = log.append(Entry(3)), log.append(Entry(4))
    shorter = one.before(2)
    assert shorter.append(Entry(5), Entry(5)).terms == [1, 5, 5]
    assert [shorter.terms, log.terms, one.terms, other.terms] == [[1], [1, 2], [1, 2, 3], [1, 2, 4]]
    assert one.before(3) == other.before(3) == log
    assert one != other
    assert one.suffix(2) == (Entry(2), Entry(3))
    assert (shorter.entry_at(2), shorter.term_at(2), shorter.matches(2, 2)) == (None, None, False)
    assert (shorter.last_index, shorter.last_term, shorter.suffix(2)) == (1, 1, ())


def test_equal_logs_are_equal_values():
    assert len({Log([1, 2]), Log([1, 2]), Log([1, (2, "x")])}) == 2
    assert Log([1]) != [1]
    assert len(Log([1, 2])) == 2
    assert repr(Log([1, 2])) == "Log([1, 2])"
