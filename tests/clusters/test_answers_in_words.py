"""What answers are in words: rows that were made up, and the sentence that a person would say of them."""
import random

import pytest

from raftlib.clusters import answers_in_words as words


@pytest.mark.parametrize(("milliseconds", "said"), [
    (0, "0 ms"), (0.123, "0.12 ms"), (4.96, "5 ms"), (9.4, "9.4 ms"), (27.4, "27 ms"), (99.4, "99 ms"),
    (99.6, "0.0996 s"), (1234, "1.23 s"), (40_000, "40 s")])
def test_a_time_as_a_person_would_say_it(milliseconds, said):
    assert words.time_of(milliseconds) == said


def test_no_time_has_an_exponent_and_none_is_far_from_what_it_says():
    chance = random.Random(1)
    for _ in range(2000):
        time = 10 ** chance.uniform(-1, 5.5)
        number, unit = words.time_of(time).split()
        assert "e" not in number
        assert float(number) * {"ms": 1, "s": 1000}[unit] == pytest.approx(time, rel=0.06)


def test_one_time_stands_alone_and_several_have_their_ends():
    assert words.spread([250.0]) == "0.25 s"
    assert words.spread([3000, 1000, 2000]) == "2 s (1 s – 3 s)"


def test_the_commonest_comes_first():
    assert words.some([{"term": term} for term in (3, 2, 2, 2, 3, 4)], "term") == "2 or 3 or 4"


@pytest.mark.parametrize(("said", "rows", "sentence"), [
    (words.first, [{"term": 2, "index": 9}] * 3, "term 2; index 9"),
    (words.served_again, [{"ms": 1000, "terms": 1}, {"ms": 1500, "terms": 1}, {"ms": 1200, "terms": 2}],
     "1.2 s (1 s – 1.5 s); term +1 or 2"),
    (words.after_a_stop, [{"terms": 0, "same leader": True}, {"terms": 0, "same leader": False}],
     "term +0; the same leader in 1 of 2"),
    (words.of_who_stood_still, [{"acknowledged": True, "done": True}] * 2, "acknowledged when it goes on in 2 of 2"),
    (words.of_who_stood_still, [{"acknowledged": True, "done": True},
                                {"acknowledged": False, "done": True, "said": "no"},
                                {"acknowledged": False, "done": False, "said": "no"}],
     "acknowledged when it goes on in 1 of 3; else “no”, and done in 1 of these 2"),
    (words.of_who_stood_still, [{"acknowledged": True, "done": True}, {"acknowledged": True, "done": False}],
     "acknowledged when it goes on in 2 of 2; and yet not there in 1"),
    (words.without_a_majority, [{"said": "timed out", "done": True, "stale read": True, "ms": 7000},
                                {"said": "timed out", "done": False, "stale read": True, "ms": 7001}],
     "“timed out” after 7 s; done later in 1 of 2; a read from memory works (it may be stale)"),
    (words.without_a_majority, [{"said": "", "done": True, "stale read": False, "ms": 5}],
     "“acknowledged” after 5 ms; done later in 1 of 1; a read from memory fails"),
    (words.without_a_majority, [{"said": "timed out", "done": True, "stale read": True, "ms": 40_001}],
     "no answer in 40 s; done later in 1 of 1; a read from memory works (it may be stale)"),
    (words.who_says_leader, [{"leads for": 2000.0}, {"leads for": 1900.0}], "for 1.95 s (1.9 s – 2 s)"),
    (words.who_says_leader, [{"leads for": 2000.0}, {"leads for": None}], "for more than 40 s"),
    (words.when_alone, [{"terms": 1}, {"terms": 20}, {"terms": 20}], "term +20 or 1"),
    (words.at_two_servers, [{"leader": 1.0, "follower": 2.0}, {"leader": 1.2, "follower": 2.2}],
     "2.1 ms; the leader 1.1 ms"),
    (words.lost, [{"acknowledged": 100, "lost": 0}, {"acknowledged": 50, "lost": 3}], "3 of 150 lost"),
], ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_said(said, rows, sentence):
    assert said(rows) == sentence
