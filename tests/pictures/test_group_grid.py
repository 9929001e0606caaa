"""The grid of groups: as many discs of each look as the groups have servers."""
import pytest

from raftlib.analysis.majorities import groups, shared
from raftlib.pictures.group_grid import ABSENT, ALONE, BOTH, LOOKS, group_grid
from raftlib.pictures.style import VERMILION, WIDTH
from tests.pictures.drawn import shapes_in

LEGEND = 0.3  # inches: below this are the legend's discs


def discs(picture):
    """The places (inches) of the discs of each look."""
    return {name: [place for shape, look in picture.shapes[2] if look.face == fill
                   for place in shape.places if place[1] > LEGEND] for name, fill in LOOKS.items()}


def faults(picture):
    """How many vermilion shapes there are, without the legend's cross."""
    return (len(shapes_in(picture, VERMILION)) - 1) // 2  # a frame and a cross each


@pytest.mark.parametrize(("servers", "size"), [(3, 2), (4, 2), (4, 3), (5, 3), (5, 2), (7, 4), (9, 5), (9, 4), (1, 1)])
def test_each_server_of_each_group_has_its_disc(servers, size):
    rows = groups(servers, size)
    in_both = sum(len(shared(group, rows[0])) for group in rows)
    picture = group_grid(servers, size)
    found = discs(picture)
    assert {look: len(places) for look, places in found.items()} == {
        BOTH: in_both, ALONE: len(rows) * size - in_both, ABSENT: len(rows) * (servers - size)}
    places = [place for some in found.values() for place in some]
    assert len(set(places)) == len(places)
    assert all(0 < x < WIDTH and 0 < y < picture.size[1] for x, y in places)


@pytest.mark.parametrize(("servers", "size", "alone"), [
    (4, 2, 1), (5, 2, 3), (5, 3, 0), (9, 5, 0), (9, 4, 5), (3, 1, 2)])
def test_a_group_that_shares_no_server_with_the_first_is_framed_and_crossed(servers, size, alone):
    picture = group_grid(servers, size)
    assert faults(picture) == alone
    assert f"{alone or 'none'} of them" in picture.caption


def test_it_is_small_enough_to_follow_a_slider():
    assert len(group_grid(9, 5).svg()) < 100_000


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="size is 6: it must be a whole number from 1 to 5"):
        group_grid(5, 6)
