"""Majorities, counted by formulas that the code does not use."""
from itertools import combinations
from math import comb

import pytest

from raftlib.analysis.majorities import apart, groups, majorities, majority, shared, survivable

SERVERS = range(1, 10)


@pytest.mark.parametrize("servers", SERVERS)
def test_a_majority_is_the_least_number_that_is_more_than_half(servers):
    assert 2 * majority(servers) > servers >= 2 * (majority(servers) - 1)
    assert survivable(servers) == (servers - 1) // 2


@pytest.mark.parametrize("servers", SERVERS)
def test_all_majorities_are_there_once(servers):
    found = majorities(servers)
    tied = comb(servers, servers // 2) if servers % 2 == 0 else 0
    # Of each group and the rest of the servers, one is a majority, unless both are halves.
    assert len(set(found)) == len(found) == (2**servers - tied) // 2
    assert all(2 * len(group) > servers for group in found)


@pytest.mark.parametrize("servers", SERVERS)
def test_any_two_majorities_share_a_server_and_even_clusters_share_two(servers):
    found = majorities(servers)
    assert apart(found) == []
    least = min((len(shared(*pair)) for pair in combinations(found, 2)), default=None)
    assert least == (None if servers < 3 else 1 if servers % 2 else 2)


@pytest.mark.parametrize("servers", SERVERS)
@pytest.mark.parametrize("size", SERVERS)
def test_two_groups_of_a_size_miss_each_other_only_if_both_fit(servers, size):
    if size <= servers:
        missed = apart(groups(servers, size))
        assert len(missed) == comb(servers, size) * comb(servers - size, size) // 2
        assert bool(missed) == (2 * size <= servers)
        assert all(shared(*pair) == () for pair in missed)


def test_groups_name_servers_in_their_order():
    assert groups(3, 2) == [("S1", "S2"), ("S1", "S3"), ("S2", "S3")]
    assert shared(("S1", "S3"), ("S2", "S3")) == ("S3",)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: majority(0), "servers is 0"), (lambda: majority(2.5), "servers is 2.5"),
    (lambda: majority(True), "servers is True"),
    (lambda: groups(3, 4), "size is 4: it must be a whole number from 1 to 3"),
    (lambda: groups(3, 0), "size is 0"), (lambda: groups(3, True), "size is True")])
def test_bad_arguments_are_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
